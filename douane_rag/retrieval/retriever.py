"""Searching an index: BM25, an embedding, or both; as the text stands on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.lexical import Alternatives
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

    `weight` is that of the dense scores in a hybrid; `parts` how much the score of the whole part
    counts beside that of the paragraph; `expand` uses the handbooks' abbreviations and the
    thesaurus; `jump` lets a question that is a reference go straight there.
    """

    method: Method = "hybrid"
    fusion: Fusion = "min_max"
    weight: float = 0.2
    parts: float = 0.8
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
    """What a search gives: the hits, best first, and the query as it was read.

    `by_words` are the best by BM25 alone, whatever the embedding says.
    """

    query: Query
    hits: tuple[Hit, ...] = field(default=())
    by_words: tuple[Hit, ...] = field(default=())


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
        day = as_of or date.today()
        query = self.reader.read(question, carried=carried)
        named = self._named(question, day) if chosen.jump else ()
        if query.empty:
            return Found(query, named[:top_k])
        lexical = dense = nothing(len(self.index.paragraphs))
        if chosen.method != "dense":
            lexical = self._lexical(query, day, chosen)
        if chosen.method != "bm25":
            dense = self._scorer.dense(query.text, day)
        by_words = self._hits(lexical, lexical, dense, top_k)
        hits = self._ranked(lexical, dense, chosen, top_k)
        if chosen.rerank and self._reranker is not None:
            hits = self._reranker.rerank(query.text, hits)
        first = {hit.place for hit in named}
        others = (hit for hit in hits if hit.place not in first)
        return Found(query, (*named, *others)[:top_k], by_words)

    def _lexical(self, query: Query, day: date, chosen: Strategy) -> Scores:
        words = list((query.words if chosen.expand else query.plain).values())
        scores = self._scorer.lexical(words, day)
        if chosen.parts:
            background = self.index.parts.scores(words)[self.index.part_of]
            scores = (scores + np.float32(chosen.parts) * background).astype(np.float32)
        return best(scores, CANDIDATES)

    def _named(self, question: str, day: date) -> tuple[Hit, ...]:
        return tuple(
            Hit(place, self.index.paragraphs[place], 1.0, named=True)
            for place in self.index.references.named_in(question)
            if self.index.paragraphs[place].valid_on(day)
        )

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
        return self._hits(joined, lexical, dense, most)

    def _hits(self, joined: Scores, lexical: Scores, dense: Scores, most: int) -> tuple[Hit, ...]:
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
    """Where scores come from: the index in memory, or an engine of its own.

    Scores have shape (paragraphs,) and are minus infinity where nothing was found, or where the
    text does not apply on the day. An engine may give only its best few hundred.
    """

    def lexical(self, words: Sequence[Alternatives], day: date) -> Scores:
        """BM25; of a word's alternatives the best counts."""

    def dense(self, text: str, day: date) -> Scores:
        """Cosines of the text's vector; a paragraph's is that of its best chunk."""


class LocalScorer:
    """Scores by bm25s and faiss in memory."""

    def __init__(self, index: HandbookIndex, embedding: Embedding | None) -> None:
        self._index = index
        self._embedding = embedding

    def lexical(self, words: Sequence[Alternatives], day: date) -> Scores:
        """BM25 of all paragraphs that hold any of the words."""
        scores = self._index.lexical.scores(words)
        found = self._index.valid_on(day) & (scores > 0)
        return np.where(found, scores, MISSING).astype(np.float32)

    def dense(self, text: str, day: date) -> Scores:
        """Cosines of the best paragraphs."""
        import faiss

        scores = nothing(len(self._index.paragraphs))
        if self._embedding is None or self._index.vectors is None:
            return scores
        vector = self._embedding.encode([text], role="query")
        chunks = self._index.valid_on(day)[self._index.chunk_places]
        selector: Any = faiss.IDSelectorBitmap
        parameters: Any = faiss.SearchParameters
        chosen = parameters(sel=selector(np.packbits(chunks, bitorder="little")))
        found, rows = self._index.vectors.search(vector, CANDIDATES, params=chosen)
        kept = rows[0] >= 0
        np.maximum.at(scores, self._index.chunk_places[rows[0][kept]], found[0][kept])
        return scores


def nothing(size: int) -> Scores:
    """Scores of nothing found."""
    return np.full(size, MISSING, dtype=np.float32)


def _number(score: np.float32) -> float | None:
    return float(score) if np.isfinite(score) else None
