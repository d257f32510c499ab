"""What every file format is read into: headings and pieces of text, in the order of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

WITHDRAWN = "vervallen"
ATTRIBUTE = re.compile(r"""[#.][^\s#.{}"'=]\S*|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s"']+)""")

LONGEST_ATTRIBUTES = 1_000
ROMAN = (
    ("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50),
    ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1),
)  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (highest) to 6, with the id and attributes that it carries itself."""

    level: int
    title: str
    line: int | None = None
    id: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """A piece of text under a heading: a paragraph, a list, a table as rows of cells."""

    text: str
    line: int | None = None


Block: TypeAlias = Heading | Body


@dataclass(frozen=True)
class Document:
    """One file as blocks; `name` is its path below the corpus folder, with forward slashes.

    `remarks` tell what was repaired while reading.
    """

    name: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def heading(level: int, text: str, line: int | None = None, id: str | None = None) -> Heading:
    """A heading whose title may end in `{#id .class key=value}`, as Pandoc writes it."""
    title, words = _divided(text.rstrip())
    attributes: dict[str, str] = {}
    for word in words:
        if word.startswith("#"):
            id = word[1:]
        elif word.startswith("."):
            attributes[word[1:]] = "true"
        else:
            key, _, value = word.partition("=")
            attributes[key] = value.strip("\"'")
    return Heading(level, " ".join(title.split()), line, id, attributes)


def numeral(number: int, kind: str) -> str:
    """The number in the manner of HTML's `<ol type>`: 1, a, A, i or I."""
    text = str(number)
    if number > 0 and kind in "aA":
        text = ""
        while number:
            number, rest = divmod(number - 1, 26)
            text = chr(ord("a") + rest) + text
    elif 0 < number < 4000 and kind in "iI":
        text = ""
        for sign, value in ROMAN:
            text += sign * (number // value)
            number %= value
    return text.upper() if kind in "AI" else text


def _divided(text: str) -> tuple[str, list[str]]:
    """The title and its attributes; braces that hold anything else belong to the title."""
    start = text.rfind("{")
    if start < 0 or not text.endswith("}"):
        return text, []
    inner = text[start + 1 : -1]
    if len(inner) > LONGEST_ATTRIBUTES or ATTRIBUTE.sub("", inner).strip():
        return text, []
    return text[:start], ATTRIBUTE.findall(inner)
