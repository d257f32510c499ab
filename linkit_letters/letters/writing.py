"""Writing a letter from facts and matches: the same facts in every style, each with its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from linkit_letters.documents.source import Source, Span
from linkit_letters.facts.cv import Facts
from linkit_letters.facts.employments import Employment, months_together
from linkit_letters.gate.experience import employers_using, using
from linkit_letters.language.lexicon import tools_in
from linkit_letters.letters.parts import Block, Glance, Letter, Paragraph, Sentence, Style
from linkit_letters.letters.phrases import head, listed, month_and_year, phrase
from linkit_letters.requirements.matching import Match, Part
from linkit_letters.requirements.title import vacancy_title

Length = Literal["short", "medium", "long"]
LENGTHS: tuple[Length, ...] = ("short", "medium", "long")
STORY = {"short": 1, "medium": 3, "long": 6}
ROWS = {"short": 5, "medium": 9, "long": 20}
SIGNS = {"met": "✓", "partly": "±", "no": "–"}
AVAILABLE = re.compile(
    r"\b(beschikba\w*|available|availability|per\s+direct|opzegtermijn|notice\s+period"
    r"|\d+\s*(?:u|uur|hours)\.?\s*(?:p/?w|per\s+week|a\s+week))",
    re.I,
)
LONGEST_QUOTE = 160


@dataclass(frozen=True)
class Wishes:
    """How the letter is wanted."""

    style: Style = "formal"
    length: Length = "medium"
    first: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    table: bool = True
    remarks: tuple[str, ...] = field(default=())


class LetterWriter:
    """Writes letters about one candidate for one vacancy."""

    def __init__(self, facts: Facts, matches: Sequence[Match], vacancy: Source) -> None:
        self._facts = facts
        self._matches = matches
        self._title = vacancy_title(vacancy)

    def write(self, wishes: Wishes) -> Letter:
        """The letter in the style, length and order that is wanted."""
        style = wishes.style
        blocks: list[Block] = [_one(phrase(style, "salutation"))]
        blocks.append(Paragraph(tuple(self._opening(wishes))))
        blocks += self._glance(wishes)
        credentials = tuple(self._story(wishes))
        if credentials:
            blocks.append(Paragraph(credentials))
        gaps = tuple(self._gaps(wishes)) if not wishes.table else ()
        if gaps:
            blocks.append(Paragraph(gaps))
        practical = tuple(self._practical(style))
        blocks.append(Paragraph((*practical, Sentence(phrase(style, "closing")))))
        blocks.append(_one(phrase(style, "greeting")))
        return Letter(style, self._subject(style), tuple(blocks))

    @property
    def name(self) -> str:
        """The candidate's name; a description where the CV gives none."""
        return (
            self._facts.name.text.title()
            if self._facts.name and self._facts.name.text.isupper()
            else (self._facts.name.text if self._facts.name else "")
        )

    def _short(self, style: Style) -> str:
        name = self.name.split()
        if not name:
            return {
                "formal": "De kandidaat",
                "informal": "De kandidaat",
                "english": "The candidate",
            }[style]
        return name[0] if style == "informal" or len(name) > 4 else " ".join(name)

    def _subject(self, style: Style) -> str:
        title = self._title.text if self._title else ""
        suffix = phrase(style, "for", title=title) if title else ""
        return phrase(style, "subject", name=self.name or self._short(style), assignment=suffix)

    def _opening(self, wishes: Wishes) -> Iterator[Sentence]:
        style = wishes.style
        name = self.name or self._short(style).lower().replace(
            "the candidate", "a candidate"
        ).replace("de kandidaat", "een kandidaat")
        evidence = (self._facts.name,) if self._facts.name else ()
        if self._title is not None:
            assignment = phrase(style, "assignment", title=self._title.text)
            yield Sentence(
                phrase(style, "opening", assignment=assignment, name=name),
                "client",
                (*evidence, self._title),
            )
        else:
            yield Sentence(phrase(style, "opening_plain", name=name), "client", evidence)
        current = next(
            (e for e in self._facts.employments if e.period and e.period.current and e.employer),
            None,
        )
        if current is not None:
            yield self._now(current, style)
        total = self._facts.months // 12
        if total >= 2 and wishes.length != "short":
            spans = tuple(e.header for e in self._facts.employments if e.period)
            yield Sentence(phrase(style, "total", years=str(total)), "candidate", spans)

    def _now(self, employment: Employment, style: Style) -> Sentence:
        assert employment.period is not None and employment.employer is not None
        since = month_and_year(employment.period.begin, style, by_month=employment.period.by_month)
        name = "now" if employment.function else "now_employer"
        function = employment.function.text if employment.function else ""
        text = phrase(
            style,
            name,
            short=self._short(style),
            since=since,
            function=_lowered(function),
            employer=employment.employer.text,
        )
        return Sentence(text, "candidate", (employment.header,))

    def _glance(self, wishes: Wishes) -> Iterator[Block]:
        chosen = self._chosen(wishes)
        rows = []
        for match in chosen:
            sentence = self._shown(match, wishes.style)
            rows.append((match.requirement.text, SIGNS[match.status], sentence))
        if not rows:
            return
        if wishes.table:
            yield _one(phrase(wishes.style, "glance"))
            yield Glance(head(wishes.style), tuple(rows))
        else:
            told = tuple(sentence for _, _, sentence in rows if sentence.about == "candidate")
            if told:
                yield Paragraph(told)

    def _chosen(self, wishes: Wishes) -> list[Match]:
        """The requirements to show: those wished first, musts before wishes, shown before not."""
        order = {"met": 0, "partly": 1, "no": 2}

        def rank(match: Match) -> tuple[int, int, int]:
            wished = any(word.lower() in _searched(match) for word in wishes.first)
            return (not wished, match.requirement.weight != "must", order[match.status])

        kept = [
            m for m in self._matches
            if not any(word.lower() in _searched(m) for word in wishes.leave_out)
        ]  # fmt: skip
        limit = ROWS[wishes.length]
        ranked = sorted(kept, key=rank)
        # What is not met must be told, so that it is never the cut that hides it.
        unmet = [m for m in ranked if m.status != "met" and m.requirement.weight == "must"]
        room = max(limit - len(unmet), 1)
        return sorted([*[m for m in ranked if m not in unmet][:room], *unmet], key=rank)

    def _shown(self, match: Match, style: Style) -> Sentence:
        texts: list[str] = []
        spans: list[Span] = []
        for text, evidence in self._tellings(match, style):
            texts.append(text)
            spans += evidence
        lacking = [_name(part) for part in match.lacking if part.said is None]
        if not texts:
            return Sentence(phrase(style, "gap_row"), "gap")
        if lacking and match.status == "partly":
            texts.append(phrase(style, "partly", names=listed(lacking, style)))
        return Sentence(" ".join(texts), "candidate", tuple(dict.fromkeys(spans)))

    def _tellings(self, match: Match, style: Style) -> Iterator[tuple[str, tuple[Span, ...]]]:
        shown = match.shown
        tools = list(dict.fromkeys(part.name for part in shown if part.kind == "tool"))
        years = next((part for part in shown if part.kind == "years"), None)
        if tools:
            yield self._tools(
                tools, years, [s for p in shown if p.kind == "tool" for s in p.evidence], style
            )
        elif years is not None:
            count = min(float(years.name), self._facts.months // 12 or float(years.name))
            yield phrase(style, "years", years=f"{count:g}"), years.evidence
        held = [part for part in shown if part.kind == "certificate"]
        if held:
            names = list(dict.fromkeys(_flat(part.evidence[0].text) for part in held))
            spans = tuple(span for part in held for span in part.evidence)
            yield (
                phrase(style, "certificate", short=self._short(style), names=listed(names, style)),
                spans,
            )
        for kind in ("education", "language", "sector", "hours", "leading"):
            found = [part for part in shown if part.kind == kind]
            if found:
                span = self._line(found[0].evidence[0])
                yield phrase(style, kind, quote=_quoted(span.text)), (span,)
        for part in match.lacking:
            if part.said is not None:
                quote = _quoted(part.said.text)
                name = "notes" if part.said.source == "notes" else "topic"
                yield phrase(style, name, quote=quote), (part.said,)
        for part in shown:
            if part.kind == "topic":
                span = part.evidence[0]
                name = "notes" if span.source == "notes" else "topic"
                yield phrase(style, name, quote=_quoted(span.text)), (span,)

    def _tools(
        self, tools: list[str], years: Part | None, spans: list[Span], style: Style
    ) -> tuple[str, tuple[Span, ...]]:
        short = self._short(style)
        employments = using(self._facts, tools)
        months = months_together(employments)
        if years is not None and months >= 12:
            text = phrase(
                style,
                "tools_years",
                short=short,
                years=years.name,
                tools=listed(tools, style),
            )
            return text, tuple([*spans, *(e.header for e in employments)])
        employers = employers_using(self._facts, tools)
        if employers:
            names = list(dict.fromkeys(e.text for e in employers))[:3]
            text = phrase(
                style,
                "tools_at",
                short=short,
                tools=listed(tools, style),
                employers=listed(names, style),
            )
            return text, tuple([*spans, *employers[:3]])
        return phrase(style, "tools", tools=listed(tools, style)), tuple(spans)

    def _story(self, wishes: Wishes) -> Iterator[Sentence]:
        style = wishes.style
        past = [
            e for e in self._facts.employments if e.employer and e.period and not e.period.current
        ]
        past.sort(key=lambda e: -(e.period.begin if e.period else 0))
        for place, employment in enumerate(past[: STORY[wishes.length]]):
            assert employment.employer is not None
            years = employment.months // 12
            duration = phrase(style, "duration", years=str(years)) if years >= 2 else ""
            name = "before" if employment.function else "before_employer"
            name += "_again" if place else ""
            text = phrase(
                style, name, short=self._short(style), duration=duration,
                employer=employment.employer.text,
                function=_lowered(employment.function.text) if employment.function else "",
            )  # fmt: skip
            yield Sentence(text, "candidate", (employment.header,))

    def _gaps(self, wishes: Wishes) -> Iterator[Sentence]:
        names = [
            _name(part) if part.kind != "topic" else match.requirement.text
            for match in self._chosen(wishes)
            if match.status != "met"
            for part in match.lacking
            if part.said is None
        ]
        if names:
            yield Sentence(
                phrase(wishes.style, "gap", names=listed(list(dict.fromkeys(names)), wishes.style)),
                "gap",
            )

    def _practical(self, style: Style) -> Iterator[Sentence]:
        for source in self._facts.sources:
            match = AVAILABLE.search(source.evidence) if source.role == "notes" else None
            if match and not re.search(r"(?i)€|\b(?:tarief|rate|euro)\b", match[0]):
                start, end = _clause_around(source.evidence, match.start(1))
                span = source.span(start, end)
                yield Sentence(
                    phrase(style, "availability", quote=_quoted(span.text)), "candidate", (span,)
                )

    def _line(self, span: Span) -> Span:
        """The whole line that the words stand in, if it is short enough to quote."""
        source = next(s for s in self._facts.sources if s.role == span.source)
        start = source.text.rfind("\n", 0, span.start) + 1
        end = source.text.find("\n", span.end)
        end = len(source.text) if end < 0 else end
        return source.span(start, end) if end - start <= LONGEST_QUOTE else span


def _clause_around(text: str, at: int) -> tuple[int, int]:
    """The stretch between full stops, semicolons or line ends in which a place lies."""
    start = max((m.end() for m in re.finditer(r"[.;\n]\s*", text[:at])), default=0)
    end = re.compile(r"[;\n]|\.(?=\s|$)").search(text, at)
    return start, end.start() if end else len(text)


def _one(text: str) -> Paragraph:
    return Paragraph((Sentence(text),))


def _searched(match: Match) -> str:
    names = " ".join(part.name for part in match.parts)
    return f"{match.requirement.text} {names}".lower()


def _name(part: Part) -> str:
    return part.name if part.kind != "years" else f"{part.name} jaar"


def _lowered(function: str) -> str:
    """A function within a sentence: small, but for names such as Java and abbreviations."""
    first = (function.split() or [""])[0]
    if function[1:] != function[1:].lower():
        return function
    named = bool(tools_in(f"x {first}")) or first.isupper() or re.search(r"[a-z][A-Z]|[.#+]", first)
    return function if named else function[:1].lower() + function[1:]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    flat = re.sub(r"^[\s#>*_•·–▪|-]+|[\s*_|;.,-]+$", "", _flat(text)).replace("**", "")
    return (
        flat if len(flat) <= LONGEST_QUOTE else flat[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + " …"
    )
