"""The rows of the Douane table on any corpus and any questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.douane.lines import Examiner, retrieval_rows
from benchmarks.douane.report import douane_report
from benchmarks.report.model import SuiteReport
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.building import build_index
from douane_rag.opening import open_assistant, open_embedding_or_none
from douane_rag.questions import Question
from douane_rag.settings import DouaneSettings
from language_models.errors import InputError
from language_models.progress import progress_bar
from language_models.settings import Settings

SEED = 1


def evaluate_corpus(
    corpus: Path,
    questions: Sequence[Question],
    folder: Path,
    *,
    settings: Settings,
    embedding: str | None,
    model: str,
    say: Callable[[str], None],
) -> SuiteReport:
    """Index `corpus` into `folder`, ask the questions, and report as the suite does.

    Raises:
        InputError: no gold id of the questions is in the corpus.
    """
    douane = settings.application("douane", DouaneSettings)
    chosen = open_embedding_or_none(embedding or douane.embedding, settings)
    build_index(corpus, folder, embedding=chosen, progress=None)
    assistant = open_assistant(settings, folder)
    _refuse_foreign(assistant.index.paragraphs, questions, say)
    examiner = Examiner(assistant.retriever())
    rows = [
        row
        for row in retrieval_rows(assistant.strategy())
        if chosen is not None or row.strategy is None or row.strategy.method == "bm25"
    ]
    asked = sum(question.answerable for question in questions)
    with progress_bar("Searching", len(rows) * asked) as advance:
        rankings = [
            line for row in rows if asked for line in examiner.rankings(row, questions, advance)
        ]
    answerer = assistant.answerer(model)
    answers = []
    with progress_bar("Answering", len(questions)) as advance:
        for question in questions:
            answers.append(examiner.answered(answerer, question))
            advance()
    return douane_report(
        rankings,
        answers,
        {row.name: row.title for row in rows},
        embedding=assistant.index.manifest.embedding or "none",
        model=model,
        seed=SEED,
        title=f"Questions on {corpus}",
    )


def _refuse_foreign(
    paragraphs: Sequence[Paragraph], questions: Sequence[Question], say: Callable[[str], None]
) -> None:
    from benchmarks.douane.ranking import gold_documents

    known = gold_documents(paragraphs)
    unknown = sorted({g for q in questions for g in q.gold if g not in known})
    if not unknown:
        return
    if not any(g in known for q in questions for g in q.gold):
        raise InputError(
            f"No gold id of the questions is in this corpus ({unknown[0]!r}, for instance); "
            "ids are a heading's own {#id}, else the file's stem, # and the heading's slug."
        )
    say(f"{len(unknown)} gold ids are not in this corpus and count as not found: {unknown[0]!r}, …")
