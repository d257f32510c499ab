"""From transcripts to driver columns, by any model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from language_models.answer import Answer
from language_models.asking import ask_all
from language_models.model import LanguageModel
from pulse_nps.calls import Call
from pulse_nps.drivers import DRIVER_NAMES
from pulse_nps.tasks import drivers_task

Progress = Callable[[], None]


@dataclass(frozen=True)
class DriverColumns:
    """Scores of shape (calls, 12); a row of NaN where the model never gave a valid answer."""

    scores: NDArray[np.float64]

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Which calls have scores, shape (calls,)."""
        return np.asarray(~np.isnan(self.scores).any(axis=1))


def score_drivers(
    model: LanguageModel, calls: Sequence[Call], *, advance: Progress | None = None
) -> DriverColumns:
    """The driver scores of each call, in the order of `calls`."""
    scores = np.full((len(calls), len(DRIVER_NAMES)), np.nan)
    for position, answer in ask_all(model, drivers_task(), calls):
        scores[position] = row_of(answer)
        if advance:
            advance()
    return DriverColumns(scores)


def row_of(answer: Answer[Any]) -> list[float]:
    """One answer as twelve numbers; NaN when it is unanswered."""
    if answer.value is None:
        return [np.nan] * len(DRIVER_NAMES)
    return [float(getattr(answer.value, name)) for name in DRIVER_NAMES]
