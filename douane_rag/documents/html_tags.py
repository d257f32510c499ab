"""HTML's tags by what they mean for a reader: blocks, words within a line, no text at all."""

from __future__ import annotations

import re

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
TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")


def inline_html(tag: str) -> str:
    """What one tag or comment inside a Markdown paragraph is as text: nothing, a break, itself."""
    found = TAG.match(tag)
    if not found:
        return ""
    return "\n" if found[2].lower() == "br" else tag if known_or_text(found) != found[0] else ""


def hiding_tag(tag: str) -> str | None:
    """The name of a tag whose content is no text, such as a script; None for others."""
    found = TAG.match(tag)
    return found[2].lower() if found and not found[1] and found[2].lower() in HIDING else None


def closing_tag(tag: str) -> str | None:
    """The name of the tag that this one closes; None if it closes none."""
    found = TAG.match(tag)
    return found[2].lower() if found and found[1] else None


def known_or_text(tag: re.Match[str]) -> str:
    """The tag as it stands; of one that HTML does not know the sign < becomes text."""
    known = tag[2].lower() in BLOCKS | INLINE | HEADINGS | NEVER_TEXT
    return tag[0] if known else f"&lt;{tag[1]}{tag[2]}"
