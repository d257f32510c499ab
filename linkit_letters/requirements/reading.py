"""What a vacancy or assignment asks, in its own words: must or wish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from linkit_letters.documents.source import Source, Span
from linkit_letters.language.certificates import certificates_in
from linkit_letters.language.lexicon import tools_in
from linkit_letters.language.schooling import schooling_in
from linkit_letters.language.sentences import Piece, sentences
from linkit_letters.requirements.headings import (
    ITEM,
    LABEL,
    WITHIN,
    Mode,
    heading_mode,
    is_wish,
    mode_of,
)

Weight = Literal["must", "wish"]
FRONT = re.compile(r"\A---\r?\n.*?\n---[ \t]*(?:\r?\n|\Z)", re.S)
WISH = re.compile(
    r"\b(?:pr[eé]|pluspunt|plus|bij voorkeur|voorkeur|liefst|nice[- ]to[- ]have|"
    r"mooi meegenomen|mooi|wenselijk|gewenst|wens|bonus|voordeel|welkom|handig|preferably|"
    r"preferred|ideally|advantage|fijn als|leuk als|helpt|helps|streepje voor|desirable|"
    r"optional|zou(?:den)? (?:\w+ )?(?:fijn|top|mooi|leuk|handig)|fijn zijn|leuk|extraatje|"
    r"not needed|hoeft niet|"
    r"we would love|graag\.?$|top zijn|^\W*(?:het )?liefst|would be (?:nice|great))\b",
    re.I,
)
MUST = re.compile(
    r"\b(?:minimaal|minstens|ten minste|tenminste|vereist\w*|eis|moet|dient|verplicht|"
    r"noodzakelijk|aantoonbare?|ervaring (?:met|in|als|op|van)|ervaren|kennis van|beheers\w*|"
    r"vloeiend|diploma|werk- en denkniveau|"
    r"gecertificeerd|in het bezit|je (?:hebt|bent|kunt|kent|beschikt|weet|spreekt|beheerst)|"
    r"u (?:hebt|heeft|bent|beschikt)|jij (?:hebt|bent)|at least|minimum|required|must|"
    r"experience (?:with|in|as|of)|knowledge of|fluent|proficien\w+|you (?:have|are|know|"
    r"speak|bring)|degree|familiar|"
    r"certified|solid|proven|strong|gedegen|ruime|affiniteit|bekend met|op zak|"
    r"heb je ervaring|is nodig|musts?|thuis in|zoek(?:en|"
    r"t)? (?:\w+ ){0,4}(?:met|die)|looking for|hbo|wo)\b",
    re.I,
)
LONGEST = 600
LONGEST_HEADING = 90
DEMANDED = re.compile(r"\b(?:vereist|eis|minimaal|pré|required)\b", re.I)
PART = re.compile(
    r"\s*[,;]\s+(?:(?:en|and)\s+)?(?![^()]*\))|\s+en\s+(?=(?:heb|hebt|kent|bent|spreekt)\b)"
)


@dataclass(frozen=True)
class Requirement:
    """A requirement with its words in the vacancy."""

    id: str
    span: Span
    weight: Weight

    @property
    def text(self) -> str:
        """Its words in one line."""
        return " ".join(self.span.text.split())


def read_requirements(vacancy: Source) -> list[Requirement]:
    """The requirements in their order, r1, r2, …; empty if the text asks for nothing."""
    found = [part for entry in _found(vacancy) for part in _divided(*entry)]
    return [
        Requirement(f"r{number}", vacancy.span(piece.start, piece.end), weight)
        for number, (piece, weight) in enumerate(found, start=1)
    ]


def _found(vacancy: Source) -> Iterator[tuple[Piece, Weight, bool]]:
    front = FRONT.match(vacancy.text)
    pieces = [
        piece
        for piece in _by_label(sentences(vacancy.text))
        if front is None or piece.start >= front.end()
    ]
    mode: Mode = ""
    for place, piece in enumerate(pieces):
        heading = heading_mode(piece)
        if heading is None and _opens_list(pieces, place):
            heading = mode_of(piece.text)
        if heading is not None and not tools_in(piece.text):
            mode = heading or _mode_of_list(pieces[place + 1 :])
            continue
        item = bool(ITEM.match(piece.text))
        stripped = _stripped(piece)
        if 2 <= len(stripped.text) <= LONGEST and _asks(piece, mode, item=item):
            wish = mode == "wish" or WISH.search(piece.text)
            yield stripped, "wish" if wish else "must", item


def _asks(piece: Piece, mode: Mode, *, item: bool) -> bool:
    """Whether a piece asks for something, by its own words or by the part that it stands in."""
    if LABEL.match(piece.text):
        return True
    named = _names(piece)
    if mode in ("must", "wish"):
        return item or named or bool(MUST.search(piece.text))
    if mode != "other":
        return _demands(piece, named=named)
    return named and not item and bool(DEMANDED.search(piece.text))


def _names(piece: Piece) -> bool:
    return bool(tools_in(piece.text) or certificates_in(piece.text) or schooling_in(piece.text))


def _opens_list(pieces: list[Piece], place: int) -> bool:
    """A short line before the items of a list is their heading."""
    piece = pieces[place]
    following = pieces[place + 1] if place + 1 < len(pieces) else None
    return (
        following is not None
        and bool(ITEM.match(following.text))
        and not ITEM.match(piece.text)
        and len(piece.text) < LONGEST_HEADING
    )


def _mode_of_list(following: list[Piece]) -> Mode:
    """Under a heading that says nothing of it: a list that often demands is a list of demands."""
    items = list(takewhile(lambda piece: ITEM.match(piece.text), following))
    demanding = sum(_names(item) or bool(MUST.search(item.text)) for item in items)
    return "must" if len(items) > 1 and demanding >= len(items) / 3 else ""


def _by_label(pieces: list[Piece]) -> Iterator[Piece]:
    """A label within a piece, such as `… 40 uur Eisen: HBO`, opens a piece of its own."""
    for piece in pieces:
        at = 0
        for match in WITHIN.finditer(piece.text):
            if match.start() > at:
                text = piece.text[at : match.start()]
                yield Piece(piece.start + at, piece.start + match.start(), text)
                at = match.start()
        yield Piece(piece.start + at, piece.end, piece.text[at:], piece.table) if at else piece


def _divided(piece: Piece, weight: Weight, item: bool) -> Iterator[tuple[Piece, Weight]]:
    """`Eisen: A, B en C` as three; a plus at the end of a sentence as a wish of its own."""
    label = LABEL.match(piece.text)
    start = label.end() if label else 0
    if label:
        weight = "wish" if is_wish(label[0]) else "must"
    cuts = [m for m in PART.finditer(piece.text, start) if _counts(piece.text[m.end() :])]
    if not label and (len(cuts) < 2 or not MUST.search(piece.text) or item):
        yield piece, weight
        return
    at = start
    for end, following in [*((m.start(), m.end()) for m in cuts), (len(piece.text),) * 2]:
        text = piece.text[at:end]
        if _counts(text):
            wish = weight == "wish" or WISH.search(text)
            yield Piece(piece.start + at, piece.start + end, text), "wish" if wish else "must"
        at = following


def _counts(text: str) -> bool:
    return len(re.findall(r"\w{2,}", text)) >= 1 and len(text.strip()) > 1


def _demands(piece: Piece, *, named: bool) -> bool:
    text = piece.text
    return bool(
        (
            MUST.search(text)
            and (
                named
                or re.search(
                    r"\b(?:jaar|years?|ervaring|experience|vloeiend|fluent|diploma|degree|"
                    r"niveau|kennis|knowledge|beheers\w*)\b",
                    text,
                    re.I,
                )
            )
        )
        or (WISH.search(text) and named)
    )


def _stripped(piece: Piece) -> Piece:
    mark = ITEM.match(piece.text)
    start = mark.end() if mark else 0
    end = len(piece.text.rstrip(" ;.,*_"))
    return Piece(piece.start + start, piece.start + end, piece.text[start:end])
