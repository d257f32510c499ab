"""A paragraph as sentences and list lines, each an exact span of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ABBREVIATIONS = frozenset(
    Path(__file__).with_name("abbreviations.txt").read_text(encoding="utf-8").split()
)
LINE = re.compile(r"[^\n]+")
END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s|$)")
NEXT = re.compile(r"\s*(\S?)")
LAST_WORD = re.compile(r"[^\s(]*$")
LONGEST_ABBREVIATION = 10
MARKER = re.compile(r"^\s*(?:[-•–*]|\(?(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,4})[.)°])\s*")
CELLS = " | "


@dataclass(frozen=True)
class Sentence:
    """A sentence, list line or table row: `text` is what stands from `start` to `end`.

    `item` marks a list line; `row` a row of a table.
    """

    text: str
    start: int
    end: int
    item: bool = False
    row: bool = False


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a paragraph in its order; together they hold all but its white space."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    for line in LINE.finditer(text):
        if not line[0].strip():
            continue
        if CELLS in line[0]:
            yield _span(text, line.start(), line.end(), row=True)
            continue
        item = MARKER.match(line[0]) is not None
        for start, end in _ends(line[0]):
            yield _span(text, line.start() + start, line.start() + end, item=item)


def _span(text: str, start: int, end: int, *, item: bool = False, row: bool = False) -> Sentence:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Sentence(piece, start, start + len(piece), item, row)


def _ends(line: str) -> Iterator[tuple[int, int]]:
    marker = MARKER.match(line)
    start, after = 0, marker.end() if marker else 0
    for found in END.finditer(line, after):
        following = NEXT.match(line, found.end())
        if following is None or not following[1]:
            break
        before = line[max(start, found.start() - LONGEST_ABBREVIATION) : found.start()]
        if _goes_on(before, found[0], following[1]):
            continue
        yield start, found.end()
        start = found.end()
    if line[start:].strip():
        yield start, len(line)


def _goes_on(before: str, stop: str, following: str) -> bool:
    """Whether the stop belongs to an abbreviation, or no sentence begins after it."""
    if following.islower():
        return True
    found = LAST_WORD.search(before)
    last = found[0].lower() if found else ""
    return stop == "." and (last in ABBREVIATIONS or (len(last) == 1 and last.isalpha()))
