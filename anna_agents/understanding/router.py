"""The trained reader of procedures: which one a message belongs to, or none of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

Floats: TypeAlias = NDArray[np.floating]

RIDGE = 0.3
TEMPERATURES = np.geomspace(0.02, 0.5, 40)


@dataclass(frozen=True)
class Routed:
    """Procedures by probability, the best first; together with `none` they sum to one."""

    ranked: tuple[tuple[str, float], ...]
    none: float


class Router:
    """One ridge classifier over words and pieces of words, for all languages together.

    Attributes:
        names: the procedures, in the columns' order.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        features: FeatureUnion,
        weights: Floats,
        temperature: float,
        loo_accuracy: float,
    ) -> None:
        self.names = names
        self.loo_accuracy = loo_accuracy
        self._features = features
        self._weights = weights
        self._temperature = temperature

    def scores(self, texts: Sequence[str]) -> Floats:
        """Raw scores, shape (texts, procedures)."""
        return np.asarray(self._features.transform(texts) @ self._weights)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Calibrated probabilities, shape (texts, procedures), each row summing to one."""
        return _softmax(self.scores(texts) / self._temperature)


def train(examples: Sequence[tuple[str, str]]) -> Router:
    """A router taught by (procedure, text) pairs.

    Kernel ridge regression on one-hot targets; its leave-one-out predictions come in closed form
    (Rifkin and Lippert 2007, eq. 8), and the softmax temperature is fitted on them.
    """
    names = tuple(sorted({name for name, _ in examples}))
    column = {name: index for index, name in enumerate(names)}
    labels = np.array([column[name] for name, _ in examples])
    features = _features()
    matrix: csr_matrix = features.fit_transform([text for _, text in examples]).astype(np.float32)
    targets = np.zeros((len(examples), len(names)), dtype=np.float32)
    targets[np.arange(len(examples)), labels] = 1.0
    kernel = (matrix @ matrix.T).toarray()
    kernel[np.diag_indices_from(kernel)] += RIDGE
    factor = cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
    inverse = cho_solve(factor, np.eye(len(examples), dtype=np.float32), check_finite=False)
    dual = inverse @ targets
    left_out = targets - dual / np.diag(inverse)[:, None]
    accuracy = float((left_out.argmax(axis=1) == labels).mean())
    temperature = _fit_temperature(left_out, labels)
    weights = np.asarray(matrix.T @ dual, dtype=np.float32)
    return Router(names, features, weights, temperature, accuracy)


def _features() -> FeatureUnion:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    return FeatureUnion([("words", words), ("pieces", pieces)])


def _fit_temperature(scores: Floats, labels: NDArray[np.int_]) -> float:
    def loss(temperature: float) -> float:
        chances = _softmax(scores / temperature)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(chances, 1e-9)).mean())

    return float(min(TEMPERATURES, key=loss))


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
