"""The manifest of an index: what it was made of and with, and the hash of every file of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from shlex import quote
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from douane_rag.documents.chunks import CHUNKER
from douane_rag.documents.corpus import FileStamp
from douane_rag.documents.paragraphs import Source
from language_models.errors import InputError

FORMAT = 3
MANIFEST = "manifest.json"
GENERATION = "generation-"
ROOMS = Path(__file__).resolve().parent.parent


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StampedFile(_Frozen):
    """A file of the corpus as it was when it was indexed, or refused."""

    name: str
    size: int
    modified: int
    sha256: str
    source: Source

    @property
    def stamp(self) -> FileStamp:
        """What tells whether the file is still the same."""
        return FileStamp(self.name, self.size, self.modified, self.sha256)


class IndexedFile(StampedFile):
    """A handbook file that was indexed."""

    stem: str
    edition: date | None
    remarks: tuple[str, ...] = ()


class Manifest(_Frozen):
    """What an index holds. `fingerprint` changes with the model, the chunker and the corpus."""

    format: int
    generation: str
    corpus: str
    further: str | None
    embedding: str | None
    embedding_identity: str | None
    reader: str
    chunker: str
    chunk_words: int
    files: tuple[IndexedFile, ...]
    refused: tuple[StampedFile, ...]
    paragraphs: int
    chunks: int
    hashes: dict[str, str]

    @property
    def fingerprint(self) -> str:
        """Model, chunker and corpus as one hash."""
        parts = [str(self.embedding_identity), self.chunker, str(self.chunk_words)]
        parts += [f"{file.source}/{file.name}:{file.sha256}" for file in self.files]
        return sha256("\n".join(parts).encode()).hexdigest()[:16]

    def folder_of(self, source: Source) -> Path | None:
        """The folder that the handbooks or the further sources were read from."""
        named = self.corpus if source == "handbook" else self.further
        return None if named is None else Path(named)

    def stamps(self, source: Source) -> Iterator[FileStamp]:
        """The stamps of all files of that folder, also of those that were refused."""
        for file in (*self.files, *self.refused):
            if file.source == source:
                yield file.stamp


def read_manifest(folder: Path) -> Manifest:
    """The manifest in an index folder.

    Raises:
        InputError: the folder is no index, or one of another version of this program.
    """
    path = folder / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(
            f"{folder} is no index (it has no {MANIFEST}); make one with "
            f"`praktijkbench douane index CORPUS_DIR --index {quote(str(folder))}`"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}); index again") from error
    try:
        fields = json.loads(text)
        version = fields["format"], fields["chunker"]
        if version == (FORMAT, CHUNKER):
            return Manifest.model_validate_json(text)
    except (ValidationError, ValueError, LookupError, TypeError, RecursionError):
        raise InputError(
            f"{path} is damaged or of another program; take the folder away and index again"
        ) from None
    raise InputError(
        f"{folder} was made by another version of this program; {again(fields, folder)}"
    )


def holds_index(folder: Path) -> bool:
    """Whether the folder holds an index, be it damaged, and no manifest of another program."""
    if any(folder.glob(f"{GENERATION}*")):
        return True
    try:
        return '"chunker"' in (folder / MANIFEST).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def again(manifest: Manifest | Mapping[str, Any], folder: Path) -> str:
    """The command that makes this index anew."""
    fields = manifest.model_dump() if isinstance(manifest, Manifest) else manifest
    further = f" --further {quote(str(fields['further']))}" if fields.get("further") else ""
    embedding = quote(str(fields.get("embedding") or "none"))
    skip = " --skip-refused" if fields.get("refused") else ""
    return (
        f"run `praktijkbench douane index {quote(str(fields.get('corpus', 'CORPUS_DIR')))} "
        f"--index {quote(str(folder))}{further} --embedding {embedding}{skip}`"
    )


@cache
def reader() -> str:
    """The hash of the code that makes paragraphs and words of files: other code may differ."""
    found = sha256()
    for room in ("documents", "text"):
        for path in sorted((ROOMS / room).glob("*.*")):
            if path.suffix in (".py", ".txt"):
                found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]
