"""Which text and tags of an HTML page are its content; menus, banners and scripts are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, Tag

from douane_rag.documents.html_tags import HEADINGS, NEVER_TEXT

AROUND = frozenset(("header", "footer", "aside"))
CONTENT = frozenset(("main", "article", "section"))
NAMED_FREELY = CONTENT | HEADINGS | {"html", "body"}
BESIDE_ROLES = frozenset(("navigation", "search", "dialog", "alertdialog", "banner", "contentinfo"))
BESIDE = re.compile(
    r"cookie[-_ ]?(?:bar|banner|consent|melding|notice|wall|popup|message)|consent[-_]|"
    r"breadcrumb|kruimelpad|skip-?(?:link|nav|to)",
    re.I,
)
SURVEYED = HEADINGS | {"table"}
SECTIONS = frozenset(("section", "article"))
Event: TypeAlias = tuple[PageElement, bool]
"""Text, or a tag that opens (true) or closes (false)."""


def content_root(soup: BeautifulSoup) -> Tag:
    """The page's one `<main>` that holds text, else the whole page."""
    mains = soup.find_all("main", limit=2)
    return mains[0] if len(mains) == 1 and mains[0].get_text().strip() else soup


def events_of(root: Tag) -> Iterator[Event]:
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


def surveyed(events: Sequence[Event]) -> tuple[set[int], set[int]]:
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
