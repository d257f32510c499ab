"""How good a ranking of paragraphs is for a question, by ir-measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, R, nDCG

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.questions import Question

DEPTH = 10
MEASURES = {
    "recall_at_1": R @ 1,
    "recall_at_5": R @ 5,
    "recall_at_10": R @ DEPTH,
    "mrr": RR @ DEPTH,
    "ndcg_at_10": nDCG @ DEPTH,
}
METRICS = (*MEASURES, "wrong_part")
EITHER = "any of the gold"


@dataclass(frozen=True)
class Ranked:
    """The paragraphs that a row put first for a question, best first."""

    question: Question
    paragraphs: Sequence[Paragraph]


def judged(rankings: Iterable[Ranked], documents: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Each metric per question: `{question id: {metric: value}}`.

    A paragraph under a gold heading counts as that heading, once. `wrong_part` is 1 where the
    first paragraph stands in a part (a file) that holds none of the gold.

    Args:
        rankings: of answerable questions.
        documents: the file of each gold id.
    """
    found = list(rankings)
    qrels = [
        ir_measures.Qrel(r.question.id, gold, 1) for r in found for gold in _needed(r.question)
    ]
    run = [
        ir_measures.ScoredDoc(r.question.id, name, float(-rank))
        for r in found
        for rank, name in enumerate(_as_gold(r))
    ]
    scores: dict[str, dict[str, float]] = {
        r.question.id: dict.fromkeys(METRICS, 0.0) for r in found
    }
    names = {measure: name for name, measure in MEASURES.items()}
    for value in ir_measures.iter_calc(list(MEASURES.values()), qrels, run):
        scores[value.query_id][names[value.measure]] = float(value.value)
    for ranked in found:
        right = {documents[gold] for gold in ranked.question.gold if gold in documents}
        first = ranked.paragraphs[:1]
        wrong = not first or first[0].document.rsplit("/", 1)[-1] not in right
        scores[ranked.question.id]["wrong_part"] = float(wrong)
    return scores


def gold_documents(paragraphs: Iterable[Paragraph]) -> dict[str, str]:
    """The file name of every paragraph and heading id."""
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        for name in (paragraph.id, *paragraph.within):
            found.setdefault(name, paragraph.document.rsplit("/", 1)[-1])
    return found


def _needed(question: Question) -> Sequence[str]:
    return (EITHER,) if question.alternatives else question.gold


def _as_gold(ranked: Ranked) -> list[str]:
    """The ranking with each paragraph named by the gold id that covers it, where one does."""
    names: dict[str, None] = {}
    for paragraph in ranked.paragraphs:
        covering = [gold for gold in ranked.question.gold if paragraph.covered_by(gold)]
        if covering and ranked.question.alternatives:
            names.setdefault(EITHER)
        else:
            new = [gold for gold in covering if gold not in names]
            names.setdefault(new[0] if new else covering[0] if covering else paragraph.id)
    return list(names)
