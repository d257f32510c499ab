"""An HTML page's text collected block by block; lists and tables are one piece of text."""

from __future__ import annotations

import re

from bs4.element import Tag

from douane_rag.documents.blocks import Block, Body, heading, numeral
from douane_rag.documents.html_page import events_of, surveyed
from douane_rag.documents.html_tags import BLOCKS, HEADINGS

SITE_IDS = frozenset(("top", "content", "main", "inhoud", "main-content", "maincontent", "pagina"))
OWN_MARKER = re.compile(
    r"(?:[-–—•·]|\(?(?:\d{1,3}|[A-Za-z]{1,2}|[ivxl]{1,4})(?:[.)]|[°º]\.?))(?:\s|$)"
)
STYLED = re.compile(r"(lower|upper)-?(alpha|latin|roman)|list-style(?:-type)?\s*:\s*(none)", re.I)
SOFT_HYPHEN = "\xad"
BREAK = "\0"
GROUPS = frozenset(("ul", "ol", "menu", "dl", "table"))
INTEGER = re.compile(r"-?\d{1,9}")
KINDS = {
    "loweralpha": "a", "lowerlatin": "a", "lowerroman": "i",
    "upperalpha": "A", "upperlatin": "A", "upperroman": "I",
}  # fmt: skip


class Walk:
    """Collects text up to the next block-level tag; lists and tables are one piece of text."""

    def __init__(self, root: Tag) -> None:
        self.events = list(events_of(root))
        self.found: list[Block] = []
        self.text: list[str] = []
        self.lines: list[str] = []
        self.cells: list[str] = []
        self.markers: list[str] = []
        self.groups: list[Tag] = []
        self.counters: list[int] = []
        self.waiting: list[tuple[Tag, str]] = []
        self.anchor: str | None = None
        self.leaf: Tag | None = None
        self.verbatim = self.listing = 0
        self.layout, self.wrappers = surveyed(self.events)

    def blocks(self) -> list[Block]:
        """All headings and pieces of text, in their order."""
        for node, opens in self.events:
            if isinstance(node, Tag):
                (self._open if opens else self._close)(node)
            else:
                text = str(node).replace(SOFT_HYPHEN, "")
                self.text.append(text.replace("\n", BREAK) if self.verbatim else text)
        self._flush()
        self._end_group()
        return self.found

    def _open(self, tag: Tag) -> None:
        name = tag.name
        if name == "br" or (self.leaf and name in BLOCKS):
            self.text.append(BREAK)
        elif self.leaf is None and (name in BLOCKS or name in HEADINGS):
            self._flush()
            self._enter(tag)
        self.verbatim += name == "pre"
        own = _id(tag)
        if own and tag is not self.leaf and (self.leaf or name in ("a", "span")):
            self.anchor = own
        elif own and id(tag) not in self.wrappers:
            self.waiting.append((tag, own))

    def _close(self, tag: Tag) -> None:
        name = tag.name
        self.verbatim -= name == "pre"
        if tag is self.leaf:
            self._end_row() if name == "tr" else self._end_heading(tag)
            self.leaf = None
        elif self.leaf is None and name in BLOCKS:
            self._flush()
            self._leave(tag)
        elif self.leaf is not None and self.leaf.name == "tr" and name in ("td", "th"):
            self.cells.append(" ".join(self._taken().split()))
        elif name in BLOCKS:
            self.text.append(BREAK)
        if self.waiting and self.waiting[-1][0] is tag:
            self.waiting.pop()

    def _enter(self, tag: Tag) -> None:
        if tag.name in HEADINGS:
            self._end_group()
            self.leaf = tag
        elif tag.name == "tr" and not (self.groups and id(self.groups[-1]) in self.layout):
            self.leaf = tag
        elif tag.name in GROUPS:
            self.groups.append(tag)
            self.listing += id(tag) not in self.layout
            start = str(tag.get("start") or "")
            self.counters.append(int(start) if INTEGER.fullmatch(start) else 1)
        elif tag.name == "li":
            self.markers.append(self._marker(tag))

    def _leave(self, tag: Tag) -> None:
        if tag.name in GROUPS:
            self.listing -= id(self.groups.pop()) not in self.layout
            self.counters.pop()
            if not self.listing:
                self._end_group()
        elif tag.name == "li":
            self.markers.pop()

    def _end_row(self) -> None:
        self.cells.append(" ".join(self._taken().split()))
        row = " | ".join(self.cells).rstrip(" |")
        self.cells = []
        if row:
            self._add(row)

    def _end_heading(self, tag: Tag) -> None:
        title = " ".join(self._taken().split()).rstrip(" ¶")
        if title:
            above = self.waiting[-1][1] if self.waiting else None
            own = _id(tag) or self.anchor or above
            self.found.append(heading(int(tag.name[1]), title, id=own))
            self.waiting, self.anchor = [], None

    def _end_group(self) -> None:
        if self.lines:
            self.found.append(Body("\n".join(self.lines)))
        self.lines = []

    def _flush(self) -> None:
        text = self._taken()
        if not text:
            return
        self.anchor, self.waiting = None, []
        if self.markers or self.listing:
            self._add(text)
        else:
            self._end_group()
            self.found.append(Body(text))

    def _add(self, text: str) -> None:
        """A line of a list or table; only the first of an item carries its number or sign."""
        if self.markers and _is_marked(text, self.markers[-1]):
            self.markers[-1] = ""
        self.lines.append("".join(self.markers) + text)
        self.markers = [" " * len(marker) for marker in self.markers]

    def _taken(self) -> str:
        if not self.text:
            return ""
        lines = (" ".join(line.split()) for line in "".join(self.text).split(BREAK))
        self.text = []
        return "\n".join(filter(None, lines))

    def _marker(self, item: Tag) -> str:
        around = self.groups[-1] if self.groups else None
        if around is None or around.name != "ol":
            return "- "
        value = str(item.get("value") or "")
        number = int(value) if INTEGER.fullmatch(value) else self.counters[-1]
        self.counters[-1] = number + 1
        styled = STYLED.search(f"{around.get('style') or ''} {around.get('class') or ''}")
        if styled and styled[3]:
            return ""
        kind = str(
            around.get("type") or (KINDS["".join(styled.group(1, 2)).lower()] if styled else "1")
        )
        return f"{numeral(number, kind)}. "


def _is_marked(text: str, marker: str) -> bool:
    """Whether the text of an item begins with its number or sign already."""
    return OWN_MARKER.match(text) is not None if marker == "- " else text.startswith(marker)


def _id(tag: Tag) -> str | None:
    """The id by which others refer to this place; none where a program or template made it up."""
    found = str(tag.get("id") or (tag.get("name") if tag.name == "a" else None) or "")
    return None if found.startswith("_") or found.lower() in SITE_IDS else found or None
