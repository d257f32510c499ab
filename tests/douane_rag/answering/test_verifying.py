"""A model's words count only where they stand in the handbooks, character for character."""

from collections.abc import Callable

import pytest

from douane_rag.answering.tasks import ComposedAnswer, Part
from douane_rag.answering.verifying import Verified, verified
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.opened import HandbookIndex

WINE = "De accijns op wijn bedraagt 88 euro per hectoliter."
BEER = "Bier wordt belast naar het alcoholgehalte."

Check = Callable[..., Verified]


@pytest.fixture
def check(open_corpus: Callable[..., HandbookIndex], paragraph: Callable[..., Paragraph]) -> Check:
    passages = [paragraph(WINE, "Wijn", id="w"), paragraph(BEER, "Bier", id="b")]
    analyzer = open_corpus().analyzer

    def verify(*parts: Part) -> Verified:
        return verified(ComposedAnswer(answered=True, parts=list(parts)), passages, analyzer)

    return verify


def quote(text: str, passage: int | None = 1) -> Part:
    return Part(kind="quote", passage=passage, text=text)


def phrase(text: str) -> Part:
    return Part(kind="phrase", text=text)


def test_a_literal_quote_is_kept_with_its_place(check: Check) -> None:
    found = check(quote("wijn bedraagt 88 euro"))
    (piece,) = found.pieces
    assert piece.quote is not None
    assert piece.quote.text == "wijn bedraagt 88 euro"
    assert WINE[piece.quote.start : piece.quote.end] == piece.quote.text
    assert found.dropped == 0


@pytest.mark.parametrize(
    "text",
    ["De accijns op wijn bedraagt 89 euro", "de accijns op wijn bedraagt 88 euro", "wijn"],
)
def test_a_quote_that_differs_by_a_character_or_is_too_short_is_dropped(
    check: Check, text: str
) -> None:
    found = check(quote(text))
    assert found.pieces == ()
    assert found.dropped == 1


def test_a_quote_under_the_wrong_number_is_found_where_it_stands(check: Check) -> None:
    (piece,) = check(quote(BEER, passage=1)).pieces
    assert piece.quote is not None
    assert piece.quote.paragraph.id == "b"


def test_a_phrase_may_join_quotes(check: Check) -> None:
    found = check(quote(WINE), phrase("Daarnaast geldt:"), quote(BEER, 2))
    assert [piece.phrase for piece in found.pieces] == ["", "Daarnaast geldt:", ""]
    assert found.dropped == 0


@pytest.mark.parametrize(
    "text",
    [
        "Vuurwerk geldt ook.",
        "De accijns op wijn bedraagt 5 euro.",
        "De accijns op wijn geldt niet.",
        "Wijn mag.",
    ],
)
def test_a_phrase_with_a_fact_a_number_or_a_permission_of_its_own_is_dropped(
    check: Check, text: str
) -> None:
    found = check(quote(WINE), phrase(text), quote(BEER, 2))
    assert all(piece.quote is not None for piece in found.pieces)
    assert found.dropped == 1


def test_what_is_quoted_twice_is_shown_once(check: Check) -> None:
    assert len(check(quote(WINE), quote("wijn bedraagt 88 euro")).pieces) == 1


def test_words_after_the_last_quote_are_left_out(check: Check) -> None:
    assert len(check(quote(WINE), phrase("Tot slot:")).pieces) == 1
