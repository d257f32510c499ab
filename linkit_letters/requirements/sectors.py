"""Sectors in which experience may be asked, and the words that show it."""

from __future__ import annotations

import re
from functools import cache

from linkit_letters.language.words import lines_of


@cache
def sectors() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """How each sector is asked for, and what shows it."""
    found = []
    for line in lines_of("sectors.txt"):
        asked, _, shown = line.partition(" = ")
        found.append(
            (
                re.compile(rf"\b(?:{asked})\b", re.I),
                re.compile(rf"(?<![\w])(?:{shown})", re.I),
            )
        )
    return tuple(found)
