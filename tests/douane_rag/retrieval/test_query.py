"""A question is read as words, each with the terms that may express it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from douane_rag.index.building import build_index
from douane_rag.index.opened import open_index
from douane_rag.retrieval.query import (
    ABBREVIATED,
    CARRIED,
    CORRECTED,
    LONGEST_QUESTION,
    Query,
    QueryReader,
)

TEXT = """\
# Boek

## Aangifte

De accijnsgoederenplaats (AGP) staat onder toezicht van de douane. De AGP doet aangifte.

## Vuurwerk

Vuurwerk is verboden. De douane eist een aangifte van sigaretten, en van vuurwerk.
"""
Read = Callable[..., Query]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = tmp_path_factory.mktemp("query")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "boek.md").write_text(TEXT, encoding="utf-8")
    build_index(folder / "corpus", folder / "index", embedding=None)
    return QueryReader(open_index(folder / "index")).read


def test_a_words_own_terms_count_in_full_and_stopwords_not_at_all(read: Read) -> None:
    query = read("Wat is  de aangifte?")
    assert query.words == query.plain
    assert query.words == {"aangifte": {"aangif": 1.0}}
    assert query.text == "Wat is de aangifte?"


def test_an_abbreviation_is_read_with_its_full_form_and_the_other_way(read: Read) -> None:
    assert read("AGP").words["agp"] == {"agp": 1.0, "accijnsgoederenplaats": ABBREVIATED}
    assert read("een accijnsgoederenplaats").words["accijnsgoederenplaats"]["agp"] == ABBREVIATED
    assert "accijnsgoederenplaats" not in read("AGP").plain["agp"]


def test_a_word_that_no_handbook_has_is_read_as_the_one_it_is_nearest_to(read: Read) -> None:
    query = read("vuurwekr en duoane")
    assert query.corrected == {"vuurwekr": "vuurwerk", "duoane": "douane"}
    assert query.words["vuurwekr"]["vuurwerk"] == CORRECTED
    assert "vuurwerk" not in query.plain["vuurwekr"]


@pytest.mark.parametrize("word", ["vuurwerk", "vuur", "zeppelin", "12345"])
def test_known_short_distant_and_numeric_words_stay_as_they_are(read: Read, word: str) -> None:
    assert read(word).corrected == {}


def test_words_of_earlier_turns_count_less_and_never_replace_the_questions_own(read: Read) -> None:
    query = read("vuurwerk", carried=["vuurwerk", "sigaretten", "de"])
    assert query.words["vuurwerk"]["vuurwerk"] == 1.0
    assert set(query.words["sigaretten"].values()) == {CARRIED}
    assert "de" not in query.words


def test_the_embedding_reads_the_question_with_the_words_of_earlier_turns(read: Read) -> None:
    assert read("en  wijn?", carried=iter(["reiziger", "fles"])).text == "en wijn? reiziger fles"
    assert read("en  wijn?").text == "en wijn?"


@pytest.mark.parametrize("question", ["", " ", "🎆🎆", "de het een", "?!"])
def test_a_question_without_words_is_empty(read: Read, question: str) -> None:
    assert read(question).empty


def test_of_an_endless_question_only_the_beginning_is_read(read: Read) -> None:
    query = read("vuurwerk " * 10_000 + "sigaretten")
    assert "sigaretten" not in query.words
    assert len(query.text) <= LONGEST_QUESTION
