"""Invented transcripts of dissatisfied callers: oversampling of text instead of columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pulse_nps.calls import Call, Turn


@dataclass(frozen=True)
class Examples:
    """Two real calls with dissatisfied customers, and which of their inventions is asked for."""

    calls: tuple[Call, Call]
    variant: int = 0


def splice(examples: Examples) -> tuple[Turn, ...]:
    """The embedded invention: the first part of one call continued by the last part of the other.

    The cut falls between 35% and 65% of both calls, before a turn of the same speaker, so that
    the two still alternate. Deterministic in the calls' ids and the variant.
    """
    first, second = examples.calls
    chance = np.random.default_rng(_seed(first.id, second.id, examples.variant))
    share = chance.uniform(0.35, 0.65)
    start = max(1, int(share * len(first.turns)))
    speaker = first.turns[start - 1].speaker
    rest = int(share * len(second.turns))
    while rest < len(second.turns) - 1 and second.turns[rest].speaker == speaker:
        rest += 1
    return (*first.turns[:start], *second.turns[rest:])


def pairs_of(calls: list[Call], number: int, seed: int) -> list[Examples]:
    """`number` random pairs of different calls, the material of that many inventions."""
    if len(calls) < 2:
        return []
    chance = np.random.default_rng(seed)
    drawn = (chance.choice(len(calls), size=2, replace=False) for _ in range(number))
    return [Examples((calls[a], calls[b]), variant) for variant, (a, b) in enumerate(drawn)]


def _seed(*parts: object) -> list[int]:
    return list("|".join(map(str, parts)).encode())
