"""Checking a composed answer character for character; what cannot be verified is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from douane_rag.answering.answer import Piece, Quote
from douane_rag.answering.tasks import ComposedAnswer, Part
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.text.sentences import sentences
from douane_rag.text.words import Analyzer

JOINING = (
    "daarnaast daarbij verder ook tevens bovendien echter hierbij hiervoor daarvoor gelden geldt "
    "volgende volgens handboek handboeken onderdeel paragraaf definitie betekenis voorwaarden "
    "voorwaarde uitzondering uitzonderingen staat luidt zegt noemt omschrijft term begrip eerst "
    "vervolgens tot slot namelijk according handbook following also condition conditions "
    "definition exception further"
)
SHORTEST_QUOTE = 8


@dataclass(frozen=True)
class Verified:
    """The pieces that could be verified, and how many sentences could not."""

    pieces: tuple[Piece, ...]
    dropped: int


def verified(
    composed: ComposedAnswer, paragraphs: Sequence[Paragraph], analyzer: Analyzer
) -> Verified:
    """A quote must stand in a passage as it is; a phrase may only use words of the quotes.

    Args:
        composed: what a model made.
        paragraphs: the passages, in the order of their numbers.
        analyzer: to compare words.
    """
    quotes = [_located(part, paragraphs) for part in composed.parts]
    dropped = sum(
        _count(part.text)
        for part, quote in zip(composed.parts, quotes, strict=True)
        if part.kind == "quote" and quote is None
    )
    allowed = set(analyzer.terms(JOINING))
    for quote in quotes:
        if quote is not None:
            allowed |= set(analyzer.terms(f"{quote.text} {quote.paragraph.reference}"))
    pieces: list[Piece] = []
    for part, quote in zip(composed.parts, quotes, strict=True):
        if part.kind == "quote":
            if quote is not None and not _quoted_before(quote, pieces):
                pieces.append(Piece(quote))
            continue
        kept, lost = _joining(part.text, allowed, analyzer)
        dropped += lost
        if kept:
            pieces.append(Piece(phrase=kept))
    while pieces and pieces[-1].quote is None:
        pieces.pop()
    return Verified(tuple(pieces), dropped)


def _located(part: Part, paragraphs: Sequence[Paragraph]) -> Quote | None:
    if part.kind != "quote":
        return None
    words = part.text.strip()
    if len(words) < SHORTEST_QUOTE:
        return None
    named = part.passage
    order = [n for n in range(len(paragraphs)) if n + 1 == named]
    order += [n for n in range(len(paragraphs)) if n + 1 != named]
    for n in order:
        start = paragraphs[n].text.find(words)
        if start >= 0:
            return Quote(paragraphs[n], start, start + len(words))
    return None


def _joining(text: str, allowed: set[str], analyzer: Analyzer) -> tuple[str, int]:
    """The sentences that say nothing the quotes do not, and how many do."""
    kept, lost = [], 0
    for sentence in sentences(text):
        new = [term for term in analyzer.terms(sentence.text) if term not in allowed]
        if new or re.search(r"\d", sentence.text) or _unsaid(sentence.text):
            lost += 1
        else:
            kept.append(sentence.text)
    return " ".join(kept), lost


def _unsaid(text: str) -> bool:
    """Whether the words deny, allow or command: small words that turn a rule around."""
    return (
        re.search(
            r"\b(?:niet|geen|nooit|altijd|mag|mogen|moet|moeten|hoeft?|verboden|toegestaan|vrij|not|no|never|"
            r"must|may)\b",
            text,
            re.I,
        )
        is not None
    )


def _quoted_before(quote: Quote, pieces: Iterable[Piece]) -> bool:
    return any(
        piece.quote is not None
        and piece.quote.paragraph is quote.paragraph
        and piece.quote.start <= quote.start
        and quote.end <= piece.quote.end
        for piece in pieces
    )


def _count(text: str) -> int:
    return max(1, len(sentences(text)))
