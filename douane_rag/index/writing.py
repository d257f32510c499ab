"""Writing an index beside the old one, which counts until the new one is whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from douane_rag.documents.chunks import CHUNKER, Chunk
from douane_rag.documents.corpus import Corpus, CorpusFile, RefusedFile
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.lexical import LexicalIndex
from douane_rag.index.manifest import (
    FORMAT,
    GENERATION,
    MANIFEST,
    IndexedFile,
    Manifest,
    StampedFile,
    reader,
)
from douane_rag.index.opened import LEXICAL, PARTS, VECTORS, WORDS, part_numbers
from douane_rag.index.tables import CHUNKS, PARAGRAPHS, write_chunks, write_paragraphs
from douane_rag.index.tokens import TOKENS, word_frequencies, write_tokens
from douane_rag.text.compounds import CompoundSplitter
from douane_rag.text.words import Analyzer
from language_models.errors import WorkFailed

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Content:
    """All that an index is written from; `tokens` as `tokens_of` gives them."""

    folders: tuple[Path, Path | None]
    corpus: Corpus
    paragraphs: tuple[Paragraph, ...]
    tokens: Sequence[tuple[str, str]]
    chunks: tuple[Chunk, ...]
    chunk_words: int
    embedding: tuple[str, str] | None
    vectors: Vectors | None


def write_index(folder: Path, content: Content) -> Manifest:
    """Write a new generation beside the old; the manifest's replacement makes it count.

    Raises:
        WorkFailed: the disk refuses.
    """
    generation = folder / _free_name(folder)
    temporary = folder / f".{MANIFEST}.part"
    try:
        generation.mkdir()
        _write_content(generation, content)
        manifest = _manifest(generation, content)
        temporary.write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
        temporary.replace(folder / MANIFEST)
    except BaseException as error:
        shutil.rmtree(generation, ignore_errors=True)
        if isinstance(error, OSError):
            raise WorkFailed(
                f"{folder} cannot be written: {error.strerror or error}; the old index, if any, "
                "is as it was"
            ) from error
        raise
    for old in folder.glob(f"{GENERATION}*"):
        if old != generation:
            shutil.rmtree(old, ignore_errors=True)
    return manifest


def _write_content(generation: Path, content: Content) -> None:
    write_paragraphs(generation / PARAGRAPHS, content.corpus.files)
    write_chunks(generation / CHUNKS, content.chunks)
    write_tokens(generation / TOKENS, content.tokens)
    documents = [words.split() for _, words in content.tokens]
    frequencies = word_frequencies(documents)
    (generation / WORDS).write_text(json.dumps(frequencies, ensure_ascii=False), encoding="utf-8")
    analyzer = Analyzer(CompoundSplitter(frequencies))
    terms = [analyzer.of_words(words) for words in documents]
    LexicalIndex.build(terms).save(generation / LEXICAL)
    by_part = _by_part(terms, part_numbers(content.paragraphs))
    LexicalIndex.build(by_part).save(generation / PARTS)
    if content.vectors is not None:
        _write_vectors(generation / VECTORS, content.vectors)


def _by_part(terms: Sequence[list[str]], numbers: NDArray[np.int64]) -> list[list[str]]:
    """The terms of all paragraphs of each part together."""
    parts: list[list[str]] = [[] for _ in range(int(numbers.max(initial=-1)) + 1)]
    for number, of_paragraph in zip(numbers, terms, strict=True):
        parts[number] += of_paragraph
    return parts


def _write_vectors(path: Path, vectors: Vectors) -> None:
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    # Written by Python: faiss itself tells a full disk only as a RuntimeError.
    path.write_bytes(faiss.serialize_index(index).tobytes())


def _manifest(generation: Path, content: Content) -> Manifest:
    corpus, further = content.folders
    spec, identity = content.embedding or (None, None)
    return Manifest(
        format=FORMAT,
        generation=generation.name,
        corpus=str(corpus.resolve()),
        further=None if further is None else str(further.resolve()),
        embedding=spec,
        embedding_identity=identity,
        reader=reader(),
        chunker=CHUNKER,
        chunk_words=content.chunk_words,
        files=tuple(_indexed(file) for file in content.corpus.files),
        refused=tuple(_stamped(file) for file in content.corpus.refused),
        paragraphs=len(content.paragraphs),
        chunks=len(content.chunks),
        hashes=_hashes(generation),
    )


def _indexed(file: CorpusFile) -> IndexedFile:
    return IndexedFile(
        **vars(file.stamp),
        source=file.source,
        stem=file.stem,
        edition=file.edition,
        remarks=file.remarks,
    )


def _stamped(file: RefusedFile) -> StampedFile:
    return StampedFile(**vars(file.stamp), source=file.source)


def _hashes(generation: Path) -> dict[str, str]:
    found = {}
    for path in sorted(generation.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                name = path.relative_to(generation).as_posix()
                found[name] = file_digest(file, "sha256").hexdigest()
    return found


def _free_name(folder: Path) -> str:
    """A new name; a generation that an interrupted run left behind is not written into."""
    names = [path.name.removeprefix(GENERATION) for path in folder.glob(f"{GENERATION}*")]
    numbers = [int(name) for name in names if name.isdigit()]
    return f"{GENERATION}{max(numbers, default=0) + 1}"
