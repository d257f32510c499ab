"""Looking things up in the candidate's documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from linkit_letters.documents.source import Span
from linkit_letters.facts.cv import Facts
from linkit_letters.language.numbers import Number, numbers_in
from linkit_letters.language.sentences import Piece, clauses, lines_of, sentences
from linkit_letters.language.stems import alike, content_stems

WORD = re.compile(r"\w+(?:['’]\w+)?")
DENIED_BEFORE = re.compile(r"\b(?:geen|niet|nooit|zonder|no|not|never)\s+(?:[\w-]+\s+){0,2}$", re.I)
DENYING = re.compile(r"\b(?:geen|niet|nooit|no|not|never|nor)\b", re.I)
SPELLING = 88
LONG_ENOUGH = 6


@dataclass(frozen=True)
class Line:
    """A line of CV or notes, with the stems of its content."""

    source: int
    piece: Piece
    stems: frozenset[str]

    @cached_property
    def affirmed(self) -> frozenset[str]:
        """The stems of the clauses that deny nothing."""
        if not DENYING.search(self.piece.text):
            return self.stems
        return frozenset(
            stem
            for sentence in sentences(self.piece.text)
            for clause in clauses(sentence)
            if not DENYING.search(clause.text)
            for stem in content_stems(clause.text)
        )


class Evidence:
    """The facts of a candidate, opened for questions."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def lines(self) -> list[Line]:
        """Every line of every document."""
        return [
            Line(place, line, frozenset(content_stems(line.text)))
            for place, source in enumerate(self.facts.sources)
            for line in lines_of(source.evidence)
        ]

    @cached_property
    def words(self) -> dict[str, tuple[int, int, int]]:
        """Each word in lower case, with the source and place of its first use."""
        found: dict[str, tuple[int, int, int]] = {}
        for place, source in enumerate(self.facts.sources):
            for match in WORD.finditer(source.evidence):
                found.setdefault(match[0].lower(), (place, match.start(), match.end()))
        return found

    @cached_property
    def numbers(self) -> list[tuple[int, Number]]:
        """Every number, with its source."""
        return [
            (place, number)
            for place, source in enumerate(self.facts.sources)
            for number in numbers_in(source.evidence)
        ]

    def span(self, source: int, start: int, end: int) -> Span:
        """A stretch of one of the documents."""
        return self.facts.sources[source].span(start, end)

    def word(self, word: str) -> Span | None:
        """Where a word stands, also slightly misspelt or within a compound."""
        low = word.lower().removesuffix("'s").removesuffix("’s")
        found = self.words.get(low)
        if found is None and len(low) >= LONG_ENOUGH:
            close = process.extractOne(
                low, self.words.keys(), scorer=fuzz.ratio, score_cutoff=SPELLING
            )
            found = self.words[close[0]] if close and close[0][:2] == low[:2] else None
        return None if found is None else self.span(*found)

    def literally(self, text: str, *, affirmed: bool = False) -> Span | None:
        """Where a text stands, whatever its case and line breaks; `affirmed`: and is not denied."""
        words = text.split()
        if not words:
            return None
        pattern = re.compile(
            r"(?<!\w)"
            + r"[\s-]+".join(re.escape(word).replace(r"\-", r"[\s-]?") for word in words)
            + r"(?!\w)",
            re.I,
        )
        return self.matching(pattern, affirmed=affirmed)

    def matching(self, pattern: re.Pattern[str], *, affirmed: bool = False) -> Span | None:
        """The first place that the pattern fits; `affirmed`: and no denial stands before it."""
        for place, source in enumerate(self.facts.sources):
            text = source.evidence
            for match in pattern.finditer(text):
                if not affirmed or not DENIED_BEFORE.search(text[: match.start()][-32:]):
                    return self.span(place, match.start(), match.end())
        return None

    def around(self, source: int, start: int, end: int, reach: int) -> str:
        """The text near a place."""
        return self.facts.sources[source].evidence[max(0, start - reach) : end + reach]

    def after(self, source: int, end: int, reach: int) -> str:
        """The text that follows a place."""
        return self.facts.sources[source].evidence[end : end + reach]

    def likeness(self, stems: list[str], *, affirmed: bool = False) -> tuple[float, Span | None]:
        """The share of the stems that the best two lines in a row hold, and where.

        `affirmed`: clauses that deny something (`HRSD heb ik niet ingericht`) do not count.
        """
        wanted = set(stems)
        if not wanted:
            return 1.0, None
        best, where = 0.0, None
        for first, second in self._pairs():
            there = first.affirmed | second.affirmed if affirmed else first.stems | second.stems
            held = sum(any(alike(stem, other) for other in there) for stem in wanted)
            if held / len(wanted) > best:
                best = held / len(wanted)
                where = self.span(
                    first.source,
                    first.piece.start,
                    second.piece.end if second.source == first.source else first.piece.end,
                )
        return best, where

    def spread(self, stems: list[str]) -> float:
        """The share of the stems that the documents hold anywhere."""
        wanted = set(stems)
        known = frozenset().union(*(line.stems for line in self.lines))
        held = sum(any(alike(stem, other) for other in known) for stem in wanted)
        return held / len(wanted) if wanted else 1.0

    def _pairs(self) -> Iterator[tuple[Line, Line]]:
        for place, line in enumerate(self.lines):
            following = self.lines[place + 1] if place + 1 < len(self.lines) else line
            yield line, following
