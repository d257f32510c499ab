"""The periods of work in a CV, with employer, function and everything told about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from linkit_letters.documents.source import Source, Span
from linkit_letters.facts.sections import Section, heading_kind, sections_of
from linkit_letters.language.dates import MONTHS, Period, periods_in
from linkit_letters.language.lexicon import tools_in
from linkit_letters.language.schooling import schooling_in
from linkit_letters.language.sentences import Piece, lines_of, sentences
from linkit_letters.language.titles import functions_in, ranks_in

DIVIDERS = re.compile(
    r"\s*(?:[|•·\t@()]|\s[–—-]\s|,\s|:\s|;\s|\s/\s|\*\*|__)\s*|\s+(?:bij|at|voor|for|met|with|"
    r"als|as|via|in dienst van)\s+(?=[A-Z0-9'])"
)
SCHOOL_LINE = re.compile(
    r"\b(?:hbo|mbo|wo|vwo|havo|bachelor|master|universit\w+|hogeschool|school|opleiding|"
    r"studie|diploma|degree|roc|b\.?sc|m\.?sc|college|cursus|course)\b",
    re.I,
)
BODY = re.compile(
    r"(?:gemeente|provincie|waterschap|ministerie|stichting|universiteit|hogeschool|"
    r"[a-z]{1,3}[A-Z])"
)
LONGEST_HEAD = 90
TELLING = re.compile(
    r"\W*\b(?:ik|i|ben|was|am|werk(?:te|t)?|worked|work|begon|started|zat|deed)\b", re.I
)
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b", re.I)
NO_EMPLOYER = re.compile(
    r"^(?:diverse|verschillende|various|heden|nu|present|freelance\w*|zzp\w*|zelfstandig\w*|"
    r"self-employed|fulltime|parttime|periode|opdracht|project|rol|functie|"
    r"taken|werkgever|klant|employer|client|role|position|nederland|netherlands|"
    r"the netherlands|remote|\d.*|stage|intern(?:ship)?|bijbaan|detachering|gedetacheerd|"
    r"daarvoor|eerder|in loondienst|thans|vroeger|daarna|laatst\w*|recent\w*|momenteel|verder|"
    r"opdrachten|opdrachten als zelfstandige|cv|curriculum vitae|ook|"
    r"contract|team|branche|duur|sinds|since|van|from|eind|begin)$",
    re.I,
)


@dataclass(frozen=True)
class Employment:
    """One stretch of work; `entry` is all that is told of it, `header` its first lines."""

    header: Span
    entry: Span
    period: Period | None
    employer: Span | None
    function: Span | None

    @property
    def months(self) -> int:
        """How long it lasted; 0 where no dates are given."""
        return self.period.months if self.period else 0


def employments_in(source: Source, *, today: date) -> list[Employment]:
    """The employments in the order of the CV; schooling with dates is left out."""
    text = source.evidence
    lines = lines_of(text)
    sections = sections_of(text)
    periods = [
        period
        for period in periods_in(text, today=today)
        if _is_work(text, period, sections, lines)
    ]
    prose = [p for p in periods if _in_prose(p, lines)]
    starts = _entry_starts(text, lines, [p for p in periods if p not in prose])
    found = [_told(source, period) for period in prose]
    for place, (start, period) in enumerate(starts):
        limit = starts[place + 1][0] if place + 1 < len(starts) else len(text)
        end = _entry_end(start, limit, sections, period.stop)
        found.append(_employment(source, start, end, period))
    return sorted(found, key=lambda employment: employment.entry.start)


def months_together(employments: Sequence[Employment]) -> int:
    """Months in which at least one of them ran."""
    covered: set[int] = set()
    for employment in employments:
        if employment.period:
            covered.update(
                range(employment.period.begin, employment.period.begin + employment.period.months)
            )
    return len(covered)


def _is_work(
    text: str, period: Period, sections: Sequence[Section], lines: Sequence[Piece]
) -> bool:
    kind = next((s.kind for s in sections if s.start <= period.start < s.end), "")
    if kind in ("schooling", "certificates", "languages"):
        return False
    line = next((li.text for li in lines if li.start <= period.start < li.end), "")
    school = SCHOOL_LINE.search(line) and any(s.kind != "field" for s in schooling_in(line))
    return not school or (bool(functions_in(line)) and len(line) < 160 and kind == "work")


def _in_prose(period: Period, lines: Sequence[Piece]) -> bool:
    """Whether a period stands in running text, as in `Ik werkte van 2010 tot 2014 bij Nu`."""
    line = next(li for li in lines if li.start <= period.start < li.end)
    around = line.text[: period.start - line.start]
    return (
        len(line.text) > LONGEST_HEAD
        and "|" not in line.text
        and bool(re.search(r"[.,;]\s|\.$", line.text))
        and bool(TELLING.search(around) or TELLING.match(line.text[period.stop - line.start :]))
    )


def _told(source: Source, period: Period) -> Employment:
    """An employment told in a sentence; that sentence is all there is of it."""
    pieces = sentences(source.evidence)
    piece = next(p for p in pieces if p.start <= period.start < p.end)
    at = re.search(
        r"\b(?:bij|voor|at|for|in dienst van)\s+(?:de\s+|het\s+|the\s+)?"
        r"((?:gemeente\s+|provincie\s+)?[A-Z][\w&'’-]*(?:\s+(?:van|de|der|en|&|"
        r"of)?\s*[A-Z][\w&'’-]*){0,3})",
        piece.text,
    )
    employer = source.span(piece.start + at.start(1), piece.start + at.end(1)) if at else None
    named = functions_in(piece.text)
    function = None
    if named:
        function = source.span(piece.start + named[0].start, piece.start + named[0].end)
    whole = source.span(piece.start, piece.end)
    return Employment(whole, whole, period, employer, function)


def _entry_starts(
    text: str, lines: Sequence[Piece], periods: Sequence[Period]
) -> list[tuple[int, Period]]:
    """Where each entry begins: at the line of its period, or at the heading above that line."""
    found: list[tuple[int, Period]] = []
    used: set[int] = set()
    for period in periods:
        place = next(n for n, line in enumerate(lines) if line.start <= period.start < line.end)
        if place in used:
            continue
        used.add(place)
        start = place
        rest = (
            lines[place].text.replace(text[period.start : period.stop], "").strip(" -–|*_()#:•\t")
        )
        for back in (1, 2):
            above = lines[place - back] if place >= back else None
            if (
                above is None
                or place - back in used
                or not _heads(above, text, lines[place - back + 1])
            ):
                break
            if len(rest) > 25 and back == 1 and not above.text.lstrip().startswith(("#", "**")):
                break
            start = place - back
        found.append((lines[start].start, period))
    return found


def _heads(line: Piece, text: str, below: Piece) -> bool:
    """Whether a line looks like the head of the entry below it."""
    words = line.text.strip()
    gap = text[line.end : below.start].count("\n")
    return (
        gap <= 2
        and len(words) < 90
        and not heading_kind(line)
        and not re.match(r"#\s", words)
        and not re.match(r"[-*•–▪]\s", words)
        and not words.endswith((".", ";"))
    )


def _entry_end(start: int, limit: int, sections: Sequence[Section], after: int) -> int:
    for section in sections:
        if after < section.start < limit and section.kind in (
            "schooling", "certificates", "languages", "other", "skills", "profile",
        ):  # fmt: skip
            return section.start
    return limit


def _employment(source: Source, start: int, end: int, period: Period) -> Employment:
    text = source.text
    header_end = text.find("\n", max(period.stop, start))
    header_end = end if header_end < 0 or header_end > end else header_end
    following = text[header_end + 1 : end].split("\n", 1)[0] if header_end < end else ""
    if (
        following.strip()
        and len(following) < 80
        and not re.match(r"\s*[-*•–▪]\s", following)
        and not following.rstrip().endswith(".")
    ):
        header_end += 1 + len(following)
    employer, function = _named(source, start, header_end, period)
    return Employment(
        source.span(start, header_end), source.span(start, end), period, employer, function
    )


def _named(source: Source, start: int, end: int, period: Period) -> tuple[Span | None, Span | None]:
    """Employer and function among the parts of the header."""
    employer = function = None
    for begin, stop in _parts(source.text, start, end, period):
        part = source.text[begin:stop]
        named = functions_in(part)
        head = _capitals_before(part, named[0].start) if named and employer is None else 0
        if head:  # `Scholengemeenschap Wilgenveld ict-beheerder`, with nothing between
            employer = source.span(begin, begin + head)
            function = function or source.span(begin + named[0].start, stop)
        elif function is None and (named or (ranks_in(part) and len(part) < 40)):
            function = source.span(begin, stop)
        elif employer is None and _employer_like(part):
            employer = source.span(begin, stop)
    return employer, function


def _capitals_before(part: str, function: int) -> int:
    """Where a name of two or more words in capitals before the function ends; 0 without one."""
    match = re.match(r"[A-Z][\w&'’-]+(?:\s+(?:van|de|der|en|&)?\s*[A-Z][\w&'’-]+)+(?=\s)", part)
    if match is None or match.end() > function or ranks_in(match[0]) or functions_in(match[0]):
        return 0
    return match.end() if not tools_in(match[0]) and not MONTH.search(match[0]) else 0


def _parts(text: str, start: int, end: int, period: Period) -> list[tuple[int, int]]:
    found = []
    at = start
    cuts = [(m.start(), m.end()) for m in DIVIDERS.finditer(text, start, end)]
    cuts += [(m.start(), m.end()) for m in re.finditer(r"\r?\n", text[:end]) if m.start() >= start]
    cuts.append((period.start, period.stop))
    for cut_start, cut_end in [*sorted(cuts), (end, end)]:
        if cut_start > at:
            begin, stop = at, cut_start
            while begin < stop and text[begin] in " \t#*_-–—•|,:;()[]":
                begin += 1
            while stop > begin and text[stop - 1] in " \t#*_-–—•|,:;()[].":
                stop -= 1
            if stop - begin > 1:
                found.append((begin, stop))
        at = max(at, cut_end)
    return found


def _employer_like(part: str) -> bool:
    words = part.split()
    return (
        1 <= len(words) <= 6
        and (part[0].isupper() or part[0].isdigit() or bool(BODY.match(part)))
        and not MONTH.search(part)
        and not NO_EMPLOYER.match(part)
        and not heading_kind(Piece(0, len(part), part))
        and sum(tool.end - tool.start for tool in tools_in(part)) < 0.6 * len(part)
    )
