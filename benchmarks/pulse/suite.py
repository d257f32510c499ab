"""The Pulse suite: asks the models, trains the rows, meets the ceiling, switches obstacles off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.pulse import ceilings, importance, obstacles
from benchmarks.pulse.asking import ask_categories, ask_drivers, ask_judgements
from benchmarks.pulse.cross_validation import Invented, Material, cross_validate
from benchmarks.pulse.data import LABELLED_FILES, PulseData, fixture_data, stratified_sample
from benchmarks.pulse.inventing import invented_columns
from benchmarks.pulse.predictions import NO_MODEL, PREDICTIONS, prediction_lines
from benchmarks.pulse.report import pulse_report, pulse_scores
from benchmarks.pulse.rows import (
    SMALL_TABLE,
    LearnedRow,
    column_rows,
    embedding_row,
    model_rows,
    text_rows,
)
from benchmarks.pulse.views import columns_and_text, embeddings, texts
from benchmarks.report.model import SuiteReport
from benchmarks.run_folder import RunFolder
from benchmarks.suite import Progress, RowScores, RunSettings
from language_models.model import LanguageModel
from language_models.registry import open_embedding, open_model
from language_models.settings import Settings, read_settings
from pulse_nps.columns import DriverColumns
from pulse_nps.settings import FIXTURES, RECORDED, PulseSettings
from pulse_nps.targets import NPS

EMBEDDING = "minilm"
MODELS = ("embedded", "smollm2")
INVENTED = 600


class PulseSuite:
    """Three prototypes of TNO 2026, §3.1, with what stands around them.

    Without a choice of models the embedded reader does everything, and SmolLM2's recorded answers
    are replayed on the sample that it was asked.
    """

    name = "pulse"
    title = "Pulse: NPS category from call transcripts"

    def data_files(self, settings: RunSettings) -> Mapping[str, Path]:
        """The fixtures' calls, hidden causes and folds."""
        return {f"fixtures/pulse/{name}": FIXTURES / name for name in LABELLED_FILES}

    def run(self, run: RunFolder, settings: RunSettings, progress: Progress) -> None:
        """Everything the report needs, each part only where its lines are missing."""
        toml = read_settings(None)
        pulse = toml.application("pulse", PulseSettings)
        run.agree_on("pulse", pulse.model_dump(mode="json", exclude={"training"}))
        work = _Work(run, settings, pulse, toml, progress)
        data = fixture_data(repeats=pulse.repeats)
        # Only the first trial of SmolLM2 is recorded.
        first, *others = settings.models or MODELS[: 1 if settings.trials > 1 else None]
        part, columns = work.model_rows(first, data, column_rows(), further=True)
        for spec in others:
            work.model_rows(spec, data, column_rows(SMALL_TABLE))
        work.rows_without_model(data.part(sample_ids(data, settings.sample, None)))
        importance.add_importance(run, first, part, columns, settings, progress)
        if pulse.obstacles and first == "embedded":
            obstacles.add_obstacles(run, part, columns, settings, progress)

    def report(self, run: RunFolder) -> SuiteReport:
        """The report from the lines and the manifest."""
        return pulse_report(run)

    def scores(self, run: RunFolder) -> Iterable[RowScores]:
        """Right or wrong per call and row, for comparing runs."""
        return pulse_scores(run)


@dataclass(frozen=True)
class _Work:
    """What every part of one run needs."""

    run: RunFolder
    settings: RunSettings
    pulse: PulseSettings
    toml: Settings
    progress: Progress

    def model_rows(
        self, spec: str, data: PulseData, rows: Sequence[LearnedRow], *, further: bool = False
    ) -> tuple[PulseData, DriverColumns]:
        """Ask one model and train the rows on its columns; `further` adds text and inventions."""
        model = open_model(spec, self.toml, replay=RECORDED)
        asked = (
            None if not self.settings.models and self._more_than(model) else self.settings.sample
        )
        part = data.part(sample_ids(data, asked, model.sample))
        columns = self._ask(model, part)
        views: dict[str, object] = {"columns": columns.scores}
        invented = None
        if further:
            views["columns and text"] = columns_and_text(part.calls, columns.scores)
            invented = self._invent(model, part)
            rows = [*rows, *(row for row in model_rows() if invented or not row.invented)]
        material = Material(part.codes(), part.folds, views, columns.answered, invented)
        learn(self.run, rows, material, spec, part, self.settings, self.progress)
        return part, columns

    def rows_without_model(self, data: PulseData) -> None:
        """The text baselines, and the ceilings of the known world."""
        spec = self.settings.embedding or EMBEDDING
        rows = [*text_rows(), embedding_row(spec)]
        nothing = np.zeros((len(data.calls), 1))
        views: dict[str, object] = {"text": texts(data.calls), "columns": nothing}
        if (rows[-1].name, NO_MODEL, data.calls[-1].id) not in self.run.done(PREDICTIONS):
            embedding = open_embedding(spec, self.toml)
            with self.progress.step(f"{spec}: embeddings", len(data.calls)) as advance:
                views["embedding"] = embeddings(embedding, data.calls, advance)
        known = np.ones(len(data.calls), dtype=bool)
        material = Material(data.codes(), data.folds, views, known)
        learn(self.run, rows, material, NO_MODEL, data, self.settings, self.progress)
        ceilings.add_ceilings(self.run, data)

    def _more_than(self, model: LanguageModel) -> bool:
        """Whether the sample asked for is more than a model of the default answers."""
        sample = self.settings.sample
        return sample is not None and model.sample is not None and sample > model.sample

    def _ask(self, model: LanguageModel, data: PulseData) -> DriverColumns:
        run, step, calls = self.run, self.progress.step, data.calls
        with step(f"{model.spec}: driver scores", len(calls)) as advance:
            columns = ask_drivers(run, model, calls, advance=advance)
        for trial in range(self.settings.trials):
            with step(f"{model.spec}: prototype 1", len(calls)) as advance:
                ask_categories(run, model, calls, NPS, trial=trial, advance=advance)
            with step(f"{model.spec}: prototype 2", len(calls)) as advance:
                ask_judgements(run, model, calls, columns, NPS, trial=trial, advance=advance)
        return columns

    def _invent(self, model: LanguageModel, data: PulseData) -> Invented | None:
        """Invented calls, unless the settings say none; a language model only invents if told."""
        number = self.pulse.invented
        if number is None:
            number = INVENTED if model.spec == "embedded" else 0
        if number == 0:
            return None
        with self.progress.step(f"{model.spec}: invented calls", number) as advance:
            return invented_columns(model, data, number, self.settings.seed, advance)


def learn(
    run: RunFolder,
    rows: Sequence[LearnedRow],
    material: Material,
    model: str,
    data: PulseData,
    settings: RunSettings,
    progress: Progress,
    *,
    name: str = PREDICTIONS,
) -> None:
    """Cross-validate the rows whose lines are not complete, and append their lines."""
    done = run.done(name)
    open_rows = [
        row for row in rows if any((row.name, model, call.id) not in done for call in data.calls)
    ]
    with progress.step(f"{model}: cross-validation", len(rows), len(rows) - len(open_rows)) as step:
        for row, result in cross_validate(
            open_rows, material, seed=settings.seed, jobs=settings.jobs
        ):
            lines = prediction_lines(row.name, model, data.calls, result)
            keyed = [((row.name, model, line["id"]), line) for line in lines]
            run.append_all(name, [(key, line) for key, line in keyed if key not in done])
            step()


def sample_ids(data: PulseData, asked: int | None, of_model: int | None) -> list[str]:
    """The stratified sample for a model: what was asked for, else what the model is good for."""
    size = asked or of_model
    ids = [call.id for call in data.calls]
    return ids if size is None else stratified_sample()[:size]


SUITE = PulseSuite()
