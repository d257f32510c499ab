from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.pulse.cross_validation import Material
from pulse_nps.calls import Call, Turn


@pytest.fixture
def labelled_calls(call_lines: Any) -> Callable[..., list[Call]]:
    """Calls with labels: `labelled_calls(30)`; detractor, passive, promoter in turn."""

    def build(number: int, **further: Any) -> list[Call]:
        return [
            Call(
                id=line["id"],
                turns=tuple(Turn(turn["speaker"], turn["text"]) for turn in line["turns"]),
                nps=line["nps"],
                csat=line["csat"],
            )
            for line in call_lines(number, **further)
        ]

    return build


@pytest.fixture
def material() -> Callable[..., Material]:
    """Calls of which the first column is the call's own number, in five folds of two repeats."""

    def build(number: int = 60, *, usable: NDArray[np.bool_] | None = None) -> Material:
        codes = np.arange(number, dtype=np.int64) % 3
        columns = np.column_stack([np.arange(number), codes]).astype(float)
        folds = np.stack([np.arange(number) // 3 % 5, np.arange(number) // 6 % 5])
        known = np.ones(number, dtype=bool) if usable is None else usable
        return Material(codes, folds, {"columns": columns}, known)

    return build
