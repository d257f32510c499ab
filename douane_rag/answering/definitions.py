"""The definitions of a term that is asked, the one that fits the conversation first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.text.glossary import Definition, Glossary
from douane_rag.text.sentences import MARKER, sentences
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


def whole(definition: Definition, paragraph: Paragraph) -> int:
    """Where the definition ends; one that ends in a colon has the list after it as its meaning."""
    if not paragraph.text[definition.start : definition.end].rstrip().endswith(":"):
        return definition.end
    end, first = definition.end, _sign(paragraph.text[definition.start :])
    for sentence in sentences(paragraph.text):
        if sentence.start < definition.end:
            continue
        if not sentence.item or _sign(sentence.text) == first:
            break
        end = sentence.end
    return end


def _sign(line: str) -> str:
    """What sort of sign a list line begins with: a number, a letter, a dash, or none."""
    marker = MARKER.match(line)
    sign = marker[0].strip(" ().°") if marker else ""
    return "number" if sign.isdigit() else "letter" if sign.isalpha() else sign


def _key(term: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(term) if word not in ("de", "het", "een"))
