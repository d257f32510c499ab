"""The metrics of a classifier from its predictions; classes are codes 0, 1, …, worst first.

Predictions have shape (n,), or (repeats, n) when cross-validation was repeated: then every
metric is that of the confusion matrix pooled over the repeats, and every interval counts the n
samples, not their repeats. A sample without a usable answer is predicted `UNANSWERED` and counts
as wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.estimate import Estimate
from benchmarks.statistics import (
    bootstrap_estimate,
    mean_estimate,
    proportion_estimate,
    wilson_estimate,
)

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]
ConfusionMetric = Callable[[Floats], Floats]
"""From confusion matrices of shape (..., k, k + 1) to a metric (...), NaN where undefined."""
UNANSWERED = -1


def codes(labels: Sequence[str | None], classes: Sequence[str]) -> Codes:
    """Labels as positions in `classes`; None and "unanswered" become `UNANSWERED`."""
    positions: dict[str | None, int] = {label: code for code, label in enumerate(classes)}
    positions |= {None: UNANSWERED, "unanswered": UNANSWERED}
    return np.array([positions[label] for label in labels], dtype=np.int64)


@dataclass(frozen=True)
class Predictions:
    """What a row predicted for the same n samples, once or in several repeats.

    `probabilities` has the shape of `predicted` and one axis more, for the classes; rows of NaN
    belong to unanswered samples. None: the row gives no probabilities.
    """

    truth: Codes
    predicted: Codes
    classes: tuple[str, ...]
    probabilities: Floats | None = None

    def __post_init__(self) -> None:
        # Frozen, yet every method may count on the axis of repeats.
        object.__setattr__(self, "predicted", np.atleast_2d(self.predicted))
        if self.probabilities is not None and self.probabilities.ndim == 2:
            object.__setattr__(self, "probabilities", self.probabilities[None])
        if self.predicted.shape[1:] != self.truth.shape:
            raise ValueError(
                f"{self.predicted.shape[1]} predictions for {len(self.truth)} true classes"
            )
        wanted = (*self.predicted.shape, len(self.classes))
        if self.probabilities is not None and self.probabilities.shape != wanted:
            raise ValueError(f"probabilities need shape {wanted}: {self.probabilities.shape}")

    @property
    def correct(self) -> Floats:
        """Right (1) or wrong (0) per sample; with repeats the share of them that was right."""
        return np.asarray((self.predicted == self.truth).mean(axis=0))

    @property
    def confusion(self) -> Floats:
        """Counts (true class, predicted class), the last column unanswered; mean of repeats."""
        k = len(self.classes)
        return np.asarray(self._cells().sum(axis=0).reshape(k, k + 1))

    def _cells(self) -> Floats:
        """Which cell of the confusion matrix each sample falls in, (n, k·(k+1)), over repeats."""
        k = len(self.classes)
        columns = np.where(self.predicted == UNANSWERED, k, self.predicted)
        cells = self.truth * (k + 1) + columns
        return np.asarray((cells[..., None] == np.arange(k * (k + 1))).mean(axis=0))

    def _known_probabilities(self) -> Floats | None:
        """Probabilities with an unanswered sample's set equal: it told nothing."""
        if self.probabilities is None:
            return None
        return np.where(np.isnan(self.probabilities), 1 / len(self.classes), self.probabilities)


def classification_metrics(predictions: Predictions, *, seed: int) -> dict[str, Estimate]:
    """All metrics of a row, each with its interval.

    accuracy, macro_f1, recall_CLASS and precision_CLASS for each class in order, kappa, brier,
    log_loss, nps_error, answered.
    """
    k = len(predictions.classes)
    cells = predictions._cells()

    def of_confusion(metric: ConfusionMetric) -> Estimate:
        return bootstrap_estimate(
            lambda means: metric(means.reshape(*means.shape[:-1], k, k + 1)), cells, seed=seed
        )

    return {
        "accuracy": proportion_estimate(predictions.correct),
        "macro_f1": of_confusion(_macro_f1),
        **_class_rates(predictions),
        "kappa": of_confusion(_kappa),
        "brier": brier_estimate(predictions, seed=seed),
        "log_loss": log_loss_estimate(predictions, seed=seed),
        "nps_error": of_confusion(_net_score_error),
        "answered": proportion_estimate(predictions.predicted != UNANSWERED),
    }


def brier_estimate(predictions: Predictions, *, seed: int) -> Estimate:
    """Mean squared distance between probabilities and what was true, 0 to 2 (Brier 1950).

    An unanswered sample is scored as if every class were equally likely.
    """
    shares = predictions._known_probabilities()
    if shares is None:
        return Estimate.undefined()
    true = np.eye(len(predictions.classes))[predictions.truth]
    return mean_estimate(((shares - true) ** 2).sum(axis=-1).mean(axis=0), seed=seed)


def log_loss_estimate(predictions: Predictions, *, seed: int) -> Estimate:
    """Mean of −ln p(true class), in nats; p is kept off 0 by the smallest float step."""
    shares = predictions._known_probabilities()
    if shares is None:
        return Estimate.undefined()
    true = shares[:, np.arange(len(predictions.truth)), predictions.truth]
    smallest = np.finfo(np.float64).eps
    return mean_estimate(-np.log(np.clip(true, smallest, 1)).mean(axis=0), seed=seed)


def _class_rates(predictions: Predictions) -> dict[str, Estimate]:
    confusion = predictions.confusion
    hits, true, named = np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    rates: dict[str, Estimate] = {}
    for code, name in enumerate(predictions.classes):
        rates[f"recall_{name}"] = _rate(hits[code], true[code])
        rates[f"precision_{name}"] = _rate(hits[code], named[code])
    return rates


def _rate(hits: float, of: float) -> Estimate:
    # A mean over repeats can leave hits a rounding error above the whole.
    return wilson_estimate(min(float(hits), float(of)), float(of))


def _macro_f1(confusion: Floats) -> Floats:
    """Mean F1 of the classes that occur, in truth or among the predictions."""
    k = confusion.shape[-2]
    hits = np.diagonal(confusion[..., :k], axis1=-2, axis2=-1)
    both = confusion.sum(axis=-1) + confusion[..., :k].sum(axis=-2)
    with np.errstate(invalid="ignore"):
        scores = np.where(both > 0, 2 * hits / both, np.nan)
    counted = (both > 0).sum(axis=-1)
    return np.asarray(np.nansum(scores, axis=-1) / np.where(counted, counted, np.nan))


def _kappa(confusion: Floats) -> Floats:
    """Agreement beyond chance (Cohen 1960); unanswered is a category of the predictions only."""
    k = confusion.shape[-2]
    total = confusion.sum(axis=(-2, -1))
    agreed = np.trace(confusion[..., :k], axis1=-2, axis2=-1) / total
    chance = (confusion.sum(axis=-1) * confusion[..., :k].sum(axis=-2)).sum(axis=-1) / total**2
    possible = 1 - chance
    return np.where(possible > 1e-12, (agreed - chance) / np.maximum(possible, 1e-12), np.nan)


def _net_score_error(confusion: Floats) -> Floats:
    """Predicted minus true net score (share of best − share of worst class), in points.

    The prediction is over the answered samples, as a team would use it; the truth over all.
    """
    k = confusion.shape[-2]
    named, true = confusion[..., :k].sum(axis=-2), confusion.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        predicted_score = (named[..., -1] - named[..., 0]) / named.sum(axis=-1)
        true_score = (true[..., -1] - true[..., 0]) / true.sum(axis=-1)
    return np.asarray(100 * (predicted_score - true_score))
