"""Whether the paragraphs found are enough to answer, as a chance between 0 and 1."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from math import exp
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from douane_rag.index.lexical import LexicalIndex
from douane_rag.retrieval.query import Query
from douane_rag.retrieval.retriever import Found

FILE = Path(__file__).with_name("evidence.toml")
DEPTH = 20
"""Paragraphs that a search must give for its evidence to be seen."""


@dataclass(frozen=True)
class Evidence:
    """What is seen of the paragraphs found, as shares: no corpus and no question length matters.

    `gap` and `lead` say how far the best paragraph lies before the second and the twentieth, as
    shares of its BM25 score. How many of the question's words a paragraph holds is not among
    them: on the development questions it told nothing, since people wrap questions in stories.
    """

    gap: float
    lead: float


FEATURES = tuple(item.name for item in fields(Evidence))


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
def evidence_model(*, embedding: bool) -> EvidenceModel:
    """The model of evidence.toml, with or without an embedding; fitted on development questions."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return EvidenceModel.model_validate(tables["hybrid" if embedding else "bm25"])


def see(found: Found) -> Evidence:
    """The evidence in the best paragraphs of a search."""
    scores = sorted((hit.lexical or 0.0 for hit in found.hits), reverse=True)
    return Evidence(_ahead(scores, 1), _ahead(scores, DEPTH - 1))


def word_weights(query: Query, lexical: LexicalIndex) -> dict[str, float]:
    """How much each word of the question tells: the idf of its commonest term, times its weight."""
    return {
        word: max(terms.values())
        * min((lexical.idf(term) for term in terms if term in lexical), default=lexical.idf(""))
        for word, terms in query.words.items()
    }


def _ahead(scores: Sequence[float], rank: int) -> float:
    """How far the first score lies before the one at `rank`, as a share of the first.

    Where nothing stands at that rank the first lies before it wholly.
    """
    if not scores or scores[0] <= 0:
        return 0.0
    other = scores[rank] if rank < len(scores) else 0.0
    return (scores[0] - other) / scores[0]
