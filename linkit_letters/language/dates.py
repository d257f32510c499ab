"""Periods in a CV: `jan. 2019 – heden`, `03/2018 - 11/2021`, `sinds 2022`, `'16–'19`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb february febr", "maart mrt march mar", "april apr",
            "mei may", "juni jun june", "juli jul july", "augustus aug august",
            "september sep sept", "oktober okt october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:19[6-9]\d|20[0-4]\d)"
_POINT = (
    rf"(?:(?:(?:\d{{1,2}}\s+)?(?:{_MONTH})\.?,?\s+|"
    rf"(?:\d{{1,2}}[-/.])?\d{{1,2}}\s?[-/.]\s?)?{_YEAR}(?:[-/.]\d{{2}}(?!\d))?|['’‘]\d\d)"
)
_NOW = (
    r"heden|nu|nog steeds|present|now|current(?:ly)?|today|vandaag|lopend|ongoing|\.\.\.|…|huidig"
)
_RANGE = re.compile(
    rf"(?<![\w/])(?:van(?:af)?\s+|from\s+|begin\s+|eind\s+|medio\s+)?({_POINT})\s*"
    rf"(?:[-–—−>]+|tot\s+en\s+met|t/m|tot|to|until|till|en|→)\s*(?:begin\s+|eind\s+|"
    rf"medio\s+)?({_POINT}|{_NOW})(?![\w/])",
    re.I,
)
_SINCE = re.compile(
    rf"\b(?:sinds|sedert|since|vanaf|from|per)\s+(?:begin\s+|eind\s+|medio\s+|early\s+|"
    rf"late\s+|mid\s+)?({_POINT})"
    rf"|({_POINT})\s*[-–—]\s*(?=$|[\r\n)|])",
    re.I | re.M,
)
_PART = re.compile(
    rf"(?P<word>{_MONTH})|(?P<year>{_YEAR})|['’‘](?P<short>\d\d)|(?P<number>\d+)", re.I
)


@dataclass(frozen=True)
class Period:
    """From `begin` to `end` in months since the year 0; `by_month` where months were given."""

    begin: int
    end: int
    by_month: bool
    current: bool
    start: int
    stop: int

    @property
    def months(self) -> int:
        """Its length; a period told in years only is counted from year to year."""
        return max(self.end - self.begin, 1)


def periods_in(text: str, *, today: date) -> list[Period]:
    """The periods in their order; one that ends before it begins stays as it stands."""
    found = []
    taken: list[tuple[int, int]] = []
    for match in _RANGE.finditer(text):
        begin, end = _point(match[1]), _point(match[2])
        if begin is None:
            continue
        now = today.year * 12 + today.month
        stop, current = (now, True) if end is None else (end[0] + (1 if end[1] else 0), False)
        found.append(Period(begin[0], stop, begin[1], current, *match.span()))
        taken.append(match.span())
    for match in _SINCE.finditer(text):
        if any(start <= match.start() < stop for start, stop in taken):
            continue
        begin = _point(match[1] or match[2])
        if begin is not None and begin[0] <= today.year * 12 + today.month:
            now = today.year * 12 + today.month
            found.append(Period(begin[0], now, begin[1], True, *match.span()))
    return sorted(found, key=lambda period: period.start)


def years_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Each year with its start and end."""
    for match in re.finditer(rf"(?<![\d.,€-])(?<!€ )({_YEAR})(?![\d%])", text):
        yield int(match[1]), match.start(1), match.end(1)


def _point(text: str) -> tuple[int, bool] | None:
    """Months since the year 0 and whether a month was told; None for now."""
    month, year = 0, None
    numbers = []
    for match in _PART.finditer(text):
        if match["word"]:
            month = MONTHS[match["word"].lower()]
        elif match["year"]:
            year = int(match["year"])
        elif match["short"]:
            short = int(match["short"])
            year = 2000 + short if short < 50 else 1900 + short
        elif match["number"]:
            numbers.append(int(match["number"]))
    if year is None:
        return None
    if not month and numbers and 1 <= numbers[-1] <= 12:
        month = numbers[-1]
    return year * 12 + (month or 1), bool(month)
