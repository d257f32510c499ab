"""What Qdrant holds of an index: its collections, their shape and their points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.opened import HandbookIndex

if TYPE_CHECKING:
    from qdrant_client import models

BM25 = "bm25"


def collection_names(index: HandbookIndex, name: str) -> dict[str, str]:
    """The collections of an index by what they hold, named by its content."""
    # The fingerprint alone does not tell another numbering of the terms.
    content = [index.manifest.fingerprint, *sorted(index.manifest.hashes.values())]
    key = sha256("\n".join(content).encode()).hexdigest()[:16]
    kinds = ["paragraphs"] if index.vectors is None else ["paragraphs", "chunks"]
    return {kind: f"{name}-{kind}-{key}" for kind in kinds}


def shape(kind: str, index: HandbookIndex) -> dict[str, Any]:
    """How a collection is made: on disk, and without a graph, for every search is exact."""
    from qdrant_client import models

    if kind == "paragraphs":
        sparse = models.SparseVectorParams(index=models.SparseIndexParams(on_disk=True))
        return {"vectors_config": {}, "sparse_vectors_config": {BM25: sparse}}
    assert index.vectors is not None
    dense = models.VectorParams(
        size=index.vectors.d,
        distance=models.Distance.DOT,
        on_disk=True,
        hnsw_config=models.HnswConfigDiff(m=0),
    )
    return {"vectors_config": dense}


def paragraph_points(index: HandbookIndex) -> Iterator[models.PointStruct]:
    """A point per paragraph with any term: the BM25 weights of its terms."""
    from qdrant_client import models

    weights = index.lexical.weights()
    for place, paragraph in enumerate(index.paragraphs):
        row = slice(weights.indptr[place], weights.indptr[place + 1])
        if row.start == row.stop:
            continue
        vector = models.SparseVector(
            indices=weights.indices[row].tolist(), values=weights.data[row].tolist()
        )
        yield models.PointStruct(
            id=place, vector={BM25: vector}, payload=_payload(place, paragraph)
        )


def chunk_points(index: HandbookIndex) -> Iterator[models.PointStruct]:
    """A point per chunk: its vector."""
    from qdrant_client import models

    assert index.vectors is not None
    for row, place in enumerate(index.chunk_places.tolist()):
        vector = index.vectors.reconstruct(row).tolist()
        payload = _payload(place, index.paragraphs[place])
        yield models.PointStruct(id=row, vector=vector, payload=payload)


def _payload(place: int, paragraph: Paragraph) -> dict[str, int]:
    return {
        "place": place,
        "valid_from": (paragraph.valid_from or date.min).toordinal(),
        "valid_to": (paragraph.valid_to or date.max).toordinal(),
    }
