"""Scores of two runs become one ranking; raw scores are never added."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from douane_rag.retrieval.fusion import (
    MISSING,
    RRF_K,
    Scores,
    best,
    convex,
    min_max,
    reciprocal_rank,
    top,
)

NUMBERS = st.integers(-400, 400).map(lambda n: n / 4) | st.just(float(MISSING))


def scores(*values: float | None) -> Scores:
    """Scores; None is a paragraph that was not found."""
    return np.array([MISSING if v is None else v for v in values], dtype=np.float32)


def test_min_max_puts_the_found_between_nought_and_one() -> None:
    assert min_max(scores(2, 6, None, 4)).tolist() == [0, 1, 0, 0.5]


def test_equal_scores_all_count_in_full_and_nothing_found_gives_nothing() -> None:
    assert min_max(scores(3, None, 3)).tolist() == [1, 0, 1]
    assert min_max(scores(None, None)).tolist() == [0, 0]


def test_the_convex_sum_is_that_of_hand_arithmetic() -> None:
    joined = convex(scores(10, 5, None, None), scores(0.2, None, 0.6, None), 0.25)
    assert joined.tolist() == pytest.approx([0.75, 0, 0.25, MISSING])


def test_reciprocal_ranks_are_those_of_hand_arithmetic() -> None:
    joined = reciprocal_rank(scores(10, 5, None, None), scores(0.2, None, 0.6, None))
    first, second = 1 / (RRF_K + 1), 1 / (RRF_K + 2)
    assert joined.tolist() == pytest.approx([first + second, second, first, MISSING])


@pytest.mark.parametrize("fusion", [convex, reciprocal_rank])
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=12), st.floats(0, 1))
def test_what_neither_run_found_is_not_found_and_all_else_is(
    fusion: object, pairs: list[tuple[float, float]], weight: float
) -> None:
    lexical, dense = scores(*(p[0] for p in pairs)), scores(*(p[1] for p in pairs))
    assert callable(fusion)
    found = np.isfinite(fusion(lexical, dense, weight))
    assert found.tolist() == (np.isfinite(lexical) | np.isfinite(dense)).tolist()


@given(st.lists(NUMBERS, min_size=1, max_size=12))
def test_without_weight_for_the_embedding_the_order_is_that_of_bm25(values: list[float]) -> None:
    lexical = scores(*values)
    ranked = top(convex(lexical, np.full_like(lexical, MISSING), 0.0), len(values))
    assert np.all(np.diff(lexical[ranked]) <= 0)


@given(st.lists(NUMBERS, max_size=12), st.integers(1, 6))
def test_the_best_are_sorted_and_equals_keep_their_order(values: list[float], most: int) -> None:
    found = scores(*values)
    expected = sorted(np.flatnonzero(np.isfinite(found)), key=lambda p: (-found[p], p))[:most]
    assert top(found, most).tolist() == expected
    kept = np.flatnonzero(np.isfinite(best(found, most)))
    assert kept.tolist() == sorted(expected)
