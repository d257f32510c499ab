"""Markdown, also with irregular headings such as `####Title`, as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block, reference
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from douane_rag.documents.blocks import Block, Body, heading
from douane_rag.documents.html import fragment_blocks
from douane_rag.documents.html_tags import closing_tag, hiding_tag, inline_html

FRONT_MATTER = re.compile(r"\A---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
FRONT_LINE = re.compile(r"[\w.-][\w. -]*:(?:\s|$)|[#\s-]|$")
SIGNS = re.compile(r"(#+)([ \t]*)(.*)", re.S)
ADDRESS = re.compile(r"\[[^\]]*\]:[ \t]*(?:$|\S*[/#@])")
BEFORE_TABLE = re.compile(r"[\s>*+-]*|\s*\d+[.)]\s*")
LISTS = ("bullet_list", "ordered_list")
LONGEST_UNDERLINED = 200
LONGEST_MARKED = 50_000
DEEPEST = 80


def read_markdown(text: str) -> tuple[tuple[Block, ...], dict[str, str]]:
    """The blocks, and the front matter's keys; list numbers and letters stay as written."""
    front = FRONT_MATTER.match(text)
    if front and not all(map(FRONT_LINE.match, front[1].split("\n"))):
        front = None
    metadata = _keys(front[1]) if front else {}
    # Blank lines in its place keep the line numbers those of the file.
    body = "\n" * front[0].count("\n") + text[front.end() :] if front else text
    reader = _Reader(body.split("\n"))
    for token in _parser().parse(body):
        reader.take(token)
    return tuple(reader.found), metadata


def _keys(front: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in front.split("\n") if line[:1].strip(" \t#-"))
    return {
        key.strip().lower().replace(" ", "_"): value.strip().strip("\"'") for key, _, value in pairs
    }


@cache
def _parser() -> MarkdownIt:
    # Indented text is text here: real handbooks indent without meaning code.
    parser = MarkdownIt("commonmark", {"maxNesting": 2 * DEEPEST})
    parser.enable("table").disable("code")
    usual = ["paragraph", "reference", "blockquote"]
    rules = parser.block.ruler
    rules.at("heading", _heading, {"alt": usual})
    rules.at("blockquote", _blockquote, {"alt": [*usual, "list"]})
    rules.at("list", _list, {"alt": usual})
    rules.at("reference", _reference)
    parser.core.ruler.at("inline", _inline)
    return parser


@cache
def _usual_parser() -> MarkdownIt:
    # Signs inside a paragraph may nest less deeply than lists: there each level costs time.
    return MarkdownIt("commonmark")


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if len(token.content) > LONGEST_MARKED:
            # No one writes so; the parser's time grows with the square of a paragraph's signs.
            token.children.append(Token("text", "", 0, content=token.content))
        else:
            state.md.inline.parse(token.content, _usual_parser(), state.env, token.children)


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of `#` signs, also more than six and without a space after them."""
    found = SIGNS.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if not found:
        return False
    if silent:
        # One sign right before a word inside a paragraph is a number or a tag.
        return bool(found[2] or not found[3] or len(found[1]) > 1)
    title = found[3].rstrip()
    bare = title.rstrip("#")
    if not bare or bare.endswith((" ", "\t", "}")):
        title = bare.rstrip()
    state.line = start + 1
    tag = f"h{min(6, len(found[1]))}"
    state.push("heading_open", tag, 1).map = [start, state.line]
    text = state.push("inline", "", 0)
    text.content, text.map, text.children = title, [start, state.line], []
    state.push("heading_close", tag, -1)
    return True


def _blockquote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    # The parser leaves out what is nested too deeply; here that becomes a paragraph.
    return state.level < DEEPEST and blockquote(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return state.level < DEEPEST and list_block(state, start, end, silent)


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[name]: address` is left out; `[^1]: Note.` is text, even where the note is one word."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return ADDRESS.match(line) is not None and reference(state, start, end, silent)


class _Reader:
    """Walks over the tokens of a file; lists and tables become one piece of text each."""

    def __init__(self, source: Sequence[str]) -> None:
        self.source = source
        self.found: list[Block] = []
        self.level = 0
        self.underlined = False
        self.markers: list[str] = []
        self.lines: list[str] = []
        self.cells: list[str] | None = None
        self.line: int | None = None
        self.depth = 0

    def take(self, token: Token) -> None:
        kind = token.type
        if kind in ("inline", "fence"):
            self._text(token)
        elif kind == "html_block":
            self._html(token)
        elif kind == "heading_open":
            self.level, self.underlined = int(token.tag[1:]), token.markup in ("-", "=")
        elif kind == "heading_close":
            self.level = 0
        elif kind == "list_item_open":
            self.markers.append(f"{token.info}{token.markup} " if token.info else "- ")
        elif kind == "list_item_close":
            if self.markers[-1].strip(" -"):
                self._add("")
            self.markers.pop()
        elif kind == "tr_open":
            self.cells, self.row = [], token
        elif kind == "tr_close":
            self._row()
        elif kind.removesuffix("_open") in (*LISTS, "table"):
            self.depth += 1
            self.line = self.line or _line(token)
        elif kind.removesuffix("_close") in (*LISTS, "table"):
            self.depth -= 1
            if self.depth == 0:
                self._end()

    def _text(self, token: Token) -> None:
        text = _plain(token.children) if token.type == "inline" else token.content.rstrip()
        if self.cells is not None:
            self.cells.append(" ".join(text.split()))
        elif not text.strip():
            return
        elif self.depth:
            self._add(text)
        elif self.level and not (self.underlined and _is_prose(text)):
            self.found.append(heading(self.level, text, _line(token)))
        else:
            self.found.append(Body(text.strip("\n"), _line(token)))

    def _html(self, token: Token) -> None:
        for block in fragment_blocks(token.content):
            if self.depth:
                self._add(block.text if isinstance(block, Body) else block.title)
            elif isinstance(block, Body):
                self.found.append(Body(block.text, _line(token)))
            else:
                self.found.append(heading(block.level, block.title, _line(token), block.id))

    def _add(self, text: str) -> None:
        """A line of a list; only the first of an item carries its number."""
        self.lines.append(("".join(self.markers) + text).rstrip())
        self.markers = [" " * len(marker) for marker in self.markers]

    def _row(self) -> None:
        cells = self.cells or []
        # The parser leaves out the cells that the table's first row has no column for.
        line = self.source[self.row.map[0]] if self.row.map else ""
        written = escapedSplit(line.strip())
        if BEFORE_TABLE.fullmatch(written[0]):
            written = written[1:]
        beyond = [cell for cell in written[len(cells) :] if cell.strip()]
        cells += [_plain(_parser().parseInline(cell.strip())[0].children) for cell in beyond]
        self.cells = None
        self._add(" | ".join(cells).rstrip(" |"))

    def _end(self) -> None:
        text = "\n".join(self.lines)
        if text.strip():
            self.found.append(Body(text, self.line))
        self.lines, self.line = [], None


def _is_prose(text: str) -> bool:
    """Whether an underlined text is a paragraph with a rule below it rather than a title."""
    return "\n" in text or len(text) > LONGEST_UNDERLINED or text.endswith((".", ",", ";", ":"))


def _plain(children: Sequence[Token] | None) -> str:
    text = "".join(_parts(children or ()))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _parts(children: Sequence[Token]) -> Iterator[str]:
    closed = {closing_tag(child.content): place for place, child in enumerate(children)}
    hidden: str | None = None
    for place, child in enumerate(children):
        if hidden:
            hidden = None if closing_tag(child.content) == hidden else hidden
        elif child.type == "html_inline":
            name = hiding_tag(child.content)
            hidden = name if name and closed.get(name, -1) > place else None
            yield inline_html(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            yield "\n"
        else:
            yield _plain(child.children) if child.type == "image" else child.content


def _line(token: Token) -> int | None:
    return None if token.map is None else token.map[0] + 1
