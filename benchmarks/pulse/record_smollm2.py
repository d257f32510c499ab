"""`make record`: ask SmolLM2 for real and rewrite the answers that the repository holds.

Some forty minutes on two cores. An interrupted recording goes on where it stopped. Each process
asks its share of the calls on one thread; they write the same record.
"""

from __future__ import annotations

import os
from multiprocessing import get_context
from pathlib import Path

from benchmarks.pulse.data import fixture_data, stratified_sample
from language_models.asking import CompletionModel
from language_models.record import RECORD_VARIABLE, export_answers
from language_models.registry import open_model
from language_models.settings import ModelSettings, Settings
from pulse_nps.calls import Call
from pulse_nps.columns import row_of
from pulse_nps.prototypes import columns_of
from pulse_nps.settings import RECORDED
from pulse_nps.targets import NPS
from pulse_nps.tasks import category_task, drivers_task, judge_task

ANSWERS = Path("runs") / "recording" / "answers.sqlite"


def main() -> None:
    """Ask everything that prototypes 1 to 3 need of the sample, then write the file."""
    ANSWERS.parent.mkdir(parents=True, exist_ok=True)
    os.environ[RECORD_VARIABLE] = str(ANSWERS.resolve())
    model = _model()
    calls = _sample(model)
    shares = os.cpu_count() or 1
    with get_context("spawn").Pool(shares) as pool:
        pool.map(_ask_share, [(share, shares) for share in range(shares)], chunksize=1)
    if model.record is None:
        raise TypeError("smollm2 is expected to be a model with a record")
    RECORDED.parent.mkdir(parents=True, exist_ok=True)
    number = export_answers(model.record, RECORDED, model=model.backend.identity)
    print(f"{len(calls)} calls, {number} answers written to {RECORDED.name}")


def _ask_share(place: tuple[int, int]) -> None:
    share, shares = place
    model = _model()
    for number, call in enumerate(_sample(model)[share::shares], start=1):
        _ask(model, call)
        print(f"process {share}: {number} calls", flush=True)


def _ask(model: CompletionModel, call: Call) -> None:
    """The three questions of prototypes 1 to 3; a judge needs columns to judge."""
    model.ask(category_task(NPS), call)
    drivers = model.ask(drivers_task(), call)
    if drivers.value is not None:
        model.ask(judge_task(NPS), columns_of(row_of(drivers)))


def _model() -> CompletionModel:
    settings = Settings(models={"smollm2": ModelSettings(threads=1)})
    model = open_model("smollm2", settings)
    if not isinstance(model, CompletionModel):
        raise TypeError("smollm2 is expected to be a model with a record")
    return model


def _sample(model: CompletionModel) -> tuple[Call, ...]:
    data = fixture_data(repeats=1)
    return data.part(stratified_sample()[: model.sample]).calls


if __name__ == "__main__":
    main()
