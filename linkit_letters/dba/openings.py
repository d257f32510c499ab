"""How a match of a wording can begin, so that most wordings need not be tried on a text.

A wording none of whose openings begins a word of the text cannot match in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

LETTERS = re.compile(r"[a-zà-ÿ]+", re.I)
LONGEST = 5
WHOLE = "$"
"""Marks a short word that stands whole: `de$` is the word, `de` the beginning of any."""


@lru_cache(maxsize=64)
def starts_in(text: str) -> frozenset[str]:
    """The first letters of every word, one up to five, and the short words whole."""
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    beginnings = {word[:length] for word in words for length in range(1, LONGEST + 1)}
    return frozenset(beginnings | {word + WHOLE for word in words if len(word) <= LONGEST})


def can_begin(openings: frozenset[str] | None, starts: frozenset[str]) -> bool:
    """Whether a wording with these openings can stand in a text with these starts."""
    return openings is None or not openings.isdisjoint(starts)


def openings_of_all(wordings: Iterable[str]) -> frozenset[str] | None:
    """The openings of any of the wordings; None where one is not plain."""
    found: set[str] = set()
    for wording in wordings:
        openings = openings_of(wording)
        if openings is None:
            return None
        found |= openings
    return frozenset(found)


def openings_of(wording: str) -> frozenset[str] | None:
    """The first letters, up to five, with which a match can begin; None where not plain."""
    if wording.startswith("(?:"):
        return _of_group(wording)
    letters = LETTERS.match(wording)
    if letters is None:
        return None
    word = letters[0].lower()
    rest = wording[len(word) :]
    if rest[:1] in ("?", "*", "{"):
        word = word[:-1]  # the last letter may be missing
    elif rest[:1] == " " and rest[1:2] != "?" and len(word) <= LONGEST:
        return frozenset((word + WHOLE,))
    return frozenset((word[:LONGEST],)) if word else None


def _of_group(wording: str) -> frozenset[str] | None:
    end = _closing(wording)
    inside, rest = wording[3:end], wording[end + 1 :]
    inner = openings_of_all(_alternatives(inside))
    if inner is None or not rest.startswith(("?", "*")):
        return inner
    beyond = openings_of(rest[1:].lstrip("?").lstrip(" "))
    return None if beyond is None else inner | beyond


def _closing(wording: str) -> int:
    """Where the bracket that opens the wording is closed."""
    depth = 0
    for place, sign in enumerate(wording):
        if sign in "()" and wording[place - 1 : place] != "\\":
            depth += 1 if sign == "(" else -1
            if depth == 0:
                return place
    raise ValueError(f"brackets do not match in {wording!r}")


def _alternatives(inside: str) -> list[str]:
    """The alternatives of a group, not those of groups within it."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(inside):
        if sign in "()" and inside[place - 1 : place] != "\\":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and depth == 0:
            found.append(inside[start:place])
            start = place + 1
    return [*found, inside[start:]]
