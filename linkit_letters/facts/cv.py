"""All facts of a CV with notes and further documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from linkit_letters.documents.source import Source, Span
from linkit_letters.facts.employments import Employment, employments_in, months_together
from linkit_letters.language.certificates import LAPSED, certificates_in
from linkit_letters.language.lexicon import implied_by, tools_in
from linkit_letters.language.schooling import Schooling, schooling_in
from linkit_letters.language.sentences import Piece, clauses, lines_of, sentences
from linkit_letters.language.tongues import tongues_in

DENIED = re.compile(
    r"\b(?:geen|niet|nooit|nog\s+niet|zonder|no|not|never|without|"
    r"alleen\s+(?:maar\s+)?(?:zijdelings|theoretisch|uit\s+een|een\s+cursus)|a\s+little|een\s+beetje|hackathon|"
    r"nauwelijks|hardly|barely|aan\s+anderen|van\s+horen|from\s+reading|did\s+a\s+course|"
    r"cursus\s+gedaan|only\s+in\s+an?|bij\s+een\s+collega|trial|proefopstelling|hobbyproject|"
    r"wil\s+(?:graag\s+)?leren)\b",
    re.I,
)
PREFIXES = r"(?:van|de|der|den|ten|ter|el|al|bin|von|da|dos|'t|’t|di|la|le|in|op)"
WORD = r"[A-ZÀ-ÝŞÖÜ][\w'’.-]*"
NAME = re.compile(
    rf"[\W_]*((?:(?:dr|drs|ir|ing|mr|prof)\.\s+)*{WORD}(?:\s+(?:{PREFIXES}(?=\s)|{WORD})){{1,5}})"
)
LOWER_NAME = re.compile(r"[\W_]*([a-zà-ÿ'’-]{2,}(?:\s+[a-zà-ÿ'’-]{2,}){1,4})\W*")
UNFINISHED = re.compile(
    r"\b(?:gestopt|niet\s+(?:afgerond|afgemaakt|af|voltooid)|afgebroken|unfinished|dropped|"
    r"not\s+(?:finished|completed)|zonder\s+diploma)\b",
    re.I,
)
REFUSED = re.compile(r"\s*[?:–-]?\s*(?:nee|no|nooit|never)\b", re.I)
NOT_A_NAME = re.compile(
    r"curriculum|vitae|\bcv\b|resume|profiel|profile|naam|\d|@|ontwikkelaar|developer|"
    r"engineer|consultant|manager|analist|tester|www",
    re.I,
)


@dataclass(frozen=True)
class Facts:
    """What the candidate's own documents say; every document of the vacancy is left out."""

    sources: tuple[Source, ...]
    today: date
    employments: tuple[Employment, ...] = field(default=())

    @cached_property
    def text(self) -> str:
        """All evidence in one text, in the order of the sources."""
        return "\n".join(source.evidence for source in self.sources)

    @cached_property
    def tools(self) -> dict[str, list[Span]]:
        """Technology → where it is named as known; what a name implies comes along."""
        found: dict[str, list[Span]] = {}
        for source in self.sources:
            for clause in source_clauses(source):
                denied = DENIED.search(clause.text)
                for tool in tools_in(clause.text):
                    if denied and denied.start() < tool.end + 30:
                        continue
                    if REFUSED.match(source.evidence, clause.start + tool.end):
                        continue
                    span = source.span(clause.start + tool.start, clause.start + tool.end)
                    for name in (tool.name, *implied_by(tool.name)):
                        found.setdefault(name, []).append(span)
        return found

    @cached_property
    def denied_tools(self) -> dict[str, Span]:
        """Technology that the documents say the candidate does not know."""
        return {
            tool.name: source.span(clause.start, clause.end)
            for source in self.sources
            for clause in source_clauses(source)
            for tool in tools_in(clause.text)
            if tool.name not in self.tools
        }

    @cached_property
    def certificates(self) -> dict[str, Span]:
        """Certificates that are held and have not lapsed."""
        found: dict[str, Span] = {}
        lapsed: set[str] = set()
        for source in self.sources:
            for line in lines_of(source.evidence):
                for certificate in certificates_in(line.text):
                    near = _about(line.text, certificate.start, certificate.end)
                    if LAPSED.search(near):
                        lapsed.add(certificate.name)
                        continue
                    found.setdefault(
                        certificate.name,
                        source.span(line.start + certificate.start, line.start + certificate.end),
                    )
        return {name: span for name, span in found.items() if name not in lapsed}

    @cached_property
    def schooling(self) -> list[tuple[Schooling, Span]]:
        """Degrees, schools and fields of study."""
        return [
            (schooling, source.span(schooling.start, schooling.end))
            for source in self.sources
            for schooling in schooling_in(source.evidence)
            if not UNFINISHED.search(_rest_of_line(source.evidence, schooling.end))
        ]

    @cached_property
    def tongues(self) -> dict[str, tuple[int | None, Span]]:
        """Language → best level told, and where."""
        found: dict[str, tuple[int | None, Span]] = {}
        for source in self.sources:
            for line in lines_of(source.evidence):
                for tongue in tongues_in(line.text):
                    if re.search(r"\b(?:geen|no)\s+$", line.text[: tongue.start], re.I):
                        continue
                    span = source.span(line.start + tongue.start, line.start + tongue.end)
                    known = found.get(tongue.name)
                    if known is None or (tongue.level or 0) > (known[0] or 0):
                        found[tongue.name] = (tongue.level, span)
        return found

    @cached_property
    def name(self) -> Span | None:
        """The candidate's name: a field that says so, else the first line that looks like one."""
        cv = self.sources[0]
        labelled = re.search(
            r"(?im)^\W*(?:naam|name|volledige naam|full name)\W*[:|\t]\W*([^\n|,]{3,50})", cv.text
        )
        if labelled:
            start = labelled.start(1)
            words = labelled[1].rstrip(" *_|\r")
            return cv.span(start, start + len(words))
        for line in lines_of(cv.text)[:8]:
            start, end = _name_in(line)
            if end > start:
                return cv.span(line.start + start, line.start + end)
        return None

    @property
    def months(self) -> int:
        """Months of work, as far as they are dated."""
        return months_together(self.employments)


def _about(text: str, start: int, end: int) -> str:
    """What is said of a certificate: the words between commas, and a bracket behind."""
    before = re.split(r"[,;(.]", text[max(0, start - 25) : start])[-1]
    after = re.match(r"[^,;(]{0,20}(?:\([^)]{0,40}\)?)?[^,;]{0,25}", text[end:])
    return before + text[start:end] + (after[0] if after else "")


def _rest_of_line(text: str, at: int) -> str:
    """What follows in the line up to the next comma, at most some words."""
    return re.split(r"[\n,;.]", text[at : at + 50])[0]


def read_facts(sources: Sequence[Source], *, today: date) -> Facts:
    """The facts of a CV (the first source), notes and further documents."""
    found = tuple(e for source in sources for e in employments_in(source, today=today))
    return Facts(tuple(sources), today, found)


def source_clauses(source: Source) -> list[Piece]:
    """The clauses of a document, without what is no evidence."""
    return [clause for piece in sentences(source.evidence) for clause in clauses(piece)]


def _name_in(line: Piece) -> tuple[int, int]:
    text = re.sub(
        r"(?i)^\W*(?:curriculum vitae|cv|resume|résumé)(?:\s+(?:van|of))?\W*", "", line.text
    )
    offset = len(line.text) - len(text)
    match = NAME.match(text) or (LOWER_NAME.fullmatch(text) if line.start < 60 else None)
    if not match or NOT_A_NAME.search(match[1]) or tools_in(match[1]):
        return 0, 0
    return offset + match.start(1), offset + match.end(1)
