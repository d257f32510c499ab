"""`make record`: ask SmolLM2 for real and rewrite the answers that the repository holds.

Half an hour or so on two cores. An interrupted recording goes on where it stopped.
"""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.pulse.asking import ask_categories, ask_drivers, ask_judgements
from benchmarks.pulse.data import fixture_data, stratified_sample
from benchmarks.run_folder import RunFolder
from benchmarks.suite import RunSettings
from language_models.asking import CompletionModel
from language_models.record import RECORD_VARIABLE, export_answers
from language_models.registry import open_model
from language_models.settings import Settings
from pulse_nps.cli import asking_progress
from pulse_nps.settings import RECORDED
from pulse_nps.targets import NPS

WORK = Path("runs") / "recording"


def main() -> None:
    """Ask everything that prototypes 1 to 3 need of the sample, then write the file."""
    WORK.mkdir(parents=True, exist_ok=True)
    os.environ[RECORD_VARIABLE] = str(WORK / "answers.sqlite")
    model = open_model("smollm2", Settings())
    if not isinstance(model, CompletionModel) or model.record is None:
        raise TypeError("smollm2 is expected to be a model with a record")
    data = fixture_data(repeats=1)
    data = data.part(stratified_sample()[: model.sample])
    settings = RunSettings(models=("smollm2",), out=WORK / f"run-{os.getpid()}")
    with (
        RunFolder.create(["pulse"], settings, {}) as run,
        asking_progress("Asking SmolLM2", 3 * len(data.calls)) as advance,
    ):
        ask_categories(run, model, data.calls, NPS, trial=0, advance=advance)
        columns = ask_drivers(run, model, data.calls, advance=advance)
        ask_judgements(run, model, data.calls, columns, NPS, trial=0, advance=advance)
    RECORDED.parent.mkdir(parents=True, exist_ok=True)
    number = export_answers(model.record, RECORDED, model=model.backend.identity)
    model.record.close()
    print(f"{number} answers written to {RECORDED.name}")


if __name__ == "__main__":
    main()
