"""The Pulse suite: asks the models, trains the rows, meets the ceiling, switches obstacles off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


class PulseSuite:
    """Three prototypes of TNO 2026, §3.1, with what stands around them."""

    name = "pulse"
    title = "Pulse: NPS category from call transcripts"

    def data_files(self, settings: RunSettings) -> Mapping[str, Path]:
        """The fixtures' calls, hidden causes and folds."""
        return {f"fixtures/pulse/{name}": FIXTURES / name for name in LABELLED_FILES}

    def run(self, run: RunFolder, settings: RunSettings, progress: Progress) -> None:
        """Everything the report needs, each part only where its lines are missing."""
        toml = read_settings(None)
        pulse = toml.application("pulse", PulseSettings)
        data = fixture_data(repeats=pulse.repeats)
        run.agree_on("pulse", {"repeats": pulse.repeats, "invented": pulse.invented,
                               "obstacles": pulse.obstacles})  # fmt: skip
        columns = {}
        for place, spec in enumerate(settings.models):
            model = open_model(spec, toml, replay=RECORDED)
            part = data.part(sample_ids(data, settings.sample, model.sample))
            columns[spec] = (part, self._ask(run, model, part, settings, progress))
            rows = column_rows() if place == 0 else column_rows(SMALL_TABLE)
            self._learn_from_model(run, model, *columns[spec], rows, settings, pulse, progress)
        everything = data.part(sample_ids(data, settings.sample, None))
        self._learn_without_model(run, everything, settings, toml, progress)
        ceilings.add_ceilings(run, everything)
        first, scored = columns[settings.models[0]]
        importance.add_importance(run, settings.models[0], first, scored, settings, progress)
        if pulse.obstacles and settings.models[0] == "embedded":
            obstacles.add_obstacles(run, first, scored, settings, progress)

    def report(self, run: RunFolder) -> SuiteReport:
        """The report from the lines and the manifest."""
        return pulse_report(run)

    def scores(self, run: RunFolder) -> Iterable[RowScores]:
        """Right or wrong per call and row, for comparing runs."""
        return pulse_scores(run)

    def _ask(
        self,
        run: RunFolder,
        model: LanguageModel,
        data: PulseData,
        settings: RunSettings,
        progress: Progress,
    ) -> DriverColumns:
        calls, spec = data.calls, model.spec
        with progress.step(f"{spec}: driver scores", len(calls)) as advance:
            columns = ask_drivers(run, model, calls, advance=advance)
        for trial in range(settings.trials):
            with progress.step(f"{spec}: prototype 1", len(calls)) as advance:
                ask_categories(run, model, calls, NPS, trial=trial, advance=advance)
            with progress.step(f"{spec}: prototype 2", len(calls)) as advance:
                ask_judgements(run, model, calls, columns, NPS, trial=trial, advance=advance)
        return columns

    def _learn_from_model(
        self,
        run: RunFolder,
        model: LanguageModel,
        data: PulseData,
        columns: DriverColumns,
        rows: Sequence[LearnedRow],
        settings: RunSettings,
        pulse: PulseSettings,
        progress: Progress,
    ) -> None:
        invented: Invented | None = None
        views: dict[str, object] = {"columns": columns.scores}
        wanted = list(rows)
        if len(rows) > len(SMALL_TABLE):
            wanted += model_rows()
            views["columns and text"] = columns_and_text(data.calls, columns.scores)
            with progress.step(f"{model.spec}: invented calls", pulse.invented) as advance:
                invented = invented_columns(model, data, pulse.invented, settings.seed, advance)
        material = Material(data.codes(), data.folds, views, columns.answered, invented)
        learn(run, wanted, material, model.spec, data, settings, progress)

    def _learn_without_model(
        self,
        run: RunFolder,
        data: PulseData,
        settings: RunSettings,
        toml: Settings,
        progress: Progress,
    ) -> None:
        spec = settings.embedding or EMBEDDING
        rows = [*text_rows(), embedding_row(spec)]
        views: dict[str, object] = {
            "text": texts(data.calls),
            "columns": np.zeros((len(data.calls), 1)),
        }
        if (embedding_row(spec).name, NO_MODEL, data.calls[0].id) not in run.done(PREDICTIONS):
            with progress.step(f"{spec}: embeddings", len(data.calls)) as advance:
                views["embedding"] = embeddings(open_embedding(spec, toml), data.calls, advance)
        known = np.ones(len(data.calls), dtype=bool)
        learn(run, rows, Material(data.codes(), data.folds, views, known), NO_MODEL, data,
              settings, progress)  # fmt: skip


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
