"""What an earlier index in the same folder holds that need not be made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from douane_rag.documents.corpus import Known
from douane_rag.index import tokens
from douane_rag.index.manifest import read_manifest, reader
from douane_rag.index.opened import VECTORS, check_content
from douane_rag.index.tables import CHUNKS, PARAGRAPHS, read_chunks, read_paragraphs
from douane_rag.index.tokens import TOKENS, read_tokens
from douane_rag.index.writing import Vectors
from language_models.errors import InputError


@dataclass(frozen=True)
class Reusable:
    """Files and words by their content, vectors by the key of their chunk; empty without an index.

    `keys` are those of all chunks; `identity` is that of the embedding which made the vectors.
    """

    files: Known
    words: tokens.Known
    keys: frozenset[str]
    vectors: Mapping[str, Vectors]
    identity: str | None

    @classmethod
    def read(cls, folder: Path) -> Reusable:
        """What the index in the folder gives; nothing of a damaged one or another version's."""
        try:
            manifest = read_manifest(folder)
            check_content(manifest, folder)
            content = folder / manifest.generation
            files = read_paragraphs(content / PARAGRAPHS, manifest.files)
            _, _, keys = read_chunks(content / CHUNKS)
            vectors = _vectors(content / VECTORS, keys) if manifest.embedding else {}
            words = read_tokens(content / TOKENS)
        except (InputError, OSError, ValueError, LookupError, TypeError, RuntimeError):
            return cls({}, {}, frozenset(), {}, None)
        identity = manifest.embedding_identity
        if manifest.reader != reader():
            return cls({}, {}, frozenset(keys), vectors, identity)
        return cls({file.key: file for file in files}, words, frozenset(keys), vectors, identity)


def _vectors(path: Path, keys: Sequence[str]) -> Mapping[str, Vectors]:
    import faiss

    index = faiss.read_index(str(path))
    return dict(zip(keys, index.reconstruct_n(0, index.ntotal), strict=True))
