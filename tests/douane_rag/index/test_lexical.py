"""BM25 by hand arithmetic, saved and loaded."""

from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest

from douane_rag.index.lexical import K1, B, LexicalIndex

DOCUMENTS = [["wijn", "accijns", "wijn"], ["bier"], ["douane", "accijns", "bier", "invoer"], []]


def bm25(term: str, document: list[str]) -> float:
    having = sum(term in other for other in DOCUMENTS)
    idf = log(1 + (len(DOCUMENTS) - having + 0.5) / (having + 0.5))
    mean = sum(map(len, DOCUMENTS)) / len(DOCUMENTS)
    count = document.count(term)
    return idf * count / (count + K1 * (1 - B + B * len(document) / mean))


@pytest.fixture
def index() -> LexicalIndex:
    return LexicalIndex.build(DOCUMENTS)


@pytest.mark.parametrize("term", ["wijn", "accijns", "bier"])
def test_scores_are_those_of_the_formula(index: LexicalIndex, term: str) -> None:
    expected = [bm25(term, document) for document in DOCUMENTS]
    assert index.scores([{term: 1.0}]) == pytest.approx(expected, abs=1e-6)


def test_words_are_added_and_of_alternatives_the_best_counts(index: LexicalIndex) -> None:
    both = index.scores([{"wijn": 1.0, "bier": 0.5}, {"accijns": 1.0}])
    expected = [max(bm25("wijn", d), 0.5 * bm25("bier", d)) + bm25("accijns", d) for d in DOCUMENTS]
    assert both == pytest.approx(expected, abs=1e-6)


def test_unknown_terms_score_nothing(index: LexicalIndex) -> None:
    assert not index.scores([{"zeppelin": 1.0}, {}]).any()
    assert "zeppelin" not in index
    assert "wijn" in index


def test_a_rarer_term_has_a_higher_idf(index: LexicalIndex) -> None:
    assert index.idf("zeppelin") > index.idf("wijn") > index.idf("accijns")
    assert index.idf("accijns") == pytest.approx(log(1 + 2.5 / 2.5))


def test_a_saved_index_scores_the_same(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "bm25")
    loaded = LexicalIndex.load(tmp_path / "bm25")
    words = [{"wijn": 1.0}, {"accijns": 0.7}]
    np.testing.assert_array_equal(loaded.scores(words), index.scores(words))
    assert loaded.idf("bier") == index.idf("bier")


def test_documents_without_terms_make_an_index_that_finds_nothing() -> None:
    assert LexicalIndex.build([[], []]).scores([{"wijn": 1.0}]).tolist() == [0.0, 0.0]
