"""How many years the documents show, of what a clause speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkit_letters.documents.source import Span
from linkit_letters.facts.cv import Facts
from linkit_letters.facts.employments import Employment, months_together
from linkit_letters.gate.evidence import Evidence
from linkit_letters.language.lexicon import implied_by, tools_in
from linkit_letters.language.sentences import Piece
from linkit_letters.language.stems import alike, content_stems
from linkit_letters.language.titles import functions_in

TOLD = re.compile(r"\s*\+?\s*(?:volle\s+)?(?:-?jarige|jaar|jaren|jr\b|years?|yrs|y\b)", re.I)
SELF_EMPLOYED = re.compile(
    r"\b(?:zelfstandig\w*|zzp\w*|freelance\w*|eigen bedrijf|self-employed|ondernemer\w*)", re.I
)
NAMED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]\w{2,}")
HERE = re.compile(r"\b(?:er|daar|hier|there|here)\s+(?:nu|inmiddels|al|now|already)\b", re.I)
ROUNDING = 0.5
ROUNDING_BY_YEAR = 1.0


class Experience:
    """Years of experience by technology, employer or function."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._facts: Facts = evidence.facts

    def of_years(
        self, claimed: float, clause: Piece, sentence: Piece, *, nearly: bool = False
    ) -> tuple[Span, ...] | None:
        """The words that show so many years; None if nothing does."""
        of_names = self._told_of_names(clause)
        if of_names:
            spans = tuple(span for _, span in of_names)
            return spans if claimed <= sum(number for number, _ in of_names) + ROUNDING else None
        told = self._told(claimed, clause)
        if told is not None:
            return (told,)
        chosen = self._employments(clause)
        if not chosen:
            return self._told_together(claimed, clause)
        by_year = any(e.period and not e.period.by_month for e in chosen)
        allowance = 1.0 if nearly else ROUNDING_BY_YEAR if by_year else ROUNDING
        if claimed * 12 <= months_together(chosen) + 12 * allowance:
            return tuple(e.header for e in chosen[:4])
        return None

    def began(self, year: int, clause: Piece) -> bool:
        """Whether what the clause speaks of can have begun in that year, by the dates of work."""
        chosen = [e.period for e in self._employments(clause) if e.period]
        if not chosen:
            return True
        years = {(e.period.begin - 1) // 12 for e in self._facts.employments if e.period}
        first = min(period.begin - 1 for period in chosen) // 12
        return first <= year or (year in years and not tools_in(clause.text))

    def _told(self, claimed: float, clause: Piece) -> Span | None:
        """`6 jaar Java` in the documents themselves, of the same subject."""
        tools = {tool.name for tool in tools_in(clause.text)}
        stems = content_stems(clause.text)
        for place, number in self._evidence.numbers:
            text = self._facts.sources[place].evidence
            if number.value < claimed or not TOLD.match(text[number.end : number.end + 14]):
                continue
            near = self._evidence.around(place, number.start, number.end, 70)
            named = {tool.name for tool in tools_in(near)}
            if tools and named and not tools & (named | {i for n in named for i in implied_by(n)}):
                continue
            if number.value <= claimed + 1.5 or (tools & named):
                like = [s for s in stems if any(alike(s, other) for other in content_stems(near))]
                if like or not stems or tools & named:
                    return self._evidence.span(place, number.start, number.end)
        return None

    def _told_of_names(self, clause: Piece) -> list[tuple[float, Span]]:
        """Right behind names of the clause, how long each lasted: `Helmgaard: 2 jaar`."""
        tools = {tool.text for tool in tools_in(clause.text)}
        names = [n for n in NAMED.findall(clause.text) if n not in tools]
        found = []
        for place, number in self._evidence.numbers:
            text = self._facts.sources[place].evidence
            if number.value >= 41 or not TOLD.match(text[number.end : number.end + 14]):
                continue
            before = text[max(0, number.start - 70) : number.start].rsplit("\n", 1)[-1]
            last = re.split(r"\d", before)[-1]
            if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", last) for name in names):
                span = self._evidence.span(place, number.start, number.end)
                found.append((number.value, span))
        return found

    def _told_together(self, claimed: float, clause: Piece) -> tuple[Span, ...] | None:
        """In a CV without dates: `4 jaar bij A` and `6 jaar bij B` together, of no one subject."""
        if self._facts.employments or tools_in(clause.text):
            return None
        found: dict[float, Span] = {}
        for place, number in self._evidence.numbers:
            text = self._facts.sources[place].evidence
            if number.value < 41 and TOLD.match(text[number.end : number.end + 14]):
                found.setdefault(number.value, self._evidence.span(place, number.start, number.end))
        return tuple(found.values()) if claimed <= sum(found) else None

    def _employments(self, clause: Piece) -> Sequence[Employment]:
        """The employments that the clause speaks of, by employer, technology or function."""
        dated = [e for e in self._facts.employments if e.period]
        at = [e for e in dated if _names_employer(e, clause.text)]
        if at:
            return at
        tools = {tool.name for tool in tools_in(clause.text)}
        if tools:
            using = [e for e in dated if tools & _tools_of(e)]
            if using:
                return using
            if not tools & self._facts.tools.keys() or self._length_told(tools):
                return []
            return dated
        if HERE.search(clause.text) and not tools_in(clause.text):
            current = [e for e in dated if e.period and e.period.current]
            if current:
                return current
        if SELF_EMPLOYED.search(clause.text):
            own = [e for e in dated if SELF_EMPLOYED.search(e.entry.text)]
            if own:
                return own
        functions = [f for f in functions_in(clause.text)]
        if functions:
            stems = {stem for f in functions for stem in content_stems(f.text)}
            same = [e for e in dated if stems & set(content_stems(e.header.text))]
            if same:
                return same
        return dated

    def _length_told(self, tools: set[str]) -> bool:
        """Whether the documents tell themselves how long: then their dates say nothing."""
        for place, number in self._evidence.numbers:
            text = self._facts.sources[place].evidence
            if TOLD.match(text[number.end : number.end + 14]):
                near = self._evidence.around(place, number.start, number.end, 40)
                if tools & {tool.name for tool in tools_in(near)}:
                    return True
        return False


def using(facts: Facts, tools: Sequence[str]) -> list[Employment]:
    """The dated employments in which all of the technology is named."""
    return [e for e in facts.employments if e.period and set(tools) <= _tools_of(e)]


def employers_using(facts: Facts, tools: Sequence[str]) -> list[Span]:
    """Employers where all of the technology is named."""
    return [
        e.employer
        for e in facts.employments
        if e.employer is not None and set(tools) <= _tools_of(e)
    ]


def _tools_of(employment: Employment) -> set[str]:
    named = {tool.name for tool in tools_in(employment.entry.text)}
    return named | {implied for name in named for implied in implied_by(name)}


def _names_employer(employment: Employment, text: str) -> bool:
    if employment.employer is None:
        return False
    words = [
        w for w in re.findall(r"\w+", employment.employer.text) if len(w) > 2 and w[0].isupper()
    ]
    return bool(words) and bool(re.search(rf"(?<!\w){re.escape(words[0])}(?!\w)", text))
