"""Splitting Dutch compounds by the words that the corpus itself uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from math import log
from pathlib import Path

SHORTEST_PART = 4
SHORTEST_COMPOUND = 8
LONGEST_COMPOUND = 100
LINKS = ("", "s", "e", "en", "n")
# Never parts: they begin or end many words that are no compounds.
NO_PARTS = frozenset(Path(__file__).with_name("no_parts.txt").read_text(encoding="utf-8").split())


class CompoundSplitter:
    """Splits a word into two to four words of the corpus, with their linking sounds.

    "accijnsgoederenplaats" → accijns, goederen, plaats. Of several ways the one with the fewest
    parts is taken, then the one whose rarest part is most frequent.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._weights = {
            word: log(1 + count)
            for word, count in frequencies.items()
            if len(word) >= SHORTEST_PART and word.isalpha() and word not in NO_PARTS
        }
        self._split = cache(self._best)

    def split(self, word: str) -> tuple[str, ...]:
        """The parts; none where the word is no compound."""
        if not SHORTEST_COMPOUND <= len(word) <= LONGEST_COMPOUND or not word.isalpha():
            return ()
        found = self._split(word, 4)
        return found[2] if found is not None and len(found[2]) > 1 else ()

    def _best(self, word: str, most: int) -> tuple[int, float, tuple[str, ...]] | None:
        """Number of parts, minus the rarest part's weight, the parts; None if it cannot be."""
        options = list(self._ways(word, most))
        return min(options) if options else None

    def _ways(self, word: str, most: int) -> Iterable[tuple[int, float, tuple[str, ...]]]:
        whole = self._weights.get(word)
        if whole is not None and most < 4:
            yield 1, -whole, (word,)
        if most <= 1:
            return
        for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            weight = self._weights.get(word[:end])
            if weight is None:
                continue
            for link in LINKS:
                if not word.startswith(link, end):
                    continue
                rest = word[end + len(link) :]
                if len(rest) < SHORTEST_PART:
                    continue
                tail = self._split(rest, most - 1)
                if tail is not None:
                    yield tail[0] + 1, max(tail[1], -weight), (word[:end], *tail[2])
