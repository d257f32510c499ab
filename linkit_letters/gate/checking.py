"""Checking a whole letter, claim by claim, against CV and notes; the vacancy proves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from linkit_letters.documents.source import Source, Span
from linkit_letters.facts.cv import Facts, read_facts
from linkit_letters.gate.boasts import boast_claims
from linkit_letters.gate.claims import Checked, Claim
from linkit_letters.gate.credentials import certificate_claims, schooling_claims, tongue_claims
from linkit_letters.gate.deeds import deed_claims
from linkit_letters.gate.evidence import Evidence
from linkit_letters.gate.experience import Experience
from linkit_letters.gate.frame import Frame
from linkit_letters.gate.names import name_claims
from linkit_letters.gate.quantities import quantity_claims
from linkit_letters.gate.stance import LACK, stance_of
from linkit_letters.gate.titles import title_claims
from linkit_letters.gate.tools import tool_claims
from linkit_letters.language.sentences import Piece
from linkit_letters.requirements.title import vacancy_title

QUOTED = re.compile(r"[„“\"‘']([^„“”\"\n]{6,90})[”“\"’']")

OFFERED = re.compile(
    r"\b(?:voor|naar|op|rol|functie|positie|vacature|opdracht|aanvraag|for|role|position|"
    r"vacancy)\W+"
    r"(?:(?:de|uw|jullie|een|the|your|van|als|rol|functie|positie|vacature|opdracht|aanvraag|"
    r"role|position|of|as)\W+){0,4}$",
    re.I,
)


class Gate:
    """Checks letters about one candidate; the documents are read once."""

    def __init__(self, facts: Facts, vacancy: Source | None) -> None:
        self._evidence = Evidence(facts)
        self._experience = Experience(self._evidence)
        self._vacancy = vacancy

    @classmethod
    def of(cls, sources: Sequence[Source], vacancy: Source | None, *, today: date) -> Gate:
        """A gate from documents: the CV first, then notes and further ones."""
        return cls(read_facts(sources, today=today), vacancy)

    def check(self, letter: Source) -> Checked:
        """Every claim of the letter, in its order."""
        frame = Frame(letter, self._vacancy)
        named = self._titles(letter)
        claims = [
            claim
            for clause, sentence in frame.parts
            for claim in self._claims(clause, sentence, frame)
            if not any(start <= claim.start and claim.end <= end for start, end in named)
        ]
        return Checked(tuple(sorted(claims, key=lambda claim: (claim.start, claim.end))))

    @cached_property
    def _title(self) -> Span | None:
        return vacancy_title(self._vacancy) if self._vacancy else None

    def _titles(self, letter: Source) -> list[tuple[int, int]]:
        """Where the letter names the vacancy by its own title, or cites it in quotation marks."""
        if self._vacancy is None:
            return []
        title = self._title
        found = []
        if title is not None and len(title.text.split()) > 1:
            named = re.finditer(re.escape(title.text), letter.text, re.I)
            found = [m.span() for m in named if OFFERED.search(letter.text[: m.start()][-60:])]
        return found + [
            match.span()
            for match in QUOTED.finditer(letter.text)
            if match[1].lower() in self._vacancy.text.lower()
        ]

    @property
    def evidence(self) -> Evidence:
        """The candidate's documents, opened for questions."""
        return self._evidence

    def _figures(self, clause: Piece, sentence: Piece) -> Iterator[Claim]:
        """Figures in a clause that denies something else: `2 miljoen werd niet …`."""
        for claim in quantity_claims(
            clause, sentence, self._evidence, self._experience, self._vacancy
        ):
            before = clause.text[: claim.start - clause.start]
            if claim.kind == "number" and len(claim.text) > 3 and not LACK.search(before):
                yield claim

    def _claims(self, clause: Piece, sentence: Piece, frame: Frame) -> Iterator[Claim]:
        stance = stance_of(clause, sentence)
        evidence, vacancy = self._evidence, self._vacancy
        if stance == "denied":
            yield from self._figures(clause, sentence)
        if stance != "claimed":
            return
        found = [
            *tool_claims(clause, evidence),
            *certificate_claims(clause, evidence),
            *schooling_claims(clause, evidence),
            *tongue_claims(clause, evidence),
            *quantity_claims(clause, sentence, evidence, self._experience, vacancy),
            *title_claims(clause, evidence, vacancy),
            *name_claims(clause, sentence, frame, evidence, vacancy),
        ]
        yield from found
        yield from boast_claims(clause, evidence)
        yield from deed_claims(clause, evidence, found)
