"""The prototypes on labelled calls of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.classification import Predictions, codes
from benchmarks.pulse.cross_validation import Material, cross_validate
from benchmarks.pulse.data import FOLDS, folded
from benchmarks.pulse.predictions import NO_MODEL, Predicted, learned, prediction_lines
from benchmarks.pulse.rows import column_rows, text_rows
from benchmarks.pulse.table import metrics, table_rows
from benchmarks.report.model import SuiteReport
from language_models.errors import InputError
from language_models.model import LanguageModel
from pulse_nps.calls import Call
from pulse_nps.columns import DriverColumns, score_drivers
from pulse_nps.prototypes import (
    Prediction,
    predict_from_columns,
    predict_from_transcripts,
    predict_with_forest,
)
from pulse_nps.targets import Target

TITLES = {
    "prototype_1": "Prototype 1: a model names the category",
    "prototype_2": "Prototype 2: a model judges the columns",
    "prototype_3": "Prototype 3: Random Forest, trained on the training calls",
    "prototype_3_own": "Prototype 3: Random Forest, cross-validated on these calls",
    "tfidf_own": "TF-IDF and logistic regression, cross-validated on these calls",
    "majority": "Always the largest class of the training calls",
}
CALLS_PER_CLASS = 2 * FOLDS
SEED = 1


def evaluate_calls(
    calls: Sequence[Call],
    training: Sequence[Call],
    model: LanguageModel,
    target: Target,
    *,
    repeats: int,
    jobs: int,
    advance: Callable[[], None],
) -> SuiteReport:
    """All prototypes on the labelled among `calls`; trained rows learn from `training`.

    Where each class has at least ten calls, prototype 3 and a text baseline are also
    cross-validated on the calls themselves.
    """
    chosen = labelled(calls, target)
    learned_from = labelled(training, target)
    truth = [str(target.label(call)) for call in chosen]
    columns = score_drivers(model, chosen, advance=advance)
    training_columns = score_drivers(model, learned_from, advance=advance)
    training_labels = [str(target.label(call)) for call in learned_from]
    found = {
        "prototype_1": predict_from_transcripts(model, chosen, target, advance=advance),
        "prototype_2": predict_from_columns(model, columns, target),
        "prototype_3": predict_with_forest(training_columns, training_labels, columns, target),
    }
    largest = max(target.classes, key=training_labels.count)
    rows = [_item(name, model.spec, chosen, truth, p, target) for name, p in found.items()]
    rows += _own(chosen, columns, model, target, repeats=repeats, jobs=jobs)
    majority = [Prediction(largest, None)] * len(chosen)
    rows.append(_item("majority", NO_MODEL, chosen, truth, majority, target))
    return SuiteReport(
        suite="pulse",
        title="Pulse on these calls",
        lead=f"{len(chosen)} labelled calls; outcome: {target.name}.",
        metrics=metrics(target),
        headline="accuracy",
        rows=tuple(table_rows(rows, TITLES, reading={}, seed=SEED, target=target)),
    )


def labelled(calls: Sequence[Call], target: Target) -> list[Call]:
    """The calls that carry the outcome; none at all is an InputError."""
    found = [call for call in calls if target.label(call) is not None]
    if not found:
        raise InputError(
            f"No call carries {target.name!r}, so there is nothing to compare with. Add it to the "
            "lines, or use `pulse predict`."
        )
    return found


def _own(
    calls: Sequence[Call],
    columns: DriverColumns,
    model: LanguageModel,
    target: Target,
    *,
    repeats: int,
    jobs: int,
) -> list[Predicted]:
    counts = np.bincount(codes([target.label(c) for c in calls], target.classes))
    if len(counts[counts > 0]) < 2 or counts[counts > 0].min() < CALLS_PER_CLASS:
        return []
    from benchmarks.pulse.views import texts

    data = folded(calls, target, repeats=repeats, seed=SEED)
    views: dict[str, Any] = {"columns": columns.scores, "text": texts(calls)}
    material = Material(data.codes(target), data.folds, views, columns.answered)
    rows = [*column_rows(("prototype_3",)), text_rows()[1]]
    lines: list[dict[str, Any]] = []
    for row, result in cross_validate(rows, material, seed=SEED, jobs=jobs):
        name, spec = (
            ("prototype_3_own", model.spec) if row.reads_columns else ("tfidf_own", NO_MODEL)
        )
        lines += prediction_lines(name, spec, calls, result, target)
    return sorted(learned(lines, target), key=lambda item: item.row)


def _item(
    name: str,
    spec: str,
    calls: Sequence[Call],
    truth: Sequence[str],
    predictions: Sequence[Prediction],
    target: Target,
) -> Predicted:
    shares = None
    if any(p.probabilities is not None for p in predictions):
        blank = tuple([float("nan")] * len(target.classes))
        shares = np.array([p.probabilities or blank for p in predictions])
    arrays = Predictions(
        codes(truth, target.classes),
        codes([p.category for p in predictions], target.classes),
        target.classes,
        shares,
    )
    return Predicted(name, spec, tuple(call.id for call in calls), arrays)
