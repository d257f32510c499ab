"""Bringing an index to Qdrant, where an interrupted upload is never searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from douane_rag.index.opened import HandbookIndex
from douane_rag.retrieval.qdrant_connection import TABLE, place_of
from douane_rag.retrieval.qdrant_points import (
    chunk_points,
    collection_names,
    paragraph_points,
    shape,
)
from language_models.errors import InputError

if TYPE_CHECKING:
    from qdrant_client import QdrantClient, models

    from douane_rag.settings import QdrantSettings

BATCH = 256


class Upload:
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
        self._upload("paragraphs", paragraph_points(self._index))
        if "chunks" in self._names:
            self._upload("chunks", chunk_points(self._index))
        self._switch(held)
        for name in present:
            if name not in self._names.values() and self._is_ours(name):
                self._client.delete_collection(name)

    def _upload(self, kind: str, points: Iterator[models.PointStruct]) -> None:
        name = self._names[kind]
        if not self._client.collection_exists(name):
            self._client.create_collection(name, **shape(kind, self._index))
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
                    f"{place_of(self._settings)} has a collection {alias!r} of another program; "
                    f"name another than {self._settings.collection!r} as collection under {TABLE}"
                )

    def _is_ours(self, name: str) -> bool:
        alias, _, key = name.rpartition("-")
        return alias in self._aliases.values() and bool(re.fullmatch("[0-9a-f]{16}", key))
