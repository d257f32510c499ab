import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar

from benchmarks.statistics import (
    bootstrap_estimate,
    holm,
    mcnemar,
    mean_estimate,
    paired_bootstrap,
    paired_difference,
    paired_n_needed,
    proportion_estimate,
    wilson_estimate,
)


def test_wilson_agrees_with_hand_arithmetic() -> None:
    found = wilson_estimate(8, 10)
    # centre (0.8 + z²/20) / (1 + z²/10) and half-width at z = 1.959964
    assert found.low == pytest.approx(0.4902, abs=1e-4)
    assert found.high == pytest.approx(0.9433, abs=1e-4)
    assert (found.value, found.n) == (0.8, 10)


def test_a_proportion_of_nothing_is_undefined_and_not_zero() -> None:
    assert wilson_estimate(0, 0).value is None


def test_more_successes_than_samples_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and n = 3, got 4"):
        wilson_estimate(4, 3)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.floats(0, n), st.just(n))))
def test_wilson_stays_in_the_unit_interval_around_its_value(pair: tuple[float, int]) -> None:
    found = wilson_estimate(*pair)
    assert found.value is not None and found.low is not None and found.high is not None
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


def test_repeats_of_the_same_samples_do_not_narrow_the_interval() -> None:
    once = np.array([1, 1, 0, 0, 1, 0, 1, 1])
    repeated = proportion_estimate(np.tile(once, (10, 1)))
    assert repeated == proportion_estimate(once)
    assert repeated.n == 8


def test_a_mean_over_repeats_may_lie_between_whole_counts() -> None:
    found = proportion_estimate([[1, 1, 0], [1, 0, 0]])
    assert found.value == pytest.approx(0.5)
    assert found == wilson_estimate(1.5, 3)


def test_the_bootstrap_agrees_with_scipy() -> None:
    values = np.random.default_rng(4).normal(size=300)
    ours = mean_estimate(values, seed=1)
    theirs = bootstrap(
        (values,), np.mean, n_resamples=5000, method="percentile", rng=np.random.default_rng(2)
    ).confidence_interval
    assert ours.value == pytest.approx(values.mean())
    assert ours.low == pytest.approx(theirs.low, abs=0.02)
    assert ours.high == pytest.approx(theirs.high, abs=0.02)


def test_the_bootstrap_of_the_same_seed_is_the_same_in_small_pieces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = np.arange(50.0)
    whole = mean_estimate(values, seed=3)
    monkeypatch.setattr("benchmarks.statistics.CELLS_AT_ONCE", 500)
    in_pieces = mean_estimate(values, seed=3)
    assert in_pieces == whole


def test_a_metric_that_the_samples_do_not_define_is_undefined() -> None:
    found = bootstrap_estimate(lambda means: means[..., 0] * np.nan, [1.0, 2.0], seed=1)
    assert found.value is None and found.n == 2
    assert mean_estimate([], seed=1).value is None


def test_mcnemar_agrees_with_statsmodels() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.random(200) < 0.7, rng.random(200) < 0.6
    table = [[np.sum(a & b), np.sum(a & ~b)], [np.sum(~a & b), np.sum(~a & ~b)]]
    assert mcnemar(a, b).p_value == pytest.approx(statsmodels_mcnemar(table, exact=True).pvalue)


def test_mcnemar_of_five_against_none_is_a_coin_thrown_five_times() -> None:
    found = mcnemar([1] * 5 + [1, 0], [0] * 5 + [1, 0])
    assert (found.only_a, found.only_b, found.n) == (5, 0, 7)
    assert found.p_value == pytest.approx(2 / 2**5)


def test_mcnemar_without_discordant_pairs_says_nothing() -> None:
    assert mcnemar([1, 0, 1], [1, 0, 1]).p_value == 1.0


def test_holm_agrees_with_hand_arithmetic() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []


@settings(max_examples=12, deadline=None)  # statsmodels collects garbage at each call
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_keeps_the_order_and_never_makes_p_smaller(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(0 <= p <= a <= 1 for p, a in zip(p_values, adjusted, strict=True))
    order = np.argsort(p_values, kind="stable")
    assert np.all(np.diff(np.array(adjusted)[order]) >= -1e-12)


def test_68_against_74_percent_needs_about_433_pairs() -> None:
    needed = paired_n_needed(0.07, 0.13)
    assert needed in (433, 434)


def test_no_difference_needs_no_number_and_shares_must_be_shares() -> None:
    assert paired_n_needed(0.1, 0.1) is None
    with pytest.raises(ValueError, match="add up to at most 1"):
        paired_n_needed(0.6, 0.6)


def test_rights_and_wrongs_are_tested_by_mcnemar() -> None:
    a, b = np.repeat([1, 1, 0], [60, 20, 20]), np.repeat([1, 0, 0], [60, 20, 20])
    found = paired_difference(a, b, seed=1)
    assert found.test == "McNemar"
    assert found.difference.value == pytest.approx(0.2)
    assert found.p_value == pytest.approx(2 / 2**20)
    assert found.n_needed == paired_n_needed(0.0, 0.2)


def test_shares_of_repeats_are_tested_on_most_repeats() -> None:
    found = paired_difference([0.8, 1.0, 0.6], [0.2, 1.0, 0.6], seed=1)
    assert found.test == "McNemar, right in most repeats"
    assert found.difference.value == pytest.approx(0.2)


def test_other_scores_are_tested_by_the_paired_bootstrap() -> None:
    rng = np.random.default_rng(5)
    a = rng.normal(3, 1, 100)
    found = paired_difference(a + 0.5, a, seed=1)
    assert found.test == "paired bootstrap"
    assert found.p_value is not None and found.p_value < 0.001
    noise = paired_difference(a, rng.permutation(a), seed=1)
    assert noise.p_value is not None and noise.p_value > 0.05
    assert noise.n_needed is None or noise.n_needed > 100


def test_a_difference_of_no_pairs_is_undefined() -> None:
    found = paired_difference([], [], seed=1)
    assert found.difference.value is None and found.p_value is None and found.n_needed is None


def test_pairs_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="two equal lengths"):
        paired_bootstrap([1, 2], [1], seed=1)


def test_a_table_row_is_quick() -> None:
    from time import process_time

    features = np.random.default_rng(1).random((1200, 12))
    start = process_time()
    with warnings.catch_warnings():
        bootstrap_estimate(lambda means: means[..., 0] / means[..., 1], features, seed=1)
    assert process_time() - start < 1
