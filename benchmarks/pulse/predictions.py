"""Sample lines of predictions, and the arrays that the table is computed from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.classification import UNANSWERED, Predictions, codes
from benchmarks.pulse.cross_validation import OutOfFold
from pulse_nps.calls import Call
from pulse_nps.targets import NPS, Target

PREDICTIONS = "pulse.predictions"
NO_MODEL = "none"
DIGITS = 4

Line = Mapping[str, Any]


@dataclass(frozen=True)
class Spent:
    """What one call took on average; None where nothing is known."""

    seconds: float | None = None
    tokens: float | None = None
    cost: float | None = None

    @classmethod
    def mean(cls, lines: Sequence[Line]) -> Spent:
        """The means over sample lines of answers."""
        return cls(
            _mean([line.get("seconds") for line in lines]),
            _mean([_tokens(line) for line in lines]),
            _mean([line.get("cost") for line in lines]),
        )

    def __add__(self, other: Spent) -> Spent:
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Spent(*(_sum(one, two) for one, two in pairs))


@dataclass(frozen=True)
class Predicted:
    """One row's predictions: ids in order, arrays, and what a call took."""

    row: str
    model: str
    ids: tuple[str, ...]
    predictions: Predictions
    spent: Spent = Spent()

    @property
    def correct(self) -> NDArray[np.float64]:
        """Per call the share of repeats that was right; what paired tests compare."""
        return self.predictions.correct

    def correct_by_id(self) -> dict[str, float]:
        """`correct` by call id."""
        return dict(zip(self.ids, self.correct.tolist(), strict=True))


def prediction_lines(
    row: str, model: str, calls: Sequence[Call], result: OutOfFold, target: Target = NPS
) -> Iterable[dict[str, Any]]:
    """One line per call with its predictions of all repeats."""
    for position, call in enumerate(calls):
        shares = None
        if result.probabilities is not None:
            shares = [_rounded(repeat[position]) for repeat in result.probabilities]
        yield {
            "row": row,
            "model": model,
            "id": call.id,
            "truth": target.label(call),
            "predicted": [_class(repeat[position], target) for repeat in result.predicted],
            "probabilities": shares,
            "seconds": round(result.seconds_per_call, 7),
        }


def learned(lines: Iterable[Line], target: Target = NPS) -> list[Predicted]:
    """The rows that learn, from the lines of `PREDICTIONS`."""
    return [
        _predicted(
            key,
            group,
            [line["predicted"] for line in group],
            [line["probabilities"] for line in group],
            target,
        )
        for key, group in _by_row(lines).items()
    ]


def asked(lines: Iterable[Line], target: Target = NPS) -> list[Predicted]:
    """Prototypes 1 and 2, from their answers; trials take the place of repeats."""
    found = []
    for key, group in _by_row(lines).items():
        by_id: dict[str, list[Line]] = {}
        for line in sorted(group, key=lambda line: int(line["trial"])):
            by_id.setdefault(line["id"], []).append(line)
        firsts = [trials[0] for trials in by_id.values()]
        predicted = [[line["predicted"] for line in trials] for trials in by_id.values()]
        shares = [[line["probabilities"] for line in trials] for trials in by_id.values()]
        found.append(_predicted(key, firsts, predicted, shares, target))
    return found


def _by_row(lines: Iterable[Line]) -> dict[tuple[str, str], list[Line]]:
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line["row"], line["model"]), []).append(line)
    return groups


def _predicted(
    key: tuple[str, str],
    lines: list[Line],
    predicted: Sequence[Sequence[str | None]],
    shares: Sequence[Sequence[Any] | None],
    target: Target,
) -> Predicted:
    repeats = min(len(labels) for labels in predicted)
    truth = codes([line["truth"] for line in lines], target.classes)
    chosen = np.stack([codes(labels[:repeats], target.classes) for labels in predicted], axis=1)
    return Predicted(
        *key,
        tuple(line["id"] for line in lines),
        Predictions(truth, chosen, target.classes, _shares(shares, repeats, len(target.classes))),
        Spent.mean(lines),
    )


def _shares(shares: Sequence[Sequence[Any] | None], repeats: int, classes: int) -> Any:
    if any(of_call is None for of_call in shares):
        return None
    blank = [float("nan")] * classes
    filled = [
        [blank if s is None else s for s in of_call[:repeats]] for of_call in shares if of_call
    ]
    array = np.array(filled, dtype=float).swapaxes(0, 1)
    return None if np.isnan(array).all() else array


def _tokens(line: Line) -> float | None:
    counts = [line.get("prompt_tokens"), line.get("completion_tokens")]
    return None if None in counts else float(sum(count for count in counts if count is not None))


def _mean(numbers: Sequence[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return float(np.mean(known)) if known else None


def _sum(one: float | None, two: float | None) -> float | None:
    return None if one is None and two is None else (one or 0.0) + (two or 0.0)


def _rounded(shares: Any) -> list[float] | None:
    return None if np.isnan(shares).any() else [round(float(share), DIGITS) for share in shares]


def _class(code: int, target: Target) -> str | None:
    return None if code == UNANSWERED else target.classes[code]
