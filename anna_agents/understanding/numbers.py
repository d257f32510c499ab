"""Numbers in digits and in words of six languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from anna_agents.procedures.vocabulary import LANGUAGES
from anna_agents.understanding.draft import BLANK, Draft
from anna_agents.understanding.phrases import alternation, folded, lexicon

WRITTEN = (
    r"(?:\d{1,3}(?:[.' ]\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
    r"|\d{1,9}(?:[.,]\d{1,2})?)"
)
"""A number with its thousands and decimals, in any of the manners of seven countries."""
DIGITS = re.compile(rf"(?<![\w.,/#+-]){WRITTEN}(k)?(?![^\W_]{{3}}|\d|[.,]\d|[/-]\d)")
LONGEST_WORD = 60


@dataclass(frozen=True)
class Number:
    """A number in the text; `first` and `stop` are its words when it is written in words."""

    value: float
    start: int
    end: int
    rough: bool = False


def read_number(written: str) -> float:
    """What digits with separators mean: 2.500 and 1 500 are thousands, 45,50 has decimals."""
    text = re.sub(r"[ ']", "", written).rstrip(".,-")
    signs = [sign for sign in text if sign in ".,"]
    if len(set(signs)) == 2:
        text = text.replace(signs[0], "").replace(",", ".")
    elif len(signs) > 1 or (signs and len(text) - 1 - text.index(signs[0]) == 3):
        text = re.sub(r"[.,]", "", text)
    return float(text.replace(",", "."))


def numbers_in(draft: Draft) -> list[Number]:
    """Every number that is not explained yet, in its order."""
    found = [
        Number(read_number(match[0].rstrip("k")) * (1000 if match[1] else 1), *match.span())
        for match in DIGITS.finditer(draft.left)
    ]
    return sorted([*found, *_in_words(draft)], key=lambda number: number.start)


def _in_words(draft: Draft) -> Iterator[Number]:
    """Runs of number words; "a" or "one" alone is an article, so it is none."""
    words, vocabulary = draft.words, _vocabulary(draft.language)
    at = 0
    while at < len(words.words):
        values, stop = _run(words.words, at, vocabulary)
        start, end = words.starts[at], words.ends[stop - 1] if stop > at else 0
        if stop > at and BLANK not in draft.left[start:end]:
            yield Number(_added(values), start, end)
        elif words.words[at] in vocabulary.rough and BLANK not in draft.left[start : start + 1]:
            yield Number(vocabulary.rough[words.words[at]], start, words.ends[at], rough=True)
        at = max(stop, at + 1)


@cache
def number_words(language: str) -> Mapping[str, float]:
    """The number words of one of our languages with what they mean."""
    return dict(_values(language, "numbers"))


@dataclass(frozen=True)
class _Vocabulary:
    numbers: Mapping[str, float]
    parts: Mapping[str, float]
    rough: Mapping[str, float]
    compound: re.Pattern[str]


@cache
def _vocabulary(language: str) -> _Vocabulary:
    chosen = (language,) if language in LANGUAGES else LANGUAGES
    kinds = ("numbers", "parts", "rough")
    numbers, parts, rough = (
        {word: value for each in chosen for word, value in _values(each, kind)} for kind in kinds
    )
    pieces = alternation([*numbers, *parts])
    return _Vocabulary(numbers, parts, rough, re.compile(rf"(?:{pieces})"))


def _values(language: str, kind: str) -> Iterator[tuple[str, float]]:
    for pair in lexicon("counting")[language][kind].split(","):
        word, _, value = pair.partition("=")
        yield folded(word.strip()), float(value)


def _run(words: Sequence[str], at: int, vocabulary: _Vocabulary) -> tuple[list[float], int]:
    """The values of the number words from `at` on, and the word after them."""
    values: list[float] = []
    stop, end, real = at, at, False
    while stop < len(words):
        word = words[stop]
        more = _taken_apart(word, vocabulary)
        if more is None:
            break
        stop += 1
        values += more
        if word not in vocabulary.parts:
            end, real, kept = stop, True, len(values)
    return (values[:kept], end) if real else ([], at)


def _taken_apart(word: str, vocabulary: _Vocabulary) -> list[float] | None:
    if word in vocabulary.numbers:
        return [vocabulary.numbers[word]]
    if word in vocabulary.parts:
        return [vocabulary.parts[word]]
    if not 6 <= len(word) <= LONGEST_WORD:
        return None
    values, at = [], 0
    while at < len(word):
        match = vocabulary.compound.match(word, at)
        if match is None:
            return None
        values.append(vocabulary.numbers.get(match[0], vocabulary.parts.get(match[0], 0.0)))
        at = match.end()
    return values


def _added(values: Sequence[float]) -> float:
    total = current = 0.0
    for value in values:
        if value == 1000:
            total, current = total + max(1.0, current) * 1000, 0.0
        elif value == 100:
            current = max(1.0, current) * 100
        elif value == 20 and current % 100 == 4:
            # quatre-vingts
            current += 76
        else:
            current += value
    return total + current
