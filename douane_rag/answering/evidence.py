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
from douane_rag.text.words import Analyzer

FILE = Path(__file__).with_name("evidence.toml")
LOOKED_AT = 3
TELLING = 4
DEPTH = 20
"""Paragraphs that a search must give for its evidence to be seen."""


@dataclass(frozen=True)
class Evidence:
    """What is seen of a question and its best paragraphs, whatever the corpus and its size.

    Only the question's four words that tell most are looked at, so that a long story counts no
    more than a short question. `covered` is the share of them, weighted by how much they tell,
    that one of the best paragraphs expresses with its titles. `gap` and `lead` say how far the
    best paragraph lies before the second and the twentieth, as shares of its score.
    """

    covered: float
    gap: float
    lead: float


FEATURES = tuple(item.name for item in fields(Evidence))


class EvidenceModel(BaseModel):
    """A logistic regression on `Evidence`, and the chance from which on is answered.

    Where less than `floor` of the question is covered the chance is 0: what is found there is
    about something else.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercept: float
    threshold: float
    floor: float
    weights: dict[str, float]

    def chance(self, evidence: Evidence) -> float:
        """The chance that the question can be answered from what was found."""
        if evidence.covered < self.floor:
            return 0.0
        values = zip(FEATURES, astuple(evidence), strict=True)
        total = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in values)
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


@cache
def evidence_model(*, embedding: bool) -> EvidenceModel:
    """The model of evidence.toml, with or without an embedding; fitted on development questions."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return EvidenceModel.model_validate(tables["hybrid" if embedding else "bm25"])


def see(found: Found, lexical: LexicalIndex, analyzer: Analyzer) -> Evidence:
    """The evidence in the best paragraphs of a search."""
    weights = word_weights(found.query, lexical)
    telling = sorted(weights, key=lambda word: -weights[word])[:TELLING]
    total = sum(weights[word] for word in telling) or 1.0
    express = {word: found.query.words[word].keys() for word in telling}

    def share(terms: set[str]) -> float:
        return sum(weights[word] for word in telling if express[word] & terms) / total

    covered = 0.0
    for hit in found.hits[:LOOKED_AT]:
        text = f"{' '.join(hit.paragraph.path)} {hit.paragraph.text}"
        covered = max(covered, share(set(analyzer.terms(text))))
    scores = sorted((hit.lexical or 0.0 for hit in found.hits), reverse=True)
    return Evidence(covered, _ahead(scores, 1), _ahead(scores, DEPTH - 1))


def word_weights(query: Query, lexical: LexicalIndex) -> dict[str, float]:
    """How much each word of the question tells: the idf of its commonest term, times its weight."""
    return {
        word: max(terms.values())
        * min((lexical.idf(term) for term in terms if term in lexical), default=lexical.idf(""))
        for word, terms in query.words.items()
    }


def _ahead(scores: Sequence[float], rank: int) -> float:
    """How far the first score lies before the one at `rank`, as a share of the first."""
    if not scores or scores[0] <= 0:
        return 0.0
    return (scores[0] - scores[min(rank, len(scores) - 1)]) / scores[0]
