"""The same scores from Qdrant: for an index beyond one machine's memory, or for many users."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from weakref import finalize

import numpy as np

from douane_rag.index.lexical import Alternatives
from douane_rag.index.opened import HandbookIndex
from douane_rag.retrieval.fusion import Scores
from douane_rag.retrieval.qdrant_connection import client_of, explained
from douane_rag.retrieval.qdrant_points import BM25, collection_names
from douane_rag.retrieval.qdrant_upload import Upload
from douane_rag.retrieval.retriever import CANDIDATES, nothing

if TYPE_CHECKING:
    from qdrant_client import QdrantClient, models

    from douane_rag.settings import QdrantSettings
    from language_models.embeddings import Embedding

BOUNDED = 1_000
"""Paragraphs that are scored exactly for a question."""


class QdrantScorer:
    """Scores by Qdrant, equal to the local ones: BM25 as sparse vectors, chunks as dense ones."""

    def __init__(
        self,
        client: QdrantClient,
        index: HandbookIndex,
        embedding: Embedding | None,
        settings: QdrantSettings,
    ) -> None:
        self._client = client
        self._index = index
        self._embedding = embedding
        self._settings = settings
        self._names = collection_names(index, settings.collection)
        # Left to the interpreter's end, the client complains that modules are gone.
        self._closing = finalize(self, client.close)

    @classmethod
    def open(
        cls, index: HandbookIndex, embedding: Embedding | None, settings: QdrantSettings
    ) -> QdrantScorer:
        """The scorer on Qdrant's copy of an index, which is uploaded unless it is there.

        Raises:
            InputError: settings that contradict each other, a folder that is in use or something
                else, a collection of another program.
            WorkFailed: no server, a wrong key, a full disk.
            MissingExtra: qdrant-client is not installed.
        """
        scorer = cls(client_of(settings), index, embedding, settings)
        try:
            with explained(settings):
                Upload(scorer._client, index, settings).keep_current()
        except BaseException:
            scorer.close()
            raise
        return scorer

    def close(self) -> None:
        """Let go of the server or the folder."""
        self._closing()

    def lexical(self, words: Sequence[Alternatives], day: date) -> Scores:
        """BM25 of the best paragraphs; of a word's alternatives the best counts.

        Qdrant can only add, and adds all alternatives: a bound that no score exceeds. The best by
        that bound are scored from their vectors; what is left out is below all their bounds.
        """
        from qdrant_client import models

        known = [_weights_by_id(self._index, alternatives) for alternatives in words]
        sums: defaultdict[int, float] = defaultdict(float)
        for term, weight in (item for weights in known for item in weights.items()):
            sums[term] += weight
        if not sums:
            return nothing(len(self._index.paragraphs))
        points = self._found(
            "paragraphs",
            day,
            query=models.SparseVector(indices=list(sums), values=list(sums.values())),
            using=BM25,
            limit=BOUNDED,
            with_vectors=[BM25],
        )
        return self._by_place(points, [_bm25(point.vector, known) for point in points])

    def dense(self, text: str, day: date) -> Scores:
        """Cosines of the best paragraphs."""
        from qdrant_client import models

        if self._embedding is None or self._index.vectors is None:
            return nothing(len(self._index.paragraphs))
        vector = self._embedding.encode([text], role="query")[0].tolist()
        # In this process it is exact anyway, and says so with a warning.
        exact = None if self._settings.url is None else models.SearchParams(exact=True)
        points = self._found("chunks", day, query=vector, search_params=exact, limit=CANDIDATES)
        return self._by_place(points, [point.score for point in points])

    def _found(self, kind: str, day: date, **query: Any) -> list[models.ScoredPoint]:
        # By the collection's own name: an alias may lead to another index by now.
        with explained(self._settings):
            return self._client.query_points(
                self._names[kind], query_filter=_applies(day), with_payload=["place"], **query
            ).points

    def _by_place(self, points: Iterable[models.ScoredPoint], values: Sequence[float]) -> Scores:
        scores = nothing(len(self._index.paragraphs))
        places = np.array([(point.payload or {})["place"] for point in points], dtype=np.int64)
        np.maximum.at(scores, places, np.array(values, dtype=np.float32))
        return scores


def _applies(day: date) -> models.Filter:
    from qdrant_client import models

    number = day.toordinal()
    return models.Filter(
        must=[
            models.FieldCondition(key="valid_from", range=models.Range(lte=number)),
            models.FieldCondition(key="valid_to", range=models.Range(gt=number)),
        ]
    )


def _weights_by_id(index: HandbookIndex, alternatives: Alternatives) -> dict[int, float]:
    numbers = ((index.lexical.number(t), weight) for t, weight in alternatives.items() if weight)
    return {number: weight for number, weight in numbers if number is not None}


def _bm25(vector: Any, words: Iterable[Mapping[int, float]]) -> float:
    """The score of a paragraph by its sparse vector."""
    held = dict(zip(vector[BM25].indices, vector[BM25].values, strict=True))
    return sum(
        max((weight * held.get(term, 0.0) for term, weight in weights.items()), default=0.0)
        for weights in words
    )
