"""Words of the public and of English beside the words that handbooks use for the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from douane_rag.text.words import Analyzer, words

FILE = Path(__file__).with_name("thesaurus.yaml")


class Thesaurus:
    """Finds in a question the entries of thesaurus.yaml and gives the handbooks' words for them.

    An entry's words are compared as terms of the analyzer, so that plurals are found too.
    """

    def __init__(
        self, analyzer: Analyzer, entries: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._entries: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._longest = 1
        for said, meant in (read_entries() if entries is None else entries).items():
            key = _key(analyzer, words(said))
            if key:
                known = self._entries.get(key, ())
                self._entries[key] = tuple(dict.fromkeys((*known, *meant)))
                self._longest = max(self._longest, len(key))
        self._analyzer = analyzer

    def meanings(self, question: Sequence[str]) -> Iterator[tuple[tuple[int, int], str]]:
        """Where an entry stands in the question's words, with the handbooks' words for it."""
        heads = [_head(self._analyzer, word) for word in question]
        for start in range(len(heads)):
            for end in range(start + 1, start + self._longest + 1):
                for meant in self._entries.get(tuple(heads[start:end]), ()):
                    yield (start, end), meant


@cache
def read_entries() -> Mapping[str, tuple[str, ...]]:
    """The entries of thesaurus.yaml: what is said → what it is called in handbooks."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8")) or {}
    return {str(said): tuple(map(str, meant)) for said, meant in content.items()}


def _key(analyzer: Analyzer, said: Iterator[str]) -> tuple[str, ...]:
    return tuple(_head(analyzer, word) for word in said)


def _head(analyzer: Analyzer, word: str) -> str:
    """A word's own stem, also of a stopword, so that "niet aangegeven" can be an entry."""
    found = analyzer.of_word(word)
    return found[0] if found else word
