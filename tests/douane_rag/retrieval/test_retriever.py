"""Searching one index by words, by meaning or both, as the text stands on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from douane_rag.index.building import build_index
from douane_rag.index.opened import open_index
from douane_rag.retrieval.retriever import Method, Retriever, Strategy

PLAIN = Strategy("bm25", parts=0.0, expand=False)
PARTS = {
    "wijn.md": "# Wijn\n\n## Tarief\n\nNa de oogst.\n\n## Termijn\n\nBinnen een week.\n",
    "bier.md": "# Bier\n\n## Tarief\n\nNa het brouwen.\n\n## Termijn\n\nBinnen een week.\n",
}
EDITIONS = {
    "2025-01-01/a.md": "# Boek\n\n## A {#w}\n\nDe accijns is 80 euro.\n\n## B {#o}\n\nAccijns.\n",
    "2026-01-01/a.md": "# Boek\n\n## A {#w}\n\nDe accijns is 88 euro.\n",
}
Search = Callable[..., list[str]]


@pytest.fixture
def retriever(
    write_corpus: Callable[..., Path], tmp_path: Path, embedding: Any
) -> Callable[..., Retriever]:
    """A retriever on a corpus: `retriever(files, strategy)`."""

    def build(files: Any = None, strategy: Strategy | None = None, **more: Any) -> Retriever:
        model = more.pop("embedding", embedding)
        build_index(write_corpus(files), tmp_path / "index", embedding=model, **more)
        return Retriever(open_index(tmp_path / "index"), model, strategy or Strategy())

    return build


def titles(retriever: Retriever, question: str, **more: Any) -> list[str]:
    return [hit.paragraph.title for hit in retriever.search(question, **more).hits]


def test_words_find_the_paragraphs_that_hold_them_best_first(
    retriever: Callable[..., Retriever],
) -> None:
    found = retriever(strategy=PLAIN).search("wijn alcoholgehalte bier")
    assert [hit.paragraph.title for hit in found.hits] == ["1.2 Bier", "1.1 Wijn"]
    first, second = found.hits
    assert first.score == first.lexical and first.score > second.score > 0
    assert first.dense is None and not first.named


def test_the_embedding_finds_what_shares_no_word_and_says_how_near(
    retriever: Callable[..., Retriever],
) -> None:
    found = retriever(strategy=Strategy("dense")).search("zeppelin")
    assert len(found.hits) == 4
    assert all(hit.lexical is None and hit.score == hit.dense for hit in found.hits)
    cosines = [hit.score for hit in found.hits]
    assert cosines == sorted(cosines, reverse=True)


def test_a_hybrid_gives_both_scores_beside_the_joined_one(
    retriever: Callable[..., Retriever],
) -> None:
    (first, *_) = retriever(strategy=Strategy(weight=0.3)).search("sigaretten").hits
    assert first.paragraph.title == "2.1 Sigaretten"
    assert first.lexical is not None and first.dense is not None
    assert first.score == pytest.approx(1.0)


def test_what_words_alone_find_is_given_beside_the_hybrid(
    retriever: Callable[..., Retriever],
) -> None:
    built = retriever()
    found = built.search("accijns wijn", strategy=Strategy(weight=0.9))
    alone = built.search("accijns wijn", strategy=Strategy("bm25"))
    assert [hit.place for hit in found.by_words] == [hit.place for hit in alone.hits]
    assert [hit.place for hit in found.hits] != [hit.place for hit in found.by_words]


@pytest.mark.parametrize("fusion", ["min_max", "rrf"])
def test_the_weight_decides_between_words_and_meaning(
    retriever: Callable[..., Retriever], fusion: Any
) -> None:
    made = retriever()
    question = "aangifte van een reiziger"
    ends = {
        weight: titles(made, question, strategy=Strategy(fusion=fusion, weight=weight))
        for weight in (0.0, 1.0)
    }
    ways: tuple[tuple[Method, float], ...] = (("bm25", 0.0), ("dense", 1.0))
    for method, weight in ways:
        alone = titles(made, question, strategy=Strategy(method))
        assert ends[weight][: len(alone)][0] == alone[0]


def test_the_words_of_the_part_decide_between_equal_paragraphs(
    retriever: Callable[..., Retriever],
) -> None:
    made = retriever(PARTS, PLAIN)
    for strategy, document in ((PLAIN, "bier.md"), (Strategy("bm25", expand=False), "wijn.md")):
        found = made.search("termijn na de oogst", strategy=strategy).hits
        first = next(hit for hit in found if hit.paragraph.title == "Termijn")
        assert first.paragraph.document == document


def test_the_text_of_the_day_is_found_and_no_other(retriever: Callable[..., Retriever]) -> None:
    made = retriever(EDITIONS)
    for day, texts in (
        (date(2025, 6, 1), {"De accijns is 80 euro.", "Accijns."}),
        (date(2026, 6, 1), {"De accijns is 88 euro."}),
        (date(2024, 6, 1), set()),
    ):
        for method in get_args(Method):
            found = made.search("accijns", as_of=day, strategy=Strategy(method)).hits
            assert {hit.paragraph.text for hit in found} == texts


def test_a_reference_goes_straight_there_unless_told_not_to(
    retriever: Callable[..., Retriever],
) -> None:
    made = retriever()
    question = "Handboek Accijns, onderdeel 30.01.00, paragraaf 1.2"
    (first, *others) = made.search(question).hits
    assert (first.named, first.score, first.paragraph.title) == (True, 1.0, "1.2 Bier")
    assert first.place not in {hit.place for hit in others}
    assert not any(hit.named for hit in made.search(question, strategy=Strategy(jump=False)).hits)


def test_without_an_embedding_a_hybrid_searches_by_words(
    retriever: Callable[..., Retriever],
) -> None:
    made = retriever(embedding=None)
    assert made.strategy.method == "bm25"
    assert titles(made, "sigaretten")[0] == "2.1 Sigaretten"


def test_no_more_are_given_than_asked_for(retriever: Callable[..., Retriever]) -> None:
    assert len(titles(retriever(), "aangifte", top_k=2)) == 2


@pytest.mark.parametrize("question", ["", "?!", "de het een"])
def test_a_question_without_words_finds_nothing(
    retriever: Callable[..., Retriever], question: str
) -> None:
    assert retriever().search(question).hits == ()


def test_further_sources_are_found_and_marked(
    retriever: Callable[..., Retriever], write_corpus: Callable[..., Path]
) -> None:
    news = write_corpus({"nieuws.md": "# Nieuws\n\n## Sigaren\n\nOver sigaretten."}, "news")
    made = retriever(further=news)
    sources = {h.paragraph.title: h.paragraph.source for h in made.search("sigaretten").hits}
    assert sources["Sigaren"] == "further"
    assert sources["2.1 Sigaretten"] == "handbook"
