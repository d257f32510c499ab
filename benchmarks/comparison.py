"""Rows beside one reference row on the same samples, with Holm's correction across them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from numpy.typing import ArrayLike

from benchmarks.report.model import Comparison, Unit
from benchmarks.statistics import holm, paired_difference


def comparisons(
    reference: ArrayLike,
    others: Mapping[str, ArrayLike],
    *,
    against: str,
    seed: int,
    unit: Unit = "share",
) -> dict[str, Comparison]:
    """Each of `others` minus the reference, by name; p-values adjusted for their number.

    Scores are per sample and in one order: `Predictions.correct`, or any other score.
    """
    pairs = {name: (scores, reference) for name, scores in others.items()}
    return compared_pairs(pairs, against=against, seed=seed, unit=unit)


def compared_pairs(
    pairs: Mapping[str, tuple[ArrayLike, ArrayLike]],
    *,
    against: str,
    seed: int,
    unit: Unit = "share",
) -> dict[str, Comparison]:
    """First minus second of each pair, by name; p-values adjusted for their number."""
    found: dict[str, Comparison] = {}
    for name, (first, second) in pairs.items():
        pair = paired_difference(first, second, seed=seed)
        found[name] = Comparison(
            against, pair.difference, pair.test, pair.p_value, None, pair.n_needed, unit
        )
    return _with_holm(found)


def _with_holm(found: dict[str, Comparison]) -> dict[str, Comparison]:
    tested = {name: c.p_value for name, c in found.items() if c.p_value is not None}
    adjusted = dict(zip(tested, holm(list(tested.values())), strict=True))
    return {name: replace(c, p_adjusted=adjusted.get(name)) for name, c in found.items()}
