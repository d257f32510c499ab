"""HTML, as the real handbooks are published, as blocks; scripts and navigation are left out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import CData, NavigableString, PageElement, Tag

from douane_rag.documents.blocks import Block, Body, heading, numeral

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "blockquote", "pre", "li", "dt", "dd", "td",
    "th", "tr", "table", "caption", "ul", "ol", "dl", "figure", "figcaption", "address",
    "details", "summary", "center", "header", "footer", "aside", "fieldset", "legend",
    "hgroup", "hr", "body", "form", "menu", "noframes",
))  # fmt: skip
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "basefont", "bdi", "bdo", "big", "br", "cite", "code", "col",
    "colgroup", "data", "del", "dfn", "em", "font", "html", "head", "i", "img", "ins", "kbd",
    "label", "link", "mark", "meta", "q", "rp", "rt", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "tbody", "tfoot", "thead", "time", "title", "tt", "u",
    "var", "wbr",
))  # fmt: skip
NEVER_TEXT = frozenset((
    "script", "style", "noscript", "template", "nav", "button", "iframe", "object", "embed",
    "svg", "head", "title", "select", "input", "textarea", "canvas", "audio", "video", "frame",
))  # fmt: skip
HIDING = frozenset(("script", "style"))
AROUND = frozenset(("header", "footer", "aside"))
CONTENT = frozenset(("main", "article", "section"))
NAMED_FREELY = CONTENT | HEADINGS | {"html", "body"}
BESIDE_ROLES = frozenset(("navigation", "search", "dialog", "alertdialog", "banner", "contentinfo"))
BESIDE = re.compile(
    r"cookie[-_ ]?(?:bar|banner|consent|melding|notice|wall|popup|message)|consent[-_]|"
    r"breadcrumb|kruimelpad|skip-?(?:link|nav|to)",
    re.I,
)
SITE_IDS = frozenset(("top", "content", "main", "inhoud", "main-content", "maincontent", "pagina"))
OWN_MARKER = re.compile(
    r"(?:[-–—•·]|\(?(?:\d{1,3}|[A-Za-z]{1,2}|[ivxl]{1,4})(?:[.)]|[°º]\.?))(?:\s|$)"
)
STYLED = re.compile(r"(lower|upper)-?(alpha|latin|roman)|list-style(?:-type)?\s*:\s*(none)", re.I)
TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")
PROLOG = re.compile(r"\s*<\?xml[^>]*>")
SOFT_HYPHEN = "\xad"
BREAK = "\0"
GROUPS = frozenset(("ul", "ol", "menu", "dl", "table"))
SURVEYED = HEADINGS | {"table"}
SECTIONS = frozenset(("section", "article"))
INTEGER = re.compile(r"-?\d{1,9}")
KINDS = {
    "loweralpha": "a", "lowerlatin": "a", "lowerroman": "i",
    "upperalpha": "A", "upperlatin": "A", "upperroman": "I",
}  # fmt: skip


def read_html(text: str) -> tuple[tuple[Block, ...], dict[str, str]]:
    """The blocks, and what `<title>` and `<meta name>` say; broken HTML is read as browsers do.

    An id on a heading, on an anchor in or before it, or on the section that it opens, is the
    heading's.
    """
    soup = _parsed(text)
    metadata = {
        str(meta["name"]).lower(): str(meta["content"])
        for meta in soup.find_all("meta")
        if meta.get("name") and meta.get("content")
    }
    title = soup.title.get_text() if soup.title else ""
    if title.strip():
        metadata.setdefault("title", " ".join(title.split()))
    return tuple(_Walk(_root(soup)).blocks()), metadata


def fragment_blocks(fragment: str) -> list[Block]:
    """The blocks of a piece of HTML in a Markdown file; tags that HTML does not know are text."""
    if fragment.lstrip().startswith("<!--") and "-->" not in fragment:
        fragment = fragment.replace("<!--", "", 1)
    return _Walk(_parsed(TAG.sub(_known, fragment))).blocks()


def inline_html(tag: str) -> str:
    """What one tag or comment inside a Markdown paragraph is as text: nothing, a break, itself."""
    found = TAG.match(tag)
    if not found:
        return ""
    return "\n" if found[2].lower() == "br" else tag if _known(found) != found[0] else ""


def hiding_tag(tag: str) -> str | None:
    """The name of a tag whose content is no text, such as a script; None for others."""
    found = TAG.match(tag)
    return found[2].lower() if found and not found[1] and found[2].lower() in HIDING else None


def closing_tag(tag: str) -> str | None:
    """The name of the tag that this one closes; None if it closes none."""
    found = TAG.match(tag)
    return found[2].lower() if found and found[1] else None


def _known(tag: re.Match[str]) -> str:
    known = tag[2].lower() in BLOCKS | INLINE | HEADINGS | NEVER_TEXT
    return tag[0] if known else f"&lt;{tag[1]}{tag[2]}"


def _parsed(text: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        # What stands in the folder is meant as HTML, whatever it resembles.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(text[_prolog(text) :], "lxml", huge_tree=True)


def _prolog(text: str) -> int:
    found = PROLOG.match(text)
    return found.end() if found else 0


def _root(soup: BeautifulSoup) -> Tag:
    mains = soup.find_all("main", limit=2)
    return mains[0] if len(mains) == 1 and mains[0].get_text().strip() else soup


def _events(root: Tag) -> Iterator[tuple[PageElement, bool]]:
    """All text and tags below `root` in their order, a tag when it opens and when it closes."""
    stack = [(root, iter(root.contents))]
    needed = _around_content(root)
    content = int(root.name in CONTENT)
    titles = 0
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            content -= tag.name in CONTENT
            titles -= tag.name in HEADINGS or tag.name == "summary"
            if stack:
                yield tag, False
        elif isinstance(child, Tag):
            if id(child) not in needed and _is_beside(child, in_title=titles > 0):
                continue
            yield child, True
            around = child.name in AROUND and not content
            stack.append((child, iter(child.find_all("h1") if around else child.contents)))
            content += child.name in CONTENT
            titles += child.name in HEADINGS or child.name == "summary"
        elif type(child) in (NavigableString, CData):
            yield child, True


def _around_content(root: Tag) -> set[int]:
    """The tags that hold the content itself, which no name can make a menu or banner."""
    needed: set[int] = set()
    for tag in root.find_all(["main", "article", "h1"]):
        for above in (tag, *tag.parents):
            if id(above) in needed:
                break
            if above.name not in NEVER_TEXT and above.get("role") not in BESIDE_ROLES:
                needed.add(id(above))
    return needed


def _is_beside(tag: Tag, *, in_title: bool) -> bool:
    """Whether a tag holds no text of the page itself: a script, a menu, a cookie banner."""
    if tag.name in NEVER_TEXT:
        return not (in_title and tag.name == "button")
    if not tag.attrs:
        return False
    if tag.get("role") in BESIDE_ROLES and tag.name not in AROUND:
        return True
    named = " ".join((str(tag.get("id") or ""), *map(str, tag.get("class") or ())))
    return tag.name not in NAMED_FREELY and BESIDE.search(named) is not None


class _Walk:
    """Collects text up to the next block-level tag; lists and tables are one piece of text."""

    def __init__(self, root: Tag) -> None:
        self.events = list(_events(root))
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
        self.layout, self.wrappers = _surveyed(self.events)

    def blocks(self) -> list[Block]:
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


def _surveyed(events: Sequence[tuple[PageElement, bool]]) -> tuple[set[int], set[int]]:
    """Tables that only arrange a page, and tags around all headings, whose ids name no section."""
    layout: set[int] = set()
    tables: list[Tag] = []
    titles: list[Tag] = []
    for node, opens in events:
        if not isinstance(node, Tag) or node.name not in SURVEYED:
            continue
        if opens:
            for table in reversed(tables):
                if id(table) in layout:
                    break
                layout.add(id(table))
        if node.name in HEADINGS:
            titles.append(node)
        elif opens:
            tables.append(node)
        else:
            tables.pop()
    if not titles:
        return layout, set()
    first, last = ({id(t) for t in titles[i].parents if t.name not in SECTIONS} for i in (0, -1))
    return layout, first & last


def _id(tag: Tag) -> str | None:
    """The id by which others refer to this place; none where a program or template made it up."""
    found = str(tag.get("id") or (tag.get("name") if tag.name == "a" else None) or "")
    return None if found.startswith("_") or found.lower() in SITE_IDS else found or None
