"""How alike a message is worded to a procedure's examples, letter by letter, within a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
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
        if language not in self._by_language:
            return found
        examples, places = self._by_language[language]
        cosines = (weighted(texts, self.idf) @ examples).toarray()
        for place, column in enumerate(columns):
            own = cosines[:, places.get(column, [])]
            if own.size:
                nearest = np.sort(own.max(axis=0))[-NEAREST:]
                found[place] = nearest.mean(), own[0].max()
        return found

    @cached_property
    def _by_language(self) -> dict[str, tuple[csr_matrix, dict[int, list[int]]]]:
        """Language to its examples as columns, and to each procedure's places among them."""
        found = {}
        for language in np.unique(self.languages):
            spoken = np.flatnonzero(self.languages == language)
            places: dict[int, list[int]] = {}
            for place, label in enumerate(self.labels[spoken]):
                places.setdefault(int(label), []).append(place)
            found[str(language)] = csr_matrix(self.matrix[spoken].T), places
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
