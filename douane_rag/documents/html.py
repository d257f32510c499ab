"""HTML, as the real handbooks are published, as blocks; scripts and navigation are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Comment, NavigableString, PageElement, Tag

from douane_rag.documents.blocks import Block, Body, Heading, heading

LEFT_OUT = (
    "script", "style", "noscript", "template", "nav", "footer", "header", "aside", "form",
    "button", "iframe", "object", "svg", "head",
)  # fmt: skip
BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "blockquote",
        "pre",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "table",
        "ul",
        "ol",
        "dl",
        "figure",
        "figcaption",
        "address",
        "details",
        "summary",
        "center",
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
DEEPEST = 400


def read_html(text: str) -> tuple[tuple[Block, ...], dict[str, str]]:
    """The blocks, and what `<title>` and `<meta name>` say; broken HTML is read as browsers do.

    An id on a heading, or on the section that it opens, is the heading's.
    """
    soup = BeautifulSoup(text, "lxml")
    metadata = {
        str(meta["name"]).lower(): str(meta["content"])
        for meta in soup.find_all("meta")
        if meta.get("name") and meta.get("content")
    }
    if soup.title and soup.title.string:
        metadata.setdefault("title", " ".join(soup.title.string.split()))
    _drop(soup)
    root = soup.find("main") or soup.body or soup
    return tuple(_Walk().blocks(root)) if isinstance(root, Tag) else (), metadata


def html_text(fragment: str) -> str:
    """The text of a piece of HTML, without its tags and scripts."""
    soup = BeautifulSoup(fragment, "lxml")
    _drop(soup)
    return _squeezed(soup.get_text(" "))


def _drop(soup: BeautifulSoup) -> None:
    for unwanted in soup.find_all(LEFT_OUT):
        unwanted.decompose()
    for comment in soup.find_all(string=lambda found: isinstance(found, Comment)):
        comment.extract()


class _Walk:
    """Collects text up to the next block-level tag."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.markers: list[str] = []
        self.pending: str | None = None

    def blocks(self, root: Tag) -> Iterator[Block]:
        yield from self._inside(root, 0)
        yield from self._flush()

    def _inside(self, tag: Tag, depth: int) -> Iterator[Block]:
        for child in tag.children:
            yield from self._child(child, tag, depth)

    def _child(self, child: PageElement, parent: Tag, depth: int) -> Iterator[Block]:
        if isinstance(child, NavigableString):
            self.text.append(str(child))
            return
        if not isinstance(child, Tag):
            return
        name = child.name
        if name in HEADINGS:
            yield from self._flush()
            yield self._heading(child, parent)
        elif name == "br":
            self.text.append("\n")
        elif name == "table":
            yield from self._flush()
            yield from _table(child)
        elif depth >= DEEPEST:
            self.text.append(child.get_text(" "))
        elif name in BLOCKS:
            yield from self._flush()
            self.markers.append(_marker(child))
            yield from self._inside(child, depth + 1)
            yield from self._flush()
            self.markers.pop()
        else:
            yield from self._inside(child, depth + 1)

    def _heading(self, tag: Tag, parent: Tag) -> Heading:
        own = _id(tag)
        if own is None and parent.name in ("section", "article", "div"):
            first = parent.find(HEADINGS)
            own = _id(parent) if first is tag else None
        anchor = tag.find("a", attrs={"id": True}) or tag.find("a", attrs={"name": True})
        if own is None and isinstance(anchor, Tag):
            own = str(anchor.get("id") or anchor.get("name"))
        return heading(int(tag.name[1]), _squeezed(tag.get_text(" ")), tag.sourceline, own)

    def _flush(self) -> Iterator[Block]:
        text = _squeezed("".join(self.text))
        self.text = []
        if text:
            marker = "".join(self.markers)
            self.markers = [""] * len(self.markers)
            yield Body(marker + text)


def _marker(tag: Tag) -> str:
    if tag.name != "li":
        return ""
    parent = tag.parent
    if parent is None or parent.name != "ol":
        return "- "
    before = len(tag.find_previous_siblings("li"))
    start = str(parent.get("start") or "1")
    number = before + (int(start) if start.isdigit() else 1)
    kind = str(parent.get("type") or "1")
    return f"{chr(96 + number)}. " if kind == "a" and number <= 26 else f"{number}. "


def _table(table: Tag) -> Iterator[Block]:
    rows = []
    for row in table.find_all("tr"):
        cells = [_squeezed(cell.get_text(" ")) for cell in row.find_all(("td", "th"))]
        if any(cells):
            rows.append(" | ".join(cell.replace("\n", " ") for cell in cells))
    if rows:
        yield Body("\n".join(rows), table.sourceline)


def _id(tag: Tag) -> str | None:
    found = tag.get("id")
    return str(found) if found else None


def _squeezed(text: str) -> str:
    lines = (re.sub(r"[ \t\r\f\v\xa0]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\s*\n\s*", "\n", "\n".join(lines)).strip()
