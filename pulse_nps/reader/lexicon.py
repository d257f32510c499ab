"""The cues of the lexicons in one index on normal forms, and what each word of Dutch carries."""

from __future__ import annotations

import gc
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from pulse_nps.drivers import DRIVER_NAMES
from pulse_nps.reader.patterns import expand, symbol_of
from pulse_nps.reader.words import LEXICONS, SENTENCE_ENDS, key_of, read_yaml

Who = Literal["klant", "medewerker", "any"]
Where = Literal["begin", "middle", "end", "late", "any"]
Negated = Literal["flip", "drop", "keep", "after"]
SENTIMENT = "sentiment"
SPEAKER = "speaker"
KEPT_WORDS = 200_000
PREFIX_LENGTHS = range(2, 15)
SHORTEST_COMPOUND = 8
ATOM = re.compile(r"(?<![@=<\w])[^\W\d_]+\*?")


@dataclass(frozen=True)
class Cue:
    """What a matched pattern says about a driver, from -2 (very bad) to 2 (very good).

    `negated` tells what a negation does: turn it round (`flip`; `after` looks behind the words
    too), make it void (`drop`), or nothing because the pattern holds its own (`keep`). `scale`
    names a reading of the number in the pattern; an `ironic` word of praise turns round among
    complaints. Strength 0 only shields the words it covers.
    """

    number: int
    driver: str
    strength: float
    who: Who = "any"
    where: Where = "any"
    negated: Negated = "flip"
    scale: str | None = None
    guarded: bool = True
    ironic: bool = False


@dataclass(slots=True)
class Node:
    """A place in the index: steps that follow at once or after a gap, cues that end here."""

    depth: int = 0
    steps: dict[str, Node] = field(default_factory=dict)
    far: dict[str, list[tuple[int, Node]]] = field(default_factory=dict)
    widest: int = 0
    cues: tuple[Cue, ...] = ()

    def after(self, symbol: str, gap: int) -> Node:
        """The place one step further, made where it does not exist yet."""
        if gap:
            return self._after_gap(symbol, gap)
        node = self.steps.get(symbol)
        if node is None:
            node = self.steps[symbol] = Node(self.depth + 1)
        return node

    def _after_gap(self, symbol: str, gap: int) -> Node:
        self.widest = max(self.widest, gap)
        options = self.far.setdefault(symbol, [])
        for width, node in options:
            if width == gap:
                return node
        node = Node(self.depth + 1)
        options.append((gap, node))
        return node


@dataclass(slots=True)
class Word:
    """What the reader knows of a word form: its symbols in the index and its part in the scope."""

    text: str
    symbols: tuple[str, ...]
    roles: frozenset[str]
    passed: bool
    ends: bool
    denies: bool
    value: float = 0.0


class Lexicon:
    """The index of all cues; `word` gives a word form its symbols, remembered between calls."""

    def __init__(self) -> None:
        self.root = Node()
        self.cue_count = 0
        self._classes: dict[str, list[str]] = {}
        self._prefixes: dict[str, list[str]] = {}
        self._used: set[str] = set()
        self._compounds: set[str] = set()
        self._words: dict[str, Word] = {}
        self._read_classes()
        for name in ("sentiment", "speaker", *DRIVER_NAMES):
            self._read_cues(name)

    def word(self, text: str) -> Word:
        """The word form, lower case; a bounded memory keeps hostile vocabularies out."""
        known = self._words.get(text)
        if known is None:
            if len(self._words) > KEPT_WORDS:
                self._words.clear()
            known = self._words[text] = self._describe(text)
        return known

    def is_compound(self, joined: str) -> bool:
        """Whether two words written apart are one word of the lexicons."""
        return joined in self._compounds

    def _describe(self, text: str) -> Word:
        symbols = [f"^{key_of(text)}", f"={text}"]
        for length in PREFIX_LENGTHS:
            symbols += self._prefixes.get(text[:length], ()) if length <= len(text) else ()
        roles = {role for symbol in symbols for role in self._classes.get(symbol, ())}
        carried = [*symbols, *(f"@{role}" for role in sorted(roles))]
        return Word(
            text,
            tuple(dict.fromkeys(symbol for symbol in carried if symbol in self._used)),
            frozenset(roles),
            passed="passed" in roles,
            ends=text in SENTENCE_ENDS,
            denies="negator" in roles,
        )

    def _read_classes(self) -> None:
        classes: Any = read_yaml("classes.yaml")
        for name, line in classes.items():
            for atom in str(line).split():
                symbol = symbol_of(atom)
                self._classes.setdefault(symbol, []).append(name)
                self._note(atom)

    def _read_cues(self, name: str) -> None:
        for group in read_cue_groups(name):
            lines = group.pop("lines").splitlines()
            for pattern in filter(None, map(str.strip, lines)):
                self.cue_count += 1
                self._add(Cue(number=self.cue_count, driver=name, **group), pattern)

    def _add(self, cue: Cue, pattern: str) -> None:
        for sequence in expand(pattern):
            node = self.root
            for symbol, gap in sequence:
                node = node.after(symbol, gap)
            node.cues = (*node.cues, cue)
            self._used.update(symbol for symbol, _ in sequence)
        for atom in set(ATOM.findall(pattern)):
            self._note(atom)

    def _note(self, atom: str) -> None:
        if atom.endswith("*"):
            self._prefixes.setdefault(atom[:-1], [atom])
        if len(atom) >= SHORTEST_COMPOUND and atom.isalpha():
            self._compounds.add(atom)


def read_cue_groups(name: str) -> list[dict[str, Any]]:
    """The groups of one lexicon: shared properties and their `lines` of patterns."""
    groups: Any = read_yaml(f"{name}.yaml") if (LEXICONS / f"{name}.yaml").exists() else []
    return [dict(group) for group in groups]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once; the index lives as long as the process, so nothing is collected."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return Lexicon()
    finally:
        if collecting:
            gc.enable()
