"""BM25 over the paragraphs, by bm25s."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bm25s
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Scores = NDArray[np.float32]
Alternatives = Mapping[str, float]
"""The terms that express one word of a question, each with a weight from 0 to 1."""

K1 = 1.2
B = 0.75


class LexicalIndex:
    """BM25 scores of all paragraphs for the words of a query (Robertson and Zaragoza 2009).

    Lucene's variant: idf = ln(1 + (N − df + 0.5) / (df + 0.5)), never negative.
    """

    def __init__(self, scorer: Any, size: int) -> None:
        self._scorer = scorer
        self._vocabulary: Mapping[str, int] = scorer.vocab_dict
        self._size = size

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> LexicalIndex:
        """The index of documents given as terms."""
        scorer = bm25s.BM25(method="lucene", k1=K1, b=B)
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        ids = [[numbers[term] for term in terms] for terms in documents]
        vocabulary = dict(numbers) or {"": 0}
        # Of documents without any term the mean length is 0, and nothing is divided by it.
        with np.errstate(invalid="ignore"):
            scorer.index((ids, vocabulary), show_progress=False, create_empty_token=False)
        return cls(scorer, len(documents))

    def __contains__(self, term: str) -> bool:
        return term in self._vocabulary

    def scores(self, words: Iterable[Alternatives]) -> Scores:
        """The score of every paragraph, shape (paragraphs,).

        A word may be expressed by any of several terms: of their weighted BM25 scores the highest
        counts, so that a compound and its parts, or two synonyms, are not counted twice.
        """
        total = np.zeros(self._size, dtype=np.float32)
        for alternatives in words:
            known = {t: w for t, w in alternatives.items() if t in self._vocabulary}
            if known:
                total += np.max([w * self._of_term(t) for t, w in known.items()], axis=0)
        return total

    def _of_term(self, term: str) -> Scores:
        found: Scores = self._scorer.get_scores_from_ids([self._vocabulary[term]])
        return found

    def idf(self, term: str) -> float:
        """How rare a term is: Lucene's inverse document frequency; highest where unknown."""
        frequency = self._frequency(term)
        return float(np.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5)))

    def number(self, term: str) -> int | None:
        """The term's number; None where no paragraph has it."""
        return self._vocabulary.get(term)

    def weights(self) -> csr_array:
        """The BM25 weight of every term in every paragraph, shape (paragraphs, terms)."""
        from scipy.sparse import csc_array

        held = self._scorer.scores
        shape = (self._size, len(held["indptr"]) - 1)
        found = csc_array((held["data"], held["indices"], held["indptr"]), shape=shape).tocsr()
        found.sort_indices()
        return found

    def _frequency(self, term: str) -> int:
        number = self._vocabulary.get(term)
        if number is None:
            return 0
        starts = self._scorer.scores["indptr"]
        return int(starts[number + 1] - starts[number])

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._scorer.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """The index in a folder."""
        scorer = bm25s.BM25.load(str(folder), load_corpus=False, load_vocab=True)
        return cls(scorer, int(scorer.scores["num_docs"]))
