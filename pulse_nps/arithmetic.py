"""Judging columns by arithmetic: a sum with two learned borders, and a count with fixed ones."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin

Columns = NDArray[np.float64]
Labels = NDArray[np.int64]
NEUTRAL = 2


class PlainSum(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Adds the scores; two borders make the predicted class shares equal to the training shares."""

    def fit(self, columns: Columns, labels: Labels) -> Self:
        """Place the borders on the training sums, shape (calls, drivers)."""
        self.classes_ = np.unique(labels)
        shares = [np.mean(labels < label) for label in self.classes_[1:]]
        self.borders_ = np.quantile(columns.sum(axis=1), shares)
        return self

    def predict(self, columns: Columns) -> Labels:
        """The class between whose borders each sum falls."""
        positions = np.searchsorted(self.borders_, columns.sum(axis=1), side="right")
        return np.asarray(self.classes_[positions], dtype=np.int64)


class NetCount(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Counts satisfied minus dissatisfied drivers; above 0 the best class, below 0 the worst.

    The arithmetic half of SPUR (Lin et al. 2024, arXiv 2403.12388): the model scores, a fixed sum
    decides. Nothing is learned from labels.
    """

    def fit(self, _columns: Columns, labels: Labels) -> Self:
        """Only remembers which classes exist."""
        self.classes_ = np.unique(labels)
        return self

    def predict(self, columns: Columns) -> Labels:
        """Class 0, 1 or 2 by the sign of the net count."""
        net = (columns > NEUTRAL).sum(axis=1) - (columns < NEUTRAL).sum(axis=1)
        return np.asarray(np.sign(net) + 1, dtype=np.int64)
