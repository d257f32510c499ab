"""HTML as text: what a reader would see, block by block; nothing in it is executed or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PageElement, Tag

UNSEEN = frozenset(
    ("script", "style", "head", "template", "noscript", "iframe", "object", "embed", "svg", "form")
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)",
    re.I,
)


def html_text(html: str) -> str:
    """The visible text: a line per block, cells of a table row divided by ` | `."""
    parts: list[str] = []
    for piece in _pieces(BeautifulSoup(html, "lxml")):
        if piece in ("\n", "\n- ", "\n\n", " | "):
            parts.append(piece)
        else:
            parts.append(re.sub(r"\s+", " ", piece))
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(parts))
    text = re.sub(r"(?<=\n)\| | \|(?=\n)", "", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _pieces(node: PageElement) -> Iterator[str]:
    if isinstance(node, NavigableString):
        if type(node) is NavigableString and not isinstance(node, Comment):
            yield str(node)
        return
    if not isinstance(node, Tag) or _unseen(node):
        return
    if node.name in ("td", "th"):
        # Word puts a paragraph into every cell; a row still is one line.
        yield " ".join("".join(p for c in node.children for p in _pieces(c)).split())
        yield " | "
        return
    before, after = _around(node.name)
    yield from (before,) if before else ()
    for child in node.children:
        yield from _pieces(child)
    yield from (after,) if after else ()


def _unseen(tag: Tag) -> bool:
    style = tag.get("style")
    return (
        tag.name in UNSEEN
        or tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or bool(isinstance(style, str) and HIDDEN.search(style))
    )


def _around(name: str) -> tuple[str, str]:
    if name == "li":
        return "\n- ", ""
    if name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"):
        return "\n\n", "\n\n"
    return ("\n", "\n") if name in BLOCKS else ("", "")
