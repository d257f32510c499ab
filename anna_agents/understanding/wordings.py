"""How alike a message is worded to a procedure's examples, letter by letter, within a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

Floats: TypeAlias = NDArray[np.float32]

FEATURES = 2**18
NEAREST = 3
_PIECES = HashingVectorizer(
    analyzer="char_wb", ngram_range=(3, 5), n_features=FEATURES, alternate_sign=False, norm=None
)


@dataclass(frozen=True)
class Wordings:
    """TF-IDF over pieces of words of every example.

    Attributes:
        matrix: one row per example, of length 1.
        labels: the procedure's column of each example; languages: its language.
        idf: weight of each piece, shape (FEATURES,).
    """

    matrix: csr_matrix
    labels: NDArray[np.int_]
    languages: NDArray[np.str_]
    idf: Floats

    def likeness(self, texts: Sequence[str], language: str, columns: Sequence[int]) -> Floats:
        """Two numbers for each procedure of `columns`, shape (columns, 2).

        The mean cosine of its three nearest examples, each with the nearest of the texts; and the
        highest cosine of the first text, which is the whole message. 0 where it has no example in
        the language.
        """
        found = np.zeros((len(columns), 2), dtype=np.float32)
        spoken = np.flatnonzero(self.languages == language)
        if not len(spoken):
            return found
        cosines = (weighted(texts, self.idf) @ self.matrix[spoken].T).toarray()
        labels = self.labels[spoken]
        for place, column in enumerate(columns):
            own = cosines[:, labels == column]
            if own.size:
                nearest = np.sort(own.max(axis=0))[-NEAREST:]
                found[place] = nearest.mean(), own[0].max()
        return found


def learn(examples: Sequence[tuple[str, str, str]], names: Sequence[str]) -> Wordings:
    """The wordings of (procedure, language, text) examples; columns are places in `names`."""
    column = {name: index for index, name in enumerate(names)}
    counts = _PIECES.transform([text for _, _, text in examples])
    transformer = TfidfTransformer(sublinear_tf=True).fit(counts)
    matrix = csr_matrix(transformer.transform(counts), dtype=np.float32)
    return Wordings(
        matrix,
        np.array([column[name] for name, _, _ in examples]),
        np.array([language for _, language, _ in examples]),
        np.asarray(transformer.idf_, dtype=np.float32),
    )


def weighted(texts: Sequence[str], idf: Floats) -> csr_matrix:
    """TF-IDF rows of length 1."""
    transformer = TfidfTransformer(sublinear_tf=True)
    transformer.idf_ = idf
    return csr_matrix(transformer.transform(_PIECES.transform(texts)), dtype=np.float32)
