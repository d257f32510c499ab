"""Searching for a question as the answerer does: in the light of its conversation."""

from __future__ import annotations

from datetime import date

from douane_rag.answering.conversation import standalone
from douane_rag.answering.evidence import DEPTH
from douane_rag.answering.tasks import StandaloneQuestion
from douane_rag.questions import Question
from douane_rag.retrieval.retriever import Found, Retriever, Strategy
from language_models.backends.embedded import EmbeddedReader


def search(
    retriever: Retriever, question: Question, strategy: Strategy, day: date | None = None
) -> tuple[StandaloneQuestion, Found]:
    """The question as it is read, and what the strategy finds, as deep as evidence needs."""
    analyzer = retriever.index.analyzer
    alone = standalone(question.question, question.history, analyzer, EmbeddedReader())
    found = retriever.search(
        alone.question, top_k=DEPTH, as_of=day, carried=alone.carried, strategy=strategy
    )
    return alone, found
