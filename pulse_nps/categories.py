"""The classes that are predicted: NPS categories and classes of satisfaction with the call."""

from __future__ import annotations

from typing import Literal

from language_models.errors import InputError

Category = Literal["detractor", "passive", "promoter"]
CsatClass = Literal["dissatisfied", "neutral", "satisfied"]

CATEGORIES: tuple[Category, ...] = ("detractor", "passive", "promoter")
CSAT_CLASSES: tuple[CsatClass, ...] = ("dissatisfied", "neutral", "satisfied")

LOWEST_PASSIVE = 7
LOWEST_PROMOTER = 9
NEUTRAL_CSAT = 3


def category_of_nps(nps: int) -> Category:
    """The NPS category of an answer 0..10: detractor up to 6, passive 7 and 8, promoter 9 and 10.

    Raises:
        InputError: the answer is no whole number from 0 to 10.
    """
    _check("nps", nps, lowest=0, highest=10)
    if nps >= LOWEST_PROMOTER:
        return "promoter"
    return "passive" if nps >= LOWEST_PASSIVE else "detractor"


def class_of_csat(csat: int) -> CsatClass:
    """The class of a satisfaction grade 1..5: dissatisfied 1 and 2, neutral 3, satisfied 4 and 5.

    Raises:
        InputError: the grade is no whole number from 1 to 5.
    """
    _check("csat", csat, lowest=1, highest=5)
    if csat > NEUTRAL_CSAT:
        return "satisfied"
    return "neutral" if csat == NEUTRAL_CSAT else "dissatisfied"


def _check(name: str, value: int, *, lowest: int, highest: int) -> None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not lowest <= value <= highest:
        raise InputError(f"{name} {value!r} is no whole number from {lowest} to {highest}")
