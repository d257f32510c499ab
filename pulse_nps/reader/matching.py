"""Finds the cues in one turn: a walk through the index from every word."""

from __future__ import annotations

from dataclasses import dataclass

from pulse_nps.reader.lexicon import SHORTEST_COMPOUND, Cue, Lexicon, Node, Word
from pulse_nps.reader.numbers import TENS, UNITS, quantity_at
from pulse_nps.reader.words import tokens_of

LONGEST_SKIP = 4
MANY_STEPS = 40  # so many that one of them is likely in the sentence; looking first costs time
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
    """All matches, also those that overlap; none reaches over the end of a sentence."""
    found: list[Match] = []
    begin = 0
    for position, word in enumerate(words):
        if word.ends:
            _search(words, begin, position, root, found)
            begin = position + 1
    _search(words, begin, len(words), root, found)
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


def _search(words: list[Word], begin: int, last: int, root: Node, found: list[Match]) -> None:
    """The matches in one sentence; steps to symbols it lacks are not even tried."""
    present = {symbol for word in words[begin:last] for symbol in word.symbols}
    steps = root.steps
    for start in range(begin, last):
        for symbol in words[start].symbols:
            node = steps.get(symbol)
            if node is not None:
                _walk(words, start, last, node, present, found)


def _walk(
    words: list[Word], start: int, last: int, first: Node, present: set[str], found: list[Match]
) -> None:
    stack = [(start, first)]
    absent = present.isdisjoint
    while stack:
        position, node = stack.pop()
        for cue in node.cues:
            found.append(Match(start, position, cue, node.depth))
        if node.steps and not absent(node.steps):
            _follow(words, position + 1, last, node.steps, stack)
        if node.far and (len(node.far) > MANY_STEPS or not absent(node.far)):
            _follow_far(words, position + 1, last, node, stack)


def _follow(
    words: list[Word],
    position: int,
    last: int,
    steps: dict[str, Node],
    stack: list[tuple[int, Node]],
) -> None:
    """The steps that follow at once; words without weight in between are passed over."""
    for place in range(position, min(last, position + LONGEST_SKIP + 1)):
        word = words[place]
        for symbol in word.symbols:
            node = steps.get(symbol)
            if node is not None:
                stack.append((place, node))
        if not word.passed:
            return


def _follow_far(
    words: list[Word], position: int, last: int, node: Node, stack: list[tuple[int, Node]]
) -> None:
    """The steps that may follow after a gap, in one walk as far as the widest gap reaches."""
    far, widest = node.far, node.widest
    skips, used = LONGEST_SKIP, 0
    for place in range(position, last):
        word = words[place]
        for symbol in word.symbols:
            for gap, after in far.get(symbol, ()):
                if gap >= used:
                    stack.append((place, after))
        if word.passed and skips:
            skips -= 1
        elif used < widest and not word.denies:
            used += 1
        else:
            return
