"""Naming the class of a call: from the whole text (prototype 1) or from twelve columns alone.

Prototype 1's reading is a sum fixed beforehand: a friendly, unremarkable call stands in the middle
of the passives, and every driver moves it by its weight, as do the customer's own words in each
third of the call, the last third most. Prototype 2 sees scores only and reads them as any reader
without training would: the average of the twelve as a school grade from 0 to 10, and the borders
of the NPS on that grade.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pulse_nps.calls import Call
from pulse_nps.categories import CATEGORIES, CSAT_CLASSES, Category
from pulse_nps.drivers import DRIVER_NAMES, HIGHEST
from pulse_nps.reader.reading import Reading, read_drivers

UNREMARKABLE = 7.0
LEVEL_LIMIT = 2.0
WEIGHTS = {
    "waiting": 0.16,
    "transfers": 0.16,
    "repeat_contact": 0.2,
    "resolution": 0.36,
    "clarity": 0.16,
    "knowledge": 0.16,
    "empathy": 0.16,
    "effort": 0.16,
    "promises": 0.2,
    "tone": 0.2,
    "outcome": 0.24,
    "closing_mood": 0.45,
}
SENTIMENT_WEIGHTS = (0.1, 0.2, 0.4)
NPS_BORDERS = (6.5, 8.5)
CSAT_BORDERS = (5.5, 7.0)
GRADE_BORDERS = (6.5, 8.5)


def read_category(call: Call, target: Literal["nps", "csat"] = "nps") -> tuple[str, int]:
    """The class of the call and a certainty 0..100, from the whole text."""
    grade = grade_of(read_drivers(call))
    if target == "csat":
        return _placed(grade, CSAT_BORDERS, CSAT_CLASSES)
    return _placed(grade, NPS_BORDERS, CATEGORIES)


def grade_of(reading: Reading) -> float:
    """The satisfaction that speaks from a call, on the scale of the NPS question, 0 to 10."""
    drivers = sum(
        weight * max(-LEVEL_LIMIT, min(LEVEL_LIMIT, reading.levels[name]))
        for name, weight in WEIGHTS.items()
    )
    mood = sum(
        weight * max(-LEVEL_LIMIT, min(LEVEL_LIMIT, sentiment))
        for weight, sentiment in zip(SENTIMENT_WEIGHTS, reading.sentiment, strict=True)
    )
    return max(0.0, min(10.0, UNREMARKABLE + drivers + mood))


def judge_columns(scores: Mapping[str, int]) -> tuple[Category, int]:
    """The NPS category that twelve scores 0..4 suggest, read as a school grade, and a certainty."""
    grade = sum(scores[name] for name in DRIVER_NAMES) / (len(DRIVER_NAMES) * HIGHEST) * 10
    category, certainty = _placed(grade, GRADE_BORDERS, CATEGORIES)
    return CATEGORIES[CATEGORIES.index(category)], certainty


def _placed(
    grade: float, borders: tuple[float, float], classes: tuple[str, ...]
) -> tuple[str, int]:
    """The class between whose borders the grade falls; more certain further from a border."""
    rank = sum(grade >= border for border in borders)
    distance = min(abs(grade - border) for border in borders)
    return classes[rank], min(95, round(45 + 20 * distance))
