"""The handbook assistant on all five handbooks: indexing, indexing again, searching, answering."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from benchmarks.speed import handbooks_growth, handbooks_peer, handbooks_process
from benchmarks.speed.figure import SpeedFigure
from benchmarks.speed.handbooks_asked import assistant_on, milliseconds, p95, questions_about
from douane_rag.documents.chunks import chunks_of
from douane_rag.documents.corpus import read_corpus
from douane_rag.documents.editions import versions
from douane_rag.index.building import CHUNK_WORDS, build_index
from douane_rag.index.minilm import TOKENS, chunk_minilm
from douane_rag.index.opened import HandbookIndex, open_index
from douane_rag.index.tokens import tokens_of, word_frequencies
from douane_rag.settings import HANDBOOKS
from douane_rag.text.compounds import CompoundSplitter
from douane_rag.text.words import Analyzer
from language_models.embeddings import Embedding, minilm_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

GIGABYTE = 1e9
QUESTIONS = 200
EDITS = 5
COMPARED = 32
SAME = 1e-3


def measure() -> list[SpeedFigure]:
    """Every figure of the issue but growth and the peer, in one run of some minutes."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        indexed = handbooks_process.run("index", folder / "index")
        answered = handbooks_process.run("answer", folder / "index")
        embedding = chunk_minilm()
        embedding.encode(["warm"])
        return [
            SpeedFigure("indexing five handbooks, cold", indexed.seconds, 90, "seconds"),
            SpeedFigure("… peak memory", indexed.peak / GIGABYTE, 1.5, "GB"),
            *_against_bare(folder, embedding),
            _edited(folder, embedding),
            *_asked(open_index(folder / "index", check_corpus=False), embedding),
            SpeedFigure("… peak memory of answering", answered.peak / GIGABYTE, 1.5, "GB"),
        ]


@dataclass(frozen=True)
class Bare:
    """What any index of these handbooks has to do, by nothing but the libraries."""

    texts: Sequence[str]
    terms: Sequence[list[str]]
    model: SentenceTransformer

    @classmethod
    def of_handbooks(cls) -> Bare:
        """The texts that the assistant embeds, each once, and the terms that it counts."""
        from sentence_transformers import SentenceTransformer

        paragraphs = versions(read_corpus(HANDBOOKS).files)
        texts = {chunk.text: None for chunk in chunks_of(paragraphs, words=CHUNK_WORDS)}
        documents = [words.split() for _, words in tokens_of(paragraphs)]
        analyzer = Analyzer(CompoundSplitter(word_frequencies(documents)))
        terms = [analyzer.of_words(words) for words in documents]
        model = SentenceTransformer(str(minilm_folder()), local_files_only=True)
        model.max_seq_length = TOKENS
        return cls(list(texts), terms, model)

    def index(self) -> None:
        """Encode, add to faiss, count by bm25s."""
        import bm25s
        import faiss

        vectors = self.encode(self.texts)
        faiss.IndexFlatIP(vectors.shape[1]).add(vectors)
        bm25s.BM25(method="lucene").index(self.terms, show_progress=False)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, shape (texts, dimension)."""
        found: NDArray[np.float32] = self.model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return found

    def check(self, embedding: Embedding) -> None:
        """Refuse to compare unlike work: both must give the same vectors (length, precision)."""
        longest = sorted(self.texts, key=len)[-COMPARED:]
        apart = float(np.abs(self.encode(longest) - embedding.encode(longest)).max())
        if apart > SAME:
            raise RuntimeError(
                f"the bare vectors are up to {apart:.2g} apart from the assistant's, at most "
                f"{SAME:g} is the same work; set the model of Bare as chunk_minilm() sets its own"
            )


def _against_bare(folder: Path, embedding: Embedding) -> Iterator[SpeedFigure]:
    """Ours, bare, bare, ours: a machine that slows down evenly does not favour either."""
    bare = Bare.of_handbooks()
    bare.check(embedding)
    taken: dict[str, list[float]] = {"ours": [], "bare": []}
    for number, which in enumerate(("ours", "bare", "bare", "ours")):
        start = perf_counter()
        if which == "ours":
            build_index(HANDBOOKS, folder / f"again-{number}", embedding=embedding)
        else:
            bare.index()
        taken[which].append(perf_counter() - start)
    ratio = sum(taken["ours"]) / sum(taken["bare"])
    yield SpeedFigure("… with the model loaded", median(taken["ours"]), None, "seconds")
    yield SpeedFigure("… against encoding, faiss and bm25s alone", ratio, 1.15, "ratio")


def _edited(folder: Path, embedding: Embedding) -> SpeedFigure:
    corpus = folder / "handbooks"
    shutil.copytree(HANDBOOKS, corpus)
    shutil.copytree(folder / "index", folder / "edited")
    build_index(corpus, folder / "edited", embedding=embedding)
    taken = []
    for path in sorted(corpus.rglob("*.md"))[:EDITS]:
        _edit(path)
        start = perf_counter()
        built = build_index(corpus, folder / "edited", embedding=embedding)
        taken.append(perf_counter() - start)
        if not 1 <= built.embedded <= 2:
            raise RuntimeError(f"one paragraph was edited, {built.embedded} chunks embedded")
    return SpeedFigure("indexing again after one edit", median(taken), 1, "seconds")


def _edit(path: Path) -> None:
    """Add a sentence to the first paragraph that is running text."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if len(line) > 200 and line[0].isalpha())
    lines[number] = lines[number].rstrip("\n") + " Dit is op maandag gewijzigd.\n"
    path.write_text("".join(lines), encoding="utf-8")


class Remembered:
    """An embedding that has seen every question before: what is left is the search itself."""

    def __init__(self, embedding: Embedding, texts: Sequence[str]) -> None:
        self.spec, self.identity = embedding.spec, embedding.identity
        self.dimension = embedding.dimension
        # The reader evens out the blanks of a question before it is embedded.
        self._vectors = {
            " ".join(text.split()): embedding.encode([" ".join(text.split())], role="query")
            for text in texts
        }

    def encode(
        self, texts: Sequence[str], *, role: str = "passage", progress: object = None
    ) -> NDArray[np.float32]:
        """The vectors of known texts, shape (texts, dimension)."""
        return np.concatenate([self._vectors[text] for text in texts])


def _asked(index: HandbookIndex, embedding: Embedding) -> Iterator[SpeedFigure]:
    texts = [q.question for q in questions_about(index.paragraphs, QUESTIONS)]
    assistant = assistant_on(index, embedding)
    searched = milliseconds(assistant.retriever().search, texts)
    encoded = milliseconds(lambda text: embedding.encode([text], role="query"), texts)
    known = assistant_on(index, Remembered(embedding, texts)).retriever()
    answered = milliseconds(assistant.answerer().ask, texts)
    yield SpeedFigure(f"search, p95 of {len(texts)}", p95(searched), 60, "ms")
    ratio = median(searched) / median(encoded)
    yield SpeedFigure("… against encoding the question alone, median", ratio, None, "ratio")
    yield SpeedFigure("… given its vector, p95", p95(milliseconds(known.search, texts)), 5, "ms")
    yield SpeedFigure("embedded answer, p95", p95(answered), 150, "ms")


MEASURES = {
    "handbooks": measure,
    "handbooks_growth": handbooks_growth.measure,
    "handbooks_peer": handbooks_peer.measure,
}
