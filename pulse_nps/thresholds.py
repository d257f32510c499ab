"""A forest whose decision thresholds are tuned instead of its training set."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score

FACTORS = np.geomspace(0.5, 2.5, 9)


class ThresholdTunedForest(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Multiplies class probabilities by factors that maximise macro-F1 out of bag.

    The alternative to SMOTE of Elor and Averbuch-Elor (2022, arXiv 2201.08528). The factors are
    chosen on the forest's out-of-bag probabilities, so no test call takes part.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        n_estimators: int = 200,
        min_samples_leaf: int = 5,
        max_features: str = "sqrt",
    ) -> None:
        self.seed = seed
        self.n_estimators = n_estimators
        self.min_samples_leaf = min_samples_leaf
        self.max_features = max_features

    def fit(self, columns: NDArray[np.float64], labels: NDArray[np.int64]) -> Self:
        """Fit the forest, then choose the factors for all classes but the middle one."""
        self.forest_ = RandomForestClassifier(
            n_estimators=self.n_estimators,
            min_samples_leaf=self.min_samples_leaf,
            max_features=self.max_features,
            oob_score=True,
            random_state=self.seed,
            n_jobs=1,
        ).fit(columns, labels)
        self.classes_ = self.forest_.classes_
        out_of_bag = np.nan_to_num(self.forest_.oob_decision_function_)
        self.factors_ = self._best_factors(out_of_bag, labels)
        return self

    def predict_proba(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Reweighted probabilities, shape (calls, classes)."""
        weighted = self.forest_.predict_proba(columns) * self.factors_
        return np.asarray(weighted / weighted.sum(axis=1, keepdims=True))

    def predict(self, columns: NDArray[np.float64]) -> NDArray[np.int64]:
        """The class with the largest reweighted probability."""
        return np.asarray(self.classes_[self.predict_proba(columns).argmax(axis=1)])

    def _best_factors(
        self, probabilities: NDArray[np.float64], labels: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        def score(factors: NDArray[Any]) -> float:
            chosen = self.classes_[(probabilities * factors).argmax(axis=1)]
            return float(f1_score(labels, chosen, average="macro", zero_division=0))

        ones = np.ones(len(self.classes_) - 1)
        grid = [np.insert(ones, 0, low) for low in FACTORS]
        if len(self.classes_) == 3:
            grid = [np.array([low, 1.0, high]) for low in FACTORS for high in FACTORS]
        return max(grid, key=score)
