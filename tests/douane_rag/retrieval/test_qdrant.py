"""Qdrant's scores are the local ones."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import numpy as np
import pytest

from douane_rag.index.lexical import Alternatives
from douane_rag.index.opened import HandbookIndex
from douane_rag.retrieval.qdrant import QdrantScorer
from douane_rag.retrieval.retriever import LocalScorer, Retriever, Strategy


def test_scores_in_memory_are_the_local_ones(index: HandbookIndex, qdrant: Any) -> None:
    qdrant.assert_same_as_local(qdrant.open(index), index)


def test_a_search_gives_the_same_hits_in_the_same_order(index: HandbookIndex, qdrant: Any) -> None:
    local = Retriever(index, qdrant.embedding, Strategy())
    other = Retriever(index, qdrant.embedding, Strategy(), scorer=qdrant.open(index))
    for question in qdrant.questions:
        expected = local.search(question, as_of=qdrant.after).hits
        found = other.search(question, as_of=qdrant.after).hits
        assert [hit.place for hit in found] == [hit.place for hit in expected]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected])


def test_only_the_text_of_the_day_is_found(index: HandbookIndex, qdrant: Any) -> None:
    scorer = qdrant.open(index)
    question = "termijn accijns dagen"
    for day, days in ((date(2025, 12, 31), "14"), (date(2026, 1, 1), "30")):
        for scores in (
            scorer.lexical(qdrant.read(index, question), day),
            scorer.dense(question, day),
        ):
            texts = [index.paragraphs[place].text for place in np.flatnonzero(np.isfinite(scores))]
            assert len(texts) == 12
            assert {re.findall(r"(\d+) dagen", text)[0] for text in texts} == {"7", days}


def test_unknown_terms_and_terms_without_weight_find_nothing(
    index: HandbookIndex, qdrant: Any
) -> None:
    scorer = qdrant.open(index)
    unknown: list[list[Alternatives]] = [[], [{}], [{"zeppelin": 1.0}], [{"accijn": 0.0}, {}]]
    for words in unknown:
        assert not np.isfinite(scorer.lexical(words, qdrant.after)).any()


def test_of_a_words_alternatives_the_best_counts(index: HandbookIndex, qdrant: Any) -> None:
    scorer = qdrant.open(index)
    both, one, other = (
        scorer.lexical([words], qdrant.after)
        for words in ({"wijn": 1.0, "termijn": 0.5}, {"wijn": 1.0}, {"termijn": 0.5})
    )
    assert (np.isfinite(one) & np.isfinite(other)).any(), "some paragraph holds both"
    qdrant.assert_close(both, np.maximum(one, other))


def test_what_is_left_out_scores_below_all_that_is_certain(
    index: HandbookIndex, qdrant: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    words: list[Alternatives] = [{"wijn": 1.0}, {"olie": 1.0}, {"termijn": 0.2}]
    local = LocalScorer(index, qdrant.embedding).lexical(words, qdrant.after)
    monkeypatch.setattr("douane_rag.retrieval.qdrant.BOUNDED", 5)
    found = qdrant.open(index).lexical(words, qdrant.after)
    given = np.isfinite(found)
    assert given.sum() == 5
    qdrant.assert_close(found[given], local[given])
    assert local[~given].max() <= found[given].min() + 1e-5, "one term per word: the bound is exact"


def test_chunks_beyond_the_candidates_are_left_out_as_locally(
    index: HandbookIndex, qdrant: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("qdrant", "retriever"):
        monkeypatch.setattr(f"douane_rag.retrieval.{module}.CANDIDATES", 5)
    dense = qdrant.open(index).dense("minerale olie", qdrant.after)
    assert 0 < np.isfinite(dense).sum() <= 5
    qdrant.assert_close(
        dense, LocalScorer(index, qdrant.embedding).dense("minerale olie", qdrant.after)
    )


def test_an_index_without_embedding_is_searched_by_words_only(qdrant: Any) -> None:
    index = qdrant.indexed(embedding=None)
    scorer = QdrantScorer.open(index, None, qdrant.settings())
    words = qdrant.read(index, "accijns op wijn")
    qdrant.assert_close(
        scorer.lexical(words, qdrant.after), LocalScorer(index, None).lexical(words, qdrant.after)
    )
    assert not np.isfinite(scorer.dense("accijns op wijn", qdrant.after)).any()
    scorer.close()
