"""Naming the class of a call: from the whole text (prototype 1) or from twelve columns alone.

Prototype 1's reading is a sum fixed beforehand: a friendly, unremarkable call stands in the middle
of the passives, and every driver moves it by its weight, as do the customer's own words in each
third of the call, the last third most. Prototype 2 sees scores only and reads them as any reader
without training would: the average of those at issue as a school grade from 0 to 10, and the
borders of the NPS on that grade.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pulse_nps.calls import Call
from pulse_nps.categories import CATEGORIES, CSAT_CLASSES, Category
from pulse_nps.drivers import DRIVER_NAMES, HIGHEST, NEUTRAL
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
UNDECIDED = 40


def read_category(call: Call, target: Literal["nps", "csat"] = "nps") -> tuple[str, int]:
    """The class of the call and a certainty 0..100, from the whole text."""
    grade = grade_of(read_drivers(call))
    borders, classes = (
        (CSAT_BORDERS, CSAT_CLASSES) if target == "csat" else (NPS_BORDERS, CATEGORIES)
    )
    rank, certainty = _placed(grade, borders)
    return classes[rank], certainty


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
    """The NPS category that twelve scores 0..4 suggest, and a certainty.

    Read as any reader would who was never told how callers answer: the average of the drivers
    that were at issue (not 2) as a school grade 0 to 10, the borders of the NPS on that grade;
    passive when nothing was at issue. Nothing here is fitted.
    """
    at_issue = [scores[name] for name in DRIVER_NAMES if scores[name] != NEUTRAL]
    if not at_issue:
        return "passive", UNDECIDED
    grade = sum(at_issue) / (len(at_issue) * HIGHEST) * 10
    rank, certainty = _placed(grade, GRADE_BORDERS)
    return CATEGORIES[rank], certainty


def _placed(grade: float, borders: tuple[float, float]) -> tuple[int, int]:
    """The rank 0, 1 or 2 between whose borders the grade falls; surer further from a border."""
    rank = sum(grade >= border for border in borders)
    distance = min(abs(grade - border) for border in borders)
    return rank, min(95, round(45 + 20 * distance))
