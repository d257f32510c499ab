"""What a row's probabilities are worth: when to abstain, and whether sure means right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.classification import UNANSWERED, Predictions
from benchmarks.estimate import Estimate
from benchmarks.statistics import wilson_estimate

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CurvePoint:
    """Accuracy on the share of samples of which the row is surest."""

    answered: float
    accuracy: Estimate


def abstention_curve(predictions: Predictions) -> tuple[CurvePoint, ...]:
    """Accuracy against the share answered, when the least sure samples are left to people.

    Samples are answered by falling probability of the predicted class; samples equally sure come
    in together. Without probabilities there is no curve.
    """
    if predictions.probabilities is None:
        return ()
    sure = np.nan_to_num(predictions.probabilities, nan=0.0).max(axis=-1).ravel()
    right = (predictions.predicted == predictions.truth).ravel()
    order = np.argsort(-sure, kind="stable")
    sure, hits = sure[order], np.cumsum(right[order])
    ends = np.flatnonzero(np.append(np.diff(sure) != 0, True)) + 1
    repeats = len(predictions.predicted)
    return tuple(
        CurvePoint(end / len(sure), wilson_estimate(hits[end - 1] / repeats, end / repeats))
        for end in _thinned(ends)
    )


@dataclass(frozen=True)
class Bin:
    """Samples about equally sure: how sure on average, and how often right."""

    confidence: float
    accuracy: Estimate
    share: float


@dataclass(frozen=True)
class Calibration:
    """Reliability bins, and the expected calibration error: mean |sure − right| over samples."""

    bins: tuple[Bin, ...]
    error: float | None


def calibration(predictions: Predictions, *, bins: int = 10) -> Calibration:
    """Whether 70% sure means right 7 times in 10, over equal bins of the top probability.

    Naeini, Cooper and Hauskrecht 2015. Unanswered samples are left out: they claim nothing.
    """
    if predictions.probabilities is None:
        return Calibration((), None)
    answered = (predictions.predicted != UNANSWERED).ravel()
    sure = predictions.probabilities.max(axis=-1).ravel()[answered]
    right = (predictions.predicted == predictions.truth).ravel()[answered]
    if not len(sure):
        return Calibration((), None)
    places = np.clip((sure * bins).astype(int), 0, bins - 1)
    repeats = len(predictions.predicted)
    found = tuple(
        _bin(sure[places == place], right[places == place], len(sure), repeats)
        for place in np.unique(places)
    )
    gaps = (b.share * abs(b.confidence - (b.accuracy.value or 0.0)) for b in found)
    return Calibration(found, float(sum(gaps)))


def _bin(sure: Floats, right: NDArray[np.bool_], total: int, repeats: int) -> Bin:
    accuracy = wilson_estimate(float(right.sum()) / repeats, len(right) / repeats)
    return Bin(float(sure.mean()), accuracy, len(sure) / total)


def _thinned(ends: Codes, most: int = 200) -> Codes:
    """At most `most` of the curve's points, the last always among them."""
    if len(ends) <= most:
        return ends
    kept = np.unique(np.linspace(0, len(ends) - 1, most).round().astype(int))
    return np.asarray(ends[kept])
