"""What a prototype predicts: the survey's NPS category, or the class of satisfaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from language_models.errors import InputError
from pulse_nps.calls import Call
from pulse_nps.categories import CATEGORIES, CSAT_CLASSES, category_of_nps, class_of_csat

Certainty = Annotated[int, Field(ge=0, le=100)]


class ClassAnswer(BaseModel):
    """A class and how certain the answerer says it is, in percent."""

    model_config = ConfigDict(extra="forbid")
    category: str
    certainty: Certainty


class NpsAnswer(ClassAnswer):
    """One of the three NPS categories."""

    category: Literal["detractor", "passive", "promoter"]


class CsatAnswer(ClassAnswer):
    """One of the three classes of satisfaction with the call itself."""

    category: Literal["dissatisfied", "neutral", "satisfied"]


@dataclass(frozen=True)
class Target:
    """An outcome with its classes, worst first, and the call's own label for it."""

    name: Literal["nps", "csat"]
    classes: tuple[str, ...]
    answer: type[ClassAnswer]
    label: Callable[[Call], str | None]


def _nps_label(call: Call) -> str | None:
    return None if call.nps is None else category_of_nps(call.nps)


def _csat_label(call: Call) -> str | None:
    return None if call.csat is None else class_of_csat(call.csat)


NPS = Target("nps", CATEGORIES, NpsAnswer, _nps_label)
CSAT = Target("csat", CSAT_CLASSES, CsatAnswer, _csat_label)


def target_named(name: str) -> Target:
    """The target `nps` or `csat`; another name is an InputError that says which exist."""
    for target in (NPS, CSAT):
        if target.name == name:
            return target
    raise InputError(f"Unknown target {name!r}. Available: nps, csat.")
