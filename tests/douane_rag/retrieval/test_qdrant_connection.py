"""What cannot be opened as Qdrant's is refused with the remedy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from qdrant_client import QdrantClient, models

from douane_rag.index.opened import HandbookIndex
from douane_rag.retrieval.qdrant import QdrantScorer
from language_models.errors import InputError, MissingExtra, WorkFailed


def test_a_folder_in_use_is_refused_and_serves_after_it_is_closed(
    index: HandbookIndex, tmp_path: Path, qdrant: Any
) -> None:
    first = qdrant.open(index, path=tmp_path / "qdrant")
    with pytest.raises(InputError, match=r"qdrant is in use by another process.*name its url"):
        qdrant.open(index, path=tmp_path / "qdrant")
    first.close()
    qdrant.assert_same_as_local(qdrant.open(index, path=tmp_path / "qdrant"), index)


def test_a_folder_in_use_by_another_process_is_refused(
    index: HandbookIndex, tmp_path: Path, qdrant: Any
) -> None:
    code = (
        "import sys; from qdrant_client import QdrantClient; "
        "c = QdrantClient(path=sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "qdrant")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(InputError, match="in use by another process"):
            qdrant.open(index, path=tmp_path / "qdrant")
        other.communicate()


def test_a_folder_of_other_files_is_refused(
    index: HandbookIndex, tmp_path: Path, qdrant: Any
) -> None:
    with pytest.raises(InputError, match=r"corpus holds other files; name an empty folder"):
        QdrantScorer.open(index, qdrant.embedding, qdrant.settings(path=tmp_path / "corpus"))


def test_a_damaged_folder_is_refused_with_the_remedy(
    index: HandbookIndex, tmp_path: Path, qdrant: Any
) -> None:
    folder = tmp_path / "qdrant"
    QdrantScorer.open(index, qdrant.embedding, qdrant.settings(path=folder)).close()
    (folder / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"qdrant is damaged or of another program; take it away"):
        QdrantScorer.open(index, qdrant.embedding, qdrant.settings(path=folder))


def test_a_file_for_a_folder_is_refused(index: HandbookIndex, tmp_path: Path, qdrant: Any) -> None:
    (tmp_path / "qdrant").write_text("", encoding="utf-8")
    with pytest.raises(WorkFailed, match=r"qdrant cannot be used"):
        QdrantScorer.open(index, qdrant.embedding, qdrant.settings(path=tmp_path / "qdrant"))


def test_a_collection_of_another_program_is_left_alone(
    index: HandbookIndex, tmp_path: Path, qdrant: Any
) -> None:
    theirs = QdrantClient(path=str(tmp_path / "qdrant"))
    size = models.VectorParams(size=3, distance=models.Distance.DOT)
    theirs.create_collection("handbooks-chunks", size)
    theirs.create_collection("products", size)
    alias = models.CreateAlias(collection_name="products", alias_name="shop-paragraphs")
    theirs.update_collection_aliases([models.CreateAliasOperation(create_alias=alias)])
    theirs.close()
    for name, theirs_too in (("handbooks", "handbooks-chunks"), ("shop", "shop-paragraphs")):
        with pytest.raises(InputError, match=rf"'{theirs_too}' of another program; name another"):
            QdrantScorer.open(
                index, qdrant.embedding, qdrant.settings(path=tmp_path / "qdrant", collection=name)
            )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"url": "http://127.0.0.1:6333", "path": "qdrant"}, "keep one of them"),
        ({"url": "ftp://example.org"}, "'ftp://example.org'.* is no address"),
        ({"url": "http://127.0.0.1:port"}, "is no address"),
        ({"collection": "a/b"}, "'a/b' under .* is no name"),
        ({"collection": ""}, "is no name"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    index: HandbookIndex, fields: dict[str, Any], message: str, qdrant: Any
) -> None:
    with pytest.raises(InputError, match=message):
        QdrantScorer.open(index, qdrant.embedding, qdrant.settings(**fields))


def test_a_missing_package_names_the_extra(
    index: HandbookIndex, monkeypatch: pytest.MonkeyPatch, qdrant: Any
) -> None:
    monkeypatch.setitem(sys.modules, "qdrant_client", None)
    with pytest.raises(MissingExtra, match=r"praktijkbench\[qdrant\]"):
        QdrantScorer.open(index, qdrant.embedding, qdrant.settings())
