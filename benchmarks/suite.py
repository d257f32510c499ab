"""What a suite is, the settings of a run, and the suites that exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from language_models.errors import unknown_name

if TYPE_CHECKING:
    from benchmarks.report.model import SuiteReport
    from benchmarks.run_folder import RunFolder

SUITES: dict[str, str] = {
    "pulse": "benchmarks.pulse.suite",
    "douane": "benchmarks.douane.suite",
    "anna": "benchmarks.anna.suite",
    "linkit": "benchmarks.linkit.suite",
}
"""Name of a suite → module whose `SUITE` it is; imported only when asked for."""


@dataclass(frozen=True)
class RunSettings:
    """What a person may set for a run.

    No `models` and `embedding` None take the suite's own defaults; `sample` asks for at most so
    many samples of each suite; `out` None is a new folder under runs/. `jobs` and `out` change no
    result.
    """

    models: tuple[str, ...] = ()
    embedding: str | None = None
    seed: int = 1
    trials: int = 1
    sample: int | None = None
    jobs: int = 1
    out: Path | None = None


class Progress(Protocol):
    """Where a suite tells how far it is. Safe to call from several threads."""

    def step(
        self, title: str, total: int | None = None, done: int = 0
    ) -> AbstractContextManager[Callable[..., None]]:
        """A step of the work; the function yielded moves it on by one, or by the number given."""
        ...

    def say(self, remark: str) -> None:
        """Print one line between the bars."""
        ...


@dataclass(frozen=True)
class RowScores:
    """One row's score per sample, which `praktijkbench compare` pairs with another run's.

    `values` maps a sample's id to its score: 1.0 and 0.0 for right and wrong, or any number (a
    mean over repeats). `name` and `model` are the row's, `metric` the metric scored.
    """

    name: str
    title: str
    model: str
    metric: str
    values: Mapping[str, float]


class Suite(Protocol):
    """One application under test: it appends sample lines, and reports from them alone."""

    @property
    def name(self) -> str:
        """The name on the command line."""
        ...

    @property
    def title(self) -> str:
        """The name in the report."""
        ...

    def data_files(self, settings: RunSettings) -> Mapping[str, Path]:
        """The files whose content decides the result, by a name without a machine's path."""
        ...

    def run(self, run: RunFolder, settings: RunSettings, progress: Progress) -> None:
        """Do what `run.done` does not hold yet, appending a line per sample as it is done."""
        ...

    def report(self, run: RunFolder) -> SuiteReport:
        """The report from the manifest and the sample lines; the same lines give the same."""
        ...

    def scores(self, run: RunFolder) -> Iterable[RowScores]:
        """The score of each sample under each row, for comparing two runs."""
        ...


def suite(name: str) -> Suite:
    """The suite called `name`, imported now.

    Raises:
        InputError: there is no such suite; the nearest name is told.
    """
    if name not in SUITES:
        raise unknown_name("suite", name, SUITES)
    found: Suite = import_module(SUITES[name]).SUITE
    return found
