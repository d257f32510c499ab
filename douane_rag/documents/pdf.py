"""PDF as blocks: lines by pdfminer.six; a numbered, large or bold line is a heading."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from douane_rag.documents.blocks import Block, Body, heading
from language_models.errors import InputError

if TYPE_CHECKING:
    from pdfminer.layout import LTPage

STRUCTURE = re.compile(
    r"(?=[A-Z])(?i:boek|deel|titel|hoofdstuk|afdeling|paragraaf|artikel|bijlage|annex)"
    r"\s+[\dA-Z][\w.:]*"
)
NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})\.?\s+(?=[\"'(„“‘]*[A-ZÀ-Ý\d])")
LABEL = re.compile(r"(?:[-•–▪◦o]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]{1,2}|[ivx]{1,4})[.)°º]*)")
LIST_LABEL = re.compile(r"\n(?!(?:[-•–▪◦]|\(?(?:\d{1,2}|[a-z]{1,2})[.)°])\s)")
BROKEN = re.compile(r"(?<!\w)(\w+)[-\xad]\n(\w+)")
SUSPENDED = frozenset(("en", "of", "dan", "noch", "tot", "als", "maar"))
LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d+$|…{2,}\s*\d+$")
PAGE_NUMBER = re.compile(r"(?:pagina|page|blz\.?|p\.)?\s*[-–]?\s*(?:\d+|[ivxl]+)\s*[-–]?\s*"
                         r"(?:(?:van|of|/)\s*\d+)?", re.I)  # fmt: skip
BOLD = re.compile(r"bold|black|heavy|-bd|,b", re.I)
UNKNOWN_SIGN = re.compile(r"\(cid:\d+\)")
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xa0": " "})
LARGER = 1.12
LONGEST_HEADING = 200
MARGIN = 0.12
RECOGNISE = "run text recognition on it (ocrmypdf, for instance) and put the result in its place"


@dataclass(frozen=True)
class _Line:
    """A line of text with its type and its place on the page, in points from the lower left."""

    text: str
    size: float
    bold: bool
    left: float
    right: float
    bottom: float
    top: float
    page: int
    in_margin: bool


@dataclass(frozen=True)
class _Type:
    """What is usual in this file, against which a heading stands out."""

    size: float
    bold: bool
    gap: float
    larger: tuple[float, ...]

    def level(self, line: _Line, *, fresh: bool) -> int | None:
        """The level of a heading; None where the line is text. `fresh`: it opens a paragraph."""
        text = line.text
        bold = line.bold and not self.bold
        stands_out = bold or line.size in self.larger
        structure = STRUCTURE.match(text)
        if structure and (stands_out or (fresh and text == structure[0])):
            return 3 if text[0] == "A" else 2
        if not stands_out or len(text) > LONGEST_HEADING or text.endswith((",", ";", ":")):
            return None
        if number := NUMBERED.match(text):
            return min(6, 2 + number[1].count("."))
        if line.size in self.larger:
            return min(6, 1 + self.larger.index(line.size))
        return 5 if fresh and not text.endswith(".") else None

    def divides(self, above: _Line, line: _Line) -> bool:
        """Whether the white between two lines ends a paragraph, also over a page or a column."""
        if above.page != line.page or line.bottom > above.top:
            return above.text.endswith((".", ":", ";", "!", "?"))
        scale = min(above.size, line.size) / self.size if self.size else 1.0
        return above.bottom - line.top > scale * (self.gap + 0.35 * self.size)


def read_pdf(path: Path) -> tuple[tuple[Block, ...], dict[str, str]]:
    """The blocks of a PDF, without running titles, page numbers and tables of contents.

    Raises:
        InputError: it is protected, has no pages, or holds no text that can be read.
    """
    pages, lines = _read(path)
    if not pages:
        raise InputError("no page in it, so it is damaged; save it again", file=path)
    letters = "".join(line.text for line in lines)
    if not letters:
        raise InputError(f"no text in it, so it is a scan; {RECOGNISE}", file=path)
    if len(UNKNOWN_SIGN.findall(letters)) > 0.02 * len(letters):
        raise InputError(f"its fonts do not say which letters they show; {RECOGNISE}", file=path)
    lines = _without_running_titles(lines, pages)
    return tuple(_blocks(lines, _usual(lines))) if lines else (), {}


def _read(path: Path) -> tuple[int, list[_Line]]:
    from pdfminer.high_level import extract_pages
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    # The library remarks on every small fault of a file.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pages, lines = 0, []
    try:
        with path.open("rb") as file:
            for page in extract_pages(file):
                lines += _by_columns(_with_labels(list(_lines(page, pages))), page.width)
                pages += 1
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise InputError("is protected by a password; save it without one", file=path) from error
    return pages, lines


def _lines(page: LTPage, number: int) -> Iterator[_Line]:
    from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

    for box in page:
        for line in box if isinstance(box, LTTextContainer) else ():
            text = " ".join(line.get_text().translate(LIGATURES).split())
            if not isinstance(line, LTTextLine) or not text:
                continue
            signs = [sign for sign in line if isinstance(sign, LTChar) and sign.get_text().strip()]
            sizes = Counter(round(2 * sign.size) / 2 for sign in signs)
            yield _Line(
                text=text,
                size=sizes.most_common(1)[0][0] if sizes else 0.0,
                bold=bool(signs) and all(BOLD.search(sign.fontname) for sign in signs),
                left=line.x0,
                right=line.x1,
                bottom=line.y0,
                top=line.y1,
                page=number,
                in_margin=line.y1 > (1 - MARGIN) * page.height or line.y0 < MARGIN * page.height,
            )


def _with_labels(lines: list[_Line]) -> list[_Line]:
    """The lines of a page; a number or sign that stands apart before its text is joined to it."""
    rows: dict[int, list[int]] = {}
    for place, line in enumerate(lines):
        rows.setdefault(round(line.bottom / 4), []).append(place)
    joined = set()
    for place, label in enumerate(list(lines)):
        if not LABEL.fullmatch(label.text):
            continue
        row = round(label.bottom / 4)
        near = [
            other
            for at in (row - 1, row, row + 1)
            for other in rows.get(at, ())
            if 0 < lines[other].left - label.right < 5 * label.size
            and abs(lines[other].bottom - label.bottom) < 0.4 * label.size
        ]
        if near:
            text = min(near, key=lambda other: lines[other].left)
            lines[text] = replace(
                lines[text], text=f"{label.text} {lines[text].text}", left=label.left
            )
            joined.add(place)
    return [line for place, line in enumerate(lines) if place not in joined]


def _by_columns(lines: list[_Line], width: float) -> list[_Line]:
    """The lines of a page; of two columns the left one first, between lines that cross both."""
    gutter = _gutter([line for line in lines if not line.in_margin], width)
    if gutter is None:
        return lines
    ordered: list[_Line] = []
    left: list[_Line] = []
    right: list[_Line] = []
    for line in sorted(lines, key=lambda line: -line.top):
        if line.left < gutter < line.right:
            ordered += [*left, *right, line]
            left, right = [], []
        else:
            (left if line.right <= gutter else right).append(line)
    return [*ordered, *left, *right]


def _gutter(lines: Sequence[_Line], width: float) -> float | None:
    """Where the right one of two columns begins; the narrow cells of a table are no columns."""
    starts = Counter(round(li.left) for li in lines if 0.35 * width < li.left < 0.7 * width)
    if not starts:
        return None
    gutter = starts.most_common(1)[0][0] - 2
    left = [line.right - line.left for line in lines if line.right <= gutter]
    right = [line.right - line.left for line in lines if line.left >= gutter]
    few = min(len(left), len(right)) < max(4, 0.2 * len(lines))
    crossing = len(lines) - len(left) - len(right) > 0.3 * len(lines)
    if few or crossing or min(median(left), median(right)) < 0.25 * width:
        return None
    return gutter


def _without_running_titles(lines: Sequence[_Line], pages: int) -> list[_Line]:
    """The lines without page numbers, contents, and what stands at one place on several pages."""
    seen = Counter(key for line in lines if line.in_margin for key in _running_keys(line))
    often = {key for key, count in seen.items() if pages > 1 and count >= min(3, pages)}
    return [
        line
        for line in lines
        if not LEADERS.search(line.text[-40:])
        and not (
            line.in_margin
            and (PAGE_NUMBER.fullmatch(line.text) or often.intersection(_running_keys(line)))
        )
    ]


def _running_keys(line: _Line) -> set[tuple[int, str]]:
    """The line as it stands, and with each number taken relative to that of its page."""
    place, text = round(line.bottom / 3), line.text[:LONGEST_HEADING]
    relative = (
        f"{text[: n.start()]}{int(n[0]) - line.page:+}{text[n.end() :]}"
        for n in re.finditer(r"\d{1,5}", text)
    )
    return {(place, text), *((place, other) for other in relative)}


def _usual(lines: Sequence[_Line]) -> _Type:
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[line.size] += len(line.text)
        bold += len(line.text) if line.bold else 0
    size = sizes.most_common(1)[0][0]
    gaps = sorted(
        max(0.0, above.bottom - line.top)
        for above, line in pairwise(lines)
        if above.page == line.page and above.size == line.size == size and line.top <= above.top
    )
    return _Type(
        size=size,
        bold=bold > sum(sizes.values()) / 2,
        gap=gaps[len(gaps) // 5] if gaps else 0.0,
        larger=tuple(sorted((other for other in sizes if other > LARGER * size), reverse=True)),
    )


def _blocks(lines: Sequence[_Line], usual: _Type) -> Iterator[Block]:
    words = Counter(word for line in lines for word in re.findall(r"[\w-]+", line.text.lower()))
    for level, group in _groups(lines, usual):
        text = _joined([line.text for line in group], words)
        if level is not None and len(text) <= LONGEST_HEADING:
            yield heading(level, text)
        else:
            yield Body(text)


def _groups(lines: Sequence[_Line], usual: _Type) -> Iterator[tuple[int | None, list[_Line]]]:
    """The lines of each heading and of each paragraph, with the heading's level."""
    group: list[_Line] = []
    current: int | None = None
    for line in lines:
        fresh = not group or usual.divides(group[-1], line)
        above = group[-1] if group else line
        alike = (line.size, line.bold) == (above.size, above.bold)
        level = usual.level(line, fresh=fresh or current is not None)
        opens = NUMBERED.match(line.text) or STRUCTURE.match(line.text)
        if current is not None and alike and not fresh and not opens:
            level = current
        elif group and (fresh or level != current or level is not None):
            yield current, group
            group = []
        group.append(line)
        current = level
    if group:
        yield current, group


def _joined(lines: Sequence[str], words: Counter[str]) -> str:
    """Lines as one piece of text; a word broken at the end of a line is made whole."""

    def mended(found: re.Match[str]) -> str:
        start, end = found.groups()
        if end.lower() in SUSPENDED:
            return f"{start}- {end}"
        hyphenated = words[f"{start}-{end}".lower()] > words[f"{start}{end}".lower()]
        keep = hyphenated or not (start[-1].islower() and end[0].islower())
        return f"{start}-{end}" if keep else f"{start}{end}"

    text = BROKEN.sub(mended, "\n".join(lines))
    return LIST_LABEL.sub(" ", text).replace("\xad", "").strip()
