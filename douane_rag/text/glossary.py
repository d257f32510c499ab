"""Abbreviations and definitions as the handbooks themselves give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.text.sentences import MARKER, sentences
from douane_rag.text.words import STOPWORDS, folded

BRACKETED = re.compile(r"\(([A-Z][A-Za-z\d/&.-]{1,11})\)")
BEFORE = re.compile(r"[\w/’'-]+(?:[ \n][\w/’'-]+){0,9}[ \n]?$")
DEFINING = re.compile(
    r"defini|begrip|betekenis|terminologie|afkorting|verstaan onder|verstaan:", re.I
)
TERM = re.compile(r"^\s*(?P<term>[^\s:][^:\n]{1,80}?)\s*:\s+(?=\S)")
UNDERSTOOD = re.compile(
    r"\bonder\s+(?:een\s+|de\s+|het\s+)?[‘'\"“]?(?P<term>[^\n,.:;‘'\"“”]{2,60}?)[’'\"”]?\s+"
    r"(?:wordt|word[et]n?|verstaan\s+wij|verstaat)\b[^.\n]{0,80}?\bverstaan\b",
    re.I,
)
LONGEST_TERM = 8


@dataclass(frozen=True)
class Definition:
    """Where a term is defined: the place of the paragraph and the span in its text."""

    term: str
    place: int
    start: int
    end: int


class Glossary:
    """What the paragraphs say of their own words.

    `short` maps an abbreviation to its full forms, `full` a full form to its abbreviations (both
    folded); `definitions` are those of a term, which keeps the words of its first definition.
    """

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.short: dict[str, set[str]] = {}
        self.full: dict[str, set[str]] = {}
        self._definitions: dict[str, list[Definition]] = {}
        for place, paragraph in enumerate(paragraphs):
            for abbreviation, full in abbreviations_in(paragraph.text):
                self.short.setdefault(folded(abbreviation), set()).add(folded(full))
                self.full.setdefault(folded(full), set()).add(folded(abbreviation))
            for definition in definitions_in(paragraph, place):
                self._definitions.setdefault(_key(definition.term), []).append(definition)

    @property
    def definitions(self) -> Mapping[str, Sequence[Definition]]:
        """The definitions by their term, folded and without brackets."""
        return self._definitions


def abbreviations_in(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of an abbreviation in brackets and the words before it that it stands for."""
    for found in BRACKETED.finditer(text):
        short = found[1]
        if sum(sign.isupper() for sign in short) < 2 and len(short) > 4:
            continue
        before = BEFORE.search(text[max(0, found.start() - 120) : found.start()])
        full = _stands_for(before[0].split() if before else [], short)
        if full:
            yield short, full


def definitions_in(paragraph: Paragraph, place: int) -> Iterator[Definition]:
    """The definitions of a paragraph: list lines "term: meaning", or "onder X wordt verstaan"."""
    defining = DEFINING.search(" ".join(paragraph.path[-2:])) or DEFINING.search(paragraph.text)
    for sentence in sentences(paragraph.text) if defining else ():
        marker = MARKER.match(sentence.text)
        body = sentence.text[marker.end() :] if marker else sentence.text
        found = TERM.match(body)
        if sentence.item and found and len(found["term"].split()) <= LONGEST_TERM:
            end = _whole_line(paragraph.text, sentence.start)
            yield Definition(found["term"], place, sentence.start, end)
        elif sentence.row and " | " in sentence.text:
            term = sentence.text.split(" | ")[0].strip()
            if 0 < len(term.split()) <= LONGEST_TERM and DEFINING.search(paragraph.title):
                yield Definition(term, place, sentence.start, sentence.end)
        elif understood := UNDERSTOOD.search(sentence.text):
            yield Definition(understood["term"], place, sentence.start, sentence.end)


def _whole_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _key(term: str) -> str:
    return " ".join(re.sub(r"\([^)]*\)", " ", folded(term)).split())


def _stands_for(before: Sequence[str], short: str) -> str | None:
    """The fewest words before the brackets whose letters spell the abbreviation."""
    letters = [sign.lower() for sign in short if sign.isalnum()]
    for size in range(1, len(before) + 1):
        chosen = before[-size:]
        first = folded(chosen[0])
        if first in STOPWORDS or first[:1] != letters[0]:
            continue
        if size == 1 and len(chosen[0]) < 2 * len(letters):
            continue
        content = sum(1 for word in chosen if folded(word) not in STOPWORDS)
        if content <= len(letters) and _spells(folded("".join(chosen)), letters):
            return " ".join(chosen)
    return None


def _spells(text: str, letters: Sequence[str]) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
