"""What is judged of a freelance assignment, and what its description keeps, beside the gold."""

from __future__ import annotations

from typing import Any, TypeAlias

from fixtures.linkit.quotes import find_quote
from fixtures.linkit.written import ELEMENTS, VIEWPOINTS, Assignment
from language_models.model import LanguageModel
from linkit_letters.dba.description import Description, describe
from linkit_letters.dba.judging import Judgement, judge
from linkit_letters.dba.questions import QUESTIONS
from linkit_letters.dba.rewriting import follows
from linkit_letters.dba.tasks import held_to_text, judge_task
from linkit_letters.documents.reading import source_of
from linkit_letters.documents.source import Span

Line: TypeAlias = dict[str, Any]
ANSWERS = {
    "R1": (
        "Opdrachtnemer levert een werkend en gedocumenteerd resultaat op; het is geaccepteerd "
        "zodra de afgesproken test is geslaagd."
    ),
    "R2": "De opdracht begint op 1 september 2026 en eindigt op 31 december 2026.",
    "R3": (
        "Partijen zijn opdrachtgever, KvK-nummer 12345678, btw-nummer NL001234567B01, en "
        "opdrachtnemer, KvK-nummer 87654321, btw-nummer NL007654321B02."
    ),
    "R4": "Opdrachtnemer bepaalt zelf hoe, waar en wanneer het werk wordt gedaan.",
    "R5": "Opdrachtnemer werkt met eigen apparatuur en software.",
    "R6": "Opdrachtnemer mag zich laten vervangen door een vakgenoot.",
    "R7": "De prijs is € 95 per uur exclusief btw, te voldoen op factuur.",
    "R8": "Opdrachtnemer is aansprakelijk, verzekerd en herstelt fouten op eigen kosten.",
    "R9": "Opdrachtnemer mag tegelijk voor andere opdrachtgevers werken.",
    "R10": "De kennis die hiervoor nodig is, heeft opdrachtgever niet in huis.",
    "R11": "Ieder van beide kan de overeenkomst opzeggen met een opzegtermijn van een maand.",
    "R12": "Bij ziekte of verlof is er geen betaling.",
    "R13": "Opdrachtgever stuurt op het resultaat en bepaalt wat er moet komen, niet hoe.",
}  # fmt: skip
"""What a client could answer; the same for every assignment."""


def dba_line(author: str, assignment: Assignment, judgement: Judgement, model: str) -> Line:
    """Colours, elements and verdict, ours and gold."""
    text = assignment.text
    viewpoints = {v.id: v for v in judgement.viewpoints}
    stated = {e.id: e for e in judgement.elements}
    lines = {}
    for name in VIEWPOINTS:
        gold, ours = assignment.viewpoints[name], viewpoints[name]
        places = [place for quote in gold.quotes if (place := find_quote(quote, text))]
        lines[name] = {
            "gold": gold.colour,
            "ours": ours.colour,
            "quote_fits": any(
                s.start < end and start < s.end for s in ours.quotes for start, end in places
            ),
        }
    return {
        "id": assignment.id,
        "author": author,
        "model": model,
        "quality": assignment.quality,
        "words": len(text.split()),
        "viewpoints": lines,
        "elements": {
            name: {"gold": assignment.elements[name].present, "ours": stated[name].present}
            for name in ELEMENTS
        },
        "verdict": {"gold": assignment.verdict, "ours": judgement.verdict},
    }


def judged_by(model: LanguageModel | None, text: str) -> Judgement | None:
    """The judgement by the embedded rules, or a model's; None where it gave none."""
    if model is None:
        return judge(text)
    answer = model.ask(judge_task(), text)
    return None if answer.value is None else held_to_text(answer.value, text)


def description_line(author: str, assignment: Assignment) -> Line:
    """The description before and after the missing facts were answered."""
    source = source_of(assignment.text, "assignment")
    plain = describe(source)
    asked = plain.questions
    spans = [(name, Span("answers", 0, len(ANSWERS[name]), ANSWERS[name])) for name in asked]
    answered = describe(source, spans)
    return {
        "id": assignment.id,
        "author": author,
        "sentences": len(plain.sentences),
        "traced": sum(_traced(plain, source.text)),
        "words_kept": _kept(plain, source.text),
        "added": _added(plain),
        "asked": len(asked),
        "words": len(plain.text.split()),
        "question_words": sum(len(question.split()) for question in asked.values()),
        "present_before": sum(e.present for e in plain.after.elements),
        "present_after": sum(e.present for e in answered.after.elements),
        "elements": len(QUESTIONS),
        "red_before": sum(v.colour == "red" for v in plain.before.viewpoints),
        "red_after": sum(v.colour == "red" for v in plain.after.viewpoints),
        "verdict_before": plain.before.verdict,
        "verdict_after": answered.after.verdict,
    }


def _traced(description: Description, text: str) -> list[bool]:
    return [text[t.source.start : t.source.end] == t.source.text for t in description.sentences]


def _added(description: Description) -> int:
    """Sentences that point to independence, or say more, where their source does not."""
    return sum(not follows(t.text, t.source.text) for t in description.sentences)


def _kept(description: Description, text: str) -> float:
    """The share of the client's words that stand in the description."""
    told = {word for t in description.sentences for word in t.text.lower().split()}
    words = [
        w for line in text.splitlines() if not line.startswith("#") for w in line.lower().split()
    ]
    return sum(word in told for word in words) / len(words) if words else 1.0
