"""Intervals and paired tests, over statsmodels and scipy.

Everything here is a pure function of its arguments and, for the bootstrap, of its seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm

from benchmarks.estimate import Estimate

Floats = NDArray[np.float64]
LEVEL = 0.95
RESAMPLES = 1_000
CELLS_AT_ONCE = 4_000_000
"""Resampling weights held in memory at once; 32 MB."""


def wilson_estimate(successes: float, n: float, *, level: float = LEVEL) -> Estimate:
    """A proportion with Wilson's score interval, which stays inside [0, 1] (Wilson 1927).

    Neither number needs to be whole: with repeated cross-validation both are means over the
    repeats, so that the interval counts distinct samples and not repeats of the same one.
    """
    from statsmodels.stats.proportion import proportion_confint

    if not 0 <= successes <= n:
        raise ValueError(f"successes must lie between 0 and n = {n}, got {successes}")
    if n == 0:
        return Estimate.undefined()
    value = successes / n
    low, high = proportion_confint(successes, n, alpha=1 - level, method="wilson")
    # At 0 and n the formula meets the value; rounding must not put it outside.
    low, high = max(0.0, min(float(low), value)), min(1.0, max(float(high), value))
    return Estimate(value, low, high, round(n))


def proportion_estimate(outcomes: ArrayLike, *, level: float = LEVEL) -> Estimate:
    """The mean of outcomes in 0..1 with Wilson's interval; n is the number of samples.

    Shape (n,), or (repeats, n) where the same samples were judged several times.
    """
    judged = np.atleast_2d(np.asarray(outcomes, dtype=float))
    return wilson_estimate(float(judged.mean(axis=0).sum()), judged.shape[1], level=level)


def bootstrap_estimate(
    metric: Callable[[Floats], ArrayLike],
    features: ArrayLike,
    *,
    seed: int,
    level: float = LEVEL,
    resamples: int = RESAMPLES,
) -> Estimate:
    """A metric of sample means with its percentile interval (Efron and Tibshirani 1993, ch. 13).

    Args:
        metric: takes means of shape (..., m) and gives the metric, shape (...); NaN where it is
            undefined. Whatever is a function of a confusion matrix is one of means: let each
            sample's features mark the cell it falls in.
        features: shape (n, m) or (n,), one row per sample.
        seed: the same seed draws the same samples, so that rows of a table stay paired.
        level: of the interval.
        resamples: how many times n samples are drawn from the n.
    """
    rows = _as_rows(features)
    n = len(rows)
    if n == 0:
        return Estimate.undefined()
    value = float(np.asarray(metric(rows.mean(axis=0))))
    if np.isnan(value):
        return Estimate.undefined(n)
    drawn = np.concatenate(
        [np.asarray(metric(weights @ rows / n)) for weights in _weights(n, resamples, seed)]
    )
    low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(low), float(high), n)


def mean_estimate(values: ArrayLike, *, seed: int, level: float = LEVEL) -> Estimate:
    """The mean of `values`, shape (n,), with its bootstrap interval."""
    return bootstrap_estimate(lambda means: means[..., 0], values, seed=seed, level=level)


@dataclass(frozen=True)
class McNemar:
    """How often only the one and only the other was right, and the exact two-sided p-value."""

    only_a: int
    only_b: int
    n: int
    p_value: float


def mcnemar(correct_a: ArrayLike, correct_b: ArrayLike) -> McNemar:
    """McNemar's test on paired right and wrong, exact at every n (McNemar 1947).

    Without discordant pairs p is 1: the samples say nothing about a difference.
    """
    from scipy.stats import binomtest

    a, b = _paired(correct_a, correct_b)
    only_a, only_b = int(np.sum((a == 1) & (b == 0))), int(np.sum((a == 0) & (b == 1)))
    discordant = only_a + only_b
    p = binomtest(min(only_a, only_b), discordant, 0.5).pvalue if discordant else 1.0
    return McNemar(only_a, only_b, len(a), float(p))


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted for how many there are, in their own order (Holm 1979)."""
    from statsmodels.stats.multitest import multipletests

    if not p_values:
        return []
    return [float(p) for p in multipletests(list(p_values), method="holm")[1]]


def paired_n_needed(
    p01: float, p10: float, *, power: float = 0.80, alpha: float = 0.05
) -> int | None:
    """Pairs at which McNemar's test finds this difference with this power; None without one.

    p01 and p10 are the shares of pairs in which only the one, only the other is right. With
    ψ = p01 + p10 and δ = p10 − p01: n = (z₁₋α/₂ √ψ + z₁₋β √(ψ − δ²))² / δ² (Connor 1987,
    Biometrics 43, 207–211).
    """
    if min(p01, p10) < 0 or p01 + p10 > 1 + 1e-9:
        raise ValueError(f"p01 and p10 must be shares that add up to at most 1, got {p01}, {p10}")
    discordant, difference = p01 + p10, p10 - p01
    if abs(difference) < 1e-12:
        return None
    spread = _z(1 - alpha / 2) * sqrt(discordant) + _z(power) * sqrt(
        max(0.0, discordant - difference**2)
    )
    return ceil(spread**2 / difference**2 - 1e-9)


@dataclass(frozen=True)
class PairedDifference:
    """a − b over the same samples: its interval, the test's p-value, and the n that would do."""

    difference: Estimate
    test: str
    p_value: float | None
    n_needed: int | None


def paired_difference(a: ArrayLike, b: ArrayLike, *, seed: int) -> PairedDifference:
    """The difference a − b over the same samples, tested by what the scores allow.

    Scores of right (1) and wrong (0) get McNemar's test. Scores between 0 and 1, the share of
    repeats that was right, get McNemar's test on being right in most repeats. Other scores get
    the paired bootstrap.
    """
    first, second = _paired(a, b)
    difference, p_value = paired_bootstrap(first, second, seed=seed)
    both = np.concatenate([first, second])
    if not len(both):
        return PairedDifference(difference, "none", None, None)
    if both.min() < 0 or both.max() > 1:
        return PairedDifference(difference, "paired bootstrap", p_value, _n_needed(first - second))
    test = mcnemar(first > 0.5, second > 0.5)
    needed = paired_n_needed(test.only_b / test.n, test.only_a / test.n)
    whole = np.isin(both, (0, 1)).all()
    name = "McNemar" if whole else "McNemar, right in most repeats"
    return PairedDifference(difference, name, test.p_value, needed)


def paired_bootstrap(
    a: ArrayLike, b: ArrayLike, *, seed: int, level: float = LEVEL, resamples: int = 10_000
) -> tuple[Estimate, float | None]:
    """The mean of a − b with its percentile interval, and a two-sided p-value.

    The p-value is the share of resamples, shifted to a mean of 0, that lie as far out as the
    difference found, the one found included (Efron and Tibshirani 1993, §16.4).
    """
    first, second = _paired(a, b)
    n = len(first)
    if n == 0:
        return Estimate.undefined(), None
    # Drawing how often each distinct difference occurs is the same bootstrap, and quicker.
    values, counts = np.unique(np.round(first - second, 12), return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(n, counts / n, size=resamples) @ values / n
    found = float((first - second).mean())
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    beyond = int(np.sum(np.abs(drawn - found) >= abs(found) - 1e-12))
    estimate = Estimate(found, float(low), float(high), n)
    return estimate, min(1.0, (beyond + 1) / (resamples + 1))


def _n_needed(differences: Floats, power: float = 0.80, alpha: float = 0.05) -> int | None:
    """The normal approximation for a mean of differences: n = ((z₁₋α/₂ + z₁₋β) s / d)²."""
    mean = differences.mean()
    if len(differences) < 2 or abs(mean) < 1e-12:
        return None
    ratio = (_z(1 - alpha / 2) + _z(power)) * float(differences.std(ddof=1) / mean)
    return max(2, ceil(ratio**2))


def _z(probability: float) -> float:
    return float(norm.ppf(probability))


def _weights(n: int, resamples: int, seed: int) -> Iterator[Floats]:
    """How often each of n samples is drawn, shape (some, n), until there are `resamples`."""
    generator = np.random.default_rng(seed)
    at_once = max(1, CELLS_AT_ONCE // n)
    for start in range(0, resamples, at_once):
        size = min(at_once, resamples - start)
        cells = generator.integers(n, size=(size, n)) + n * np.arange(size)[:, None]
        yield np.bincount(cells.ravel(), minlength=size * n).reshape(size, n).astype(float)


def _as_rows(features: ArrayLike) -> Floats:
    rows = np.asarray(features, dtype=float)
    return rows[:, None] if rows.ndim == 1 else rows


def _paired(a: ArrayLike, b: ArrayLike) -> tuple[Floats, Floats]:
    first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"Pairs need two equal lengths, got {first.shape} and {second.shape}")
    return first, second
