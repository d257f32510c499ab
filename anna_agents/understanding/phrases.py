"""Finding the phrases of a word list in a text, in time that grows only with its length."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from anna_agents.procedures.vocabulary import LANGUAGES

LEXICON = Path(__file__).parent / "lexicon"
TOKEN = re.compile(r"[^\W_]+")
SENTENCE_END = re.compile(r"[.!?;\n]")
JOINTS = re.compile(r"['’-]+")
GAP = "_"
LONGEST_GAP = 3
KEY = 3


def _folded_sign(code: int) -> str:
    sign = unicodedata.normalize("NFD", chr(code))[0].lower()
    return sign if len(sign) == 1 else chr(code)


FOLDING = {code: _folded_sign(code) for code in (*range(0x41, 0x5B), *range(0xC0, 0x250))}
FOLDING |= {ord("’"): "'", ord("‘"): "'", 0xA0: " ", 0x202F: " ", ord("\t"): " ", ord("–"): "-"}


def folded(text: str) -> str:
    """`text` in small letters without accents; every sign keeps its place."""
    return text.translate(FOLDING)


@dataclass(frozen=True)
class Words:
    """The words of a folded text with their places.

    Attributes:
        sentences: the number of the sentence each word stands in.
    """

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    sentences: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Words:
        """The words of `text`, which is folded already."""
        found = list(TOKEN.finditer(text))
        sentences, number, last = [], 0, 0
        for match in found:
            if SENTENCE_END.search(text, last, match.start()):
                number += 1
            sentences.append(number)
            last = match.end()
        return cls(
            [match[0] for match in found], [match.start() for match in found],
            [match.end() for match in found], sentences,
        )  # fmt: skip

    def before(self, index: int, count: int) -> Sequence[str]:
        """At most `count` words before the one at `index`, of the same sentence."""
        first = max(0, index - count)
        return [
            self.words[i] for i in range(first, index) if self.sentences[i] == self.sentences[index]
        ]


@dataclass(frozen=True)
class Found:
    """A phrase in a text: from sign `start` to `end`, from word `first` up to `stop`."""

    value: str
    start: int
    end: int
    first: int
    stop: int


Slots = tuple[str, ...]


class Phrases:
    """Phrases of which the longest is found at each place.

    A phrase is words; `word*` is every word that begins so, `*word` every one that ends so,
    `a|b` either, and `_` up to three words of the same sentence.
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, list[tuple[Slots, str]]] = {}
        self._heads: dict[str, list[tuple[Slots, str]]] = {}
        self._tails: dict[str, list[tuple[Slots, str]]] = {}
        for value, phrase in entries:
            for slots in _spelled_out(phrase):
                for word in slots[0].split("|"):
                    self._index(word, (slots, value))

    def _index(self, word: str, entry: tuple[Slots, str]) -> None:
        if word.endswith("*"):
            self._heads.setdefault(word[:KEY], []).append(entry)
        elif word.startswith("*"):
            self._tails.setdefault(word[-KEY:], []).append(entry)
        else:
            self._exact.setdefault(word, []).append(entry)

    def find(self, words: Words) -> list[Found]:
        """What stands in the text, in its order, without overlap."""
        found, at = [], 0
        while at < len(words.words):
            best = self._at(words, at)
            if best is None:
                at += 1
                continue
            value, stop = best
            found.append(Found(value, words.starts[at], words.ends[stop - 1], at, stop))
            at = stop
        return found

    def _at(self, words: Words, at: int) -> tuple[str, int] | None:
        best: tuple[str, int] | None = None
        for slots, value in self._candidates(words.words[at]):
            stop = _match(slots, 0, words, at)
            if stop is not None and (best is None or stop > best[1]):
                best = (value, stop)
        return best

    def _candidates(self, word: str) -> Iterator[tuple[Slots, str]]:
        yield from self._exact.get(word, ())
        if len(word) >= KEY:
            yield from self._heads.get(word[:KEY], ())
            yield from self._tails.get(word[-KEY:], ())


def _spelled_out(phrase: str) -> Iterator[Slots]:
    """The phrase as slots; once for each alternative of several words, like "foto|foto's"."""
    ways = [_ways(part) for part in phrase.split()]
    for chosen in product(*ways) if ways else ():
        yield tuple(_slot(word) for part in chosen for word in JOINTS.split(part) if word)


def _ways(part: str) -> list[str]:
    """What may stand in one place: single words together, each of several words by itself."""
    alternatives = part.split("|")
    single = "|".join(word for word in alternatives if not JOINTS.search(word))
    return [way for way in (single, *filter(JOINTS.search, alternatives)) if way]


def _slot(part: str) -> str:
    slot = folded(part)
    if any(len(word.strip("*")) < KEY for word in slot.split("|") if "*" in word):
        raise ValueError(f"'{part}' leaves less than {KEY} letters to look for")
    return slot


def _match(slots: Slots, number: int, words: Words, at: int) -> int | None:
    """The word after the match of the slots from `number` on, None when they do not match."""
    while number < len(slots):
        if slots[number] == GAP:
            return _match_after_gap(slots, number + 1, words, at)
        if at >= len(words.words) or not _fits(slots[number], words.words[at]):
            return None
        number, at = number + 1, at + 1
    return at


def _match_after_gap(slots: Slots, number: int, words: Words, at: int) -> int | None:
    for step in range(LONGEST_GAP + 1):
        here = at + step
        if here >= len(words.words) or words.sentences[here] != words.sentences[at - 1]:
            return None
        stop = _match(slots, number, words, here)
        if stop is not None:
            return stop
    return None


def _fits(slot: str, word: str) -> bool:
    return any(
        word.startswith(part[:-1]) if part.endswith("*")
        else word.endswith(part[1:]) if part.startswith("*")
        else word == part
        for part in slot.split("|")
    )  # fmt: skip


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """The word list `name`: language (or `any`) to value to phrases set apart by commas."""
    path = LEXICON / f"{name}.yaml"
    loaded: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@cache
def phrases(name: str, language: str = "") -> Phrases:
    """The phrases of one language and those of all; of all six when it is none of ours."""
    words = lexicon(name)
    chosen = [language] if language in LANGUAGES else list(LANGUAGES)
    return Phrases(
        (str(value), phrase)
        for group in ("any", *chosen)
        for value, listed in words.get(group, {}).items()
        for phrase in str(listed).split(",")
    )


@cache
def listed(name: str, value: str, language: str = "") -> tuple[str, ...]:
    """Every folded word that the list `name` gives under `value`, in one language or in all."""
    return tuple(
        folded(phrase.strip())
        for each, group in lexicon(name).items()
        if language not in LANGUAGES or each in (language, "any")
        for phrase in str(group.get(value, "")).split(",")
        if phrase.strip()
    )


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; a space is any space or hyphen."""
    longest = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[ -]") for word in longest)
