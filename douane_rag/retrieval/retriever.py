"""Searching an index: BM25, an embedding, or both; as the text stands on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.opened import HandbookIndex
from douane_rag.retrieval.fusion import FUSIONS, MISSING, Fusion, Scores, best, top
from douane_rag.retrieval.query import Query, QueryReader

if TYPE_CHECKING:
    from douane_rag.retrieval.reranker import Reranker
    from language_models.embeddings import Embedding

Method = Literal["bm25", "dense", "hybrid"]
CANDIDATES = 200
RERANKED = 30


@dataclass(frozen=True)
class Strategy:
    """How paragraphs are ranked.

    `weight` is that of the dense scores in a hybrid; `expand` uses the handbooks' abbreviations
    and the thesaurus; `jump` lets a question that is a reference go straight there.
    """

    method: Method = "hybrid"
    fusion: Fusion = "min_max"
    weight: float = 0.3
    expand: bool = True
    jump: bool = True
    rerank: bool = False


@dataclass(frozen=True)
class Hit:
    """A paragraph found: its place in the index, its score, and the runs' own scores.

    `lexical` is a BM25 score, `dense` a cosine; None where that run did not find it. `named`
    says that the question named it by its reference.
    """

    place: int
    paragraph: Paragraph
    score: float
    lexical: float | None = None
    dense: float | None = None
    named: bool = False


@dataclass(frozen=True)
class Found:
    """What a search gives: the hits, best first, and the query as it was read."""

    query: Query
    hits: tuple[Hit, ...] = field(default=())


class Retriever:
    """Ranks the paragraphs of one index for questions."""

    def __init__(
        self,
        index: HandbookIndex,
        embedding: Embedding | None,
        strategy: Strategy,
        *,
        scorer: PassageScorer | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self.index = index
        self.reader = QueryReader(index)
        if embedding is None and strategy.method != "bm25":
            strategy = replace(strategy, method="bm25")
        self.strategy = strategy
        self._scorer: PassageScorer = scorer or LocalScorer(index, embedding)
        self._reranker = reranker

    def search(
        self,
        question: str,
        *,
        top_k: int = 10,
        as_of: date | None = None,
        carried: Iterable[str] = (),
        strategy: Strategy | None = None,
    ) -> Found:
        """The best paragraphs that apply on the day `as_of` (today if None).

        `carried` are words of earlier turns that the question is read with.
        """
        chosen = strategy or self.strategy
        query = self.reader.read(question, carried=carried)
        allowed = self.index.valid_on(as_of or date.today())
        named = self._named(question, allowed) if chosen.jump else ()
        if query.empty and not named:
            return Found(query)
        lexical = self._lexical(query, allowed, chosen)
        dense = self._dense(query, allowed, chosen)
        hits = self._ranked(lexical, dense, chosen, top_k)
        if chosen.rerank and self._reranker is not None:
            hits = self._reranker.rerank(query.text, hits)[:top_k]
        return Found(query, (*named, *(h for h in hits if h.place not in _places(named)))[:top_k])

    def _named(self, question: str, allowed: NDArray[np.bool_]) -> tuple[Hit, ...]:
        places = self.index.references.named_in(question)
        return tuple(
            Hit(place, self.index.paragraphs[place], 1.0, named=True)
            for place in places
            if allowed[place]
        )

    def _lexical(self, query: Query, allowed: NDArray[np.bool_], chosen: Strategy) -> Scores:
        if chosen.method == "dense":
            return _nothing(len(allowed))
        scores = self._scorer.lexical(query.expanded if chosen.expand else query.terms)
        return best(np.where(allowed & (scores > 0), scores, MISSING).astype(np.float32), CANDIDATES)

    def _dense(self, query: Query, allowed: NDArray[np.bool_], chosen: Strategy) -> Scores:
        if chosen.method == "bm25" or not query.text:
            return _nothing(len(allowed))
        return self._scorer.dense(query.text, allowed)

    def _ranked(
        self, lexical: Scores, dense: Scores, chosen: Strategy, top_k: int
    ) -> tuple[Hit, ...]:
        if chosen.method == "bm25":
            joined = lexical
        elif chosen.method == "dense":
            joined = dense
        else:
            joined = FUSIONS[chosen.fusion](lexical, dense, chosen.weight)
        most = max(top_k, RERANKED) if chosen.rerank else top_k
        return tuple(
            Hit(
                int(place),
                self.index.paragraphs[place],
                float(joined[place]),
                _number(lexical[place]),
                _number(dense[place]),
            )
            for place in top(joined, most)
        )


class PassageScorer(Protocol):
    """Where scores come from: the index in memory, or an engine of its own."""

    def lexical(self, terms: Mapping[str, float]) -> Scores:
        """BM25 of every paragraph for weighted terms, shape (paragraphs,); 0 without a match."""

    def dense(self, text: str, allowed: NDArray[np.bool_]) -> Scores:
        """Cosines of the best allowed paragraphs; minus infinity for all others."""


class LocalScorer:
    """Scores by bm25s and faiss in memory."""

    def __init__(self, index: HandbookIndex, embedding: Embedding | None) -> None:
        self._index = index
        self._embedding = embedding

    def lexical(self, terms: Mapping[str, float]) -> Scores:
        """BM25 of every paragraph."""
        return self._index.lexical.scores(terms)

    def dense(self, text: str, allowed: NDArray[np.bool_]) -> Scores:
        """A paragraph's cosine is that of its best chunk."""
        import faiss

        if self._embedding is None or self._index.vectors is None:
            return _nothing(len(allowed))
        vector = self._embedding.encode([text], role="query")
        chunks = allowed[self._index.chunk_places]
        chosen = faiss.SearchParameters(
            sel=faiss.IDSelectorBitmap(np.packbits(chunks, bitorder="little"))
        )
        found, rows = self._index.vectors.search(vector, CANDIDATES, params=chosen)
        scores = _nothing(len(allowed))
        kept = rows[0] >= 0
        np.maximum.at(scores, self._index.chunk_places[rows[0][kept]], found[0][kept])
        return scores


def _nothing(size: int) -> Scores:
    return np.full(size, MISSING, dtype=np.float32)


def _places(hits: Sequence[Hit]) -> set[int]:
    return {hit.place for hit in hits}


def _number(score: np.float32) -> float | None:
    return float(score) if np.isfinite(score) else None
