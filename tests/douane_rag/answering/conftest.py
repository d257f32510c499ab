"""Small handbooks, opened; an answerer on them; a model whose words a test chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from douane_rag.answering.answerer import Answerer
from douane_rag.answering.evidence import EvidenceModel
from douane_rag.index.building import build_index
from douane_rag.index.opened import HandbookIndex, open_index
from douane_rag.retrieval.retriever import Retriever, Strategy
from language_models.backends.embedded import EmbeddedReader
from language_models.backends.scripted import Script, scripted_model

ALWAYS = EvidenceModel(intercept=0.0, threshold=0.0, weights={})


@pytest.fixture
def open_corpus(write_corpus: Callable[..., Path], tmp_path: Path) -> Callable[..., HandbookIndex]:
    """An index for keywords of some files: `open_corpus({"a.md": "# A"})`."""
    made: list[Path] = []

    def open_it(
        files: Mapping[str, str] | None = None, *, further: Mapping[str, str] | None = None
    ) -> HandbookIndex:
        name = f"corpus-{len(made)}"
        made.append(tmp_path / f"index-{len(made)}")
        other = None if further is None else write_corpus(further, f"further-{len(made)}")
        build_index(write_corpus(files, name), made[-1], embedding=None, further=other)
        return open_index(made[-1])

    return open_it


@pytest.fixture
def answerer(open_corpus: Callable[..., HandbookIndex]) -> Callable[..., Answerer]:
    """An answerer on files that always answers, unless `evidence` is None (the project's own)."""

    def build(
        files: Mapping[str, str] | None = None,
        *,
        answers: Script | None = None,
        further: Mapping[str, str] | None = None,
        evidence: EvidenceModel | None = ALWAYS,
    ) -> Answerer:
        retriever = Retriever(open_corpus(files, further=further), None, Strategy("bm25"))
        model = EmbeddedReader() if answers is None else scripted_model(answers)
        return Answerer(retriever, model, evidence=evidence)

    return build
