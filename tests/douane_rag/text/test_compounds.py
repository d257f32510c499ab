"""Splitting compounds by the words of the corpus."""

from __future__ import annotations

import pytest

from douane_rag.text.compounds import NO_PARTS, CompoundSplitter

WORDS = ("accijns", "goederen", "plaats", "vergunning", "houder", "douane", "aangifte", "voor")
FREQUENCIES = dict.fromkeys(WORDS, 5)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("accijnsgoederen", ("accijns", "goederen")),
        ("accijnsgoederenplaats", ("accijns", "goederen", "plaats")),
        ("vergunninghouder", ("vergunning", "houder")),
        ("aangifteplaats", ("aangifte", "plaats")),
        ("douane", ()),
        ("voorplaats", ()),
        ("onbekendwoord", ()),
        ("goederen2plaats", ()),
        ("", ()),
    ],
)
def test_words_are_split_into_words_of_the_corpus(word: str, parts: tuple[str, ...]) -> None:
    assert CompoundSplitter(FREQUENCIES).split(word) == parts


def test_linking_sounds_are_left_out() -> None:
    splitter = CompoundSplitter({"vergunning": 5, "plicht": 5, "paard": 5, "vlees": 5})
    assert splitter.split("vergunningsplicht") == ("vergunning", "plicht")
    assert splitter.split("paardenvlees") == ("paard", "vlees")


def test_a_compound_that_is_itself_a_word_is_split_all_the_same() -> None:
    splitter = CompoundSplitter({**FREQUENCIES, "accijnsgoederen": 50})
    assert splitter.split("accijnsgoederen") == ("accijns", "goederen")
    assert splitter.split("accijnsgoederenplaats") == ("accijnsgoederen", "plaats")


def test_of_two_ways_the_more_frequent_parts_win() -> None:
    splitter = CompoundSplitter({"wijn": 9, "wijns": 2, "soort": 9, "oort": 2})
    assert splitter.split("wijnsoort") == ("wijn", "soort")


def test_beginnings_and_endings_are_never_parts() -> None:
    assert {"voor", "heid"} <= NO_PARTS
    splitter = CompoundSplitter({"voor": 99, "waarde": 9, "zekerheid": 9, "heid": 99, "zeker": 9})
    assert splitter.split("voorwaarde") == ()
    assert splitter.split("zekerheid") == ()


def test_a_corpus_without_words_splits_nothing() -> None:
    assert CompoundSplitter({}).split("accijnsgoederen") == ()
