"""An index is checked before it is used; what is wrong with it is one message."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from douane_rag.index.building import build_index
from douane_rag.index.manifest import read_manifest
from douane_rag.index.opened import open_index, part_numbers
from douane_rag.retrieval.retriever import Retriever, Strategy
from language_models.errors import InputError

Write = Callable[..., Path]
FILES = (
    "paragraphs.jsonl",
    "chunks.jsonl",
    "tokens.jsonl",
    "words.json",
    "vectors.faiss",
    *(
        f"{folder}/{name}"
        for folder in ("bm25", "bm25-parts")
        for name in (
            "data.csc.index.npy",
            "indices.csc.index.npy",
            "indptr.csc.index.npy",
            "params.index.json",
            "vocab.index.json",
        )
    ),
)


@pytest.fixture
def folder(write_corpus: Write, tmp_path: Path, embedding: Any) -> Path:
    build_index(write_corpus(), tmp_path / "index", embedding=embedding)
    return tmp_path / "index"


def test_every_file_of_an_index_is_in_its_manifest(folder: Path) -> None:
    assert set(read_manifest(folder).hashes) == set(FILES)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "cut off", "one byte", "empty"])
def test_a_damaged_file_is_named_with_the_command_that_mends_it(
    folder: Path, tmp_path: Path, embedding: Any, name: str, damage: str
) -> None:
    path = folder / read_manifest(folder).generation / name
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        other = bytes([content[len(content) // 2] ^ 1])
        half = len(content) // 2
        path.write_bytes(
            {
                "cut off": content[:half],
                "one byte": content[:half] + other + content[half + 1 :],
                "empty": b"",
            }[damage]
        )
    with pytest.raises(InputError) as found:
        open_index(folder)
    corpus = tmp_path / "corpus"
    assert str(path) in str(found.value)
    assert f"douane index {corpus} --index {folder} --embedding words`" in str(found.value)
    assert "\n" not in str(found.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "{}", '{"format": 2}', "[" * 9999])
def test_a_damaged_manifest_is_told(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)
    with pytest.raises(InputError, match=r"manifest\.json is damaged or of another program"):
        open_index(folder)


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_manifest_that_cannot_be_read_is_told(folder: Path, content: bytes | None) -> None:
    path = folder / "manifest.json"
    path.unlink()
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"manifest\.json cannot be read .*index again"):
        open_index(folder)


def test_a_manifest_that_does_not_fit_its_tables_is_told(folder: Path) -> None:
    path = folder / "manifest.json"
    fields = json.loads(path.read_text())
    fields["files"] = fields["files"][:1]
    fields["corpus"] = "/nowhere"
    path.write_text(json.dumps(fields))
    with pytest.raises(InputError, match=r"does not fit its manifest\.json; run `"):
        open_index(folder)


def test_a_damaged_index_is_mended_by_indexing_again(
    folder: Path, tmp_path: Path, embedding: Any
) -> None:
    (folder / "manifest.json").write_text("{")
    build_index(tmp_path / "corpus", folder, embedding=embedding)
    assert len(open_index(folder).paragraphs) == 4


@pytest.mark.parametrize("key", ["format", "chunker"])
def test_an_index_of_another_version_is_refused_with_the_command(folder: Path, key: str) -> None:
    path = folder / "manifest.json"
    fields = json.loads(path.read_text())
    path.write_text(json.dumps({**fields, key: 0, "unheard": "of"}))
    with pytest.raises(InputError, match="another version of this program; run `praktijkbench"):
        open_index(folder)


@pytest.mark.parametrize("kind", ["nothing", "empty folder", "file"])
def test_a_folder_that_is_no_index_is_told_how_to_make_one(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    if kind == "file":
        place.write_text("x")
    elif kind == "empty folder":
        place.mkdir()
    with pytest.raises(InputError, match=r"is no index .*make one with `praktijkbench douane ind"):
        open_index(place)


@pytest.mark.parametrize("files", [{"thesis.tex": "x"}, {"manifest.json": '{"name": "web app"}'}])
def test_a_folder_of_something_else_is_not_written_into(
    write_corpus: Write, tmp_path: Path, files: dict[str, str]
) -> None:
    place = write_corpus(files, "place")
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    with pytest.raises(InputError, match=r"place holds other files .*; name an empty folder"):
        build_index(write_corpus(), place, embedding=None)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before


def test_a_file_cannot_be_the_folder_of_an_index(write_corpus: Write, tmp_path: Path) -> None:
    (tmp_path / "place").write_text("x")
    for place in (tmp_path / "place", tmp_path / "place" / "below"):
        with pytest.raises(InputError, match="is a file or in one; name a folder for the index"):
            build_index(write_corpus(), place, embedding=None)
    assert (tmp_path / "place").read_text() == "x"


@pytest.mark.parametrize("change", ["edited", "new", "removed"])
def test_a_stale_index_is_refused_with_the_command_that_mends_it(
    folder: Path, tmp_path: Path, write_corpus: Write, change: str
) -> None:
    corpus = tmp_path / "corpus"
    if change == "removed":
        (corpus / "accijns.md").unlink()
    else:
        write_corpus({"accijns.md" if change == "edited" else "nieuw.md": "## A\n\nAnders."})
    with pytest.raises(InputError, match=rf"so {folder} is stale; run `.*index {corpus} --index"):
        open_index(folder)
    assert len(open_index(folder, check_corpus=False).paragraphs) == 4


def test_the_command_can_be_pasted_also_with_spaces_in_it(
    write_corpus: Write, tmp_path: Path
) -> None:
    corpus, place = write_corpus(None, "mijn boeken"), tmp_path / "de index"
    build_index(corpus, place, embedding=None, further=write_corpus({"n.md": "x"}, "het nieuws"))
    write_corpus({"accijns.md": "## A\n\nAnders."}, "mijn boeken")
    with pytest.raises(InputError) as found:
        open_index(place)
    wanted = (
        f"index '{corpus}' --index '{place}' --further '{tmp_path}/het nieuws' --embedding none"
    )
    assert wanted in str(found.value)


def test_a_corpus_that_is_gone_is_not_missed(folder: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "corpus")
    assert len(open_index(folder).paragraphs) == 4


def test_days_are_counted_to_the_last_one(write_corpus: Write, tmp_path: Path) -> None:
    corpus = write_corpus(
        {"2025-01-01/a.md": "## A\n\nTekst.", "2026-01-01/b.md": "## B\n\nTekst."}
    )
    build_index(corpus, tmp_path / "index", embedding=None)
    index = open_index(tmp_path / "index")
    assert index.first_day() == date(2025, 1, 1)
    for day in (date(2024, 12, 31), date(2025, 1, 1), date(2026, 1, 1), date.max):
        expected = [p.valid_on(day) for p in index.paragraphs]
        assert index.valid_on(day).tolist() == expected


def test_files_of_one_name_in_two_handbooks_are_two_parts(
    write_corpus: Write, tmp_path: Path
) -> None:
    names = ("2025-01-01/x/a.md", "2025-01-01/y/a.md", "2026-01-01/x/a.md", "2026-01-01/y/a.md")
    corpus = write_corpus({name: f"## A\n\nTekst {name}." for name in names})
    build_index(corpus, tmp_path / "index", embedding=None)
    paragraphs = open_index(tmp_path / "index").paragraphs
    by_name = dict(zip([p.document for p in paragraphs], part_numbers(paragraphs), strict=True))
    assert by_name[names[0]] == by_name[names[2]] != by_name[names[1]] == by_name[names[3]]


def test_many_threads_find_the_same_at_once(folder: Path, embedding: Any) -> None:
    questions = ["accijns op wijn", "hoeveel sigaretten", "vuurwerk reiziger", "bier"] * 10
    alone = Retriever(open_index(folder), embedding, Strategy())
    expected = [found(alone, question) for question in questions]
    shared = Retriever(open_index(folder), embedding, Strategy())
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda q: found(shared, q), questions)) == expected


def found(retriever: Retriever, question: str) -> list[tuple[str, float]]:
    hits = retriever.search(question).hits
    assert hits
    return [(hit.paragraph.id, hit.score) for hit in hits]
