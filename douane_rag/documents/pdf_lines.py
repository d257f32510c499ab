"""A PDF page as lines of text in reading order, each with its type and place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfminer.layout import LTPage

LABEL = re.compile(r"(?:[-•–▪◦o]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]{1,2}|[ivx]{1,4})[.)°º]*)")
BOLD = re.compile(r"bold|black|heavy|-bd|,b", re.I)
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xa0": " "})
MARGIN = 0.12


@dataclass(frozen=True)
class Line:
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


def lines_of(page: LTPage, number: int) -> list[Line]:
    """The lines of a page in the order in which they are read; labels stand before their text."""
    return _by_columns(_with_labels(list(_lines(page, number))), page.width)


def _lines(page: LTPage, number: int) -> Iterator[Line]:
    from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

    for box in page:
        for line in box if isinstance(box, LTTextContainer) else ():
            text = " ".join(line.get_text().translate(LIGATURES).split())
            if not isinstance(line, LTTextLine) or not text:
                continue
            signs = [sign for sign in line if isinstance(sign, LTChar) and sign.get_text().strip()]
            sizes = Counter(round(2 * sign.size) / 2 for sign in signs)
            yield Line(
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


def _with_labels(lines: list[Line]) -> list[Line]:
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


def _by_columns(lines: list[Line], width: float) -> list[Line]:
    """The lines of a page; of two columns the left one first, between lines that cross both."""
    gutter = _gutter([line for line in lines if not line.in_margin], width)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.top):
        if line.left < gutter < line.right:
            ordered += [*left, *right, line]
            left, right = [], []
        else:
            (left if line.right <= gutter else right).append(line)
    return [*ordered, *left, *right]


def _gutter(lines: Sequence[Line], width: float) -> float | None:
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
