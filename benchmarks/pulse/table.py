"""The table of the Pulse suite: each row's metrics, its comparison with prototype 1, the study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from benchmarks.classification import classification_metrics
from benchmarks.comparison import compared_pairs
from benchmarks.estimate import Estimate
from benchmarks.published import PublishedFigure, published
from benchmarks.pulse.ceilings import WORLD
from benchmarks.pulse.predictions import NO_MODEL, Predicted, Spent
from benchmarks.report.columns import classification_columns
from benchmarks.report.model import Metric, Row
from pulse_nps.targets import NPS, Target

STUDY = {
    "prototype_1": "pulse.prototype_1.accuracy",
    "prototype_2": "pulse.prototype_2.accuracy",
    "prototype_3": "pulse.prototype_3.accuracy",
}


def metrics(target: Target = NPS) -> tuple[Metric, ...]:
    """The columns of the table, the worst class first."""
    net_score = "NPS" if target is NPS else "net satisfaction"
    return classification_columns(target.classes, net_score=net_score)


def table_rows(
    found: Sequence[Predicted],
    titles: Mapping[str, str],
    *,
    reading: Mapping[str, Spent],
    seed: int,
    target: Target = NPS,
    labels: Mapping[str, str] | None = None,
) -> list[Row]:
    """One report row per row of predictions, compared with prototype 1 of the same model.

    Args:
        found: the predictions.
        titles: row name to title.
        reading: model to what scoring the drivers of one call took, which the rows on columns
            add to their own.
        seed: of the bootstrap.
        target: what was predicted.
        labels: model spec to how the report names it.
    """
    rows = [_row(item, titles, reading, seed, target, labels or {}) for item in found]
    return _compared(rows, found, seed)


def _row(
    item: Predicted,
    titles: Mapping[str, str],
    reading: Mapping[str, Spent],
    seed: int,
    target: Target,
    labels: Mapping[str, str],
) -> Row:
    spent = item.spent
    if item.row != "prototype_1":
        spent += reading.get(item.model, Spent())
    model_metrics = classification_metrics(item.predictions, seed=seed)
    return Row(
        name=item.row,
        title=titles.get(item.row, item.row),
        model=labels.get(item.model, item.model),
        metrics={
            **model_metrics,
            **{name: Estimate(value, n=len(item.ids)) for name, value in asdict(spent).items()},
        },
        published=study_figure(item.row) if target is NPS else None,
        group=_group(item),
    )


def study_figure(row: str) -> PublishedFigure | None:
    """The study's accuracy for this row, if it reports one."""
    return published(STUDY[row]) if row in STUDY else None


def _compared(rows: list[Row], found: Sequence[Predicted], seed: int) -> list[Row]:
    """Each row against prototype 1, of the same model where it has one; Holm across the table."""
    first = {item.model: item for item in found if item.row == "prototype_1"}
    default = next(iter(first.values()), None)
    pairs = {}
    for index, item in enumerate(found):
        base = first.get(item.model, default)
        if base is not None and item.row != "prototype_1":
            ours, theirs = item.correct_by_id(), base.correct_by_id()
            shared = [call_id for call_id in ours if call_id in theirs]
            pairs[str(index)] = (
                [ours[call_id] for call_id in shared],
                [theirs[call_id] for call_id in shared],
            )
    compared = compared_pairs(pairs, against="prototype 1", seed=seed)
    return [replace(row, comparison=compared.get(str(index))) for index, row in enumerate(rows)]


def _group(item: Predicted) -> str:
    if item.row.startswith(("prototype_1", "prototype_2")) or item.row == "prototype_3":
        return "The study's prototypes"
    if item.model == WORLD:
        return "Ceilings that only a known world has"
    if item.model == NO_MODEL:
        return "Baselines without a model"
    return "The same columns, judged otherwise"
