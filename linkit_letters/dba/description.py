"""A description in which every sentence is the client's own, in the text or in an answer.

Nothing is reworded to sound independent: what points to employment stays, and stands under a head
of its own. What is missing is asked, never filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linkit_letters.dba.elements import ORDER, states
from linkit_letters.dba.judging import Judgement, judge
from linkit_letters.dba.questions import QUESTIONS
from linkit_letters.documents.source import Source, Span
from linkit_letters.language.sentences import sentences

PARTS: tuple[tuple[str, tuple[str, ...], dict[str, str]], ...] = (
    ("what", ("R1", "R10"), {"nl": "Wat er gevraagd wordt", "en": "What is asked"}),
    ("when", ("R2", "R11"), {"nl": "Van wanneer tot wanneer", "en": "From when to when"}),
    ("who", ("R3",), {"nl": "Tussen wie", "en": "Between whom"}),
    ("how", ("R13", "R4", "R5"), {"nl": "Hoe, waar en waarmee", "en": "How, where and with what"}),
    ("by_whom", ("R6", "R9"), {"nl": "Door wie", "en": "By whom"}),
    ("money", ("R7", "R12"), {"nl": "Wat ertegenover staat", "en": "What it pays"}),
    ("risk", ("R8",), {"nl": "Als het misgaat", "en": "If it goes wrong"}),
)
POINTING = {"nl": "Aandachtspunten", "en": "Points to raise"}
PRIORITY = ("R3", "R12", "R6", "R8", "R9", "R5", "R11", "R7", "R2", "R13", "R4", "R10", "R1")


@dataclass(frozen=True)
class Traced:
    """A sentence of the description and the client's words that it is."""

    text: str
    source: Span
    part: str

    def as_json(self) -> dict[str, object]:
        """The sentence as `trace.json` holds it."""
        return {"text": self.text, "part": self.part, "source": self.source.as_json()}


@dataclass(frozen=True)
class Description:
    """The rewritten assignment, what is still to be asked, and its judgement before and after."""

    sentences: tuple[Traced, ...]
    before: Judgement
    after: Judgement
    language: str

    @property
    def questions(self) -> Mapping[str, str]:
        """Element → question, for what is stated neither in the text nor in an answer."""
        return {e.id: QUESTIONS[e.id][self.language] for e in self.after.missing}

    @property
    def text(self) -> str:
        """The description in Markdown."""
        blocks = []
        for part, title in self._titles():
            lines = [traced.text for traced in self.sentences if traced.part == part]
            if lines:
                blocks += [f"## {title}", "\n".join(f"- {line}" for line in lines)]
        return "\n\n".join(blocks) + "\n"

    def _titles(self) -> list[tuple[str, str]]:
        titles = [(name, heads[self.language]) for name, _, heads in PARTS]
        return [*titles, ("pointing", POINTING[self.language])]

    def as_json(self) -> dict[str, object]:
        """The trace as `trace.json` holds it."""
        return {
            "sentences": [traced.as_json() for traced in self.sentences],
            "questions": dict(self.questions),
            "before": self.before.as_json(),
            "after": self.after.as_json(),
        }


def describe(assignment: Source, answers: Sequence[tuple[str, Span]] = ()) -> Description:
    """The description of an assignment with the client's answers by element."""
    before = judge(assignment.text)
    pointing = [s for v in before.viewpoints for s in v.signals if s.colour == "red"]
    found: list[Traced] = []
    for piece in sentences(assignment.text):
        text = _flat(piece.text)
        if not text or piece.text.lstrip().startswith("#"):
            continue
        red = any(s.start < piece.end and piece.start < s.end for s in pointing)
        span = assignment.span(piece.start, piece.end)
        found.append(Traced(text, span, "pointing" if red else part_of(text)))
    for element, span in answers:
        red = any(v.colour == "red" for v in judge(span.text).viewpoints)
        found.append(
            Traced(
                _flat(span.text), span, "pointing" if red else part_of_element(element, span.text)
            )
        )
    after = judge("\n".join(traced.text for traced in found))
    return Description(tuple(found), before, after, before.language)


def part_of(text: str) -> str:
    """The part of a description in which a sentence belongs."""
    stated = states(text)
    return part_of_element(next((name for name in PRIORITY if name in stated), "R1"), text)


def part_of_element(element: str, text: str) -> str:
    """The part of an element; of an unknown one the part that the words belong in."""
    if element not in ORDER:
        return part_of(text)
    return next(name for name, elements, _ in PARTS if element in elements)


def _flat(text: str) -> str:
    flat = " ".join(text.split())
    for mark in ("- ", "* ", "• ", "– "):
        flat = flat.removeprefix(mark)
    return flat.replace("**", "")
