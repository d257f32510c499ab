"""An index in memory, checked before it is used."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from numpy.typing import NDArray

from douane_rag.documents.corpus import below_edition, changed_file
from douane_rag.documents.editions import versions
from douane_rag.documents.paragraphs import Paragraph, Source
from douane_rag.documents.references import ReferenceBook
from douane_rag.index.lexical import LexicalIndex
from douane_rag.index.manifest import MANIFEST, Manifest, again, read_manifest
from douane_rag.index.tables import CHUNKS, PARAGRAPHS, read_chunks, read_paragraphs
from douane_rag.text.compounds import CompoundSplitter
from douane_rag.text.glossary import Glossary
from douane_rag.text.words import Analyzer
from language_models.errors import InputError

if TYPE_CHECKING:
    import faiss

LEXICAL = "bm25"
PARTS = "bm25-parts"
VECTORS = "vectors.faiss"
WORDS = "words.json"
LONG_FILE = 100
"""Paragraphs from which on a file is looked at by chapter: it holds a whole handbook or law."""


@dataclass(frozen=True)
class HandbookIndex:
    """Paragraphs in all their versions, with what finds them.

    `parts` scores whole parts, `part_of` gives the part of each paragraph. `chunk_places` gives
    the paragraph of each vector, `vectors` is None for an index without embedding. Places count
    the paragraphs from 0.
    """

    folder: Path
    manifest: Manifest
    paragraphs: tuple[Paragraph, ...]
    lexical: LexicalIndex
    parts: LexicalIndex
    part_of: NDArray[np.int64]
    analyzer: Analyzer
    frequencies: dict[str, int]
    vectors: faiss.Index | None
    chunk_places: NDArray[np.int64]
    chunk_spans: tuple[tuple[int, int], ...]

    @cached_property
    def glossary(self) -> Glossary:
        """Abbreviations and definitions of these paragraphs."""
        return Glossary(self.paragraphs)

    @cached_property
    def references(self) -> ReferenceBook:
        """Where references lead."""
        return ReferenceBook(self.paragraphs)

    @cached_property
    def handbook(self) -> NDArray[np.bool_]:
        """Which paragraphs are of the handbooks, and not of further sources."""
        return np.array([p.source == "handbook" for p in self.paragraphs], dtype=bool)

    def valid_on(self, day: date) -> NDArray[np.bool_]:
        """Which paragraphs apply on that day, shape (paragraphs,)."""
        starts, ends = self._validity
        number = day.toordinal()
        found: NDArray[np.bool_] = (starts <= number) & (number < ends)
        return found

    @cached_property
    def _validity(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        starts = [(p.valid_from or date.min).toordinal() for p in self.paragraphs]
        last = date.max.toordinal() + 1
        ends = [p.valid_to.toordinal() if p.valid_to else last for p in self.paragraphs]
        return np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)

    def first_day(self) -> date | None:
        """The first day on which any text applies; None if some always does."""
        starts = [p.valid_from for p in self.paragraphs]
        return None if None in starts else min(day for day in starts if day is not None)


def open_index(folder: Path, *, check_corpus: bool = True) -> HandbookIndex:
    """The index in a folder, if it is whole and its handbooks are still as they were indexed.

    A corpus that is no longer there is not missed: the index holds its text.

    Raises:
        InputError: no index, a damaged one, one of another version, or a stale one; the message
            names the command that mends it.
    """
    while True:
        manifest = read_manifest(folder)
        try:
            check_content(manifest, folder)
            if check_corpus:
                _refuse_stale(manifest, folder)
            return _read(folder, manifest)
        except (InputError, OSError, ValueError, LookupError, TypeError, RuntimeError) as error:
            if read_manifest(folder).generation != manifest.generation:
                # It was made anew while it was read.
                continue
            if isinstance(error, InputError):
                raise
            raise InputError(
                f"{folder} does not fit its {MANIFEST}; {again(manifest, folder)}"
            ) from error


def check_content(manifest: Manifest, folder: Path) -> None:
    """Raises InputError unless every file of the index is as it was written."""
    for name, expected in manifest.hashes.items():
        _check(folder / manifest.generation / name, expected, again(manifest, folder))


def _read(folder: Path, manifest: Manifest) -> HandbookIndex:
    content = folder / manifest.generation
    files = read_paragraphs(content / PARAGRAPHS, manifest.files)
    frequencies: dict[str, int] = json.loads((content / WORDS).read_text(encoding="utf-8"))
    places, spans, _ = read_chunks(content / CHUNKS)
    paragraphs = versions(files)
    return HandbookIndex(
        folder=folder,
        manifest=manifest,
        paragraphs=paragraphs,
        lexical=LexicalIndex.load(content / LEXICAL),
        parts=LexicalIndex.load(content / PARTS),
        part_of=part_numbers(paragraphs),
        analyzer=Analyzer(CompoundSplitter(frequencies)),
        frequencies=frequencies,
        vectors=_vectors(content / VECTORS) if manifest.embedding else None,
        chunk_places=np.array(places, dtype=np.int64),
        chunk_spans=tuple(spans),
    )


def part_numbers(paragraphs: Sequence[Paragraph]) -> NDArray[np.int64]:
    """The number of each paragraph's part: its file in all editions, of a long one its chapter."""
    names = [(paragraph.source, below_edition(paragraph.document)) for paragraph in paragraphs]
    sizes = Counter(names)
    numbers: dict[tuple[tuple[Source, str], str], int] = {}
    found = []
    for name, paragraph in zip(names, paragraphs, strict=True):
        chapter = "".join(paragraph.path[1:2]) if sizes[name] > LONG_FILE else ""
        found.append(numbers.setdefault((name, chapter), len(numbers)))
    return np.array(found, dtype=np.int64)


def _vectors(path: Path) -> Any:
    import faiss

    return faiss.read_index(str(path))


def _check(path: Path, expected: str, remedy: str) -> None:
    try:
        with path.open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); {remedy}") from error
    if found != expected:
        raise InputError(f"{path} is damaged: it is not what was written; {remedy}")


def _refuse_stale(manifest: Manifest, folder: Path) -> None:
    for source in get_args(Source):
        corpus = manifest.folder_of(source)
        if corpus is None or not corpus.is_dir():
            continue
        changed = changed_file(corpus, manifest.stamps(source))
        if changed is not None:
            raise InputError(
                f"{corpus / changed} was changed since it was indexed, so {folder} is stale; "
                f"{again(manifest, folder)}"
            )
