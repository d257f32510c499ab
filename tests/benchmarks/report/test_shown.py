import pytest

from benchmarks.estimate import Estimate
from benchmarks.published import published
from benchmarks.report.model import Cell, Comparison, Metric, Row, SuiteReport, Table, Unit
from benchmarks.report.shown import (
    beside_the_study,
    cell_text,
    difference_text,
    estimate_text,
    goal_met,
    number_text,
)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "share", "—"),
        (0.6889, "share", "68.9%"),
        (3.14, "points", "+3.1"),
        (-3.14, "points", "−3.1"),
        (-0.001, "points", "0.0"),
        (0.0, "share", "0.0%"),
        (0.4123, "number", "0.412"),
        (12345.6, "number", "12,346"),
        (1200, "count", "1,200"),
        (0.0004, "p", "<0.001"),
        (0.034, "p", "0.034"),
        (0.0031, "seconds", "3.1 ms"),
        (0.000004, "seconds", "4 µs"),
        (2.5, "seconds", "2.50 s"),
    ],
)
def test_a_number_is_printed_in_its_unit(value: float | None, unit: Unit, text: str) -> None:
    assert number_text(value, unit) == text


def test_an_undefined_estimate_is_a_dash_and_never_zero() -> None:
    assert estimate_text(Estimate.undefined(7), "share") == "—"


def test_an_interval_follows_its_value() -> None:
    assert estimate_text(Estimate(0.5, 0.4, 0.6, 9), "share") == "50.0% [40.0, 60.0]"


def test_cells_of_every_kind_have_a_text() -> None:
    cells: list[Cell] = ["x", 3, None, Estimate(1.5), published("pulse.goal.accuracy")]
    assert [cell_text(c, "text") for c in cells] == ["x", "3", "—", "1.500", "80%"]


def test_a_difference_of_shares_is_in_points() -> None:
    found = Comparison("one", Estimate(0.06, 0.01, 0.11, 100), "McNemar", 0.02)
    assert difference_text(found) == "+6.0 [+1.0, +11.0]"


def test_a_difference_of_numbers_has_three_digits_and_a_sign() -> None:
    found = Comparison("one", Estimate(0.0264, -0.001, 0.05, 100), "bootstrap", 0.02, unit="number")
    assert difference_text(found) == "+0.026 [−0.001, +0.050]"


def report(value: float | None, low: float = 0.6, high: float = 0.7) -> tuple[SuiteReport, Row]:
    estimate = Estimate(value, low, high, 100) if value is not None else Estimate.undefined()
    row = Row("r", "R", "m", {"accuracy": estimate}, published("pulse.prototype_1.accuracy"))
    goal = published("pulse.goal.accuracy")
    return SuiteReport("s", "S", "", (Metric("accuracy", "A"),), "accuracy", (row,), goal=goal), row


def test_the_studys_figure_is_placed_in_our_interval() -> None:
    inside = beside_the_study(*report(0.66))
    assert inside is not None
    assert (inside.figure, inside.difference) == ("68%", "−2.0")
    assert inside.verdict == "study inside our interval"
    above = beside_the_study(*report(0.55, 0.5, 0.6))
    assert above is not None and above.verdict == "study above our interval"
    unknown = beside_the_study(*report(None))
    assert unknown is not None and (unknown.difference, unknown.verdict) == ("", "")


def test_the_goal_is_met_missed_or_undefined() -> None:
    assert goal_met(*report(0.80)) is True
    assert goal_met(*report(0.79)) is False
    assert goal_met(*report(None)) is None


def test_a_metric_that_the_suite_does_not_list_is_refused() -> None:
    row = Row("r", "R", "m", {"strange": Estimate(1)})
    with pytest.raises(ValueError, match=r"Row 'r' .* strange"):
        SuiteReport("s", "S", "", (Metric("accuracy", "A"),), "accuracy", (row,))
    with pytest.raises(ValueError, match="cannot be named 'name'"):
        Metric("name", "N")
    with pytest.raises(ValueError, match="row 1: 2 cells for 1 columns"):
        Table("T", ("a",), (("x", "y"),))
