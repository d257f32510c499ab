"""A cross-encoder reorders what was found; here a fake one that counts shared words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.building import build_index
from douane_rag.index.opened import open_index
from douane_rag.retrieval.reranker import Reranker
from douane_rag.retrieval.retriever import Hit, Retriever, Strategy
from language_models.errors import ModelUnavailable


class SharedWords:
    """Scores a pair by the number of words that both texts have."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []

    def predict(self, pairs: Sequence[tuple[str, str]], **_: Any) -> Any:
        self.pairs += pairs
        return np.array([len(set(a.lower().split()) & set(b.lower().split())) for a, b in pairs])


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> SharedWords:
    fake = SharedWords()
    monkeypatch.setattr(Reranker, "_model", fake)
    return fake


def test_hits_are_ordered_by_the_cross_encoder_and_keep_their_own_scores(
    encoder: SharedWords, paragraph: Callable[..., Paragraph]
) -> None:
    texts = ("niets ervan", "bier en wijn", "alleen wijn")
    hits = [Hit(i, paragraph(t, "Boek", "Titel"), 1.0 - i / 10, 5.0) for i, t in enumerate(texts)]
    found = Reranker("fake").rerank("bier en wijn", hits)
    assert [(hit.place, hit.score) for hit in found] == [(1, 3.0), (2, 1.0), (0, 0.0)]
    assert all(hit.lexical == 5.0 for hit in found)
    assert encoder.pairs[0] == ("bier en wijn", "Boek. Titel. niets ervan")


def test_equals_keep_the_order_of_the_search(
    encoder: SharedWords, paragraph: Callable[..., Paragraph]
) -> None:
    hits = [Hit(i, paragraph("gelijk"), 1.0) for i in range(4)]
    assert [hit.place for hit in Reranker("fake").rerank("gelijk", hits)] == [0, 1, 2, 3]


def test_nothing_found_is_not_reranked(encoder: SharedWords) -> None:
    assert Reranker("fake").rerank("vraag", ()) == ()
    assert encoder.pairs == []


def test_a_search_reranks_more_than_it_gives_and_what_was_named_stays_first(
    encoder: SharedWords, write_corpus: Callable[..., Path], tmp_path: Path
) -> None:
    build_index(write_corpus(), tmp_path / "index", embedding=None)
    index = open_index(tmp_path / "index")
    retriever = Retriever(index, None, Strategy(rerank=True), reranker=Reranker("fake"))
    found = retriever.search("wijn bier", top_k=1)
    assert len(found.hits) == 1
    assert len(encoder.pairs) == 2
    named = retriever.search("Handboek Reizigers, onderdeel 40.01.00, paragraaf 2.2")
    assert named.hits[0].named
    assert named.hits[0].paragraph.title == "2.2 Vuurwerk"


def test_a_reranker_that_is_not_there_is_one_clear_line(
    tmp_path: Path, paragraph: Callable[..., Paragraph]
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelUnavailable, match=r"cannot load the reranker .*empty: ") as told:
        Reranker(str(tmp_path / "empty")).rerank("vraag", [Hit(0, paragraph("tekst"), 1.0)])
    assert "\n" not in str(told.value)
