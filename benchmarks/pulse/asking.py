"""The part of the suite that asks models: one sample line per call, as soon as it is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.run_folder import RunFolder
from language_models.answer import Answer
from language_models.asking import ask_all
from language_models.model import LanguageModel
from language_models.task import Task
from pulse_nps.calls import Call
from pulse_nps.columns import DriverColumns, row_of
from pulse_nps.drivers import DRIVER_NAMES
from pulse_nps.prototypes import columns_of, prediction_of
from pulse_nps.targets import Target
from pulse_nps.tasks import category_task, drivers_task, judge_task

DRIVERS = "pulse.drivers"
ANSWERS = "pulse.answers"
Progress = Callable[[], None]


def ask_drivers(
    run: RunFolder, model: LanguageModel, calls: Sequence[Call], *, advance: Progress
) -> DriverColumns:
    """Score the drivers of the calls that have no line yet; all columns, old and new."""
    known = {line["id"]: line for line in run.lines(DRIVERS) if line["model"] == model.spec}
    open_calls = [call for call in calls if call.id not in known]
    for position, answer in ask_all(model, drivers_task(), open_calls):
        call = open_calls[position]
        scores = None if answer.value is None else [int(score) for score in row_of(answer)]
        known[call.id] = {"id": call.id, "model": model.spec, "scores": scores, **cost_of(answer)}
        run.append(DRIVERS, (model.spec, call.id), known[call.id])
        advance()
    empty = [np.nan] * len(DRIVER_NAMES)
    return DriverColumns(np.array([known[call.id]["scores"] or empty for call in calls], float))


def ask_categories(
    run: RunFolder,
    model: LanguageModel,
    calls: Sequence[Call],
    target: Target,
    *,
    trial: int,
    advance: Progress,
) -> None:
    """Prototype 1's answers, one line a call and trial."""
    open_calls = _open(run, "prototype_1", model.spec, calls, trial)
    _ask(run, "prototype_1", model, category_task(target), open_calls, open_calls, target, trial,
         advance)  # fmt: skip


def ask_judgements(
    run: RunFolder,
    model: LanguageModel,
    calls: Sequence[Call],
    columns: DriverColumns,
    target: Target,
    *,
    trial: int,
    advance: Progress,
) -> None:
    """Prototype 2's second step; a call without columns gets an unanswered line."""
    row_by_id = dict(zip((call.id for call in calls), columns.scores, strict=True))
    open_calls = _open(run, "prototype_2", model.spec, calls, trial)
    readable = [call for call in open_calls if not np.isnan(row_by_id[call.id]).any()]
    unread = [call for call in open_calls if np.isnan(row_by_id[call.id]).any()]
    items = [columns_of(row_by_id[call.id]) for call in readable]
    _ask(run, "prototype_2", model, judge_task(target), readable, items, target, trial, advance)
    for call in unread:
        line = _line("prototype_2", model.spec, call, target, trial)
        run.append(ANSWERS, _key(line), {**line, "error": "no driver columns"})
        advance()


def cost_of(answer: Answer[Any]) -> dict[str, Any]:
    """What an answer took, for its sample line."""
    usage = answer.usage
    cost = {
        "seconds": round(usage.seconds, 6),
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "cost": usage.cost,
        "attempts": answer.attempts,
        "replayed": answer.replayed,
    }
    return {**cost, "error": answer.error} if answer.error else cost


def _ask(
    run: RunFolder,
    row: str,
    model: LanguageModel,
    task: Task[Any, Any],
    calls: Sequence[Call],
    items: Sequence[Any],
    target: Target,
    trial: int,
    advance: Progress,
) -> None:
    for position, answer in ask_all(model, task, items, trial=trial):
        line = _line(row, model.spec, calls[position], target, trial)
        prediction = prediction_of(answer.value, target)
        line["predicted"] = prediction.category
        line["probabilities"] = prediction.probabilities
        run.append(ANSWERS, _key(line), {**line, **cost_of(answer)})
        advance()


def _line(row: str, spec: str, call: Call, target: Target, trial: int) -> dict[str, Any]:
    return {
        "row": row,
        "model": spec,
        "id": call.id,
        "trial": trial,
        "truth": target.label(call),
        "predicted": None,
        "probabilities": None,
    }


def _open(run: RunFolder, row: str, spec: str, calls: Sequence[Call], trial: int) -> list[Call]:
    done = run.done(ANSWERS)
    return [call for call in calls if (row, spec, call.id, trial) not in done]


def _key(line: Mapping[str, Any]) -> tuple[str, str, str, int]:
    return line["row"], line["model"], line["id"], line["trial"]
