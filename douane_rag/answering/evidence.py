"""Whether the paragraphs found are enough to answer, as a chance between 0 and 1.

It is weighed by words alone, so that the model suits an index with any embedding or with none.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from math import exp, log
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from douane_rag.answering.matching import Matcher, Wanted, alike
from douane_rag.retrieval.retriever import Hit

FILE = Path(__file__).with_name("evidence.toml")
DEPTH = 20
"""Paragraphs that a search must give for its evidence to be seen."""

LOOKED_INTO = 10
"""Of so many best paragraphs is seen how much of the question they hold."""


@dataclass(frozen=True)
class Evidence:
    """What is seen of the paragraphs found; the question's words are never counted.

    `lead` says how far the best paragraph lies before the twentieth (or the last that was found by
    words) as a share of its BM25 score; `amount` is that score itself, in units of ln N, so that
    small handbooks compare with large ones. `together` is the share of the twenty that stand in
    one part, of those that could. `covered` is how much of what the question's words tell one
    paragraph holds, `letters` how alike its letters are; both the most among the ten best.
    """

    lead: float
    amount: float
    together: float
    covered: float
    letters: float


FEATURES = tuple(item.name for item in fields(Evidence))
NOTHING = Evidence(0.0, 0.0, 0.0, 0.0, 0.0)


class EvidenceModel(BaseModel):
    """A logistic regression on `Evidence`, and the chance from which on is answered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercept: float
    threshold: float
    weights: dict[str, float]

    def chance(self, evidence: Evidence) -> float:
        """The chance that the question can be answered from what was found."""
        values = zip(FEATURES, astuple(evidence), strict=True)
        total = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in values)
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


@cache
def evidence_model() -> EvidenceModel:
    """The model of evidence.toml; fitted on the development questions."""
    return EvidenceModel.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def see(wanted: Wanted, hits: Sequence[Hit], matcher: Matcher) -> Evidence:
    """The evidence in the best paragraphs of a search by words, best first."""
    seen = hits[:DEPTH]
    scores = sorted((hit.lexical or 0.0 for hit in seen), reverse=True)
    if not scores or scores[0] <= 0:
        return NOTHING
    parts = [int(matcher.index.part_of[hit.place]) for hit in seen]
    part, count = Counter(parts).most_common(1)[0]
    most = min(len(seen), int((matcher.index.part_of == part).sum()))
    read = [matcher.read(hit.paragraph) for hit in seen[:LOOKED_INTO]]
    return Evidence(
        lead=_lead(scores),
        amount=scores[0] / log(max(2, len(matcher.index.paragraphs))),
        together=count / most,
        covered=max(wanted.covered(paragraph.every) for paragraph in read),
        letters=max(alike(wanted.letters, paragraph.letters) for paragraph in read),
    )


def _lead(scores: Sequence[float]) -> float:
    """How far the first score lies before the twentieth, or the last that was found by words."""
    found = [score for score in scores[:DEPTH] if score > 0]
    return (found[0] - found[-1]) / found[0]
