"""Invented transcripts of dissatisfied callers, read into columns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.pulse.cross_validation import Invented
from benchmarks.pulse.data import PulseData
from language_models.asking import ask_all
from language_models.model import LanguageModel
from pulse_nps.calls import Call, Turn
from pulse_nps.columns import row_of
from pulse_nps.drivers import DRIVER_NAMES
from pulse_nps.invention import pairs_of
from pulse_nps.tasks import drivers_task, invent_task


def invented_columns(
    model: LanguageModel,
    data: PulseData,
    number: int,
    seed: int,
    advance: Callable[..., None],
) -> Invented:
    """Columns of `number` calls that the model invents from pairs of detractors' calls.

    A pair's two parents are kept, so that a fold uses only inventions it may have seen.
    """
    worst = [call for call, code in zip(data.calls, data.codes(), strict=True) if code == 0]
    position = {call.id: index for index, call in enumerate(data.calls)}
    pairs = pairs_of(worst, number, seed)
    columns = np.full((len(pairs), len(DRIVER_NAMES)), np.nan)
    calls: dict[int, Call] = {}
    for index, answer in ask_all(model, invent_task(), pairs):
        if answer.value is not None:
            turns = tuple(Turn(turn.speaker, turn.text) for turn in answer.value.turns)
            calls[index] = Call(id=f"invented-{index}", turns=turns)
        advance()
    places = list(calls)
    for index, answer in ask_all(model, drivers_task(), [calls[place] for place in places]):
        columns[places[index]] = row_of(answer)
    parents = [[position[call.id] for call in pair.calls] for pair in pairs]
    return Invented(columns, np.array(parents, dtype=np.int64).reshape(-1, 2))
