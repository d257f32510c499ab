"""References in texts and questions, and the paragraphs they lead to."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.documents.references import (
    ReferenceBook,
    cross_references,
    dangling,
    find_references,
)

VGEM = "Handboek VGEM, onderdeel 10.01.00 Algemeen"
DOUANE = "Handboek Douane, onderdeel 10.01.00 Bestemming"
WAARDE = "Handboek Douanewaarde, onderdeel 10.01.00 Waarde"
OTHER = "Handboek VGEM, onderdeel 10.06.00 Afval"
LAW = "Algemene douanewet"
Build = Callable[..., Paragraph]


@pytest.fixture
def book(paragraph: Build) -> ReferenceBook:
    return ReferenceBook(
        [
            paragraph("a", VGEM, "1 Inleiding", "1.1 Kern", id="vgem-1.1"),
            paragraph("b", DOUANE, "1 Inleiding", "1.1 Kern", id="douane-1.1"),
            paragraph("c", OTHER, "2 Definities", id="afval-2"),
            paragraph("d", OTHER, "Bijlage 1 Lijsten", id="afval-b1"),
            paragraph("e", LAW, "Hoofdstuk 1", "Artikel 1:23", id="adw-1:23"),
            paragraph("f", WAARDE, "1.1 Kern", id="waarde-1.1"),
        ]
    )


def found(book: ReferenceBook, text: str, within: str = OTHER) -> list[int]:
    return [place for ref in find_references(text) for place in book.find(ref, within=within)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Zie Handboek VGEM, onderdeel 10.01.00, paragraaf 1.1.", [0]),
        ("Zie Handboek Douane, onderdeel 10.01.00, paragraaf 1.1.", [1]),
        ("Zie Handboek Douanewaarde, onderdeel 10.01.00, paragraaf 1.1.", [5]),
        ("Zie handboek vgem 10.01.00 paragraaf 1.1", [0]),
        ("Dit handboek en ook Handboek VGEM, onderdeel 10.01.00.", [0]),
        ("Zie onderdeel 10.01.00, hoofdstuk 1.", [0]),
        ("Zie paragraaf 1.1 van Handboek Douane, onderdeel 10.01.00.", [1]),
        ("Zie het handboek, onderdeel 10.06.00, bijlage 1.", [3]),
        ("Zie hoofdstuk 2.", [2]),
        ("Zie bijlage 1.", [3]),
        ("Zie § 2.", [2]),
        ("Zie Handboek Anders, onderdeel 10.01.00.", []),
        ("Zie paragraaf 9.9.", []),
        ("Volgens hoofdstuk 2 van de Algemene douaneregeling mag dat.", []),
        ("Op grond van artikel 1:23 van de Algemene douanewet bepaalt de inspecteur dit.", [4]),
        ("Op grond van artikel 1:23, eerste lid, van de Algemene douanewet.", [4]),
        ("Op grond van artikel 1:23 Algemene douanewet", []),
        ("Op grond van artikel 1:23 van de Wet op de accijns.", []),
        ("Het getal 110.01.001 is geen onderdeel.", []),
    ],
)
def test_references_lead_to_their_paragraphs(
    book: ReferenceBook, text: str, places: list[int]
) -> None:
    assert found(book, text) == places


def test_a_part_that_two_handbooks_number_alike_is_ones_own_first(book: ReferenceBook) -> None:
    assert found(book, "Zie onderdeel 10.01.00.", within=VGEM) == [0]
    assert found(book, "Zie onderdeel 10.01.00.", within=DOUANE) == [1]
    assert found(book, "Zie onderdeel 10.01.00.", within="Nieuwsbrief") == [0, 1, 5]


def test_an_article_without_its_law_is_one_of_the_law_that_says_so(book: ReferenceBook) -> None:
    assert found(book, "Zie artikel 1:23, lid 2.", within=LAW) == [4]
    assert found(book, "Zie artikel 1:23.", within=VGEM) == []
    assert found(book, "Zie artikel 1:23 Invorderingswet.", within=LAW) == []


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Wat staat er in Handboek VGEM, onderdeel 10.01.00, paragraaf 1.1?", [0]),
        ("handboek onderdeel 10.06.00 hoofdstuk 2", [2]),
        ("10.01.00", [0, 1, 5]),
        ("artikel 1:23 Algemene douanewet", [4]),
        ("wat staat er in artikel 1:23", [4]),
        ("Hoe lang geldt de vergunning van artikel 1:23 voor afvalstoffen?", []),
        ("Waarom moet ik volgens onderdeel 10.01.00 altijd eerst de vergunning tonen?", []),
        ("sigaretten", []),
        ("", []),
    ],
)
def test_a_question_that_is_a_reference_is_seen_as_one(
    book: ReferenceBook, question: str, places: list[int]
) -> None:
    assert book.named_in(question) == places


def test_a_reference_to_nowhere_is_dangling(paragraph: Build) -> None:
    text = "Zie paragraaf 7.7 en onderdeel 99.99.99. Zie ook paragraaf 1.1 en artikel 3."
    holder = paragraph(text, VGEM, "1.1 Kern")
    assert [ref.words for _, ref in dangling([holder])] == ["paragraaf 7.7", "onderdeel 99.99.99"]


def test_a_law_is_not_searched_for_dangling_references(paragraph: Build) -> None:
    assert dangling([paragraph("Zie onderdeel 99.99.99.", LAW, "Artikel 1")]) == []


def test_cross_references_leave_out_what_leads_nowhere(
    book: ReferenceBook, paragraph: Build
) -> None:
    holder = paragraph("Zie hoofdstuk 2, onderdeel 99.99.99 en bijlage 1.", OTHER, "3 Meer")
    assert [places for _, places in cross_references(holder, book)] == [[2], [3]]


@pytest.mark.parametrize(
    "piece", ["Handboek ", "10.01.00 ", "artikel 1 lid 1 ", "paragraaf 1 van "]
)
def test_a_long_text_of_references_is_read_in_a_moment(piece: str) -> None:
    start = time.perf_counter()
    list(find_references(piece * 20_000))
    assert time.perf_counter() - start < 2


def test_a_very_long_question_is_no_reference(book: ReferenceBook) -> None:
    start = time.perf_counter()
    assert book.named_in("10.01.00 " * 5_000) == []
    assert time.perf_counter() - start < 1
