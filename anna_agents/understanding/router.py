"""The trained reader of procedures: which one a message belongs to, or none of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from language_models.embeddings import Embedding

Floats: TypeAlias = NDArray[np.float32]

RIDGE = 0.1
WIDTH = 2.0
"""exp(-WIDTH (1 - cosine)): how far an example's word carries."""
TEMPERATURES = np.geomspace(0.01, 1.0, 60)


@dataclass(frozen=True)
class Router:
    """Kernel ridge regression on sentence vectors, one for all languages.

    Attributes:
        names: the procedures, in the columns' order.
        examples: the vectors of the examples, shape (examples, dimension).
        dual: weight of each example for each procedure.
        temperature: of the softmax that makes probabilities of scores.
        labels: the column of each example.
        described: the vector of what each procedure is for, shape (procedures, dimension).
        leave_one_out: share of the examples that the others would route rightly.
    """

    names: tuple[str, ...]
    examples: Floats
    dual: Floats
    temperature: float
    labels: NDArray[np.int_]
    described: Floats
    leave_one_out: float

    def scores(self, vectors: Floats) -> Floats:
        """Raw scores, shape (texts, procedures)."""
        return np.asarray(_kernel(vectors, self.examples) @ self.dual)

    def probabilities(self, vectors: Floats) -> Floats:
        """Calibrated probabilities, shape (texts, procedures); each row sums to one."""
        return self.chances(self.scores(vectors))

    def chances(self, scores: Floats) -> Floats:
        """Scores as calibrated probabilities, row by row."""
        return _softmax(scores / self.temperature)

    def nearness(self, vectors: Floats) -> Floats:
        """Cosine with the nearest example, shape (texts,): low where nothing like it was taught."""
        return np.asarray((vectors @ self.examples.T).max(axis=1))


def train(
    examples: Sequence[tuple[str, str]], descriptions: Mapping[str, str], embedding: Embedding
) -> Router:
    """A router taught by (procedure, text) pairs and by what each procedure is for.

    The sentence vectors are multilingual, so one English description teaches all languages.
    Leave-one-out predictions of kernel ridge regression come in closed form (Rifkin and Lippert
    2007, eq. 8); the temperature is fitted on them, so that no example judges itself.
    """
    names = tuple(sorted(descriptions))
    column = {name: index for index, name in enumerate(names)}
    taught = [*examples, *((name, descriptions[name]) for name in names)]
    labels = np.array([column[name] for name, _ in taught])
    vectors = embedding.encode([text for _, text in taught])
    targets = np.zeros((len(taught), len(names)), dtype=np.float32)
    targets[np.arange(len(taught)), labels] = 1.0
    kernel = _kernel(vectors, vectors)
    kernel[np.diag_indices_from(kernel)] += RIDGE
    factor = cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
    identity = np.eye(len(taught), dtype=np.float32)
    inverse = cho_solve(factor, identity, overwrite_b=True, check_finite=False)
    dual = np.asarray(inverse @ targets, dtype=np.float32)
    left_out = targets - dual / np.diag(inverse)[:, None]
    right = float((left_out.argmax(axis=1) == labels).mean())
    temperature = _fit_temperature(left_out, labels)
    return Router(names, vectors, dual, temperature, labels, vectors[len(examples) :], right)


def _kernel(vectors: Floats, examples: Floats) -> Floats:
    return np.asarray(np.exp(WIDTH * (vectors @ examples.T - 1.0)), dtype=np.float32)


def _fit_temperature(scores: Floats, labels: NDArray[np.int_]) -> float:
    def loss(temperature: float) -> float:
        chances = _softmax(scores / temperature)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(chances, 1e-9)).mean())

    return float(min(TEMPERATURES, key=loss))


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)
