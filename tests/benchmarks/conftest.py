"""A made-up suite: two rows over a few samples, no model, no files but its own."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks import suite as suites
from benchmarks.published import published
from benchmarks.report.model import (
    Assumption,
    Column,
    Figure,
    Metric,
    Paragraph,
    Row,
    Section,
    SuiteReport,
    Table,
)
from benchmarks.report.plots import dots_against_study
from benchmarks.run_folder import RunFolder
from benchmarks.statistics import proportion_estimate
from benchmarks.suite import Progress, RowScores, RunSettings

TITLES = {"prototype_1": "Prototype 1", "prototype_2": "Prototype 2"}


class ToySuite:
    """Sample i of row r is right unless i is a multiple of the row's period."""

    name = "toy"
    title = "Toy"

    def __init__(self, data: Path, *, samples: int = 40) -> None:
        self.data = data
        self.samples = samples
        self.periods = {"prototype_1": 3, "prototype_2": 2}
        self.fails_at: tuple[int, BaseException] | None = None

    def data_files(self, settings: RunSettings) -> Mapping[str, Path]:
        return {"toy.jsonl": self.data}

    def run(self, run: RunFolder, settings: RunSettings, progress: Progress) -> None:
        for row, period in self.periods.items():
            done = run.done(row)
            with progress.step(TITLES[row], self.samples, len(done)) as advance:
                for i in range(self.samples):
                    if self.fails_at and row == "prototype_2" and i == self.fails_at[0]:
                        raise self.fails_at[1]
                    if f"s{i}" not in done:
                        run.append(row, f"s{i}", {"right": i % period != 0})
                        advance()

    def scores(self, run: RunFolder) -> Iterator[RowScores]:
        for row in self.periods:
            values = {line["key"]: float(line["right"]) for line in run.lines(row)}
            model = (*run.manifest.settings.models, "embedded")[0]
            yield RowScores(row, TITLES[row], model, "accuracy", values)

    def report(self, run: RunFolder) -> SuiteReport:
        rows = [self._row(scores) for scores in self.scores(run)]
        measured = {row.title: row.metrics["accuracy"] for row in rows}
        study = {row.title: row.published.number or 0 for row in rows if row.published}
        plot = dots_against_study(measured, study, goal=0.8)
        items = (
            Paragraph("Only *made up*."),
            Table("Numbers", ("What", Column("How many", "count")), (("samples", 40),), "A note."),
            Figure("Accuracy", plot, "Ours and the study's.", "Two dots and two diamonds."),
            Assumption("Error rate", "15%", "the telephone"),
        )
        return SuiteReport(
            "toy",
            self.title,
            "A **lead**.",
            (Metric("accuracy", "Accuracy", main=True),),
            "accuracy",
            tuple(rows),
            (Section("More", items),),
            goal=published("pulse.goal.accuracy"),
        )

    def _row(self, scores: RowScores) -> Row:
        return Row(
            scores.name,
            scores.title,
            scores.model,
            {"accuracy": proportion_estimate(list(scores.values.values()))},
            published(f"pulse.{scores.name}.accuracy"),
        )


class SilentProgress:
    """Progress that nobody watches."""

    @contextmanager
    def step(self, title: str, total: int | None = None, done: int = 0) -> Iterator[object]:
        yield lambda count=1: None

    def say(self, remark: str) -> None:
        """Say nothing."""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ToySuite:
    """The toy suite, registered as `toy` for this test."""
    data = tmp_path / "toy.jsonl"
    data.write_text("{}\n")
    module = ModuleType("toy_suite_of_a_test")
    module.SUITE = ToySuite(data)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(suites.SUITES, "toy", module.__name__)
    return module.SUITE  # type: ignore[no-any-return]
