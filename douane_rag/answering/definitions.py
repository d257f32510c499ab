"""The definitions of a term that is asked, the one that fits the conversation first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from douane_rag.text.glossary import Definition, Glossary
from douane_rag.text.words import Analyzer, stem, words

LONGEST = 5


class DefinedTerms:
    """Finds the glossary's definitions for a term in whatever form it is asked."""

    def __init__(self, glossary: Glossary, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._found: dict[tuple[str, ...], list[Definition]] = {}
        for term, definitions in glossary.definitions.items():
            for form in (term, *(glossary.short.get(term, ())), *(glossary.full.get(term, ()))):
                key = _key(form)
                if key:
                    self._found.setdefault(key, []).extend(definitions)

    def of(self, term: str) -> Sequence[Definition]:
        """The definitions of this term, up to inflection; else of the longest part of it."""
        key = _key(term)
        if key in self._found:
            return self._found[key]
        for size in range(min(LONGEST, len(key) - 1), 0, -1):
            for start in range(len(key) - size + 1):
                found = self._found.get(key[start : start + size])
                if found and size > 1:
                    return found
        return self._found.get(key[:1], ()) if len(key) <= 3 else ()


def ranked(definitions: Iterable[Definition], places: Mapping[int, int]) -> list[Definition]:
    """Definitions in the order in which their paragraphs were found; others after, as they are."""
    last = len(places)
    return sorted(definitions, key=lambda definition: places.get(definition.place, last))


def _key(term: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(term) if word not in ("de", "het", "een"))
