"""Sentences are exact spans of their text and lose only white space."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from douane_rag.text.sentences import sentences


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


@given(st.one_of(st.text(), st.text(alphabet="aB.!? \n\t1)-|•(”")))
def test_spans_are_exact_in_order_and_lose_only_white_space(text: str) -> None:
    found = sentences(text)
    end = 0
    for sentence in found:
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert sentence.text
        assert not text[end : sentence.start].strip()
        end = sentence.end
    assert not text[end:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dit is een. Dit is twee! En drie?", ["Dit is een.", "Dit is twee!", "En drie?"]),
        ("Zie art. 3 en nr. 4. Daarna verder.", ["Zie art. 3 en nr. 4.", "Daarna verder."]),
        ("De heer J. Jansen komt, d.w.z. De baas.", ["De heer J. Jansen komt, d.w.z. De baas."]),
        ("Hij zei (“Stop.”) Toen ging hij.", ["Hij zei (“Stop.”)", "Toen ging hij."]),
        ("Het kost € 1.000,50. Dat is veel.", ["Het kost € 1.000,50.", "Dat is veel."]),
        ("Wacht ... dan verder. Klaar", ["Wacht ... dan verder.", "Klaar"]),
        ("1. Eerste punt. Meer.\n2. Tweede", ["1. Eerste punt.", "Meer.", "2. Tweede"]),
        ("a.b.c", ["a.b.c"]),
        (" \n\n ", []),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_list_lines_and_table_rows_are_marked() -> None:
    found = sentences("Verboden is:\n- wijn;\n• bier.\n(a) gin\nSoort | Maat\nLos")
    assert [sentence.item for sentence in found] == [False, True, True, True, False, False]
    assert [sentence.row for sentence in found] == [False, False, False, False, True, False]


def test_a_table_row_is_one_piece() -> None:
    assert texts("Wijn. Rood. | 88 euro. Per hl.") == ["Wijn. Rood. | 88 euro. Per hl."]


@pytest.mark.parametrize(
    "text", ["Zin is hier. " * 70_000, "art. " * 200_000, "." * 900_000 + "x", ".'" * 400_000]
)
def test_a_paragraph_of_a_million_characters_takes_seconds_at_most(text: str) -> None:
    start = time.perf_counter()
    sentences(text)
    assert time.perf_counter() - start < 5
