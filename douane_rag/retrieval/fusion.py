"""Joining the scores of BM25 and of an embedding; raw scores are never added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Fusion = Literal["min_max", "rrf"]
RRF_K = 60
MISSING = -np.inf
"""The score of a paragraph that is not to be found."""


def min_max(scores: Scores) -> Scores:
    """Scores between 0 (the least among those found) and 1; 0 where nothing was found."""
    found = np.isfinite(scores)
    if not found.any():
        return np.zeros_like(scores)
    low, high = float(scores[found].min()), float(scores[found].max())
    spread = high - low
    scaled = np.where(found, (scores - low) / spread if spread else 1.0, 0.0)
    return scaled.astype(np.float32)


def convex(lexical: Scores, dense: Scores, weight: float) -> Scores:
    """(1 − weight) × BM25 + weight × dense, each scaled to 0..1 (Bruch and others 2023).

    Args:
        lexical: shape (paragraphs,), minus infinity where a run did not find the paragraph.
        dense: the same.
        weight: of the dense scores, 0 to 1.
    """
    return _only_found((1 - weight) * min_max(lexical) + weight * min_max(dense), lexical, dense)


def reciprocal_rank(lexical: Scores, dense: Scores, weight: float = 0.5) -> Scores:
    """Σ 1 / (60 + rank), the ranks of both runs (Cormack and others 2009), weighted."""
    joined = 2 * (1 - weight) * _reciprocal(lexical) + 2 * weight * _reciprocal(dense)
    return _only_found(joined, lexical, dense)


FUSIONS: Mapping[Fusion, Callable[[Scores, Scores, float], Scores]] = {
    "min_max": convex,
    "rrf": reciprocal_rank,
}


def best(scores: Scores, most: int) -> Scores:
    """The scores of the `most` best; minus infinity for all others."""
    kept = np.full_like(scores, MISSING)
    places = top(scores, most)
    kept[places] = scores[places]
    return kept


def top(scores: Scores, most: int) -> NDArray[np.int64]:
    """The places of the `most` best that were found, best first; of equals the first place."""
    found = np.flatnonzero(np.isfinite(scores))
    if len(found) > most:
        least = np.partition(scores[found], len(found) - most)[len(found) - most]
        found = found[scores[found] >= least]
    order = np.argsort(-scores[found], kind="stable")[:most]
    places: NDArray[np.int64] = found[order]
    return places


def _reciprocal(scores: Scores) -> Scores:
    joined = np.zeros_like(scores)
    places = top(scores, len(scores))
    joined[places] = 1.0 / (RRF_K + 1 + np.arange(len(places)))
    return joined


def _only_found(joined: Scores, lexical: Scores, dense: Scores) -> Scores:
    found = np.isfinite(lexical) | np.isfinite(dense)
    return np.where(found, joined, MISSING).astype(np.float32)
