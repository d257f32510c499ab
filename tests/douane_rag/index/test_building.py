"""Indexing again embeds only what is new, and equal handbooks give equal tables."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from douane_rag.documents import corpus as corpus_module
from douane_rag.documents.blocks import Document
from douane_rag.documents.reading import read_document
from douane_rag.index.building import build_index
from douane_rag.index.manifest import read_manifest
from douane_rag.index.opened import open_index
from language_models.errors import InputError, WorkFailed

Write = Callable[..., Path]
BODY = "# Boek\n\n## A\n\nDe accijns op wijn.\n\n## B\n\nDe aangifte is maandelijks.\n"
CHANGED = BODY.replace("maandelijks", "wekelijks")


def tables(folder: Path) -> dict[str, bytes]:
    """Every file of the index but its manifest, which knows the times of the files."""
    generation = folder / read_manifest(folder).generation
    paths = sorted(path for path in generation.rglob("*") if path.is_file())
    return {path.relative_to(generation).as_posix(): path.read_bytes() for path in paths}


def test_an_index_holds_all_paragraphs_and_a_vector_for_every_chunk(
    write_corpus: Write, tmp_path: Path, embedding: Any
) -> None:
    built = build_index(write_corpus(), tmp_path / "index", embedding=embedding)
    index = open_index(tmp_path / "index")
    assert index.paragraphs[0].reference.endswith("30.01.00, paragraaf 1.1")
    assert len(index.paragraphs) == built.manifest.paragraphs == 4
    assert index.vectors is not None
    assert index.vectors.ntotal == built.manifest.chunks == built.embedded == 4
    assert (built.reused, built.removed, built.remarks, built.refused) == (0, 0, (), ())


def test_what_is_unchanged_is_neither_parsed_nor_embedded_again(
    write_corpus: Write, tmp_path: Path, embedding: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_corpus()
    build_index(folder, tmp_path / "index", embedding=embedding)
    before = tables(tmp_path / "index")
    embedding.calls.clear()
    monkeypatch.setattr(corpus_module, "read_document", None)
    built = build_index(folder, tmp_path / "index", embedding=embedding)
    assert embedding.calls == []
    assert (built.embedded, built.reused, built.removed) == (0, 4, 0)
    assert tables(tmp_path / "index") == before


def test_only_a_changed_paragraph_is_embedded_and_the_old_one_goes(
    write_corpus: Write, tmp_path: Path, embedding: Any
) -> None:
    build_index(write_corpus({"a.md": BODY}), tmp_path / "index", embedding=embedding)
    embedding.calls.clear()
    built = build_index(write_corpus({"a.md": CHANGED}), tmp_path / "index", embedding=embedding)
    assert embedding.embedded == ["Boek. B. De aangifte is wekelijks."]
    assert (built.embedded, built.reused, built.removed) == (1, 1, 1)
    assert "maandelijks" not in tables(tmp_path / "index")["paragraphs.jsonl"].decode()


def test_a_file_taken_away_goes_and_nothing_is_embedded(
    write_corpus: Write, tmp_path: Path, embedding: Any
) -> None:
    folder = write_corpus()
    build_index(folder, tmp_path / "index", embedding=embedding)
    (folder / "reizigers.md").unlink()
    embedding.calls.clear()
    built = build_index(folder, tmp_path / "index", embedding=embedding)
    assert (embedding.calls, built.removed) == ([], 2)
    assert {p.document for p in open_index(tmp_path / "index").paragraphs} == {"accijns.md"}


def test_a_text_that_occurs_twice_is_embedded_once(
    write_corpus: Write, tmp_path: Path, embedding: Any
) -> None:
    same = {f"{name}/boek.md": BODY for name in ("x", "y")}
    built = build_index(write_corpus(same), tmp_path / "index", embedding=embedding)
    assert (built.embedded, built.reused, built.manifest.chunks) == (2, 2, 4)


def test_equal_handbooks_give_equal_tables_whatever_came_before(
    write_corpus: Write, tmp_path: Path, make_embedding: Any
) -> None:
    history: list[dict[str, str] | None] = [
        {"a.md": CHANGED},
        {"b.md": BODY, "z/a.md": BODY},
        None,
        {"a.md": BODY, "c.txt": "Los."},
    ]
    wanted = {"a.md": BODY, "x/b.md": CHANGED}
    for number, files in enumerate([*history, wanted]):
        shutil.rmtree(tmp_path / "corpus", ignore_errors=True)
        chosen = None if number == 2 else make_embedding()
        build_index(write_corpus(files), tmp_path / "old", embedding=chosen)
    build_index(tmp_path / "corpus", tmp_path / "new", embedding=make_embedding())
    assert tables(tmp_path / "old") == tables(tmp_path / "new")


def test_another_embedding_embeds_everything_anew(
    write_corpus: Write, tmp_path: Path, embedding: Any, make_embedding: Any
) -> None:
    folder = write_corpus()
    build_index(folder, tmp_path / "index", embedding=embedding)
    other = make_embedding(identity="words-2")
    assert build_index(folder, tmp_path / "index", embedding=other).embedded == 4


def test_chunks_are_as_long_as_suits_the_embedding_unless_told_otherwise(
    write_corpus: Write, tmp_path: Path, make_embedding: Any
) -> None:
    corpus = write_corpus()
    averaging = make_embedding(spec="use")
    built = [
        build_index(corpus, tmp_path / "a", embedding=averaging),
        build_index(corpus, tmp_path / "b", embedding=make_embedding()),
        build_index(corpus, tmp_path / "c", embedding=averaging, chunk_words=20),
    ]
    assert [found.manifest.chunk_words for found in built] == [45, 90, 20]


def test_an_index_for_keywords_has_no_vectors(write_corpus: Write, tmp_path: Path) -> None:
    built = build_index(write_corpus(), tmp_path / "index", embedding=None)
    assert (built.embedded, built.reused) == (0, 0)
    assert open_index(tmp_path / "index").vectors is None
    assert "vectors.faiss" not in tables(tmp_path / "index")


def test_other_reading_code_reads_every_file_again_and_keeps_the_vectors(
    write_corpus: Write, tmp_path: Path, embedding: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_corpus()
    for module in ("reuse", "writing"):
        monkeypatch.setattr(f"douane_rag.index.{module}.reader", lambda: "before")
    build_index(folder, tmp_path / "index", embedding=embedding)
    monkeypatch.undo()
    read: list[str] = []

    def counted(path: Path, name: str) -> Document:
        read.append(name)
        return read_document(path, name)

    monkeypatch.setattr(corpus_module, "read_document", counted)
    built = build_index(folder, tmp_path / "index", embedding=embedding)
    assert len(read) == 2
    assert built.embedded == 0


def test_a_damaged_index_is_not_reused(
    write_corpus: Write, tmp_path: Path, embedding: Any, make_embedding: Any
) -> None:
    folder = write_corpus()
    build_index(folder, tmp_path / "index", embedding=embedding)
    right = tables(tmp_path / "index")
    path = tmp_path / "index" / read_manifest(tmp_path / "index").generation / "paragraphs.jsonl"
    path.write_text(path.read_text().replace("88 euro", "99 euro"))
    build_index(folder, tmp_path / "index", embedding=make_embedding())
    assert tables(tmp_path / "index") == right


def test_further_sources_are_marked_and_may_not_share_an_id(
    write_corpus: Write, tmp_path: Path
) -> None:
    books, news = write_corpus(), write_corpus({"nieuws.md": "## Nu {#n}\n\nTekst."}, "news")
    build_index(books, tmp_path / "index", embedding=None, further=news)
    index = open_index(tmp_path / "index")
    assert [p.id for p in index.paragraphs if p.source == "further"] == ["n"]
    assert index.handbook.tolist() == [True] * 4 + [False]
    write_corpus({"accijns.md": "## Dubbel {#n}\n\nTekst."})
    with pytest.raises(InputError, match=r"nieuws\.md:1: the id 'n' stands also in the handbooks"):
        build_index(books, tmp_path / "index", embedding=None, further=news)


def test_a_reference_to_nowhere_is_told_and_not_fatal(write_corpus: Write, tmp_path: Path) -> None:
    text = "# Handboek X, onderdeel 10.01.00\n\n## 1.1 Kern\n\nZie paragraaf 9.9."
    built = build_index(write_corpus({"a.md": text}), tmp_path / "index", embedding=None)
    assert built.remarks == ("a.md:3: 'paragraaf 9.9' leads nowhere",)


def test_skipped_files_do_not_make_the_index_stale(write_corpus: Write, tmp_path: Path) -> None:
    folder = write_corpus({"a.md": BODY, "b.pdf": b"broken"})
    built = build_index(folder, tmp_path / "index", embedding=None, skip_refused=True)
    assert len(built.refused) == 1
    open_index(tmp_path / "index")
    (folder / "b.pdf").write_bytes(b"other")
    with pytest.raises(InputError, match=r"b\.pdf was changed .* --skip-refused`"):
        open_index(tmp_path / "index")


def test_progress_hears_of_files_and_of_chunks(
    write_corpus: Write, tmp_path: Path, embedding: Any
) -> None:
    heard: list[tuple[str, int, int]] = []

    def progress(title: str, total: int) -> Callable[[int], None]:
        return lambda done: heard.append((title, total, done))

    build_index(write_corpus(), tmp_path / "index", embedding=embedding, progress=progress)
    assert heard == [
        ("Reading handbooks", 2, 1),
        ("Reading handbooks", 2, 1),
        ("Embedding chunks", 4, 4),
    ]


class BrokenEmbedding:
    """Gives whatever array it is told to."""

    spec = identity = "broken"
    dimension = 3

    def __init__(self, vectors: Any) -> None:
        self._vectors = vectors

    def encode(self, texts: Any, *, role: str = "passage", progress: Any = None) -> Any:
        return self._vectors(len(texts))


@pytest.mark.parametrize(
    "vectors",
    [
        lambda n: np.full((n, 3), np.nan, dtype=np.float32),
        lambda n: np.zeros((n, 2), dtype=np.float32),
        lambda n: np.zeros((n - 1, 3), dtype=np.float32),
    ],
)
def test_unusable_vectors_are_refused_and_the_old_index_stays(
    write_corpus: Write, tmp_path: Path, vectors: Any
) -> None:
    folder = write_corpus()
    build_index(folder, tmp_path / "index", embedding=None)
    before = tables(tmp_path / "index")
    with pytest.raises(WorkFailed, match="'broken' gives no usable vectors"):
        build_index(folder, tmp_path / "index", embedding=BrokenEmbedding(vectors))
    assert tables(tmp_path / "index") == before
