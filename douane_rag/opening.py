"""From settings to an index, a retriever and an answerer that are ready to be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from douane_rag.index.building import Progress, build_index, chunk_words_of
from douane_rag.index.manifest import MANIFEST, again, reader
from douane_rag.index.minilm import chunk_minilm
from douane_rag.index.opened import HandbookIndex, open_index
from douane_rag.retrieval.retriever import Retriever, Strategy
from douane_rag.settings import DouaneSettings
from language_models.errors import InputError
from language_models.registry import open_embedding
from language_models.settings import Settings

if TYPE_CHECKING:
    from douane_rag.answering.answerer import Answerer
    from douane_rag.retrieval.reranker import Reranker
    from language_models.embeddings import Embedding

NO_EMBEDDING = "none"


@dataclass(frozen=True)
class Assistant:
    """An opened index with what is needed to search it."""

    settings: Settings
    douane: DouaneSettings
    index: HandbookIndex
    embedding: Embedding | None

    def strategy(self) -> Strategy:
        """The hybrid with the weight of this embedding."""
        name = self.index.manifest.embedding or NO_EMBEDDING
        return Strategy(
            fusion=self.douane.fusion,
            weight=self.douane.weight_of(name),
            rerank=self.douane.reranker is not None,
        )

    def retriever(self) -> Retriever:
        """A retriever as the settings want it, against the engine that they name."""
        scorer = None
        if self.douane.engine == "qdrant":
            from douane_rag.retrieval.qdrant import QdrantScorer

            scorer = QdrantScorer.open(self.index, self.embedding, self.douane.qdrant)
        return Retriever(
            self.index, self.embedding, self.strategy(), scorer=scorer, reranker=self._reranker()
        )

    def answerer(self, model: str = "embedded") -> Answerer:
        """An answerer whose words come from `model`."""
        from douane_rag.answering.answerer import Answerer
        from language_models.registry import open_model

        return Answerer(self.retriever(), open_model(model, self.settings))

    def _reranker(self) -> Reranker | None:
        if self.douane.reranker is None:
            return None
        from douane_rag.retrieval.reranker import Reranker

        return Reranker(self.douane.reranker)


def open_assistant(
    settings: Settings,
    folder: Path | None = None,
    *,
    progress: Progress | None = None,
    say: Callable[[str], None] = lambda remark: None,
) -> Assistant:
    """The assistant on the index in `folder`; None takes the settings' or the cache's own.

    Only the cache's own index is made, or made anew when its handbooks were changed; any other
    is the user's to make.

    Raises:
        InputError: no index, or one that is damaged, stale or foreign.
    """
    douane = settings.application("douane", DouaneSettings)
    chosen = folder or douane.index
    index = open_index(chosen) if chosen else _own_index(douane, settings, progress, say)
    return Assistant(settings, douane, index, embedding_of(index, settings))


def embedding_of(index: HandbookIndex, settings: Settings) -> Embedding | None:
    """The embedding with which the index was made; refused if it is another by now."""
    manifest = index.manifest
    if manifest.embedding is None:
        return None
    try:
        embedding = _opened(manifest.embedding, settings)
    except InputError as error:
        raise InputError(
            f"{index.folder} was made with the embedding {manifest.embedding!r}, and that cannot "
            f"be used: {error}"
        ) from error
    if embedding.identity != manifest.embedding_identity:
        raise InputError(
            f"{index.folder} was made with another embedding than {manifest.embedding!r} is now; "
            f"restore it in the settings, or {again(manifest, index.folder)}"
        )
    return embedding


def open_embedding_or_none(spec: str, settings: Settings) -> Embedding | None:
    """The embedding, or None for "none"."""
    return None if spec == NO_EMBEDDING else _opened(spec, settings)


def _opened(spec: str, settings: Settings) -> Embedding:
    return chunk_minilm() if spec == "minilm" else open_embedding(spec, settings)


def default_index_folder(douane: DouaneSettings) -> Path:
    """Where the index of the settings' handbooks is kept: in the user's cache."""
    further = None if douane.further is None else douane.further.resolve()
    named = f"{douane.corpus.resolve()}\n{further}\n{douane.embedding}"
    return user_cache_path("praktijkbench") / f"douane-{sha256(named.encode()).hexdigest()[:12]}"


def _own_index(
    douane: DouaneSettings,
    settings: Settings,
    progress: Progress | None,
    say: Callable[[str], None],
) -> HandbookIndex:
    """The index in the cache, made for the first time or anew if need be."""
    folder = default_index_folder(douane)
    embedding = open_embedding_or_none(douane.embedding, settings)
    if (folder / MANIFEST).exists():
        try:
            index = open_index(folder)
            identity = None if embedding is None else embedding.identity
            manifest = index.manifest
            made_with = manifest.embedding_identity, manifest.chunk_words, manifest.reader
            if made_with == (identity, chunk_words_of(embedding), reader()):
                return index
            say("indexing again: the embedding or the program was changed")
        except InputError as error:
            say(f"indexing again: {error}")
    else:
        say(f"indexing {douane.corpus} for the first time, into {folder}")
    build_index(
        douane.corpus, folder, embedding=embedding, further=douane.further, progress=progress
    )
    return open_index(folder)
