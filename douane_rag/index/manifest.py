"""The manifest of an index: what it was made of and with, and the hash of every file of it."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from douane_rag.documents.chunks import CHUNKER
from douane_rag.documents.corpus import FileStamp
from douane_rag.documents.paragraphs import Source
from language_models.errors import InputError

FORMAT = 1
MANIFEST = "manifest.json"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IndexedFile(_Frozen):
    """A handbook file as it was when it was indexed."""

    name: str
    size: int
    modified: int
    sha256: str
    edition: date | None
    source: Source
    remarks: tuple[str, ...] = ()

    @property
    def stamp(self) -> FileStamp:
        """What tells whether the file is still the same."""
        return FileStamp(self.name, self.size, self.modified, self.sha256)


class Manifest(_Frozen):
    """What an index holds. `fingerprint` changes with the model, the chunker and the corpus."""

    format: int
    generation: str
    corpus: str
    further: str | None
    embedding: str | None
    embedding_identity: str | None
    chunker: str
    chunk_words: int
    files: tuple[IndexedFile, ...]
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
            f"`praktijkbench douane index CORPUS_DIR --index {folder}`"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}); index again") from error
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError:
        raise InputError(
            f"{path} is damaged or of another program; take the folder away and index again"
        ) from None
    if (manifest.format, manifest.chunker) != (FORMAT, CHUNKER):
        raise InputError(
            f"{folder} was made by another version of this program; {again(manifest, folder)}"
        )
    return manifest


def again(manifest: Manifest, folder: Path) -> str:
    """The command that makes this index anew."""
    further = f" --further {manifest.further}" if manifest.further else ""
    embedding = manifest.embedding or "none"
    return (
        f"run `praktijkbench douane index {manifest.corpus} --index {folder}{further} "
        f"--embedding {embedding}`"
    )
