"""The pattern language of the lexicons, expanded into plain sequences of symbols.

A pattern is a line of elements: `word` (any form that shares its normal form), `=word` (exactly),
`begin*` (any word that begins so), `@class` (a list in classes.yaml), `<n>`, `<nth>`, `<min>`
(number, ordinal, duration in minutes), `a|b` and `(a b|c)` (alternatives), `[a]` (may be absent),
`~3` (up to three words between), `a & b` (both, in either order, up to four words between).
Articles, fillers and intensifiers need no element: the matcher passes over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pulse_nps.reader.words import key_of

ELEMENT = re.compile(r"[()\[\]|&]|~\d|=[\w'-]+|@\w+|<\w+>|[\w'€-]+\*?")
UNORDERED_GAP = 4

Step = tuple[str, int]
Sequence = tuple[Step, ...]


def expand(pattern: str) -> list[Sequence]:
    """Every sequence of (symbol, words that may stand before it) the pattern allows.

    Raises:
        ValueError: brackets that do not close, or a sign the language does not know.
    """
    elements = ELEMENT.findall(pattern)
    if "".join(elements) != re.sub(r"\s", "", pattern):
        raise ValueError(f"pattern {pattern!r} holds a sign the pattern language does not know")
    if "&" not in elements:
        return _whole(elements, pattern)
    cut = elements.index("&")
    left, right = _whole(elements[:cut], pattern), _whole(elements[cut + 1 :], pattern)
    return [
        (*first, _with_gap(second[0]), *second[1:])
        for one, other in ((left, right), (right, left))
        for first in one
        for second in other
    ]


@cache
def symbol_of(atom: str) -> str:
    """The symbol under which words carry this atom; a plain word becomes its normal form."""
    if atom[0] in "=@<" or atom.endswith("*"):
        return atom
    return f"^{key_of(atom)}"


def _whole(elements: list[str], pattern: str) -> list[Sequence]:
    stack = list(reversed(elements))
    sequences = _alternatives(stack)
    if stack or not all(sequences):
        raise ValueError(f"pattern {pattern!r}: brackets do not close, or nothing is left of it")
    return sequences


def _alternatives(stack: list[str]) -> list[Sequence]:
    """Elements up to a closing bracket; `|` joins single elements outside round brackets too."""
    sequences: list[Sequence] = [()]
    gap = 0
    while stack and stack[-1] not in ")]":
        if stack[-1][0] == "~":
            gap = int(stack.pop()[1:])
            continue
        options = _joined(stack)
        sequences = list(_products(sequences, options, gap))
        gap = 0
    if gap:
        raise ValueError("a pattern cannot end in a gap")
    return sequences


def _joined(stack: list[str]) -> list[Sequence]:
    options = _element(stack)
    while stack and stack[-1] == "|":
        stack.pop()
        options = options + _element(stack)
    return options


def _element(stack: list[str]) -> list[Sequence]:
    element = stack.pop()
    if element == "(":
        options = _group(stack)
        _close(stack, ")")
        return options
    if element == "[":
        options = _alternatives(stack)
        _close(stack, "]")
        return [*options, ()]
    return [((symbol_of(element), 0),)]


def _group(stack: list[str]) -> list[Sequence]:
    """Alternatives of several words each: inside round brackets `|` separates whole sequences."""
    options: list[Sequence] = []
    sequence: list[Sequence] = [()]
    while stack and stack[-1] != ")":
        if stack[-1] == "|":
            stack.pop()
            options, sequence = options + sequence, [()]
        elif stack[-1][0] == "~":
            gap = int(stack.pop()[1:])
            sequence = list(_products(sequence, _element(stack), gap))
        else:
            sequence = list(_products(sequence, _element(stack), 0))
    return options + sequence


def _close(stack: list[str], bracket: str) -> None:
    if not stack or stack.pop() != bracket:
        raise ValueError(f"a bracket is not closed by {bracket!r}")


def _products(heads: list[Sequence], tails: list[Sequence], gap: int) -> Iterator[Sequence]:
    for head in heads:
        for tail in tails:
            if tail and gap:
                yield (*head, (tail[0][0], gap), *tail[1:])
            else:
                yield (*head, *tail)


def _with_gap(step: Step) -> Step:
    return step[0], UNORDERED_GAP
