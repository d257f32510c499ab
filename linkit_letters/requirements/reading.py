"""What a vacancy or assignment asks, in its own words: must or wish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from linkit_letters.documents.source import Source, Span
from linkit_letters.language.certificates import certificates_in
from linkit_letters.language.lexicon import tools_in
from linkit_letters.language.schooling import schooling_in
from linkit_letters.language.sentences import Piece, sentences
from linkit_letters.requirements.headings import ITEM, LABEL, WITHIN, Mode, heading_mode, is_wish

Weight = Literal["must", "wish"]
FRONT = re.compile(r"\A---\r?\n.*?\n---[ \t]*(?:\r?\n|\Z)", re.S)
WISH = re.compile(
    r"\b(?:pr[eé]|pluspunt|plus|bij voorkeur|voorkeur|liefst|nice[- ]to[- ]have|"
    r"mooi meegenomen|mooi|wenselijk|gewenst|wens|bonus|voordeel|welkom|handig|preferably|"
    r"preferred|ideally|advantage|fijn als|leuk als|helpt|helps|streepje voor|desirable|"
    r"optional|would be (?:nice|great))\b",
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
    r"certified|solid|proven|strong|gedegen|ruime|affiniteit|bekend met|thuis in|zoek(?:en|"
    r"t)? (?:\w+ ){0,4}(?:met|die)|looking for|hbo|wo)\b",
    re.I,
)
LONGEST = 600
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
    mode: Mode = ""
    for piece in _by_label(sentences(vacancy.text)):
        if front and piece.start < front.end():
            continue
        heading = heading_mode(piece)
        if heading is not None and not tools_in(piece.text):
            mode = heading
            continue
        item = bool(ITEM.match(piece.text))
        stripped = _stripped(piece)
        if len(stripped.text) > LONGEST or len(stripped.text) < 3:
            continue
        named = bool(
            tools_in(piece.text) or certificates_in(piece.text) or schooling_in(piece.text)
        )
        weight: Weight = "wish" if mode == "wish" or WISH.search(piece.text) else "must"
        if (
            LABEL.match(piece.text)
            or (mode in ("must", "wish") and (item or named or MUST.search(piece.text)))
            or (mode != "other" and _demands(piece, named=named))
            or (
                mode == "other"
                and not item
                and named
                and re.search(r"\b(?:vereist|eis|minimaal|pré|required)\b", piece.text, re.I)
            )
        ):
            yield stripped, weight, item


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
