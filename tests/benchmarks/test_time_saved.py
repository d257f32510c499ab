from collections.abc import Mapping
from time import perf_counter
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.estimate import Estimate
from benchmarks.report.model import Figure, Table
from benchmarks.report.plots import tornado as tornado_plot
from benchmarks.statistics import mean_estimate
from benchmarks.time_saved import (
    Floats,
    Model,
    Quantity,
    assumption,
    simulate,
    tornado,
    tornado_items,
)

WALK = Quantity("walk", "minutes", 1, 2, 6, "a guess")
TALK = Quantity("talk", "minutes", 3, 4, 5, "a guess")
SLEEP = Quantity("sleep", "minutes", 0, 5, 9, "a guess")
ALL = (TALK, SLEEP, WALK)


def model(steps: list[float]) -> Model:
    """Each item walks its steps and talks once; sleep changes nothing."""

    def outcomes(at: Mapping[str, Floats]) -> dict[str, Floats]:
        minutes = np.array(steps) * at["walk"] + at["talk"]
        return {"minutes": minutes, "long": (minutes > 10).astype(float)}

    return outcomes


def found(steps: list[float], *, seed: int = 1, draws: int = 2_000) -> dict[str, Estimate]:
    groups = range(len(steps))
    return simulate(model(steps), ALL, groups=groups, seed=seed, draws=draws)


def interval(estimate: Estimate) -> tuple[float, float]:
    assert estimate.interval is not None
    return estimate.interval


def test_value_is_the_mean_at_the_likely_quantities() -> None:
    estimates = found([1, 2, 6])
    assert estimates["minutes"].value == pytest.approx(3 * 2 + 4)
    assert estimates["long"].value == pytest.approx(1 / 3)
    assert estimates["minutes"].n == 3


def test_pert_has_its_mean_and_stays_within_its_range() -> None:
    drawn = WALK.drawn(np.random.default_rng(1), 100_000)
    assert drawn.shape == (100_000, 1)
    assert drawn.mean() == pytest.approx((1 + 4 * 2 + 6) / 6, abs=0.01)
    assert drawn.min() >= 1 and drawn.max() <= 6


def test_a_symmetric_pert_has_the_spread_of_its_beta() -> None:
    drawn = TALK.drawn(np.random.default_rng(1), 100_000)
    # Beta(3, 3) has variance 1/28; the range is 2 wide.
    assert drawn.std() == pytest.approx(2 / 28**0.5, rel=0.01)


def test_a_quantity_without_a_range_is_not_drawn() -> None:
    known = Quantity("walk", "minutes", 2, 2, 2, "known")
    assert (known.drawn(np.random.default_rng(1), 5) == 2).all()


@pytest.mark.parametrize("low, likely, high", [(2, 1, 3), (1, 4, 3), (1, 2, float("inf"))])
def test_a_range_out_of_order_is_refused_by_name(low: float, likely: float, high: float) -> None:
    with pytest.raises(ValueError, match="'walk' needs low ≤ likely ≤ high"):
        Quantity("walk", "minutes", low, likely, high, "a guess")


@given(st.lists(st.floats(0, 50), min_size=1, max_size=20), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_interval_holds_the_value(steps: list[float], seed: int) -> None:
    estimate = found(steps, seed=seed)["minutes"]
    low, high = interval(estimate)
    assert estimate.value is not None and low <= estimate.value <= high


def test_same_seed_gives_the_same_result_and_another_does_not() -> None:
    assert found([1, 2, 6]) == found([1, 2, 6])
    assert found([1, 2, 6]) != found([1, 2, 6], seed=2)


def test_without_items_every_outcome_is_undefined() -> None:
    assert found([]) == {"minutes": Estimate.undefined(), "long": Estimate.undefined()}
    assert tornado(model([]), ALL, "minutes") == ()
    assert tornado_items("Minutes", (), unit="number") == ()


def test_interval_holds_both_the_items_and_the_quantities() -> None:
    def width(steps: list[float], quantities: tuple[Quantity, ...]) -> float:
        groups = range(len(steps))
        low, high = interval(simulate(model(steps), quantities, groups=groups, seed=1)["minutes"])
        return high - low

    fixed = tuple(Quantity(q.name, q.unit, q.likely, q.likely, q.likely, "known") for q in ALL)
    same, varied = [3.0] * 10, [0.0, 6.0] * 5
    assert width(same, fixed) == 0
    assert 0 < width(same, ALL) < width(varied, ALL)
    assert 0 < width(varied, fixed) < width(varied, ALL)


def test_without_quantities_it_is_the_bootstrap_of_the_mean() -> None:
    values = np.random.default_rng(0).normal(5, 2, 60)
    ours = simulate(lambda at: {"mean": values}, (), groups=range(60), seed=1)["mean"]
    theirs = mean_estimate(values, seed=1)
    assert ours.value == pytest.approx(theirs.value)
    assert interval(ours) == pytest.approx(interval(theirs), abs=0.1)


def test_items_of_a_group_are_drawn_together() -> None:
    values = np.repeat([0.0, 1.0, 2.0, 3.0], 25)
    alone = simulate(lambda at: {"mean": values}, (), groups=range(100), seed=1)["mean"]
    grouped = simulate(lambda at: {"mean": values}, (), groups=list(values), seed=1)["mean"]
    assert grouped.value == alone.value and grouped.n == alone.n == 100
    assert np.diff(interval(grouped)) > 3 * np.diff(interval(alone))


def test_tornado_is_hand_arithmetic_with_the_widest_first() -> None:
    swings = tornado(model([1, 2, 6]), ALL, "minutes")
    assert [swing.quantity for swing in swings] == [WALK, TALK]
    assert [(s.likely, s.at_low, s.at_high) for s in swings] == [(10, 7, 22), (10, 9, 11)]
    assert [swing.width for swing in swings] == [15, 2]


def test_a_tornado_is_shown_as_figure_and_table() -> None:
    figure, table = tornado_items(
        "Minutes", tornado(model([1, 2, 6]), ALL, "minutes"), unit="points"
    )
    assert isinstance(figure, Figure) and isinstance(table, Table)
    words = " ".join(ElementTree.fromstring(figure.svg).itertext())
    assert words.index("walk") < words.index("talk")
    assert "At its low" in words and "sleep" not in words
    assert table.rows[0] == ("Walk, 1–6 minutes", 7, 22, 15)


def test_an_empty_tornado_plot_is_no_error() -> None:
    assert tornado_plot(0.0, {}).startswith("<svg")


def test_an_assumption_is_printed_with_range_and_source() -> None:
    shown = assumption(WALK)
    assert (shown.name, shown.value, shown.source) == ("Walk", "2, from 1 to 6 minutes", "a guess")


def test_four_hundred_items_take_less_than_two_seconds() -> None:
    started = perf_counter()
    found([float(i) for i in range(400)], draws=10_000)
    assert perf_counter() - started < 2
