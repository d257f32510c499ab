"""Ordinal logistic regression as a scikit-learn estimator, fitted by statsmodels."""

from __future__ import annotations

import warnings
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin


class OrdinalLogit(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Proportional-odds model (McCullagh 1980): one slope per driver, one border per class step."""

    def fit(self, columns: NDArray[np.float64], labels: NDArray[np.int64]) -> Self:
        """Fit by maximum likelihood; columns that never vary get no slope."""
        from statsmodels.miscmodels.ordinal_model import OrderedModel
        from statsmodels.tools.sm_exceptions import ConvergenceWarning, HessianInversionWarning

        self.classes_, codes = np.unique(labels, return_inverse=True)
        self.mean_ = columns.mean(axis=0)
        self.varying_ = columns.std(axis=0) > 0
        model = OrderedModel(codes, self._centred(columns), distr="logit")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            warnings.simplefilter("ignore", HessianInversionWarning)
            self.result_ = model.fit(method="bfgs", disp=False, maxiter=200)
        return self

    def predict_proba(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Class probabilities, shape (calls, classes)."""
        predicted = self.result_.model.predict(self.result_.params, exog=self._centred(columns))
        return np.asarray(predicted, dtype=np.float64)

    def predict(self, columns: NDArray[np.float64]) -> NDArray[np.int64]:
        """The most probable class."""
        return np.asarray(self.classes_[self.predict_proba(columns).argmax(axis=1)])

    def _centred(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray((columns - self.mean_)[:, self.varying_])
