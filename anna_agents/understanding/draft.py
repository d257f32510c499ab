"""A message while its facts are being taken out, and which of several candidates counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

from anna_agents.understanding.phrases import Found, Words, alternation, folded, listed, phrases

BLANK = "\x1f"
WINDOW = 40
HOMOGRAPHS = frozenset(("livre", "livres"))


@dataclass(frozen=True)
class Candidate:
    """What might be the value of a fact, and where it stands."""

    value: str | float
    start: int
    end: int


@dataclass
class Draft:
    """A message, what was found in it, and what of it is still to be explained.

    Attributes:
        asked: facts our last reply asked for.
        plain: the text in small letters without accents, sign for sign.
        left: the same, with what has been explained blanked out.
    """

    text: str
    language: str
    asked: frozenset[str]
    today: date
    facts: dict[str, str | float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.plain = folded(self.text)
        self.left = self.plain

    @cached_property
    def words(self) -> Words:
        """The words of the whole text."""
        return Words.of(self.plain)

    def find(self, name: str, *, anywhere: bool = False) -> list[Found]:
        """Phrases of the list `name` in the message's language; in any, when that gives none."""
        found = self._free(phrases(name, self.language).find(self.words))
        if not found and anywhere:
            found = self._free(phrases(name).find(self.words))
        return found

    def _free(self, found: list[Found]) -> list[Found]:
        free = [each for each in found if BLANK not in self.left[each.start : each.end]]
        return self.real(free)

    def real(self, found: list[Found]) -> list[Found]:
        """Without words that an accent makes into others: "livré" is no book."""
        return [
            each
            for each in found
            if self.plain[each.start : each.end] not in HOMOGRAPHS
            or self.text[each.start : each.end].lower() == self.plain[each.start : each.end]
        ]

    def take(self, name: str, candidates: Sequence[Candidate]) -> None:
        """Keep the candidate that counts as fact `name`, and blank all of them out."""
        if not candidates:
            return
        if name not in self.facts:
            self.facts[name] = chosen(self.plain, candidates, self.language).value
        for each in candidates:
            self.blank(each.start, each.end)

    def blank(self, start: int, end: int) -> None:
        """Mark a stretch of the text as explained."""
        self.left = self.left[:start] + BLANK * (end - start) + self.left[end:]

    def said(self, start: int, end: int) -> str:
        """A stretch as the customer wrote it, on one line."""
        return " ".join(self.text[start:end].split())


def chosen(plain: str, candidates: Sequence[Candidate], language: str) -> Candidate:
    """The one that is meant: what is wished before what was, a correction before its error."""
    best, standing = candidates[0], -2
    last = 0
    for each in candidates:
        rank = _rank(plain[max(last, each.start - WINDOW) : each.start], language)
        if rank > standing or (rank == standing and rank > 0):
            best, standing = each, rank
        last = each.end
    return best


def _rank(before: str, language: str) -> int:
    if _cue("old", language).search(before):
        return -1
    wished = _cue("new", language).search(before) or _cue("correction", language).search(before)
    return 1 if wished else 0


@cache
def _cue(kind: str, language: str) -> re.Pattern[str]:
    """Words that end the stretch before a candidate; a correction may stand further off."""
    words = alternation(listed("cues", kind, language))
    if kind == "correction":
        return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])")
    near = alternation(listed("cues", f"{kind}_near", language)) or words
    return re.compile(rf"(?<![^\W_])(?:(?:{words})(?:[ :,]+[^\W_]+){{0,2}}|(?:{near}))[^\w\n]*$")
