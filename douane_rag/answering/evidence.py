"""Whether the paragraphs found are enough to answer, as a chance between 0 and 1."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from math import exp
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from douane_rag.index.lexical import Alternatives, LexicalIndex
from douane_rag.retrieval.query import Query
from douane_rag.retrieval.retriever import Found
from douane_rag.text.sentences import sentences
from douane_rag.text.words import Analyzer

FILE = Path(__file__).with_name("evidence.toml")
LOOKED_AT = 3


@dataclass(frozen=True)
class Evidence:
    """What is seen of a question and its best paragraphs; all shares, so no corpus matters.

    `covered` is the share of the question's words, weighted by their rarity, that the best
    paragraph with its titles expresses; `own` the same without thesaurus and abbreviations;
    `sentence` that of its best sentence; `rarest` whether the rarest word is among them;
    `unknown` the share that no handbook has. `dense` is the best cosine, 0 without embedding;
    `lead` how far the best paragraph lies before the fifth, as a share of its score.
    """

    covered: float
    own: float
    sentence: float
    rarest: float
    unknown: float
    dense: float
    lead: float
    length: float


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
def evidence_model(embedding: bool) -> EvidenceModel:
    """The model of evidence.toml, with or without an embedding; fitted on development questions."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return EvidenceModel.model_validate(tables["with_embedding" if embedding else "bm25_only"])


def see(found: Found, lexical: LexicalIndex, analyzer: Analyzer) -> Evidence:
    """The evidence in the best paragraphs of a search."""
    query = found.query
    weights = word_weights(query, lexical)
    total = sum(weights.values()) or 1.0
    best = (0.0, 0.0, 0.0, 0.0)
    for hit in found.hits[:LOOKED_AT]:
        head = " ".join(hit.paragraph.path)
        terms = set(analyzer.terms(f"{head} {hit.paragraph.text}"))
        titles = set(analyzer.terms(head))
        pieces = [set(analyzer.terms(s.text)) for s in sentences(hit.paragraph.text)]
        seen = (
            _covered(query.words, weights, terms) / total,
            _covered(query.plain, weights, terms) / total,
            max((_covered(query.words, weights, titles | p) for p in pieces), default=0.0) / total,
            _rarest(query, weights, terms),
        )
        best = max(best, seen)
    unknown = sum(w for word, w in weights.items() if not _any_known(query.words[word], lexical))
    return Evidence(
        covered=best[0],
        own=best[1],
        sentence=best[2],
        rarest=best[3],
        unknown=unknown / total,
        dense=max((hit.dense or 0.0 for hit in found.hits[:LOOKED_AT]), default=0.0),
        lead=_lead([hit.lexical or 0.0 for hit in found.hits]),
        length=min(len(weights), 12) / 12,
    )


def word_weights(query: Query, lexical: LexicalIndex) -> dict[str, float]:
    """How much each word of the question tells: the idf of its commonest term, times its weight."""
    return {
        word: max(terms.values())
        * min((lexical.idf(term) for term in terms if term in lexical), default=lexical.idf(""))
        for word, terms in query.words.items()
    }


def _any_known(terms: Alternatives, lexical: LexicalIndex) -> bool:
    return any(term in lexical for term in terms)


def _covered(
    words: Mapping[str, Alternatives], weights: Mapping[str, float], terms: set[str]
) -> float:
    return sum(weights[word] for word, express in words.items() if express.keys() & terms)


def _rarest(query: Query, weights: Mapping[str, float], terms: set[str]) -> float:
    if not weights:
        return 0.0
    rarest = max(weights, key=lambda word: weights[word])
    return float(bool(query.words[rarest].keys() & terms))


def _lead(scores: Sequence[float]) -> float:
    if not scores or max(scores) <= 0:
        return 0.0
    ordered = sorted(scores, reverse=True)
    return (ordered[0] - ordered[min(4, len(ordered) - 1)]) / ordered[0]
