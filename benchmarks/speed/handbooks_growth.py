"""How each stage grows from the handbooks to ten times as many.

The copies differ in ids, file names, handbook names and some words of each paragraph. Their
vectors are made from hashes: encoding so much would take most of an hour and says nothing new,
for it grows with the number of chunks. So `search` here is without the question's encoding.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.speed.figure import SpeedFigure
from benchmarks.speed.handbooks_asked import assistant_on, milliseconds, p95, questions_about
from douane_rag.documents.chunks import chunks_of
from douane_rag.documents.corpus import read_corpus
from douane_rag.documents.editions import versions
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.building import CHUNK_WORDS, build_index
from douane_rag.index.lexical import LexicalIndex
from douane_rag.index.opened import open_index
from douane_rag.index.tokens import tokens_of, word_frequencies
from douane_rag.settings import HANDBOOKS
from douane_rag.text.compounds import CompoundSplitter
from douane_rag.text.words import Analyzer

TIMES = 10
QUESTIONS = 200
CHANGED = 0.05
BODY = re.compile(r"^[^\W\d_]")
Result = TypeVar("Result")


def measure() -> list[SpeedFigure]:
    """Seconds of each stage at once and at ten times the handbooks, and the factor between."""
    figures = []
    with TemporaryDirectory() as name:
        larger = Path(name) / "larger"
        multiplied(HANDBOOKS, larger, TIMES)
        once = _stages(HANDBOOKS, Path(name) / "once")
        tenfold = _stages(larger, Path(name) / "tenfold")
    for stage, first in once.items():
        unit = stage.rpartition(", ")[2]
        figures.append(SpeedFigure(f"once: {stage}", first, None, unit))
        figures.append(SpeedFigure(f"… ×{TIMES}", tenfold[stage], None, unit))
        figures.append(SpeedFigure("… growth", tenfold[stage] / first, None, "times"))
    return figures


def multiplied(corpus: Path, folder: Path, times: int) -> None:
    """Write `times` copies of a folder of Markdown handbooks into `folder`."""
    for path in sorted(corpus.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        for copy in range(times):
            target = folder / path.relative_to(corpus).with_name(f"c{copy}-{path.name}")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_copied(text, copy), encoding="utf-8")


def _copied(text: str, copy: int) -> str:
    """The text with ids and handbook of its own; in each line of text some words change place."""
    text = re.sub(r"\{#(?=\w)", f"{{#c{copy}-", text)
    text = re.sub(r"Handboek (?=[A-Z])", f"Handboek C{copy} ", text)
    chance = random.Random(copy)
    head, mark, body = text.partition("\n---\n")
    return head + mark + "\n".join(_stirred(line, chance) for line in body.split("\n"))


def _stirred(line: str, chance: random.Random) -> str:
    words = line.split(" ")
    if not BODY.match(line) or len(words) < 2:
        return line
    for _ in range(max(1, round(CHANGED * len(words)))):
        one, other = chance.randrange(len(words)), chance.randrange(len(words))
        words[one] = words[other]
    return " ".join(words)


class HashedEmbedding:
    """Vectors of 384 numbers drawn by a text's hash: cheap, the same each time, without meaning."""

    spec = "hashed"
    identity = "hashed-384"
    dimension = 384

    def encode(
        self,
        texts: Sequence[str],
        *,
        role: str = "passage",
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """Vectors of length 1, shape (texts, 384)."""
        drawn = [_draw(text, self.dimension) for text in texts]
        vectors = np.stack(drawn).astype(np.float32)
        found: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return found


def _draw(text: str, dimension: int) -> NDArray[np.float64]:
    seed = int.from_bytes(sha256(text.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(dimension)


def _stages(corpus: Path, folder: Path) -> dict[str, float]:
    import faiss

    embedding = HashedEmbedding()
    found: dict[str, float] = {}

    def timed(stage: str, act: Callable[[], Result]) -> Result:
        start = perf_counter()
        result = act()
        found[f"{stage}, seconds"] = perf_counter() - start
        return result

    paragraphs = timed("reading", lambda: versions(read_corpus(corpus).files))
    chunks = timed("chunking", lambda: chunks_of(paragraphs, words=CHUNK_WORDS))
    timed("tokenising and BM25", lambda: _lexical(paragraphs))
    vectors = embedding.encode([chunk.text for chunk in chunks])
    timed("adding to faiss", lambda: faiss.IndexFlatIP(vectors.shape[1]).add(vectors))
    timed("all of indexing, hashed", lambda: build_index(corpus, folder, embedding=embedding))
    timed("indexing again, unchanged", lambda: build_index(corpus, folder, embedding=embedding))
    index = timed("opening", lambda: open_index(folder))
    retriever = timed("first question's tables", assistant_on(index, embedding).retriever)
    texts = [q.question for q in questions_about(paragraphs, QUESTIONS)]
    found["search p95, ms"] = p95(milliseconds(retriever.search, texts))
    return found


def _lexical(paragraphs: Sequence[Paragraph]) -> LexicalIndex:
    documents = [words.split() for _, words in tokens_of(paragraphs)]
    analyzer = Analyzer(CompoundSplitter(word_frequencies(documents)))
    return LexicalIndex.build([analyzer.of_words(words) for words in documents])
