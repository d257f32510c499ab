"""The Douane suite: how well paragraphs are found, questions answered, and time saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.douane.lines import Examiner, RetrievalRow, retrieval_rows
from benchmarks.douane.report import douane_report
from benchmarks.report.model import SuiteReport
from benchmarks.run_folder import RunFolder
from benchmarks.suite import Progress, RowScores, RunSettings
from douane_rag.opening import Assistant, open_assistant
from douane_rag.questions import Question, read_questions
from douane_rag.settings import FIXTURES, HANDBOOKS, DouaneSettings
from language_models.settings import Settings, read_settings

QUESTIONS = FIXTURES / "questions" / "test.jsonl"
RANKINGS = "douane_rankings"
ANSWERS = "douane_answers"
DAY = date(2026, 11, 1)
"""The day on which the questions are asked: both editions are known, the second applies."""


class DouaneSuite:
    """TNO 2026, §3.2: the handbook assistant on the test questions."""

    name = "douane"
    title = "Douane: the handbook assistant"

    def data_files(self, settings: RunSettings) -> Mapping[str, Path]:
        """The test questions and every handbook file."""
        files = {f"fixtures/douane/{p.relative_to(FIXTURES).as_posix()}": p
                 for p in sorted(HANDBOOKS.rglob("*.md"))}  # fmt: skip
        return {"fixtures/douane/questions/test.jsonl": QUESTIONS, **files}

    def run(self, run: RunFolder, settings: RunSettings, progress: Progress) -> None:
        """Rankings of every row, then answers, each only where their lines are missing."""
        toml = read_settings(None)
        douane = toml.application("douane", DouaneSettings)
        embedding = settings.embedding or douane.embedding
        run.agree_on("douane", {"embedding": embedding})
        with progress.step("index of the handbooks"):
            assistant = _opened(toml, embedding, progress)
        questions = read_questions(QUESTIONS).items[: settings.sample]
        examiner = Examiner(assistant.retriever(), as_of=DAY)
        self._rank(run, examiner, assistant, questions, progress)
        for model in settings.models or ("embedded",):
            self._answer(run, examiner, assistant, model, questions, progress)

    def _rank(
        self,
        run: RunFolder,
        examiner: Examiner,
        assistant: Assistant,
        questions: tuple[Question, ...],
        progress: Progress,
    ) -> None:
        answerable = sum(question.answerable for question in questions)
        done = run.done(RANKINGS)
        for row in _rows(assistant):
            if all((row.name, q.id) in done for q in questions if q.answerable):
                continue
            with progress.step(row.title, answerable) as advance:
                lines = examiner.rankings(row, questions, advance)
                keyed = [((row.name, line["id"]), line) for line in lines]
            run.append_all(RANKINGS, [(key, line) for key, line in keyed if key not in done])

    def _answer(
        self,
        run: RunFolder,
        examiner: Examiner,
        assistant: Assistant,
        model: str,
        questions: tuple[Question, ...],
        progress: Progress,
    ) -> None:
        answerer = assistant.answerer(model)
        done = run.done(ANSWERS)
        with progress.step(f"{model}: answers", len(questions)) as advance:
            for question in questions:
                if (model, question.id) not in done:
                    line = examiner.answered(answerer, question)
                    run.append(ANSWERS, (model, question.id), {"model": model, **line})
                advance()

    def report(self, run: RunFolder) -> SuiteReport:
        """The report from the lines; answers are those of the first model."""
        answers = list(run.lines(ANSWERS))
        model = answers[0]["model"] if answers else "embedded"
        facts = run.manifest.facts.get("douane")
        embedding = str(facts["embedding"]) if isinstance(facts, dict) else "use"
        return douane_report(
            list(run.lines(RANKINGS)),
            [line for line in answers if line["model"] == model],
            titles(),
            embedding=embedding,
            model=model,
            seed=run.manifest.settings.seed,
        )

    def scores(self, run: RunFolder) -> Iterable[RowScores]:
        """nDCG@10 per question and row, and whether the answer was found."""
        by_row: dict[str, dict[str, float]] = {}
        for line in run.lines(RANKINGS):
            by_row.setdefault(line["row"], {})[line["id"]] = line["ndcg_at_10"]
        for name, values in by_row.items():
            yield RowScores(name, titles()[name], "–", "ndcg_at_10", values)


def titles() -> dict[str, str]:
    """What each row is called."""
    from douane_rag.retrieval.retriever import Strategy

    return {row.name: row.title for row in retrieval_rows(Strategy(rerank=True))}


def _rows(assistant: Assistant) -> list[RetrievalRow]:
    """The rows that this index can fill: without an embedding those that search by words."""
    return [
        row
        for row in retrieval_rows(assistant.strategy())
        if assistant.embedding or row.strategy is None or row.strategy.method == "bm25"
    ]


def _opened(toml: Settings, embedding: str, progress: Progress) -> Assistant:
    """The assistant on the project's handbooks, whatever handbooks the settings name."""
    own = {"corpus": HANDBOOKS, "further": None, "index": None, "embedding": embedding}
    table = {**toml.applications.get("douane", {}), **own}
    chosen = replace(toml, applications={**toml.applications, "douane": table})
    return open_assistant(chosen, say=progress.say)


SUITE = DouaneSuite()
