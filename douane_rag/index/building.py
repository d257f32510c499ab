"""Making an index, reusing what an earlier one in the same folder already holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock, Timeout

from douane_rag.documents.chunks import Chunk, chunks_of
from douane_rag.documents.corpus import Corpus, Known, count_files, read_corpus
from douane_rag.documents.editions import versions
from douane_rag.documents.paragraphs import Paragraph, Source
from douane_rag.documents.references import dangling
from douane_rag.index.manifest import Manifest, holds_index
from douane_rag.index.reuse import Reusable
from douane_rag.index.tokens import tokens_of
from douane_rag.index.writing import Content, Vectors, write_index
from language_models.errors import InputError, WorkFailed

if TYPE_CHECKING:
    from language_models.embeddings import Embedding

CHUNK_WORDS = 90
CHUNK_WORDS_OF = {"use": 45}
"""By embedding, chosen on the development questions: one that averages does with less."""

Progress = Callable[[str, int], Any]


@dataclass(frozen=True)
class Built:
    """What indexing did: how many chunks were embedded, kept and removed, and what to tell."""

    manifest: Manifest
    embedded: int
    reused: int
    removed: int
    remarks: tuple[str, ...]
    refused: tuple[str, ...]


def build_index(
    corpus: Path,
    folder: Path,
    *,
    embedding: Embedding | None,
    further: Path | None = None,
    chunk_words: int | None = None,
    skip_refused: bool = False,
    progress: Progress | None = None,
) -> Built:
    """Index the handbooks of `corpus` (and `further` sources) into `folder`.

    Only chunks whose text is new are embedded; withdrawn ones go. The old index answers until
    the new one is whole, and still does if this is interrupted.

    Args:
        corpus: folder of handbooks.
        folder: of the index; made if need be.
        embedding: None makes an index for keywords only.
        further: a second folder, whose paragraphs are marked as further sources.
        chunk_words: how long a chunk may become; None takes what suits the embedding.
        skip_refused: go on without files that cannot be used.
        progress: called with a title and a total, gives the function that hears of work done.

    Raises:
        InputError: a corpus that cannot be used, or a folder that is something else.
        WorkFailed: the disk refuses, or the embedding gives no usable vectors.
    """
    with _held(folder):
        before = Reusable.read(folder)
        found = _read_folders(corpus, further, before.files, skip_refused, progress)
        paragraphs = versions(found.files)
        most = chunk_words or chunk_words_of(embedding)
        chunks = chunks_of(paragraphs, words=most)
        identity = None if embedding is None else embedding.identity
        known = before.vectors if identity == before.identity else {}
        vectors, embedded = None, 0
        if embedding is not None:
            vectors, embedded = _embedded(chunks, embedding, known, progress)
        content = Content(
            folders=(corpus, further),
            corpus=found,
            paragraphs=paragraphs,
            tokens=tokens_of(paragraphs, before.words),
            chunks=chunks,
            chunk_words=most,
            embedding=None if embedding is None else (embedding.spec, embedding.identity),
            vectors=vectors,
        )
        manifest = write_index(folder, content)
    return Built(
        manifest,
        embedded,
        reused=0 if embedding is None else len(chunks) - embedded,
        removed=len(before.keys - {chunk.key for chunk in chunks}),
        remarks=(*found.remarks(), *_dangling(paragraphs)),
        refused=tuple(file.reason for file in found.refused),
    )


def chunk_words_of(embedding: Embedding | None) -> int:
    """How long a chunk becomes for this embedding, in words."""
    return CHUNK_WORDS_OF.get("" if embedding is None else embedding.spec, CHUNK_WORDS)


def _read_folders(
    corpus: Path,
    further: Path | None,
    known: Known,
    skip_refused: bool,
    progress: Progress | None,
) -> Corpus:
    def read(folder: Path, source: Source) -> Corpus:
        advance = progress("Reading handbooks", count_files(folder)) if progress else None
        return read_corpus(
            folder, source=source, known=known, skip_refused=skip_refused, advance=advance
        )

    found = read(corpus, "handbook")
    if further is None:
        return found
    other = read(further, "further")
    ids = {p.id for file in found.files for p in file.paragraphs}
    for file in other.files:
        for paragraph in file.paragraphs:
            if paragraph.id in ids:
                raise InputError(
                    f"the id {paragraph.id!r} stands also in the handbooks; give it another",
                    file=further / file.stamp.name,
                    line=paragraph.line,
                )
    return Corpus((*found.files, *other.files), (*found.refused, *other.refused))


def _embedded(
    chunks: Sequence[Chunk],
    embedding: Embedding,
    known: Mapping[str, Vectors],
    progress: Progress | None,
) -> tuple[Vectors, int]:
    """Vectors of all chunks, shape (chunks, dimension), and how many were computed now."""
    new = {chunk.key: chunk.text for chunk in chunks if chunk.key not in known}
    # Texts of one length together: a model fills up the shorter ones of a batch.
    new = dict(sorted(new.items(), key=lambda item: -len(item[1])))
    computed: Mapping[str, Vectors] = {}
    if new:
        texts = list(new.values())
        advance = progress("Embedding chunks", len(texts)) if progress else None
        vectors = embedding.encode(texts, progress=advance)
        if vectors.shape != (len(texts), embedding.dimension) or not np.isfinite(vectors).all():
            raise WorkFailed(
                f"the embedding {embedding.spec!r} gives no usable vectors (shape {vectors.shape} "
                f"for {len(texts)} texts, or numbers that are not finite); name another"
            )
        computed = dict(zip(new, vectors, strict=True))
    of_key = {**known, **computed}
    return np.stack([of_key[chunk.key] for chunk in chunks]), len(new)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder, made if need be, for this process alone."""
    if folder.is_dir() and not holds_index(folder):
        strange = [p.name for p in folder.iterdir() if not p.name.startswith(".")]
        if strange:
            raise InputError(f"{folder} holds other files ({strange[0]}); name an empty folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        lock.acquire(blocking=False)
    except Timeout:
        raise InputError(f"{folder} is being indexed by another process; wait for it") from None
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{folder} is a file or in one; name a folder for the index") from None
    except OSError as error:
        raise WorkFailed(f"{folder} cannot be written: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


def _dangling(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    for paragraph, reference in dangling(paragraphs):
        yield f"{paragraph.document}:{paragraph.line or 1}: {reference.words!r} leads nowhere"
