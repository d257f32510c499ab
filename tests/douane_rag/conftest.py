"""Small handbooks on disk, and an embedding that needs no weights and counts what it is asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from douane_rag.documents.outline import paragraphs_of
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.documents.reading import read_document
from language_models.embeddings import Role

ACCIJNS = """\
# Handboek Accijns, onderdeel 30.01.00 Algemene bepalingen

## 1 Inleiding

### 1.1 Wijn

De accijns op wijn bedraagt 88 euro per hectoliter. De aangifte is maandelijks.

### 1.2 Bier

Bier wordt belast naar het alcoholgehalte. Zie paragraaf 1.1 voor wijn.
"""
REIZIGERS = """\
# Handboek Reizigers, onderdeel 40.01.00 Vrijstellingen

## 2 Goederen

### 2.1 Sigaretten

Een reiziger van buiten de Unie mag 200 sigaretten meenemen. Daarboven is aangifte verplicht.

### 2.2 Vuurwerk

Vuurwerk mag een reiziger niet meenemen (Handboek Accijns, onderdeel 30.01.00, paragraaf 1.2).
"""
Files = Mapping[str, str | bytes]


@dataclass
class WordEmbedding:
    """Sums a fixed random vector per word; remembers the texts of every call."""

    spec: str = "words"
    identity: str = "words-1"
    dimension: int = 16
    calls: list[tuple[str, ...]] = field(default_factory=list)

    def encode(
        self,
        texts: Sequence[str],
        *,
        role: Role = "passage",
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        self.calls.append(tuple(texts))
        if progress:
            progress(len(texts))
        vectors = np.array([self._vector(text) for text in texts], dtype=np.float32)
        return vectors.reshape(len(texts), self.dimension)

    @property
    def embedded(self) -> list[str]:
        """All texts that were embedded, in the order of the calls."""
        return [text for call in self.calls for text in call]

    def _vector(self, text: str) -> NDArray[np.float64]:
        words = re.findall(r"\w+", text.lower()) or ["leeg"]
        seeds = [int(hashlib.sha256(word.encode()).hexdigest()[:8], 16) for word in words]
        parts = [np.random.default_rng(seed).normal(size=self.dimension) for seed in seeds]
        total = np.sum(parts, axis=0)
        found: NDArray[np.float64] = total / np.linalg.norm(total)
        return found


@pytest.fixture
def embedding() -> WordEmbedding:
    return WordEmbedding()


@pytest.fixture
def make_embedding() -> type[WordEmbedding]:
    return WordEmbedding


@pytest.fixture
def write_corpus(tmp_path: Path) -> Callable[..., Path]:
    """Writes files, by default two handbooks, into a folder: `write_corpus({"a.md": "# A"})`."""

    def write(files: Files | None = None, name: str = "corpus") -> Path:
        folder = tmp_path / name
        given = {"accijns.md": ACCIJNS, "reizigers.md": REIZIGERS} if files is None else files
        for file, content in given.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture
def paragraphs(tmp_path: Path) -> Callable[..., tuple[Paragraph, ...]]:
    """The paragraphs of one text as a file: `paragraphs("## A\\n\\nText", name="boek.md")`."""

    def read(text: str, *, name: str = "boek.md", **more: Any) -> tuple[Paragraph, ...]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return paragraphs_of(read_document(path, name), path.stem, **more)

    return read


@pytest.fixture
def paragraph() -> Callable[..., Paragraph]:
    """A paragraph by its text and titles."""

    def build(text: str, *path: str, **more: Any) -> Paragraph:
        titles = path or ("Handboek",)
        return Paragraph(more.pop("id", "p"), text, titles, titles[0], "boek.md", **more)

    return build


@pytest.fixture
def index_by_command(praktijkbench: Any, write_corpus: Callable[..., Path], tmp_path: Path) -> Any:
    """Indexes a corpus for keywords by the command line; gives the index folder."""

    def index(files: Files | None = None, *arguments: object) -> Path:
        folder = tmp_path / "index"
        corpus = write_corpus(files)
        given = arguments or ("--embedding", "none")
        ended = praktijkbench("douane", "index", corpus, "--index", folder, *given)
        assert ended.status == 0, ended.err
        return folder

    return index
