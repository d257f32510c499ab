"""Finds the cues in one turn: a walk through the index from every word."""

from __future__ import annotations

from dataclasses import dataclass

from pulse_nps.reader.lexicon import SHORTEST_COMPOUND, Cue, Lexicon, Node, Word
from pulse_nps.reader.numbers import TENS, UNITS, quantity_at
from pulse_nps.reader.words import tokens_of

LONGEST_SKIP = 4
NUMBER_SYMBOLS = {"number": ("<n>",), "ordinal": ("<nth>",), "minutes": ("<min>",)}


@dataclass(frozen=True, slots=True)
class Match:
    """A cue on the words `start` to `end` (inclusive) of a turn; `steps` of them are its own."""

    start: int
    end: int
    cue: Cue
    steps: int


def words_of(text: str, lexicon: Lexicon) -> tuple[list[Word], list[int]]:
    """The words of a turn, compounds re-joined and quantities read; and each one's first token."""
    tokens = tokens_of(text)
    words: list[Word] = []
    origins: list[int] = []
    position = 0
    while position < len(tokens):
        word, length = _word_at(tokens, position, lexicon)
        words.append(word)
        origins.append(position)
        position += length
    return words, origins


def matches_in(words: list[Word], root: Node) -> list[Match]:
    """All matches, also those that overlap."""
    found: list[Match] = []
    steps = root.steps
    for start, word in enumerate(words):
        for symbol in word.symbols:
            node = steps.get(symbol)
            if node is not None:
                _walk(words, start, node, found)
    return found


def without_overlaps(matches: list[Match]) -> list[Match]:
    """Per driver the most precise of the matches that share words, in the order of the text."""
    kept: list[Match] = []
    taken: dict[str, set[int]] = {}
    for match in sorted(matches, key=_by_precision):
        covered = taken.setdefault(match.cue.driver, set())
        span = range(match.start, match.end + 1)
        if covered.isdisjoint(span):
            covered.update(span)
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


def _by_precision(match: Match) -> tuple[int, bool, float, int, int]:
    """Most words of its own first; among equals those that only shield, then the strongest."""
    strength = abs(match.cue.strength)
    return -match.steps, strength > 0, -strength, match.start, match.cue.number


def _word_at(tokens: list[str], position: int, lexicon: Lexicon) -> tuple[Word, int]:
    token = tokens[position]
    following = tokens[position + 1] if position + 1 < len(tokens) else ""
    if len(token) + len(following) >= SHORTEST_COMPOUND and lexicon.is_compound(token + following):
        return lexicon.word(token + following), 2
    parted = token + tokens[position + 2] if position + 2 < len(tokens) else ""
    if following == "te" and lexicon.is_compound(parted):
        return lexicon.word(parted), 3
    if token in UNITS and following == "en" and tokens[position + 2 : position + 3]:
        tens = TENS.get(tokens[position + 2])
        if tens is not None:
            merged = [f"{tens + UNITS[token]:g}", *tokens[position + 3 : position + 4]]
            word, length = _word_at(merged, 0, lexicon)
            return word, length + 2
    quantity = quantity_at(tokens, position)
    word = lexicon.word(token)
    if quantity is None:
        return word, 1
    symbols = (*word.symbols, *NUMBER_SYMBOLS[quantity.kind])
    return (
        Word(token, symbols, word.roles, False, False, False, quantity.value),
        quantity.length,
    )


def _walk(words: list[Word], start: int, first: Node, found: list[Match]) -> None:
    stack = [(start, first)]
    last = len(words)
    while stack:
        position, node = stack.pop()
        for cue in node.cues:
            found.append(Match(start, position, cue, node.depth))
        if node.steps:
            _follow(words, position + 1, last, node.steps, stack, LONGEST_SKIP, 0)
        for gap, after in (node.gaps or {}).items():
            _follow(words, position + 1, last, after.steps, stack, LONGEST_SKIP, gap)


def _follow(
    words: list[Word],
    position: int,
    last: int,
    steps: dict[str, Node],
    stack: list[tuple[int, Node]],
    skips: int,
    gap: int,
) -> None:
    while position < last:
        word = words[position]
        if word.ends:
            return
        for symbol in word.symbols:
            node = steps.get(symbol)
            if node is not None:
                stack.append((position, node))
        if word.passed and skips:
            skips -= 1
        elif gap and not word.denies:
            gap -= 1
        else:
            return
        position += 1
