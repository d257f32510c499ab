"""The calls of a run with their fixed folds, and, for the fixtures, their hidden causes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from language_models.errors import InputError
from pulse_nps.calls import Call, read_calls
from pulse_nps.settings import FIXTURES
from pulse_nps.targets import NPS, Target

FOLDS = 5
LEAST_OF_A_CLASS = 6  # SMOTE goes from a call towards its five nearest of the same class
LABELLED_FILES = ("calls.jsonl.gz", "hidden.jsonl.gz", "splits.json")


@dataclass(frozen=True)
class PulseData:
    """Labelled calls, the fold of each in every repeat, and hidden causes by id (or none)."""

    calls: tuple[Call, ...]
    folds: NDArray[np.int64]
    hidden: Mapping[str, Mapping[str, Any]]

    def codes(self, target: Target = NPS) -> NDArray[np.int64]:
        """Class numbers, worst first, shape (calls,)."""
        labels = (target.label(call) for call in self.calls)
        return np.array([target.classes.index(label) for label in labels if label is not None])

    def part(self, ids: Sequence[str]) -> PulseData:
        """The calls with these ids, in the order of the whole.

        Raises:
            InputError: they are too few to learn from in every fold.
        """
        wanted = set(ids)
        kept = [index for index, call in enumerate(self.calls) if call.id in wanted]
        part = PulseData(
            tuple(self.calls[index] for index in kept), self.folds[:, kept], self.hidden
        )
        least = part._least_in_training()
        if least < LEAST_OF_A_CLASS:
            raise InputError(
                f"A sample of {len(kept)} calls has a category with {least} in a training fold, "
                f"which needs {LEAST_OF_A_CLASS}; take a larger --sample."
            )
        return part

    def _least_in_training(self) -> int:
        codes = self.codes()
        return min(
            int(np.bincount(codes[folds != fold], minlength=3).min())
            for folds in self.folds
            for fold in range(FOLDS)
        )


def fixture_data(*, repeats: int, folder: Path = FIXTURES) -> PulseData:
    """The 1,200 calls of the fixtures in the folds of `splits.json`."""
    calls = read_calls(folder / "calls.jsonl.gz").items
    splits = json.loads((folder / "splits.json").read_text(encoding="utf-8"))
    fold_of = [
        {call_id: fold for fold, ids in enumerate(repeat) for call_id in ids}
        for repeat in splits["folds"][:repeats]
    ]
    folds = np.array([[by_id[call.id] for call in calls] for by_id in fold_of])
    return PulseData(calls, folds, _hidden(folder / "hidden.jsonl.gz"))


def stratified_sample(folder: Path = FIXTURES) -> list[str]:
    """The ids in an order of which every beginning is a stratified sample."""
    splits = json.loads((folder / "splits.json").read_text(encoding="utf-8"))
    return list(splits["sample_order"])


def folded(calls: Sequence[Call], target: Target, *, repeats: int, seed: int) -> PulseData:
    """Calls of the user's own, in stratified folds drawn from `seed`."""
    from sklearn.model_selection import StratifiedKFold

    codes = [target.classes.index(str(target.label(call))) for call in calls]
    folds = np.zeros((repeats, len(calls)), dtype=np.int64)
    for repeat in range(repeats):
        splitter = StratifiedKFold(FOLDS, shuffle=True, random_state=seed + repeat)
        for fold, (_, test) in enumerate(splitter.split(codes, codes)):
            folds[repeat, test] = fold
    return PulseData(tuple(calls), folds, {})


def _hidden(path: Path) -> dict[str, Mapping[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["id"]: row for row in rows}
