"""An index of two editions, and Qdrant's scorers on it, which must score as the local ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from douane_rag.index.building import build_index
from douane_rag.index.lexical import Alternatives
from douane_rag.index.opened import HandbookIndex, open_index
from douane_rag.retrieval.fusion import Scores
from douane_rag.retrieval.qdrant import QdrantScorer
from douane_rag.retrieval.retriever import LocalScorer
from douane_rag.settings import QdrantSettings

WORDS = ["aangifte", "accijns", "douane", "invoer", "minerale", "olie", "wijn", "zending"]
DAYS = 30


def section(number: int, days: int) -> str:
    about, other = WORDS[number % 8], WORDS[(3 * number + 1) % 8]
    return (
        f"## {number + 1} Over {about}\n\nDe termijn voor {about} bij {other} is {days} dagen. "
        f"De inspecteur beslist over {other}, geval {number}.\n"
    )


def write_corpus(folder: Path, *, days: int = 30, sections: int = 12) -> Path:
    for edition, term in (("2025-01-01", 14), ("2026-01-01", days)):
        (folder / edition).mkdir(parents=True, exist_ok=True)
        changed = [section(i, term if i % 2 else 7) for i in range(sections)]
        text = "# Handboek\n\n" + "\n".join(changed)
        (folder / edition / "handboek.md").write_text(text, encoding="utf-8")
    return folder


@dataclass
class QdrantCase:
    """Makes indexes below `folder`, opens scorers on them, and compares these with local ones."""

    folder: Path
    embedding: Any
    held: list[QdrantScorer] = field(default_factory=list)
    before: ClassVar = date(2025, 3, 1)
    after: ClassVar = date(2026, 3, 1)
    questions: ClassVar = (
        "accijns op wijn",
        "welke vergunning bij invoer",
        "termijn van de aangifte",
        "minerale olie oplegging zending",
    )

    def indexed(self, *, days: int = DAYS, **more: Any) -> HandbookIndex:
        corpus = write_corpus(self.folder / "corpus", days=days)
        build_index(corpus, self.folder / "index", **{"embedding": self.embedding, **more})
        return open_index(self.folder / "index")

    def open(self, index: HandbookIndex, **fields: Any) -> QdrantScorer:
        self.held.append(QdrantScorer.open(index, self.embedding, self.settings(**fields)))
        return self.held[-1]

    def settings(self, **fields: Any) -> QdrantSettings:
        return QdrantSettings.model_validate(fields)

    def read(self, index: HandbookIndex, question: str) -> list[Alternatives]:
        """The question's words, each also expressed by a synonym, a shared and an unknown term."""
        return [
            {term: 1.0, "wijn": 0.6123, "termijn": 0.3, "zeppelin": 0.7}
            for term in sorted(set(index.analyzer.terms(question)))
        ]

    def assert_close(self, found: Scores, expected: Scores) -> None:
        assert found.tolist() == pytest.approx(expected.tolist(), rel=1e-5, abs=1e-5)

    def assert_same_as_local(self, scorer: QdrantScorer, index: HandbookIndex) -> None:
        local = LocalScorer(index, self.embedding)
        for day in (self.before, self.after):
            for question in self.questions:
                words = self.read(index, question)
                lexical, dense = scorer.lexical(words, day), scorer.dense(question, day)
                assert np.isfinite(lexical).any()
                assert np.isfinite(dense).any()
                self.assert_close(lexical, local.lexical(words, day))
                self.assert_close(dense, local.dense(question, day))


@pytest.fixture
def qdrant(tmp_path: Path, embedding: Any) -> Iterator[QdrantCase]:
    """Makes indexes, opens scorers on them and closes those after the test."""
    case = QdrantCase(tmp_path, embedding)
    yield case
    for scorer in case.held:
        scorer.close()


@pytest.fixture
def index(qdrant: QdrantCase) -> HandbookIndex:
    return qdrant.indexed()
