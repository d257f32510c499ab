"""Keyword search as staff have it today: paragraphs that hold all the words, in book order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.text.words import STOPWORDS, folded, words


@dataclass(frozen=True)
class Searched:
    """How many searches were typed until something was found, and what the last one listed."""

    queries: int
    places: tuple[int, ...]


class KeywordSearch:
    """Words anywhere in a paragraph or its titles, listed as they stand in the book."""

    def __init__(self, paragraphs: Sequence[Paragraph], places: Iterable[int]) -> None:
        self._texts = {
            place: folded(" ".join((*paragraphs[place].path, paragraphs[place].text)))
            for place in places
        }

    def search(self, question: str, *, within: set[int] | None = None) -> Searched:
        """All the words of a question; without a result the rarest is left out, and so on."""
        places = [place for place in self._texts if within is None or place in within]
        chosen = list(dict.fromkeys(w for w in words(question) if w not in STOPWORDS))
        holders = {w: {place for place in places if w in self._texts[place]} for w in chosen}
        chosen.sort(key=lambda word: -len(holders[word]))
        queries = 0
        while chosen:
            queries += 1
            found = set.intersection(*(holders[word] for word in chosen))
            if found:
                return Searched(queries, tuple(place for place in places if place in found))
            chosen.pop()
        return Searched(max(1, queries), ())
