"""A wording as a pattern, and what is found by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Colour = Literal["green", "yellow", "red"]
DENIAL = re.compile(
    r"\b(?:niet|geen|zonder|nooit|nergens|niets|niemand|not|no|never|nothing)\b", re.I
)
DENYING = re.compile(r"niet|geen|zonder|nooit|not|(?<![a-z])no(?![a-z])|never", re.I)
BLANK = r"(?:[^\S\n]+|[^\S\n]*\n\s*(?=(?-i:[a-zà-ÿ])))"
"""Blanks of one line, or the end of a line that was merely wrapped."""
GAP = r"[^\w.!?;\n]+(?:[\w'’€%-]+[^\w.!?;\n]+){0,4}"


@dataclass(frozen=True)
class Signal:
    """Words of an assignment that point to a colour under a viewpoint."""

    viewpoint: str
    ground: str
    colour: Colour
    start: int
    end: int
    text: str
    denied: bool = False


def compiled(wording: str) -> re.Pattern[str]:
    """A wording as a pattern: `@` is the rest of a word, ` ~ ` up to four words between."""
    text = wording.replace(" ~ ", "\0").replace("@", r"[\w'’-]*")
    text = text.replace(" ?", r"\s*")
    text = re.sub(r"\[[^\]]*\]| ", lambda m: BLANK if m[0] == " " else m[0], text).replace(
        "\0", GAP
    )
    return re.compile(rf"(?<![\w-]){text}(?![\w])", re.I)
