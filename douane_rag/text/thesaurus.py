"""Words of the public and of English beside the words that handbooks use for the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from douane_rag.text.words import STOPWORDS, stem, words

FILES = tuple(Path(__file__).with_name(name) for name in ("thesaurus.yaml", "english.yaml"))
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C loader reads the lists in a tenth of the time."""


class Thesaurus:
    """Finds in a question the entries of the word lists and gives the handbooks' words for them.

    An entry's words are compared by their stems, so that plurals are found too; stopwords only
    as they are, and never alone.
    """

    def __init__(self, entries: Mapping[str, Sequence[str]] | None = None) -> None:
        self._entries: dict[tuple[str, ...], tuple[str, ...]] = {}
        for said, meant in (read_entries() if entries is None else entries).items():
            key = tuple(_form(word) for word in words(said))
            if any(word not in STOPWORDS for word in words(said)):
                known = self._entries.get(key, ())
                self._entries[key] = tuple(dict.fromkeys((*known, *meant)))
        self._longest = max(map(len, self._entries), default=0)

    def meanings(self, question: Sequence[str]) -> Iterator[tuple[tuple[int, int], str]]:
        """Where an entry stands in the question's words, with the handbooks' words for it."""
        forms = [_form(word) for word in question]
        for start in range(len(forms)):
            for end in range(start + 1, start + self._longest + 1):
                for meant in self._entries.get(tuple(forms[start:end]), ()):
                    yield (start, end), meant


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus of the word lists, made once for all who ask."""
    return Thesaurus()


@cache
def read_entries() -> Mapping[str, tuple[str, ...]]:
    """The entries of the word lists: what is said → what it is called in handbooks."""
    found: dict[str, tuple[str, ...]] = {}
    for file in FILES:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER) or {}
        for said, meant in content.items():
            found[str(said)] = (*found.get(str(said), ()), *map(str, meant))
    return found


def _form(word: str) -> str:
    return f"={word}" if word in STOPWORDS else stem(word)
