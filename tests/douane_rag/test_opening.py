"""From settings to an assistant: which index, which embedding, and when it is made anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from douane_rag import opening
from douane_rag.index import building
from douane_rag.index.building import build_index
from douane_rag.opening import default_index_folder, open_assistant
from douane_rag.settings import DouaneSettings
from language_models.errors import InputError
from language_models.settings import Settings, read_settings

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache, in this test's folder."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(opening, "user_cache_path", lambda name: folder / name)
    return folder


@pytest.fixture
def embeddings(monkeypatch: pytest.MonkeyPatch, make_embedding: Any) -> dict[str, Any]:
    """The embeddings that may be named: words, and what a test adds."""
    known: dict[str, Any] = {"words": make_embedding()}

    def open_embedding(spec: str, settings: Settings) -> Any:
        if spec not in known:
            raise InputError(f"Unknown embedding {spec!r}. Available: words.")
        return known[spec]

    monkeypatch.setattr(opening, "open_embedding", open_embedding)
    return known


def settings(tmp_path: Path, **table: object) -> Settings:
    lines = [f"{key} = {str(value)!r}" for key, value in table.items()]
    path = tmp_path / "own.toml"
    path.write_text("\n".join(["[douane]", *lines]), encoding="utf-8")
    return read_settings(path)


def test_the_settings_handbooks_are_indexed_once_into_the_cache(
    write_corpus: Write, tmp_path: Path, cache: Path, embeddings: dict[str, Any]
) -> None:
    own = settings(tmp_path, corpus=write_corpus(), embedding="words")
    said: list[str] = []
    found = open_assistant(own, say=said.append)
    assert len(said) == 1
    assert "for the first time" in said[0]
    assert found.index.folder.parent == cache / "praktijkbench"
    assert len(embeddings["words"].embedded) == 4
    again = open_assistant(own, say=said.append)
    assert len(said) == 1
    assert again.index.manifest == found.index.manifest
    assert len(embeddings["words"].embedded) == 4


def test_changed_handbooks_are_indexed_again_and_only_what_changed_is_embedded(
    write_corpus: Write, tmp_path: Path, embeddings: dict[str, Any]
) -> None:
    own = settings(tmp_path, corpus=write_corpus(), embedding="words")
    open_assistant(own)
    embeddings["words"].calls.clear()
    write_corpus({"nieuw.md": "## Nieuw\n\nTekst."})
    said: list[str] = []
    found = open_assistant(own, say=said.append)
    assert len(said) == 1
    assert said[0].startswith("indexing again: ")
    assert "nieuw.md was changed" in said[0]
    assert embeddings["words"].embedded == ["Nieuw. Tekst."]
    assert len(found.index.paragraphs) == 5


@pytest.mark.parametrize("damage", ["embedding", "chunks", "program", "manifest", "tables"])
def test_an_own_index_that_no_longer_fits_is_made_anew(
    write_corpus: Write,
    tmp_path: Path,
    embeddings: dict[str, Any],
    make_embedding: Any,
    monkeypatch: pytest.MonkeyPatch,
    damage: str,
) -> None:
    own = settings(tmp_path, corpus=write_corpus(), embedding="words")
    folder = open_assistant(own).index.folder
    if damage == "embedding":
        embeddings["words"] = make_embedding(identity="words-2")
    elif damage == "chunks":
        monkeypatch.setitem(building.CHUNK_WORDS_OF, "words", 20)
    elif damage == "program":
        for module in ("opening", "index.reuse", "index.writing"):
            monkeypatch.setattr(f"douane_rag.{module}.reader", lambda: "other")
    elif damage == "manifest":
        (folder / "manifest.json").write_text("{")
    else:
        next(folder.glob("generation-*/words.json")).unlink()
    said: list[str] = []
    assert len(open_assistant(own, say=said.append).index.paragraphs) == 4
    assert [remark.partition(":")[0] for remark in said] == ["indexing again"]
    open_assistant(own, say=said.append)
    assert len(said) == 1


def test_an_index_that_is_the_users_is_never_made_anew(
    write_corpus: Write, tmp_path: Path, embeddings: dict[str, Any]
) -> None:
    folder = tmp_path / "index"
    build_index(write_corpus(), folder, embedding=embeddings["words"])
    before = (folder / "manifest.json").read_bytes()
    write_corpus({"nieuw.md": "## Nieuw\n\nTekst."})
    for chosen in (folder, None):
        with pytest.raises(InputError, match=r"nieuw\.md was changed since it was indexed"):
            open_assistant(settings(tmp_path, index=folder), chosen)
    assert (folder / "manifest.json").read_bytes() == before


def test_an_embedding_that_was_changed_since_is_refused_with_the_command(
    write_corpus: Write, tmp_path: Path, embeddings: dict[str, Any], make_embedding: Any
) -> None:
    folder = tmp_path / "index"
    build_index(write_corpus(), folder, embedding=embeddings["words"])
    embeddings["words"] = make_embedding(identity="words-2")
    with pytest.raises(InputError, match=r"made with another embedding than 'words' is now.*run `"):
        open_assistant(read_settings(None), folder)


def test_an_embedding_that_is_gone_is_named_with_the_index(
    write_corpus: Write, tmp_path: Path, embeddings: dict[str, Any]
) -> None:
    folder = tmp_path / "index"
    build_index(write_corpus(), folder, embedding=embeddings.pop("words"))
    with pytest.raises(
        InputError,
        match=r"index was made with the embedding 'words', .*: Unknown embedding 'words'",
    ):
        open_assistant(read_settings(None), folder)


def test_without_an_embedding_only_words_are_searched(
    write_corpus: Write, tmp_path: Path, embeddings: dict[str, Any]
) -> None:
    own = settings(tmp_path, corpus=write_corpus(), embedding="none")
    found = open_assistant(own)
    assert found.embedding is None
    assert found.retriever().strategy.method == "bm25"
    assert embeddings["words"].calls == []
    (first, *_) = found.retriever().search("sigaretten").hits
    assert first.paragraph.id == "reizigers#2-1-sigaretten"


def test_each_set_of_handbooks_has_an_own_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def folder(**table: Any) -> Path:
        return default_index_folder(DouaneSettings.model_validate(table))

    tables: tuple[dict[str, str], ...] = ({}, {"embedding": "none"}, {"further": "nieuws"})
    found = [folder(**table) for table in tables]
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert len({*found, folder(further="nieuws")}) == 4
    assert folder() == found[0]


def test_the_weight_of_the_embedding_is_that_of_the_settings(
    write_corpus: Write, tmp_path: Path, embeddings: dict[str, Any]
) -> None:
    own = settings(tmp_path, corpus=write_corpus(), embedding="words")
    assert open_assistant(own).strategy().weight == 0.5
    path = tmp_path / "own.toml"
    path.write_text(path.read_text() + "\n[douane.weights]\nwords = 0.7\n")
    assert open_assistant(read_settings(path)).strategy().weight == 0.7


def test_minilm_reads_whole_chunks_here_and_other_embeddings_are_as_they_are(
    embeddings: dict[str, Any],
) -> None:
    minilm = opening.open_embedding_or_none("minilm", Settings())
    assert minilm is not None
    assert minilm.spec == "minilm"
    assert "max_tokens=192" in minilm.identity
    assert opening.open_embedding_or_none("words", Settings()) is embeddings["words"]
    assert opening.open_embedding_or_none("none", Settings()) is None
