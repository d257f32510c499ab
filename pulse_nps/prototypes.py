"""The study's three prototypes on calls of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from language_models.asking import ask_all
from language_models.errors import InputError
from language_models.model import LanguageModel
from pulse_nps.calls import Call
from pulse_nps.columns import DriverColumns, score_drivers
from pulse_nps.drivers import DRIVER_NAMES
from pulse_nps.targets import ClassAnswer, Target
from pulse_nps.tasks import Columns, category_task, judge_task

PrototypeName = Literal["prototype_1", "prototype_2", "prototype_3"]
PROTOTYPES: Mapping[str, str] = {
    "prototype_1": "a model reads the transcript and names the category",
    "prototype_2": "a model scores the drivers, a second question judges the columns",
    "prototype_3": "a Random Forest judges the columns",
}
Progress = Callable[[], None]


@dataclass(frozen=True)
class Prediction:
    """A class with its probabilities; both None when the model never gave a valid answer."""

    category: str | None
    probabilities: tuple[float, ...] | None


UNANSWERED = Prediction(None, None)


def prototype_named(name: str) -> str:
    """The full name of `1`, `prototype_1`, …; another name is an InputError."""
    full = name if name.startswith("prototype_") else f"prototype_{name}"
    if full not in PROTOTYPES:
        raise InputError(f"Unknown prototype {name!r}. Available: 1, 2, 3.")
    return full


def prediction_of(answer: ClassAnswer | None, target: Target) -> Prediction:
    """Stated certainty as probabilities: the rest is shared evenly by the other classes.

    A certainty below an even share would contradict the chosen class and counts as an even share.
    """
    if answer is None:
        return UNANSWERED
    count = len(target.classes)
    certainty = max(answer.certainty / 100, 1 / count)
    rest = (1 - certainty) / (count - 1)
    shares = tuple(certainty if c == answer.category else rest for c in target.classes)
    return Prediction(answer.category, shares)


def predict_from_transcripts(
    model: LanguageModel,
    calls: Sequence[Call],
    target: Target,
    *,
    advance: Progress | None = None,
) -> list[Prediction]:
    """Prototype 1."""
    predictions = [UNANSWERED] * len(calls)
    for position, answer in ask_all(model, category_task(target), calls):
        predictions[position] = prediction_of(answer.value, target)
        if advance:
            advance()
    return predictions


def predict_from_columns(
    model: LanguageModel, columns: DriverColumns, target: Target
) -> list[Prediction]:
    """The second step of prototype 2; a call without columns stays unanswered."""
    positions = np.flatnonzero(columns.answered)
    predictions = [UNANSWERED] * len(columns.scores)
    questions = [columns_of(columns.scores[position]) for position in positions]
    for index, answer in ask_all(model, judge_task(target), questions):
        predictions[positions[index]] = prediction_of(answer.value, target)
    return predictions


def columns_of(row: Sequence[float]) -> Columns:
    """One row of scores as the judge sees it."""
    return Columns({name: int(score) for name, score in zip(DRIVER_NAMES, row, strict=True)})


def predict_with_forest(
    training: DriverColumns,
    labels: Sequence[str],
    columns: DriverColumns,
    target: Target,
    *,
    seed: int = 0,
) -> list[Prediction]:
    """Prototype 3, fitted on `training` with its `labels`.

    Where the model scored none of the training calls every call stays unanswered.
    """
    from pulse_nps.estimators import forest

    codes = np.array([target.classes.index(label) for label in labels])
    known = training.answered
    predictions = [UNANSWERED] * len(columns.scores)
    if not known.any():
        return predictions
    if len(set(codes[known])) < 2:
        raise InputError(
            "The training calls hold one category only; a forest needs at least two. "
            "Add labelled calls of another category."
        )
    fitted = forest(seed).fit(training.scores[known], codes[known])
    positions = np.flatnonzero(columns.answered)
    if len(positions) == 0:
        return predictions
    for position, shares in zip(
        positions, fitted.predict_proba(columns.scores[positions]), strict=True
    ):
        full = np.zeros(len(target.classes))
        full[fitted.classes_] = shares
        category = target.classes[int(full.argmax())]
        predictions[position] = Prediction(category, tuple(full.tolist()))
    return predictions


def predict(
    name: str,
    model: LanguageModel,
    calls: Sequence[Call],
    target: Target,
    *,
    training: Sequence[Call] = (),
    advance: Progress | None = None,
) -> list[Prediction]:
    """The named prototype on `calls`; prototype 3 also reads the labelled `training` calls."""
    if name == "prototype_1":
        return predict_from_transcripts(model, calls, target, advance=advance)
    columns = score_drivers(model, calls, advance=advance)
    if name == "prototype_2":
        return predict_from_columns(model, columns, target)
    labelled = [(call, label) for call in training if (label := target.label(call)) is not None]
    if not labelled:
        raise InputError(f"No training call carries {target.name!r}; prototype 3 needs labels.")
    learned_from = score_drivers(model, [call for call, _ in labelled], advance=advance)
    return predict_with_forest(learned_from, [label for _, label in labelled], columns, target)
