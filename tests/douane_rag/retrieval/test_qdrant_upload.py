"""An index is uploaded once, and only a whole upload is searched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qdrant_client import QdrantClient

from douane_rag.index.opened import HandbookIndex


@pytest.fixture
def uploads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The collections that points were written to."""
    written: list[str] = []
    upsert = QdrantClient.upsert

    def counted(self: QdrantClient, collection_name: str, *rest: Any, **more: Any) -> Any:
        written.append(collection_name)
        return upsert(self, collection_name, *rest, **more)

    monkeypatch.setattr(QdrantClient, "upsert", counted)
    return written


def test_a_folder_opened_again_answers_without_an_upload(
    index: HandbookIndex, tmp_path: Path, qdrant: Any, uploads: list[str]
) -> None:
    qdrant.open(index, path=tmp_path / "qdrant").close()
    assert uploads
    uploads.clear()
    again = qdrant.open(index, path=tmp_path / "qdrant")
    assert not uploads
    qdrant.assert_same_as_local(again, index)


def test_a_changed_index_replaces_the_one_before(
    index: HandbookIndex, tmp_path: Path, qdrant: Any, uploads: list[str]
) -> None:
    qdrant.open(index, path=tmp_path / "qdrant").close()
    before = set(uploads)
    changed = qdrant.indexed(days=90)
    again = qdrant.open(changed, path=tmp_path / "qdrant")
    qdrant.assert_same_as_local(again, changed)
    held = again._client.get_collections().collections
    aliases = again._client.get_aliases().aliases
    assert {c.name for c in held} == {a.collection_name for a in aliases} == set(uploads) - before
    assert {a.alias_name for a in aliases} == {"handbooks-paragraphs", "handbooks-chunks"}


def test_an_index_that_lost_its_embedding_leaves_no_chunks(
    index: HandbookIndex, tmp_path: Path, qdrant: Any
) -> None:
    qdrant.open(index, path=tmp_path / "qdrant").close()
    again = qdrant.open(qdrant.indexed(embedding=None), path=tmp_path / "qdrant")
    assert [a.alias_name for a in again._client.get_aliases().aliases] == ["handbooks-paragraphs"]
    assert len(again._client.get_collections().collections) == 1


def test_an_interrupted_upload_is_not_searched_and_is_done_over(
    index: HandbookIndex, tmp_path: Path, qdrant: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("douane_rag.retrieval.qdrant_upload.BATCH", 4)
    upsert, calls = QdrantClient.upsert, []

    def stops(*arguments: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 9:
            raise KeyboardInterrupt
        return upsert(*arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(QdrantClient, "upsert", stops)
        with pytest.raises(KeyboardInterrupt):
            qdrant.open(index, path=tmp_path / "qdrant")
    client = QdrantClient(path=str(tmp_path / "qdrant"))
    assert client.get_collections().collections
    assert not client.get_aliases().aliases
    client.close()
    qdrant.assert_same_as_local(qdrant.open(index, path=tmp_path / "qdrant"), index)


def test_two_collections_live_side_by_side_in_one_folder(
    index: HandbookIndex, tmp_path: Path, qdrant: Any, uploads: list[str]
) -> None:
    for name in ("first", "second"):
        qdrant.open(index, path=tmp_path / "qdrant", collection=name).close()
    uploads.clear()
    qdrant.assert_same_as_local(
        qdrant.open(index, path=tmp_path / "qdrant", collection="first"), index
    )
    assert not uploads
