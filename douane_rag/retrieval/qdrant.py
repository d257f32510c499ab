"""The same scores from Qdrant: for an index beyond one machine's memory, or for many users."""

from __future__ import annotations

import os
import pickle
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import finalize

import numpy as np

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.lexical import Alternatives
from douane_rag.index.opened import HandbookIndex
from douane_rag.retrieval.fusion import Scores
from douane_rag.retrieval.retriever import CANDIDATES, nothing
from language_models.errors import InputError, MissingExtra, WorkFailed

if TYPE_CHECKING:
    from qdrant_client import QdrantClient, models

    from douane_rag.settings import QdrantSettings
    from language_models.embeddings import Embedding

BATCH = 256
BOUNDED = 1_000
"""Paragraphs that are scored exactly for a question."""

TIMEOUT = 60
"""Seconds that a server may take for one request."""

BM25 = "bm25"
TABLE = "[douane.qdrant]"


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
        scorer = cls(_client(settings), index, embedding, settings)
        try:
            with _explained(settings):
                _Upload(scorer._client, index, settings).keep_current()
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
        with _explained(self._settings):
            return self._client.query_points(
                self._names[kind], query_filter=_applies(day), with_payload=["place"], **query
            ).points

    def _by_place(self, points: Iterable[models.ScoredPoint], values: Sequence[float]) -> Scores:
        scores = nothing(len(self._index.paragraphs))
        places = np.array([(point.payload or {})["place"] for point in points], dtype=np.int64)
        np.maximum.at(scores, places, np.array(values, dtype=np.float32))
        return scores


def collection_names(index: HandbookIndex, name: str) -> dict[str, str]:
    """The collections of an index by what they hold, named by its content."""
    # The fingerprint alone does not tell another numbering of the terms.
    content = [index.manifest.fingerprint, *sorted(index.manifest.hashes.values())]
    key = sha256("\n".join(content).encode()).hexdigest()[:16]
    kinds = ["paragraphs"] if index.vectors is None else ["paragraphs", "chunks"]
    return {kind: f"{name}-{kind}-{key}" for kind in kinds}


class _Upload:
    """Brings an index to Qdrant.

    The aliases NAME-paragraphs and NAME-chunks lead to the collections that are whole. They are
    switched together after the upload, then the collections of other indexes go. An interrupted
    upload is done over: the same points go to the same places.
    """

    def __init__(
        self, client: QdrantClient, index: HandbookIndex, settings: QdrantSettings
    ) -> None:
        self._client = client
        self._index = index
        self._settings = settings
        self._names = collection_names(index, settings.collection)
        self._aliases = {kind: f"{settings.collection}-{kind}" for kind in ("paragraphs", "chunks")}

    def keep_current(self) -> None:
        """Upload the index unless it is there."""
        held = {a.alias_name: a.collection_name for a in self._client.get_aliases().aliases}
        if all(held.get(self._aliases[kind]) == name for kind, name in self._names.items()):
            return
        present = [found.name for found in self._client.get_collections().collections]
        self._refuse_foreign(held, present)
        self._upload("paragraphs", _paragraph_points(self._index))
        if "chunks" in self._names:
            self._upload("chunks", _chunk_points(self._index))
        self._switch(held)
        for name in present:
            if name not in self._names.values() and self._is_ours(name):
                self._client.delete_collection(name)

    def _upload(self, kind: str, points: Iterator[models.PointStruct]) -> None:
        name = self._names[kind]
        if not self._client.collection_exists(name):
            self._client.create_collection(name, **_shape(kind, self._index))
        if self._settings.url is not None:
            self._index_payload(name)
        while batch := list(islice(points, BATCH)):
            self._client.upsert(name, batch, wait=True)

    def _index_payload(self, name: str) -> None:
        from qdrant_client import models

        for field in ("valid_from", "valid_to"):
            self._client.create_payload_index(name, field, models.PayloadSchemaType.INTEGER)

    def _switch(self, held: Iterable[str]) -> None:
        from qdrant_client import models

        old: list[models.AliasOperations] = [
            models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias))
            for alias in self._aliases.values()
            if alias in held
        ]
        new: list[models.AliasOperations] = [
            models.CreateAliasOperation(
                create_alias=models.CreateAlias(collection_name=name, alias_name=alias)
            )
            for alias, name in ((self._aliases[kind], n) for kind, n in self._names.items())
        ]
        self._client.update_collection_aliases([*old, *new])

    def _refuse_foreign(self, held: Mapping[str, str], present: Iterable[str]) -> None:
        for alias in self._aliases.values():
            if alias in present or not self._is_ours(held.get(alias, alias + "-" + "0" * 16)):
                raise InputError(
                    f"{_place(self._settings)} has a collection {alias!r} of another program; "
                    f"name another than {self._settings.collection!r} as collection under {TABLE}"
                )

    def _is_ours(self, name: str) -> bool:
        alias, _, key = name.rpartition("-")
        return alias in self._aliases.values() and bool(re.fullmatch("[0-9a-f]{16}", key))


def _shape(kind: str, index: HandbookIndex) -> dict[str, Any]:
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


def _paragraph_points(index: HandbookIndex) -> Iterator[models.PointStruct]:
    from qdrant_client import models

    weights = _term_weights(index)
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


def _chunk_points(index: HandbookIndex) -> Iterator[models.PointStruct]:
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


def _applies(day: date) -> models.Filter:
    from qdrant_client import models

    number = day.toordinal()
    return models.Filter(
        must=[
            models.FieldCondition(key="valid_from", range=models.Range(lte=number)),
            models.FieldCondition(key="valid_to", range=models.Range(gt=number)),
        ]
    )


def _term_weights(index: HandbookIndex) -> Any:
    """The BM25 weight of every term in every paragraph, sparse, shape (paragraphs, terms)."""
    from scipy.sparse import csc_array

    held = index.lexical._scorer.scores
    shape = (len(index.paragraphs), len(held["indptr"]) - 1)
    weights = csc_array((held["data"], held["indices"], held["indptr"]), shape=shape).tocsr()
    weights.sort_indices()
    return weights


def _weights_by_id(index: HandbookIndex, alternatives: Alternatives) -> dict[int, float]:
    vocabulary: Mapping[str, int] = index.lexical._scorer.vocab_dict
    return {
        vocabulary[t]: weight for t, weight in alternatives.items() if t in vocabulary and weight
    }


def _bm25(vector: Any, words: Iterable[Mapping[int, float]]) -> float:
    """The score of a paragraph by its sparse vector."""
    held = dict(zip(vector[BM25].indices, vector[BM25].values, strict=True))
    return sum(
        max((weight * held.get(term, 0.0) for term, weight in weights.items()), default=0.0)
        for weights in words
    )


def _client(settings: QdrantSettings) -> QdrantClient:
    if settings.url is not None and settings.path is not None:
        raise InputError(
            f"{TABLE} names a server (url = {settings.url!r}) and a folder (path = "
            f"'{settings.path}'); keep one of them"
        )
    if not re.fullmatch(r"\w[\w.-]{0,199}", settings.collection):
        raise InputError(
            f"collection = {settings.collection!r} under {TABLE} is no name; use letters, "
            "digits, dots and hyphens, 200 at most"
        )
    try:
        from qdrant_client import QdrantClient
    except ImportError:
        raise MissingExtra("The engine qdrant", package="qdrant-client", extra="qdrant") from None
    if settings.path is not None:
        return _in_folder(settings.path.expanduser())
    if settings.url is None:
        return QdrantClient(":memory:")
    key = _key(settings)
    try:
        # The check would run in a thread of its own and only warn.
        return QdrantClient(
            url=settings.url, api_key=key, timeout=TIMEOUT, check_compatibility=False
        )
    except ValueError as error:
        raise InputError(
            f"url = {settings.url!r} under {TABLE} is no address ({error}); write it like "
            "http://127.0.0.1:6333"
        ) from error


def _key(settings: QdrantSettings) -> str | None:
    if settings.api_key_env is None:
        return None
    key = os.environ.get(settings.api_key_env)
    if not key:
        raise InputError(
            f"The environment variable {settings.api_key_env} is not set; put the key of "
            f"{settings.url} in it, or take api_key_env out of {TABLE}"
        )
    return key


def _in_folder(folder: Path) -> QdrantClient:
    from qdrant_client import QdrantClient

    try:
        if folder.is_dir() and any(folder.iterdir()) and not (folder / "meta.json").exists():
            raise InputError(
                f"{folder} holds other files; name an empty folder as path under {TABLE}"
            )
        _refuse_if_in_use(folder)
        return QdrantClient(path=str(folder))
    except RuntimeError as error:
        raise _in_use(folder) from error
    except OSError as error:
        raise WorkFailed(
            f"{folder} cannot be used ({error.strerror or error}); name a folder that can be "
            f"written as path under {TABLE}"
        ) from error
    except (ValueError, KeyError, TypeError, sqlite3.Error, pickle.UnpicklingError) as error:
        raise InputError(
            f"{folder} is damaged or of another program; take it away, and it is made anew"
        ) from error


def _refuse_if_in_use(folder: Path) -> None:
    """What the client does too, but it leaves its lock file open when it refuses."""
    import portalocker

    lock = folder / ".lock"
    if not lock.exists():
        return
    with lock.open("r+") as file:
        try:
            portalocker.lock(
                file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
            )
        except portalocker.LockException:
            raise _in_use(folder) from None
        portalocker.unlock(file)


def _in_use(folder: Path) -> InputError:
    return InputError(
        f"{folder} is in use by another process, and a folder serves one at a time; wait for it, "
        f"or run a Qdrant server and name its url under {TABLE}"
    )


@contextmanager
def _explained(settings: QdrantSettings) -> Iterator[None]:
    """Qdrant's errors as ones that name the place and the remedy."""
    from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
    from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

    place = _place(settings)
    try:
        yield
    except ResponseHandlingException as error:
        raise WorkFailed(f"{place} {_unheard(error.source)}") from error
    except UnexpectedResponse as error:
        raise WorkFailed(f"{place} {_refusal(error, settings)}") from error
    except ResourceExhaustedResponse as error:
        raise WorkFailed(
            f"{place} is too busy ({error}); try again in {error.retry_after_s} s"
        ) from error
    except (sqlite3.Error, OSError) as error:
        raise WorkFailed(f"{place} cannot be written ({error}); make room on the disk") from error


def _place(settings: QdrantSettings) -> str:
    return f"Qdrant at {settings.url or settings.path or 'memory'}"


def _unheard(source: Exception) -> str:
    reason = " ".join(str(source).split())[:200]
    if isinstance(source, ValueError):
        return _stranger(reason)
    return f"cannot be reached ({reason}); start it there, or name its url under {TABLE}"


def _refusal(error: Any, settings: QdrantSettings) -> str:
    said = " ".join(error.content.decode(errors="replace").split())[:200]
    if error.status_code in (401, 403):
        variable = settings.api_key_env
        remedy = f"put the right one in {variable}" if variable else f"name api_key_env in {TABLE}"
        return f"refuses the key ({error.status_code}); {remedy}"
    if error.status_code == 404 and settings.collection in said:
        return (
            f"has this index no longer: another took the name {settings.collection!r}; start "
            f"again, or name another collection under {TABLE}"
        )
    if error.status_code == 404:
        return _stranger("404")
    return f"answers {error.status_code} {error.reason_phrase}: {said}"


def _stranger(answer: str) -> str:
    return f"does not answer as Qdrant does ({answer}); name Qdrant's own url under {TABLE}"
