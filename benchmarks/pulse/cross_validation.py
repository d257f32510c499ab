"""Repeated stratified cross-validation with folds that stand in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pulse.data import LEAST_OF_A_CLASS
from benchmarks.pulse.rows import LearnedRow

Codes = NDArray[np.int64]
UNANSWERED = -1


@dataclass(frozen=True)
class Invented:
    """Columns of invented calls, (k, 12), and the positions of each one's two parents, (k, 2)."""

    columns: NDArray[np.float64]
    parents: NDArray[np.int64]


@dataclass(frozen=True)
class Material:
    """What the rows learn from: labels, folds (repeats, calls) and the views, all in one order.

    A call that the model left unanswered has `usable` False: it trains nothing and its
    prediction is `UNANSWERED`.
    """

    codes: Codes
    folds: NDArray[np.int64]
    views: Mapping[str, Any]
    usable: NDArray[np.bool_]
    invented: Invented | None = None
    extra: Material | None = None


@dataclass(frozen=True)
class OutOfFold:
    """Predictions of calls left out, (repeats, calls), and probabilities or None."""

    predicted: Codes
    probabilities: NDArray[np.float64] | None
    seconds_per_call: float


def cross_validate(
    rows: Sequence[LearnedRow], material: Material, *, seed: int, jobs: int
) -> Iterator[tuple[LearnedRow, OutOfFold]]:
    """Each row's out-of-fold predictions, as soon as all its repeats are done."""
    from joblib import Parallel, delayed

    repeats = len(material.folds)
    work = [(index, repeat) for index in range(len(rows)) for repeat in range(repeats)]
    finished: dict[int, dict[int, OutOfFold]] = {index: {} for index in range(len(rows))}
    parallel = Parallel(n_jobs=jobs, return_as="generator_unordered", pre_dispatch="2*n_jobs")
    results = parallel(
        delayed(_one_repeat)(index, repeat, rows[index], material, seed) for index, repeat in work
    )
    for index, repeat, result in results:
        finished[index][repeat] = result
        if len(finished[index]) == repeats:
            parts = finished.pop(index)
            yield rows[index], _joined([parts[r] for r in range(repeats)])


def _one_repeat(
    index: int, repeat: int, row: LearnedRow, material: Material, seed: int
) -> tuple[int, int, OutOfFold]:
    view = material.views[row.view]
    usable = material.usable if row.reads_columns else np.ones_like(material.usable)
    predicted = np.full(len(material.codes), UNANSWERED)
    probabilities: NDArray[np.float64] | None = np.full((len(material.codes), 3), np.nan)
    spent = 0.0
    for fold in np.unique(material.folds[repeat]):
        test = np.flatnonzero((material.folds[repeat] == fold) & usable)
        train = np.flatnonzero((material.folds[repeat] != fold) & usable)
        inputs, codes = _training_set(row, material, view, train, seed=seed + repeat)
        if len(test) == 0 or _too_few(codes, material.codes, usable):
            continue
        estimator = row.make(seed + 1000 * repeat + int(fold)).fit(inputs, codes)
        start = perf_counter()
        if hasattr(estimator, "predict_proba") and probabilities is not None:
            shares = estimator.predict_proba(_take(view, test))
            probabilities[test] = 0.0
            probabilities[np.ix_(test, estimator.classes_)] = shares
            predicted[test] = estimator.classes_[shares.argmax(axis=1)]
        else:
            probabilities = None
            predicted[test] = estimator.predict(_take(view, test))
        spent += perf_counter() - start
    return index, repeat, OutOfFold(predicted, probabilities, spent / max(1, len(predicted)))


def _too_few(codes: Codes, every: Codes, usable: NDArray[np.bool_]) -> bool:
    """Whether unanswered calls leave a class with too few to learn from; the fold stays so too."""
    counts = np.bincount(codes, minlength=3)[np.unique(every)]
    return not usable.all() and bool(counts.min() < LEAST_OF_A_CLASS)


def _training_set(
    row: LearnedRow, material: Material, view: Any, train: NDArray[np.int64], *, seed: int
) -> tuple[Any, Codes]:
    inputs, codes = _take(view, train), material.codes[train]
    if row.invented and material.invented is not None:
        chosen = _invented_for(material.invented, train, codes, seed)
        inputs = np.vstack([inputs, material.invented.columns[chosen]])
        codes = np.concatenate([codes, np.zeros(len(chosen), dtype=np.int64)])
    if material.extra is not None:
        inputs = np.vstack([inputs, material.extra.views[row.view]])
        codes = np.concatenate([codes, material.extra.codes])
    return inputs, codes


def _invented_for(
    invented: Invented, train: NDArray[np.int64], codes: Codes, seed: int
) -> NDArray[np.int64]:
    """As many inventions as bring the worst class level with the largest, parents in training."""
    allowed = np.flatnonzero(
        np.isin(invented.parents, train).all(axis=1) & ~np.isnan(invented.columns).any(axis=1)
    )
    counts = np.bincount(codes, minlength=3)
    wanted = min(len(allowed), int(counts.max() - counts[0]))
    chosen = np.random.default_rng(seed).choice(allowed, size=wanted, replace=False)
    return np.asarray(chosen, dtype=np.int64)


def _take(view: Any, positions: NDArray[np.int64]) -> Any:
    return view.iloc[positions] if hasattr(view, "iloc") else view[positions]


def _joined(parts: list[OutOfFold]) -> OutOfFold:
    shares = [part.probabilities for part in parts]
    known = [share for share in shares if share is not None]
    return OutOfFold(
        np.stack([part.predicted for part in parts]),
        np.stack(known) if len(known) == len(parts) else None,
        float(np.mean([part.seconds_per_call for part in parts])),
    )
