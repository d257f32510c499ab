"""What type is usual in a PDF, and which lines stand out from it as headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from douane_rag.documents.pdf_lines import Line

STRUCTURE = re.compile(
    r"(?=[A-Z])(?i:boek|deel|titel|hoofdstuk|afdeling|paragraaf|artikel|bijlage|annex)"
    r"\s+[\dA-Z][\w.:]*"
)
NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})\.?\s+(?=[\"'(„“‘]*[A-ZÀ-Ý\d])")
LARGER = 1.12
LONGEST_HEADING = 200


@dataclass(frozen=True)
class Type:
    """What is usual in this file, against which a heading stands out."""

    size: float
    bold: bool
    gap: float
    larger: tuple[float, ...]

    def level(self, line: Line, *, fresh: bool) -> int | None:
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

    def divides(self, above: Line, line: Line) -> bool:
        """Whether the white between two lines ends a paragraph, also over a page or a column."""
        if above.page != line.page or line.bottom > above.top:
            return above.text.endswith((".", ":", ";", "!", "?"))
        scale = min(above.size, line.size) / self.size if self.size else 1.0
        return above.bottom - line.top > scale * (self.gap + 0.35 * self.size)


def usual_type(lines: Sequence[Line]) -> Type:
    """The type in which most letters of these lines are set, and what is larger than it."""
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
    return Type(
        size=size,
        bold=bold > sum(sizes.values()) / 2,
        gap=gaps[len(gaps) // 5] if gaps else 0.0,
        larger=tuple(sorted((other for other in sizes if other > LARGER * size), reverse=True)),
    )
