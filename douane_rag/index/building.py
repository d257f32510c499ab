"""Making an index, reusing what an earlier one in the same folder already holds."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from douane_rag.documents.chunks import CHUNKER, Chunk, chunks_of
from douane_rag.documents.corpus import Corpus, CorpusFile, Known, read_corpus, versions
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.documents.references import dangling
from douane_rag.index.lexical import LexicalIndex
from douane_rag.index.manifest import FORMAT, MANIFEST, IndexedFile, Manifest, read_manifest
from douane_rag.index.opened import LEXICAL, PARTS, VECTORS, WORDS, part_numbers
from douane_rag.index.tables import (
    CHUNKS,
    PARAGRAPHS,
    read_chunks,
    read_paragraphs,
    write_chunks,
    write_paragraphs,
)
from douane_rag.text.compounds import CompoundSplitter
from douane_rag.text.words import Analyzer, words
from language_models.errors import InputError, WorkFailed

if TYPE_CHECKING:
    from language_models.embeddings import Embedding

CHUNK_WORDS = 90
SEEN_TWICE = 2
Vectors = NDArray[np.float32]
Advance = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Built:
    """What indexing did: counts, and the remarks a person should read."""

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
    chunk_words: int = CHUNK_WORDS,
    skip_refused: bool = False,
    progress: Callable[[str, int], Any] | None = None,
) -> Built:
    """Index the handbooks of `corpus` (and `further` sources) into `folder`.

    Only chunks whose text is new are embedded; withdrawn ones go. The old index answers until
    the new one is whole, and still does if this is interrupted.

    Args:
        corpus: folder of handbooks.
        folder: of the index; made if need be.
        embedding: None makes an index for keywords only.
        further: a second folder, whose paragraphs are marked as further sources.
        chunk_words: how long a chunk may become.
        skip_refused: go on without files that cannot be used.
        progress: called with a title and a total, gives the function that hears of work done.

    Raises:
        InputError: a corpus that cannot be used, or a folder that is something else.
        WorkFailed: the disk refuses.
    """
    _make_folder(folder)
    with _held(folder):
        before = _Before.read(folder)
        files, refused = _read_files(corpus, further, before, skip_refused)
        paragraphs = versions(files)
        chunks = chunks_of(paragraphs, words=chunk_words)
        identity = None if embedding is None else embedding.identity
        known = before.vectors if identity == before.identity else {}
        vectors, embedded = _embedded(chunks, embedding, known, progress)
        manifest = _write(
            folder, corpus, further, files, paragraphs, chunks, vectors, embedding, chunk_words
        )
    remarks = tuple(remark for remark in Corpus(files).remarks()) + _dangling(paragraphs)
    gone = len(set(before.vectors) - {chunk.key for chunk in chunks})
    return Built(manifest, embedded, len(chunks) - embedded, gone, remarks, refused)


@dataclass(frozen=True)
class _Before:
    """What an earlier index in the folder gives for reuse; nothing if there is none."""

    files: Known
    vectors: Mapping[str, Vectors]
    identity: str | None

    @classmethod
    def read(cls, folder: Path) -> _Before:
        try:
            manifest = read_manifest(folder)
            content = folder / manifest.generation
            files = read_paragraphs(content / PARAGRAPHS, manifest.files)
            vectors = _vectors_by_key(content) if manifest.embedding else {}
        except (InputError, OSError, ValueError, KeyError, RuntimeError):
            # Damaged or of another version: everything is made anew.
            return cls({}, {}, None)
        known = {(file.stamp.name, file.stamp.sha256): file for file in files}
        return cls(known, vectors, manifest.embedding_identity)


def _vectors_by_key(content: Path) -> Mapping[str, Vectors]:
    import faiss

    index = faiss.read_index(str(content / VECTORS))
    _, _, keys = read_chunks(content / CHUNKS)
    return dict(zip(keys, index.reconstruct_n(0, index.ntotal), strict=True))


def _read_files(
    corpus: Path, further: Path | None, before: _Before, skip_refused: bool
) -> tuple[tuple[CorpusFile, ...], tuple[str, ...]]:
    found = read_corpus(corpus, known=before.files, skip_refused=skip_refused)
    if further is None:
        return found.files, found.refused
    other = read_corpus(further, source="further", known=before.files, skip_refused=skip_refused)
    ids = {p.id for file in found.files for p in file.paragraphs}
    for file in other.files:
        for paragraph in file.paragraphs:
            if paragraph.id in ids:
                raise InputError(
                    f"the id {paragraph.id!r} stands also in the handbooks; give it another",
                    file=further / file.stamp.name,
                    line=paragraph.line,
                )
    return (*found.files, *other.files), (*found.refused, *other.refused)


def _embedded(
    chunks: Sequence[Chunk],
    embedding: Embedding | None,
    known: Mapping[str, Vectors],
    progress: Callable[[str, int], Any] | None,
) -> tuple[Vectors | None, int]:
    """Vectors of all chunks, shape (chunks, dimension), and how many were computed now."""
    if embedding is None:
        return None, 0
    new = {chunk.key: chunk.text for chunk in chunks if chunk.key not in known}
    computed: Mapping[str, Vectors] = {}
    if new:
        texts = list(new.values())
        advance = progress("Embedding chunks", len(texts)) if progress else None
        computed = dict(zip(new, embedding.encode(texts, progress=advance), strict=True))
    vectors = [computed[c.key] if c.key in computed else known[c.key] for c in chunks]
    return np.stack(vectors), len(new)


def lexical_text(paragraph: Paragraph) -> str:
    """What BM25 reads of a paragraph: its titles, which count double, and its text."""
    return "\n".join((*paragraph.path, *paragraph.path, paragraph.text))


def word_frequencies(paragraphs: Sequence[Paragraph]) -> dict[str, int]:
    """How often each word occurs, of those that occur more than once."""
    count = Counter(word for p in paragraphs for word in words(lexical_text(p)))
    return {word: n for word, n in sorted(count.items()) if n >= SEEN_TWICE}


def _write(
    folder: Path,
    corpus: Path,
    further: Path | None,
    files: Sequence[CorpusFile],
    paragraphs: Sequence[Paragraph],
    chunks: Sequence[Chunk],
    vectors: Vectors | None,
    embedding: Embedding | None,
    chunk_words: int,
) -> Manifest:
    """A new generation beside the old; the manifest's replacement is the moment it counts."""
    generation = _free_name(folder)
    content = folder / generation
    try:
        content.mkdir()
        write_paragraphs(content / PARAGRAPHS, files)
        write_chunks(content / CHUNKS, chunks)
        frequencies = word_frequencies(paragraphs)
        (content / WORDS).write_text(json.dumps(frequencies, ensure_ascii=False), encoding="utf-8")
        analyzer = Analyzer(CompoundSplitter(frequencies))
        terms = [analyzer.terms(lexical_text(paragraph)) for paragraph in paragraphs]
        LexicalIndex.build(terms).save(content / LEXICAL)
        LexicalIndex.build(_by_part(terms, part_numbers(paragraphs))).save(content / PARTS)
        if vectors is not None:
            _write_vectors(content / VECTORS, vectors)
        manifest = Manifest(
            format=FORMAT,
            generation=generation,
            corpus=str(corpus.resolve()),
            further=None if further is None else str(further.resolve()),
            embedding=None if embedding is None else embedding.spec,
            embedding_identity=None if embedding is None else embedding.identity,
            chunker=CHUNKER,
            chunk_words=chunk_words,
            files=tuple(_indexed(file) for file in files),
            paragraphs=len(paragraphs),
            chunks=len(chunks),
            hashes=_hashes(content),
        )
        temporary = folder / f".{MANIFEST}.{os.getpid()}"
        temporary.write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
        temporary.replace(folder / MANIFEST)
    except OSError as error:
        shutil.rmtree(content, ignore_errors=True)
        raise WorkFailed(
            f"{folder} cannot be written: {error.strerror or error}; the old index, if any, is "
            "as it was"
        ) from error
    _remove_old(folder, generation)
    return manifest


def _by_part(terms: Sequence[list[str]], numbers: NDArray[np.int64]) -> list[list[str]]:
    """The terms of all paragraphs of each part together."""
    parts: list[list[str]] = [[] for _ in range(int(numbers.max(initial=-1)) + 1)]
    for number, of_paragraph in zip(numbers, terms, strict=True):
        parts[number] += of_paragraph
    return parts


def _indexed(file: CorpusFile) -> IndexedFile:
    stamp = file.stamp
    return IndexedFile(
        name=stamp.name,
        size=stamp.size,
        modified=stamp.modified,
        sha256=stamp.sha256,
        edition=file.edition,
        source=file.source,
        remarks=file.remarks,
    )


def _write_vectors(path: Path, vectors: Vectors) -> None:
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(path))


def _hashes(content: Path) -> dict[str, str]:
    found = {}
    for path in sorted(content.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                name = path.relative_to(content).as_posix()
                found[name] = file_digest(file, "sha256").hexdigest()
    return found


def _free_name(folder: Path) -> str:
    numbers = [int(p.name[11:]) for p in folder.glob("generation-*") if p.name[11:].isdigit()]
    return f"generation-{max(numbers, default=0) + 1}"


def _remove_old(folder: Path, generation: str) -> None:
    for path in folder.glob("generation-*"):
        if path.name != generation:
            shutil.rmtree(path, ignore_errors=True)


def _make_folder(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
        strange = [p.name for p in folder.iterdir() if not p.name.startswith((".", "generation-"))]
        if strange:
            raise InputError(f"{folder} holds other files ({strange[0]}); name an empty folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise InputError(f"{folder} is a file; name a folder for the index") from None
    except OSError as error:
        raise WorkFailed(f"{folder} cannot be made: {error.strerror}") from error


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise InputError(f"{folder} is being indexed by another process; wait for it") from None
    try:
        yield
    finally:
        lock.release()


def _dangling(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    return tuple(
        f"{paragraph.document}:{paragraph.line or 1}: {reference.words!r} leads nowhere"
        for paragraph, reference in dangling(paragraphs)
    )
