"""PDF as blocks: lines by pdfminer.six; a numbered, large or bold line is a heading."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from douane_rag.documents.blocks import Block, Body, heading
from douane_rag.documents.pdf_lines import Line, lines_of
from douane_rag.documents.pdf_type import LONGEST_HEADING, NUMBERED, STRUCTURE, Type, usual_type
from language_models.errors import InputError

LIST_LABEL = re.compile(r"\n(?!(?:[-•–▪◦]|\(?(?:\d{1,2}|[a-z]{1,2})[.)°])\s)")
BROKEN = re.compile(r"(?<!\w)(\w+)[-\xad]\n(\w+)")
SUSPENDED = frozenset(("en", "of", "dan", "noch", "tot", "als", "maar"))
LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d+$|…{2,}\s*\d+$")
PAGE_NUMBER = re.compile(r"(?:pagina|page|blz\.?|p\.)?\s*[-–]?\s*(?:\d+|[ivxl]+)\s*[-–]?\s*"
                         r"(?:(?:van|of|/)\s*\d+)?", re.I)  # fmt: skip
UNKNOWN_SIGN = re.compile(r"\(cid:\d+\)")
RECOGNISE = "run text recognition on it (ocrmypdf, for instance) and put the result in its place"


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
    return tuple(_blocks(lines, usual_type(lines))) if lines else (), {}


def _read(path: Path) -> tuple[int, list[Line]]:
    from pdfminer.high_level import extract_pages
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    # The library remarks on every small fault of a file.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pages, lines = 0, []
    try:
        with path.open("rb") as file:
            for page in extract_pages(file):
                lines += lines_of(page, pages)
                pages += 1
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise InputError("is protected by a password; save it without one", file=path) from error
    return pages, lines


def _without_running_titles(lines: Sequence[Line], pages: int) -> list[Line]:
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


def _running_keys(line: Line) -> set[tuple[int, str]]:
    """The line as it stands, and with each number taken relative to that of its page."""
    place, text = round(line.bottom / 3), line.text[:LONGEST_HEADING]
    relative = (
        f"{text[: n.start()]}{int(n[0]) - line.page:+}{text[n.end() :]}"
        for n in re.finditer(r"\d{1,5}", text)
    )
    return {(place, text), *((place, other) for other in relative)}


def _blocks(lines: Sequence[Line], usual: Type) -> Iterator[Block]:
    words = Counter(word for line in lines for word in re.findall(r"[\w-]+", line.text.lower()))
    for level, group in _groups(lines, usual):
        text = _joined([line.text for line in group], words)
        if level is not None and len(text) <= LONGEST_HEADING:
            yield heading(level, text)
        else:
            yield Body(text)


def _groups(lines: Sequence[Line], usual: Type) -> Iterator[tuple[int | None, list[Line]]]:
    """The lines of each heading and of each paragraph, with the heading's level."""
    group: list[Line] = []
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
