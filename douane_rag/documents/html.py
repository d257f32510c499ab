"""HTML, as the real handbooks are published, as blocks; scripts and navigation are left out."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

from douane_rag.documents.blocks import Block
from douane_rag.documents.html_page import content_root
from douane_rag.documents.html_tags import TAG, known_or_text
from douane_rag.documents.html_walk import Walk

PROLOG = re.compile(r"\s*<\?xml[^>]*>")


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
    return tuple(Walk(content_root(soup)).blocks()), metadata


def fragment_blocks(fragment: str) -> list[Block]:
    """The blocks of a piece of HTML in a Markdown file; tags that HTML does not know are text."""
    if fragment.lstrip().startswith("<!--") and "-->" not in fragment:
        fragment = fragment.replace("<!--", "", 1)
    return Walk(_parsed(TAG.sub(known_or_text, fragment))).blocks()


def _parsed(text: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        # What stands in the folder is meant as HTML, whatever it resembles.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(text[_prolog(text) :], "lxml", huge_tree=True)


def _prolog(text: str) -> int:
    found = PROLOG.match(text)
    return found.end() if found else 0
