"""Words of a text, and the terms under which they are found."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from douane_rag.text.compounds import CompoundSplitter
from douane_rag.text.words import STOPWORDS, Analyzer, folded, stem, words


def analyzer(**frequencies: int) -> Analyzer:
    return Analyzer(CompoundSplitter(frequencies))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De Accijns op wijn", ["de", "accijns", "op", "wijn"]),
        ("€ 1.000,50 of 5%", ["euro", "1000,50", "of", "5", "procent"]),
        ("€ 25.000.", ["euro", "25000"]),
        ("onderdeel 10.06.00", ["onderdeel", "10.06.00"]),
        ("artikel 1:23", ["artikel", "1:23"]),
        ("Geëxporteerd café", ["geexporteerd", "cafe"]),
        ("Gee\u0308xporteerd", ["geexporteerd"]),
        ("proces-verbaal foto's", ["proces-verbaal", "foto's"]),
        ("accijns\u00adgoederen", ["accijnsgoederen"]),
        ("ﬁets", ["fiets"]),
        ("🙂🙃", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert list(words(text)) == expected


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


def test_plurals_and_singulars_share_a_stem() -> None:
    assert stem("vergunningen") == stem("vergunning")
    assert stem("2025") == "2025"


def test_stopwords_are_no_terms() -> None:
    assert analyzer().terms("Wat is het en hoe kan dat?") == []
    assert {"de", "het", "een"} <= STOPWORDS


def test_a_compound_is_found_by_its_parts_too() -> None:
    found = analyzer(accijns=9, goederen=9).terms("accijnsgoederen")
    assert set(found) == {stem("accijnsgoederen"), stem("accijns"), stem("goederen")}


def test_a_hyphenated_word_is_found_whole_and_by_its_parts() -> None:
    found = analyzer().terms("proces-verbaal")
    assert set(found) == {stem("procesverbaal"), stem("proces"), stem("verbaal")}
    assert found == analyzer().terms("proces\u2011verbaal")


def test_many_threads_get_the_same_stems() -> None:
    given = [f"vergunningen{n}houders" for n in range(500)]
    expected = [stem(word) for word in given]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: [stem(word) for word in given], range(8)):
            assert found == expected


def test_a_word_of_a_million_letters_is_analysed_in_a_moment() -> None:
    start = time.perf_counter()
    analyzer(accijns=9).terms("accijns" * 140_000)
    assert time.perf_counter() - start < 5
