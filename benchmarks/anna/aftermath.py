"""Who comes back after a contact, and how content they are: the fitted part of the world."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WORLD = Path(__file__).with_name("world.toml")
FITTED = (
    "back_settled", "back_person", "back_unsettled", "same_day", "next_day", "content_settled",
    "content_unsettled", "content_person",
)  # fmt: skip
"""Which of the world's parameters were fitted to the study; the others are assumed."""

Line = Mapping[str, Any]


@dataclass(frozen=True)
class World:
    """How customers behave once a contact is over. Probabilities, unless said otherwise.

    Attributes:
        back_settled: comes back though Anna settled the matter (a doubt, a detail, no trust).
        back_person: the same after a person settled it.
        back_next: comes back with the natural further question, where there is one.
        back_unsettled: comes back because it was not settled; the rest suffers in silence.
        same_day, next_day: of those who come back, how many do so on that day.
        people_settle: share of matters that a person settles at once.
        telephone: share of all contacts that go by telephone, to people.
        content_settled, content_unsettled, content_spread: satisfaction 1-5, mean and spread.
    """

    back_settled: float
    back_person: float
    back_next: float
    back_unsettled: float
    same_day: float
    next_day: float
    people_settle: float
    telephone: float
    content_settled: float
    content_unsettled: float
    content_spread: float
    content_person: float

    @classmethod
    def read(cls, path: Path = WORLD) -> World:
        """As `python -m benchmarks.anna.fit` wrote it."""
        return cls(**tomllib.loads(path.read_text(encoding="utf-8"))["world"])


@dataclass(frozen=True)
class Aftermath:
    """Drawn for each contact; arrays of one value per contact and draw, shape (draws, contacts).

    Attributes:
        resolved: settled, and no new contact on the matter within the window.
    """

    by_anna: NDArray[np.bool_]
    resolved: NDArray[np.bool_]
    same_day: NDArray[np.bool_]
    next_day: NDArray[np.bool_]
    content: NDArray[np.float64]


def aftermath(lines: Sequence[Line], world: World, *, seed: int, draws: int = 200) -> Aftermath:
    """What follows each contact, `draws` times over; contacts are drawn anew each time.

    A contact that Anna ended by herself is settled when it was judged right; one that a person
    took over when the person settles it. Who is not settled comes back or gives up; who is, may
    come back all the same, or with the next question.
    """
    rng = np.random.default_rng(seed)
    n = len(lines)
    chosen = rng.integers(0, n, size=(draws, n))
    automated = np.array([bool(line["automated"]) for line in lines])[chosen]
    right = np.array([bool(line["right"]) for line in lines])[chosen]
    has_next = np.array([bool(line["has_next"]) for line in lines])[chosen]
    settled = np.where(automated, right, rng.random((draws, n)) < world.people_settle)
    trusting = np.where(automated, world.back_settled, world.back_person)
    back = np.where(settled, trusting, world.back_unsettled)
    back = np.where(settled & has_next, 1 - (1 - back) * (1 - world.back_next), back)
    returns = rng.random((draws, n)) < back
    day = rng.random((draws, n))
    mean = np.where(settled & ~returns, world.content_settled, world.content_unsettled)
    mean = mean + np.where(automated, 0.0, world.content_person)
    content = np.clip(np.round(rng.normal(mean, world.content_spread)), 1, 5)
    return Aftermath(
        by_anna=automated,
        resolved=settled & ~returns,
        same_day=returns & (day < world.same_day),
        next_day=returns & (day >= world.same_day) & (day < world.same_day + world.next_day),
        content=content,
    )
