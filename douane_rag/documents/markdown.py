"""Markdown, also with irregular headings such as `####Title`, as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from douane_rag.documents.blocks import Block, Body, heading

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)
TIGHT_HEADING = re.compile(r"^( {0,3}#{1,6})(?=[^#\s])", re.M)
DEEP_HEADING = re.compile(r"^ {0,3}#{7,}[ \t]*(?=\S)", re.M)
RULE_LINE = re.compile(r"^[ \t]*(?:-{3,}|={3,})[ \t]*$", re.M)


def read_markdown(text: str) -> tuple[tuple[Block, ...], dict[str, str]]:
    """The blocks, and the front matter's keys; list numbers and letters stay as written."""
    front = FRONT_MATTER.match(text)
    metadata = _keys(front[1]) if front else {}
    # Blank lines in its place keep the line numbers those of the file.
    body = "\n" * front[0].count("\n") + text[front.end() :] if front else text
    return tuple(_blocks(_parser().parse(_regular(body)))), metadata


def _regular(text: str) -> str:
    """The text with a space after a heading's signs, and no line that underlines by accident."""
    text = DEEP_HEADING.sub("###### ", TIGHT_HEADING.sub(r"\1 ", text))
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if RULE_LINE.match(line) and number and len(lines[number - 1]) > 200:
            lines[number] = ""
    return "\n".join(lines)


@cache
def _parser() -> MarkdownIt:
    # Indented text is text here: real handbooks indent without meaning code.
    return MarkdownIt("commonmark").enable("table").disable("code")


def _keys(front: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in front.splitlines() if ":" in line)
    return {
        key.strip().lower().replace(" ", "_"): value.strip().strip("\"'") for key, _, value in pairs
    }


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    reader = _Reader()
    for token in tokens:
        yield from reader.take(token)
    yield from reader.rest()


class _Reader:
    """Walks over the tokens of a file; lists and tables become one piece of text each."""

    def __init__(self) -> None:
        self.level = 0
        self.items: list[str] = []
        self.lines: list[str] = []
        self.cells: list[str] = []
        self.line: int | None = None
        self.depth = 0

    def take(self, token: Token) -> Iterator[Block]:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open", "table_open"):
            self.depth += 1
            self.line = self.line or _line(token)
        elif kind in ("bullet_list_close", "ordered_list_close", "table_close"):
            self.depth -= 1
            if self.depth == 0:
                yield from self.rest()
        elif kind == "heading_open":
            self.level = int(token.tag[1:])
        elif kind == "heading_close":
            self.level = 0
        elif kind == "list_item_open":
            self.items.append(f"{token.info}{token.markup} " if token.info else "- ")
        elif kind == "list_item_close":
            self.items.pop()
        elif kind == "tr_close":
            self.lines.append(" | ".join(self.cells))
            self.cells = []
        elif kind == "html_block":
            yield from self._html(token)
        elif kind in ("inline", "fence"):
            yield from self._text(token)

    def _text(self, token: Token) -> Iterator[Block]:
        text = _plain(token.children) if token.type == "inline" else token.content.rstrip()
        if self.level:
            yield heading(self.level, text, _line(token))
        elif self.depth and not self.items:
            self.cells.append(" ".join(text.split()))
        elif self.items:
            indent = "  " * (len(self.items) - 1)
            self.lines.append(indent + self.items[-1] + text)
            # A second paragraph of the same item has no number of its own.
            self.items[-1] = " " * len(self.items[-1])
        elif text.strip():
            yield Body(text.strip(), _line(token))

    def _html(self, token: Token) -> Iterator[Block]:
        from douane_rag.documents.html import html_text

        text = html_text(token.content)
        if text:
            yield Body(text, _line(token))

    def rest(self) -> Iterator[Block]:
        text = "\n".join(self.lines).rstrip()
        if text.strip():
            yield Body(text, self.line)
        self.lines, self.line = [], None


def _plain(children: Sequence[Token] | None) -> str:
    parts = []
    for child in children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
    return "\n".join(line.strip() for line in "".join(parts).split("\n")).strip()


def _line(token: Token) -> int | None:
    return None if token.map is None else token.map[0] + 1
