"""The table of the Pulse suite: each row's metrics, its comparison with prototype 1, the study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from benchmarks.classification import classification_metrics
from benchmarks.estimate import Estimate
from benchmarks.published import PublishedFigure, published
from benchmarks.pulse.predictions import NO_MODEL, Predicted
from benchmarks.report.model import Comparison, Metric, Row
from benchmarks.statistics import holm, paired_difference
from pulse_nps.targets import NPS, Target

STUDY = {
    "prototype_1": "pulse.prototype_1_accuracy",
    "prototype_2": "pulse.prototype_2_accuracy",
    "prototype_3": "pulse.prototype_3_accuracy",
}
CEILINGS = ("ceiling_call", "ceiling_history", "clean_transcripts", "perfect_reader")


def metrics(target: Target = NPS) -> tuple[Metric, ...]:
    """The columns of the table, the worst class first."""
    rates = [
        metric
        for name in target.classes
        for metric in (
            Metric(f"recall_{name}", f"recall {name}", main=name == target.classes[0]),
            Metric(f"precision_{name}", f"precision {name}"),
        )
    ]
    return (
        Metric("accuracy", "accuracy", main=True),
        Metric("macro_f1", "macro-F1", main=True),
        *rates,
        Metric("kappa", "Cohen's kappa", unit="number"),
        Metric("brier", "Brier score", unit="number", better="lower"),
        Metric(
            "nps_error",
            "error of the group's NPS",
            unit="points",
            better="nearer 0",
            description="net promoter score of the predictions minus that of the survey",
        ),
        Metric("answered", "answered", better="neither"),
        Metric("seconds", "seconds a call", unit="seconds", better="lower"),
        Metric("tokens", "tokens a call", unit="count", better="lower"),
    )


def table_rows(
    found: Sequence[Predicted],
    titles: Mapping[str, str],
    *,
    reading: Mapping[str, tuple[float | None, float | None]],
    seed: int,
    target: Target = NPS,
    labels: Mapping[str, str] | None = None,
) -> list[Row]:
    """One report row per row of predictions, compared with prototype 1 of the same model.

    Args:
        found: the predictions.
        titles: row name to title.
        reading: model to seconds and tokens of scoring the drivers of one call, which the rows
            on columns add to their own.
        seed: of the bootstrap.
        target: what was predicted.
        labels: model spec to how the report names it.
    """
    rows = [_row(item, titles, reading, seed, target, labels or {}) for item in found]
    return _compared(rows, found, seed)


def _row(
    item: Predicted,
    titles: Mapping[str, str],
    reading: Mapping[str, tuple[float | None, float | None]],
    seed: int,
    target: Target,
    labels: Mapping[str, str],
) -> Row:
    seconds, tokens = item.seconds, item.tokens
    if item.row != "prototype_1" and item.model in reading:
        seconds, tokens = _plus((seconds, tokens), reading[item.model])
    n = len(item.ids)
    model_metrics = classification_metrics(item.predictions, seed=seed)
    model_metrics.pop("log_loss", None)
    return Row(
        name=item.row,
        title=titles.get(item.row, item.row),
        model=labels.get(item.model, item.model),
        metrics={
            **model_metrics,
            "seconds": Estimate(seconds, n=n) if seconds is not None else Estimate.undefined(n),
            "tokens": Estimate(tokens, n=n) if tokens is not None else Estimate.undefined(n),
        },
        published=study_figure(item.row) if target is NPS else None,
        group=_group(item),
    )


def study_figure(row: str) -> PublishedFigure | None:
    """The study's accuracy for this row, if it reports one."""
    return published(STUDY[row]) if row in STUDY else None


def _compared(rows: list[Row], found: Sequence[Predicted], seed: int) -> list[Row]:
    """Each row against prototype 1: McNemar on the first repeat, Holm across the table."""
    first = {item.model: item for item in found if item.row == "prototype_1"}
    default = next(iter(first.values()), None)
    differences = {}
    for index, item in enumerate(found):
        base = first.get(item.model, default)
        if base is None or item.row == "prototype_1":
            continue
        ours, theirs = item.correct_by_id(), base.correct_by_id()
        shared = [call_id for call_id in ours if call_id in theirs]
        differences[index] = paired_difference(
            [ours[call_id] for call_id in shared],
            [theirs[call_id] for call_id in shared],
            seed=seed,
        )
    tested = [index for index, found_ in differences.items() if found_.p_value is not None]
    adjusted = dict(zip(tested, holm([differences[i].p_value or 0.0 for i in tested]), strict=True))
    return [
        replace(
            row,
            comparison=Comparison(
                against="prototype_1",
                difference=differences[index].difference,
                test=differences[index].test,
                p_value=differences[index].p_value,
                p_adjusted=adjusted.get(index),
                n_needed=differences[index].n_needed,
            ),
        )
        if index in differences
        else row
        for index, row in enumerate(rows)
    ]


def _group(item: Predicted) -> str:
    if item.row.startswith(("prototype_1", "prototype_2")) or item.row == "prototype_3":
        return "The study's prototypes"
    if item.row in CEILINGS:
        return "Ceilings that only a known world has"
    if item.model == NO_MODEL:
        return "Baselines without a model"
    return "The same columns, judged otherwise"


def _plus(
    one: tuple[float | None, float | None], other: tuple[float | None, float | None]
) -> tuple[float | None, float | None]:
    seconds, tokens = (
        None if a is None and b is None else (a or 0.0) + (b or 0.0)
        for a, b in zip(one, other, strict=True)
    )
    return seconds, tokens
