"""What a CV leaves out or contradicts, told before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from linkit_letters.documents.source import Source, Span
from linkit_letters.facts.cv import Facts
from linkit_letters.facts.employments import Employment
from linkit_letters.language.lexicon import tools_in
from linkit_letters.language.numbers import numbers_in

SHORT = 40
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CV_HEAD = re.compile(r"(?im)^\W*(?:curriculum vitae|cv|resume|naam|name)\b\W*(?:van|of|:)?\s*[A-Z]")
BORN = re.compile(r"(?i)\b(?:geboren|geboortedatum|date of birth|born)\b")
VACANCY = re.compile(
    r"\b(?:(?:wij|we)\s+(?:zoeken|bieden|vragen)|(?:wat|dit)\s+(?:wij|we)\s+(?:bieden|vragen)|"
    r"solliciteer|sollicitatie(?:s|procedure)|ons\s+team|we\s+are\s+looking\s+for|we\s+offer|"
    r"apply\s+now|you\s+will|je\s+gaat|jouw\s+profiel|wat\s+breng\s+je\s+mee|vacature|vacancy|"
    r"ben\s+jij)\b",
    re.I,
)
OWN = re.compile(
    r"\b(?:werkervaring|opleiding(?:en)?|curriculum|geboren|hobby's|work experience|education|"
    r"mijn|my|heden|present|ik\s+(?:ben|heb|werk))\b",
    re.I,
)


@dataclass(frozen=True)
class Problem:
    """Something the writer should know first."""

    kind: Literal["missing", "contradiction", "wrong_document"]
    what: str
    spans: tuple[Span, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The problem as the results hold it."""
        return {"kind": self.kind, "what": self.what, "evidence": [s.as_json() for s in self.spans]}


def problems_of(facts: Facts, vacancy: Source | None = None) -> list[Problem]:
    """Everything found, what is gravest first."""
    cv = facts.sources[0]
    return [*_wrong(cv), *_missing(facts), *_contradictions(facts)]


def wrong_document(cv: Source) -> Problem | None:
    """The reason why a letter cannot be written from this at all, if there is one."""
    return next(_wrong(cv), None)


def _wrong(cv: Source) -> Iterator[Problem]:
    asks, owns = len(VACANCY.findall(cv.text)), len(OWN.findall(cv.text))
    if asks >= 2 and asks > owns:
        yield Problem("wrong_document", "this reads as a vacancy, not as a CV")
    heads = {m[0].lower() for m in CV_HEAD.finditer(cv.text)}
    mails = {m[0].lower() for m in MAIL.finditer(cv.text)}
    people = max(len(CV_HEAD.findall(cv.text)), len(BORN.findall(cv.text)))
    if people > 1 and (len(mails) > 1 or len(heads) > 1 or len(BORN.findall(cv.text)) > 1):
        yield Problem("wrong_document", f"this holds the CVs of {people} people")


def _missing(facts: Facts) -> Iterator[Problem]:
    cv = facts.sources[0]
    if facts.name is None:
        yield Problem("missing", "no name found")
    if len(cv.text.split()) < SHORT:
        yield Problem("missing", f"only {len(cv.text.split())} words: little can be told")
    if not facts.employments:
        yield Problem("missing", "no dated work: years of experience cannot be counted")
    elif undated := [e for e in facts.employments if e.employer is None]:
        yield Problem(
            "missing", "no employer found for a period", tuple(e.header for e in undated[:3])
        )
    if not facts.schooling:
        yield Problem("missing", "no schooling found")


def _contradictions(facts: Facts) -> Iterator[Problem]:
    for employment in facts.employments:
        period = employment.period
        if period and period.end < period.begin:
            yield Problem("contradiction", "a period ends before it begins", (employment.header,))
        elif period and period.begin > facts.today.year * 12 + facts.today.month:
            yield Problem("contradiction", "a period begins in the future", (employment.header,))
    current = [e for e in facts.employments if e.period and e.period.current]
    if len(current) > 1:
        yield Problem(
            "contradiction", "more than one present employment", tuple(e.header for e in current)
        )
    yield from _overlaps(facts.employments)
    yield from _years_told(facts)


def _overlaps(employments: tuple[Employment, ...]) -> Iterator[Problem]:
    dated = sorted(
        (e for e in employments if e.period), key=lambda e: e.period.begin if e.period else 0
    )
    for one, other in pairwise(dated):
        assert one.period and other.period
        if (
            one.period.end - other.period.begin >= 6
            and one.period.by_month
            and other.period.by_month
        ):
            yield Problem(
                "contradiction",
                "two employments overlap by half a year or more",
                (one.header, other.header),
            )


def _years_told(facts: Facts) -> Iterator[Problem]:
    """`15 jaar ervaring` in a CV whose dates give nine."""
    if not facts.employments:
        return
    years = facts.months / 12
    for source in facts.sources:
        for number in numbers_in(source.evidence):
            after = source.evidence[number.end : number.end + 30]
            told = re.match(
                r"\+?\s*(?:jaar|years)\s+(?:werk)?(?:ervaring|experience|of experience)",
                after,
                re.I,
            )
            if told and number.value > years + 2 and not tools_in(after):
                span = source.span(number.start, number.end + told.end())
                yield Problem(
                    "contradiction",
                    f"{number.value:g} years are told, the dates give {years:.0f}",
                    (span,),
                )
