"""What every file format is read into: headings and pieces of text, in the order of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

WITHDRAWN = "vervallen"
ATTRIBUTES = re.compile(r"\s*\{(?=[#.])([^{}]*)\}\s*#*\s*$")


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
    attributes: dict[str, str] = {}
    found = ATTRIBUTES.search(text)
    if found:
        text = text[: found.start()]
        for word in found[1].split():
            if word.startswith("#"):
                id = word[1:] or id
            elif word.startswith("."):
                attributes[word[1:]] = "true"
            else:
                key, _, value = word.partition("=")
                attributes[key] = value.strip("\"'")
    return Heading(level, " ".join(text.split()), line, id, attributes)
