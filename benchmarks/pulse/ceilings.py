"""Rows that only a known world has: the best anyone could do with the causes in hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pulse.cross_validation import OutOfFold
from benchmarks.pulse.data import PulseData
from benchmarks.pulse.predictions import PREDICTIONS, prediction_lines
from benchmarks.run_folder import RunFolder
from fixtures.pulse.ceilings import best_from_call, best_from_call_and_history

WORLD = "the world itself"
OBSTACLES = ("transcription", "reader")
TITLES = {
    "transcription": "Prototype 3 on perfect transcripts",
    "reader": "Prototype 3 with a perfect reader",
    "ceiling_call": "Best possible from the call alone",
    "ceiling_history": "Best possible from call and history",
}
Best = Callable[[Sequence[Mapping[str, Any]]], NDArray[np.float64]]


def add_ceilings(run: RunFolder, data: PulseData) -> None:
    """The Bayes-optimal predictions of the calls, given their hidden causes."""
    hidden = [data.hidden[call.id] for call in data.calls]
    best: Mapping[str, Best] = {
        "ceiling_call": best_from_call,
        "ceiling_history": best_from_call_and_history,
    }
    done = run.done(PREDICTIONS)
    for name, rule in best.items():
        shares = rule(hidden)[None]
        result = OutOfFold(shares.argmax(axis=-1), shares, 0.0)
        lines = (
            {**line, "seconds": None} for line in prediction_lines(name, WORLD, data.calls, result)
        )
        keyed = [((name, WORLD, str(line["id"])), line) for line in lines]
        run.append_all(PREDICTIONS, [(key, line) for key, line in keyed if key not in done])
