"""PDF as blocks: lines by pdfminer.six; a numbered, large or bold line is a heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from douane_rag.documents.blocks import Block, Body, heading

STRUCTURE = re.compile(
    r"^(?:boek|deel|titel|hoofdstuk|afdeling|artikel|bijlage)\s+[\dIVXA-Z][\w.:]*\b", re.I
)
NUMBERED = re.compile(r"^\d{1,3}(?:\.\d{1,3}){0,3}\.?\s+[A-ZÀ-Ý]")
LARGER = 1.12
LONGEST_HEADING = 140
PAGE_NUMBER = re.compile(r"^(?:pagina|page)?\s*\d+\s*(?:(?:van|of|/)\s*\d+)?$", re.I)


@dataclass(frozen=True)
class _Line:
    text: str
    size: float
    bold: bool
    gap: float
    page: int


def read_pdf(path: Path) -> tuple[tuple[Block, ...], dict[str, str]]:
    """The blocks of a PDF; without any text (a scan) there are none."""
    lines = _without_running_titles(list(_lines(path)))
    if not lines:
        return (), {}
    usual = median(line.size for line in lines for _ in range(len(line.text)))
    sizes = sorted({line.size for line in lines if line.size > LARGER * usual}, reverse=True)
    return tuple(_blocks(lines, usual, sizes)), {}


def _blocks(lines: Sequence[_Line], usual: float, sizes: list[float]) -> Iterator[Block]:
    text: list[str] = []
    for line in lines:
        level = _level(line, sizes)
        if level is not None:
            yield from _body(text)
            text = []
            yield heading(level, line.text)
        else:
            if text and line.gap > 0.9 * usual:
                yield from _body(text)
                text = []
            text.append(line.text)
    yield from _body(text)


def _body(lines: Sequence[str]) -> Iterator[Block]:
    """Lines as one piece of text; a word broken at the end of a line is made whole."""
    text = re.sub(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])", "", "\n".join(lines))
    text = re.sub(r"\n(?!(?:[-•–]|\(?[a-z0-9]{1,2}[.)])\s)", " ", text).strip()
    if text:
        yield Body(text)


def _level(line: _Line, sizes: list[float]) -> int | None:
    """The level of a heading; None where the line is text."""
    if len(line.text) > LONGEST_HEADING or line.text.endswith((",", ";")):
        return None
    stands_out = line.size in sizes or line.bold
    number = NUMBERED.match(line.text)
    if number and stands_out:
        return min(6, 2 + line.text.split()[0].rstrip(".").count("."))
    if STRUCTURE.match(line.text) and (stands_out or len(line.text) < 60):
        return 2 if line.text[:1].lower() in "bdth" else 3
    if line.size in sizes:
        return min(6, 1 + sizes.index(line.size))
    return None


def _lines(path: Path) -> Iterator[_Line]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

    for number, page in enumerate(extract_pages(path)):
        below: float | None = None
        for box in page:
            if not isinstance(box, LTTextContainer):
                continue
            for line in box:
                if not isinstance(line, LTTextLine) or not line.get_text().strip():
                    continue
                signs = [sign for sign in line if isinstance(sign, LTChar)]
                sizes = Counter(round(sign.size, 1) for sign in signs)
                bold = sum("bold" in sign.fontname.lower() for sign in signs) > len(signs) / 2
                gap = max(0.0, (below - line.y1) if below is not None else 0.0)
                below = line.y0
                text = " ".join(line.get_text().split())
                yield _Line(text, sizes.most_common(1)[0][0] if sizes else 0.0, bold, gap, number)


def _without_running_titles(lines: list[_Line]) -> list[_Line]:
    """The lines without page numbers and without what heads or foots most pages."""
    pages = {line.page for line in lines}
    on_pages = Counter(text for text, _ in {(_no_digits(line.text), line.page) for line in lines})
    often = {text for text, n in on_pages.items() if n >= 3 and n > 0.6 * len(pages)}
    return [
        line
        for line in lines
        if not PAGE_NUMBER.match(line.text) and _no_digits(line.text) not in often
    ]


def _no_digits(text: str) -> str:
    return re.sub(r"\d+", "#", text)
