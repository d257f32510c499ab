"""Whether a candidate's documents show what a requirement asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from linkit_letters.documents.source import Span
from linkit_letters.gate.credentials import certificate_claims, schooling_claims, tongue_claims
from linkit_letters.gate.deeds import PEOPLE_LED
from linkit_letters.gate.evidence import Evidence
from linkit_letters.gate.experience import Experience
from linkit_letters.gate.quantities import LEADING, UNIT, YEARS
from linkit_letters.gate.titles import LEADS
from linkit_letters.language.lexicon import tools_in
from linkit_letters.language.numbers import numbers_in
from linkit_letters.language.schooling import WEIGHT
from linkit_letters.language.sentences import Piece
from linkit_letters.language.stems import alike, content_stems
from linkit_letters.language.titles import functions_in
from linkit_letters.language.words import words_of
from linkit_letters.requirements.reading import Requirement
from linkit_letters.requirements.sectors import sectors

Status = Literal["met", "partly", "no"]
EITHER = re.compile(
    r"\b(?:of|or|zoals|bijvoorbeeld|such as|e\.g\.|bijv\.?|vergelijkbaar\w*|similar|"
    r"soortgelijk\w*|dan wel|en/of|and/or)\b|/",
    re.I,
)
TOUCHED = re.compile(
    r"\b(?:zijdelings|theoretisch|alleen|kort|basis\w*|beetje|enige|hobby\w*|hackathon|cursus|course|trial|"
    r"proefopstelling|hobbyproject|a\s+little|some|briefly|basics?)\b",
    re.I,
)
THINKING = re.compile(r"\b(hbo|wo|mbo|bachelor|master)\b[^.;]{0,25}(?:denkniveau|niveau)", re.I)
EXPERIENCE = re.compile(r"\b(?:ervaring|experience|gewerkt|worked|achtergrond|background)\b", re.I)
RANGE = re.compile(r"\s*(?:à|-|–|tot|to)\s*\w+\s*(?:jaar|jaren|years?)\b", re.I)
HOURS = re.compile(r"\b(\d{2})\s*(?:u\b|uur|hours|u/w)", re.I)
AVAILABLE = re.compile(r"\b(?:beschikba\w*|available|per week|week|inzetbaar)\b", re.I)
SHOWN = 0.6
PARTLY_SHOWN = 0.4


@dataclass(frozen=True)
class Part:
    """One thing that a requirement asks, and the words that show it.

    `said` is what the documents say of it without showing it: `alleen zijdelings met Kafka`.
    """

    kind: str
    name: str
    evidence: tuple[Span, ...]
    said: Span | None = None

    @property
    def shown(self) -> bool:
        """Whether there are such words."""
        return bool(self.evidence)


@dataclass(frozen=True)
class Match:
    """A requirement with its parts and what they come to."""

    requirement: Requirement
    status: Status
    parts: tuple[Part, ...]

    @property
    def evidence(self) -> tuple[Span, ...]:
        """The words that show what is met."""
        return tuple(span for part in self.parts for span in part.evidence)

    @property
    def shown(self) -> tuple[Part, ...]:
        """The parts that are met."""
        return tuple(part for part in self.parts if part.shown)

    @property
    def lacking(self) -> tuple[Part, ...]:
        """The parts that nothing shows."""
        return tuple(part for part in self.parts if not part.shown)


class Matcher:
    """Matches requirements with one candidate's documents."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._experience = Experience(evidence)

    def match(self, requirement: Requirement) -> Match:
        """What of the requirement the documents show."""
        piece = Piece(0, len(requirement.text), requirement.text)
        parts = list(self._parts(piece))
        if not parts:
            parts = [self._topic(piece)]
        return Match(requirement, _status(parts, requirement.text), tuple(parts))

    def _parts(self, piece: Piece) -> Iterator[Part]:
        for tool in tools_in(piece.text):
            spans = self._evidence.facts.tools.get(tool.name, [])
            said = None if spans else self._evidence.facts.denied_tools.get(tool.name)
            if said is not None and not TOUCHED.search(said.text):
                said = None
            yield Part("tool", tool.name, tuple(spans[:2]), said)
        for number in numbers_in(piece.text):
            if number.value < 41 and (
                YEARS.match(piece.text[number.end :]) or RANGE.match(piece.text[number.end :])
            ):
                spans_of = self._years(number.value, piece)
                yield Part("years", f"{number.value:g}", spans_of)
                break  # of `twee tot vijf jaar` the first will do
        for claim in certificate_claims(piece, self._evidence):
            yield Part("certificate", claim.text, claim.evidence)
        thinking = THINKING.search(piece.text)
        if thinking:
            yield Part("level", thinking[1], self._level(thinking[1].lower()))
        else:
            for claim in schooling_claims(piece, self._evidence):
                yield Part("education", claim.text, claim.evidence)
        if EXPERIENCE.search(piece.text):
            yield from self._sectors(piece.text)
        yield from self._practical(piece.text)
        for claim in tongue_claims(piece, self._evidence):
            shown = claim.evidence
            if claim.supported and not shown:
                first = self._evidence.facts.sources[0]
                shown = (first.span(0, min(60, len(first.text))),)
            yield Part("language", claim.text, shown)

    def _years(self, wanted: float, piece: Piece) -> tuple[Span, ...]:
        """So many years, in the function that is named where one is."""
        asked = {stem for f in functions_in(piece.text) for stem in content_stems(f.text)}
        worked = self._evidence.facts.employments
        if asked and worked and not tools_in(piece.text):
            had = {stem for e in worked for stem in content_stems(e.header.text)}
            if not any(alike(stem, other) for stem in asked for other in had):
                return ()
        return self._experience.of_years(wanted, piece, piece) or ()

    def _level(self, level: str) -> tuple[Span, ...]:
        wanted = WEIGHT.get(level, 2)
        return tuple(
            span
            for schooling, span in self._evidence.facts.schooling
            if (schooling.kind == "level" and WEIGHT[schooling.name] >= wanted)
            or (schooling.kind == "school" and wanted <= 2)
        )[:1]

    def _sectors(self, text: str) -> Iterator[Part]:
        """A sector in which experience is asked: `bij de overheid`."""
        for asked, shown in sectors():
            match = asked.search(text)
            if match:
                span = self._evidence.matching(shown)
                yield Part("sector", match[0], (span,) if span else ())

    def _practical(self, text: str) -> Iterator[Part]:
        """Hours a week, and leading a team."""
        hours = HOURS.search(text)
        if hours and AVAILABLE.search(text):
            asked = float(hours[1])
            spans = [
                self._evidence.span(place, number.start, number.end)
                for place, number in self._evidence.numbers
                if asked <= number.value <= 48
                and UNIT.match(self._evidence.after(place, number.end, 14))
            ]
            yield Part("hours", hours[0], tuple(spans[:1]))
        leading = LEADING.search(text)
        if leading and PEOPLE_LED.search(text):
            span = self._evidence.matching(LEADS)
            yield Part("leading", leading[0], (span,) if span else ())

    def _topic(self, piece: Piece) -> Part:
        """A requirement that names nothing known: its content words, near one another."""
        soft = words_of("soft_words.txt")
        stems = [stem for stem in content_stems(piece.text) if stem not in soft]
        share, where = self._evidence.likeness(stems, affirmed=True)
        enough = share >= SHOWN and where is not None and bool(stems)
        return Part("topic", piece.text, (where,) if enough and where else ())


def _status(parts: list[Part], text: str) -> Status:
    shown = sum(part.shown for part in parts)
    if shown == len(parts):
        return "met"
    if not shown:
        return "partly" if any(part.said for part in parts) else "no"
    kinds = {part.kind for part in parts}
    if EITHER.search(text) and all(any(p.shown for p in parts if p.kind == k) for k in kinds):
        return "met"
    return "partly"
