"""The four questions that Pulse puts to a language model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from language_models.task import Prompt, Task
from pulse_nps.calls import Call
from pulse_nps.drivers import DRIVER_NAMES, DRIVERS
from pulse_nps.invention import Examples, splice
from pulse_nps.reader import judge_columns, read_category, read_drivers
from pulse_nps.targets import ClassAnswer, Target

PROMPTS = Path(__file__).parent / "prompts"
Score = Annotated[int, Field(ge=0, le=4)]

DriversAnswer: type[BaseModel] = create_model(
    "DriversAnswer",
    __config__=ConfigDict(extra="forbid"),
    **{name: (Score, ...) for name in DRIVER_NAMES},  # type: ignore[call-overload]
)


class InventedTurn(BaseModel):
    """One turn of an invented call."""

    model_config = ConfigDict(extra="forbid")
    speaker: Literal["medewerker", "klant"]
    text: str = Field(min_length=1)


class InventedCall(BaseModel):
    """An invented transcript."""

    model_config = ConfigDict(extra="forbid")
    turns: list[InventedTurn] = Field(min_length=2)


@dataclass(frozen=True)
class Columns:
    """The driver scores of one call, all that a judge of columns sees."""

    scores: Mapping[str, int]


@cache
def category_task(target: Target) -> Task[Call, ClassAnswer]:
    """Prototype 1: read the transcript, name the class."""
    return Task(
        name=f"pulse.category.{target.name}",
        prompt=Prompt.from_file(PROMPTS / "category.md"),
        variables=lambda call: {
            "turns": call.turns,
            "target": target.name,
            "classes": target.classes,
        },
        answer=target.answer,
        embedded=lambda call: _class_answer(target, *read_category(call, target=target.name)),
    )


@cache
def drivers_task() -> Task[Call, Any]:
    """The first step of prototypes 2 and 3: score the twelve drivers."""
    return Task(
        name="pulse.drivers",
        prompt=Prompt.from_file(PROMPTS / "drivers.md"),
        variables=lambda call: {"turns": call.turns, "drivers": DRIVERS},
        answer=DriversAnswer,
        embedded=lambda call: DriversAnswer.model_construct(None, **read_drivers(call).scores),
    )


@cache
def judge_task(target: Target) -> Task[Columns, ClassAnswer]:
    """The second step of prototype 2: name the class from the columns alone."""
    return Task(
        name=f"pulse.judge.{target.name}",
        prompt=Prompt.from_file(PROMPTS / "judge.md"),
        variables=lambda columns: {
            "scores": columns.scores,
            "drivers": DRIVERS,
            "target": target.name,
            "classes": target.classes,
        },
        answer=target.answer,
        embedded=lambda columns: _class_answer(target, *_judged(columns, target)),
    )


@cache
def invent_task() -> Task[Examples, InventedCall]:
    """Oversampling of text: invent a transcript of a dissatisfied caller from two real ones."""
    return Task(
        name="pulse.invent",
        prompt=Prompt.from_file(PROMPTS / "invent.md"),
        variables=lambda examples: {"examples": examples.calls},
        answer=InventedCall,
        embedded=lambda examples: InventedCall(
            turns=[InventedTurn(speaker=t.speaker, text=t.text) for t in splice(examples)]
        ),
    )


def _judged(columns: Columns, target: Target) -> tuple[str, int]:
    category, certainty = judge_columns(columns.scores)
    rank = ("detractor", "passive", "promoter").index(category)
    return target.classes[rank], certainty


def _class_answer(target: Target, category: str, certainty: int) -> ClassAnswer:
    return target.answer.model_construct(category=category, certainty=certainty)
