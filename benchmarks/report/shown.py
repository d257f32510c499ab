"""Numbers as they are printed; an undefined one is a dash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.estimate import Estimate
from benchmarks.published import PublishedFigure
from benchmarks.report.model import Cell, Comparison, Metric, Row, SuiteReport, Unit

UNDEFINED = "—"
SMALLEST_P = 0.001


def number_text(value: float | None, unit: Unit) -> str:
    """A number in its unit: "68.9%", "+3.1", "12 ms", "<0.001"."""
    if value is None:
        return UNDEFINED
    return _digits(value, unit) + ("%" if unit == "share" else "")


def interval_text(estimate: Estimate, unit: Unit) -> str:
    """The interval in the same unit, "[66.2, 71.4]"; empty where there is none."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"[{_digits(estimate.low, unit)}, {_digits(estimate.high, unit)}]"


def estimate_text(estimate: Estimate, unit: Unit) -> str:
    """Value and interval, "68.9% [66.2, 71.4]"."""
    value = number_text(estimate.value, unit)
    interval = interval_text(estimate, unit)
    return f"{value} {interval}" if interval else value


def cell_text(cell: Cell, unit: Unit = "text") -> str:
    """Any cell of a table as text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Estimate):
        return estimate_text(cell, unit)
    if isinstance(cell, PublishedFigure):
        return cell.shown
    if isinstance(cell, int) and unit == "text":
        return str(cell)
    return number_text(cell, "number" if unit == "text" else unit)


def difference_text(comparison: Comparison) -> str:
    """The difference with its interval; of shares in points, "+3.1 [+0.4, +5.8]"."""
    unit: Unit = "difference" if comparison.unit == "number" else "points"
    return estimate_text(in_points(comparison.difference, comparison.unit), unit)


def in_points(difference: Estimate, unit: Unit) -> Estimate:
    """A difference of shares in percentage points; any other as it is."""
    if unit != "share":
        return difference
    low, value, high = (
        None if number is None else 100 * number
        for number in (difference.low, difference.value, difference.high)
    )
    return Estimate(value, low, high, difference.n)


@dataclass(frozen=True)
class BesideTheStudy:
    """A row's headline beside the study's figure, and the goal."""

    figure: str
    source: str
    difference: str
    verdict: str


def beside_the_study(report: SuiteReport, row: Row) -> BesideTheStudy | None:
    """What the study printed for this row, how far ours is from it, and what that says."""
    if row.published is None:
        return None
    estimate = headline_estimate(report, row)
    number, unit = row.published.number, report.headline_of(row).unit
    difference, verdict = "", ""
    if number is not None and estimate.value is not None:
        scale = 100 if unit == "share" else 1
        difference = number_text(scale * (estimate.value - number), "points")
        verdict = _place(number, estimate)
    return BesideTheStudy(row.published.shown, row.published.source, difference, verdict)


def goal_met(report: SuiteReport, row: Row) -> bool | None:
    """Whether the row reaches the study's goal; None where there is no goal or no value."""
    value = headline_estimate(report, row).value
    if report.goal is None or report.goal.number is None or value is None:
        return None
    if report.headline_of(row).name != report.headline:
        return None
    return value >= report.goal.number


def headline_estimate(report: SuiteReport, row: Row) -> Estimate:
    """The row's headline metric; undefined where the row does not have it."""
    return row.metrics.get(report.headline_of(row).name, Estimate.undefined())


def shown_metrics(report: SuiteReport) -> list[Metric]:
    """The metrics that at least one row has, the headline first."""
    used = {name for row in report.rows for name in row.metrics}
    listed = [metric for metric in report.metrics if metric.name in used]
    return sorted(listed, key=lambda metric: metric.name != report.headline)


def _place(number: float, estimate: Estimate) -> str:
    if estimate.interval is None:
        return ""
    low, high = estimate.interval
    if number < low:
        return "study below our interval"
    return "study above our interval" if number > high else "study inside our interval"


def _digits(value: float, unit: Unit) -> str:
    text = _FORMS[unit](value) if unit in _FORMS else _plain(value)
    if _is_zero(text):
        text = text.lstrip("-+")
    return text.replace("-", "−")


def _is_zero(text: str) -> bool:
    """Whether only zeros are left after rounding, so that no sign belongs before them."""
    return not any(sign in "123456789" for sign in text) and "0" in text


def _plain(value: float) -> str:
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"


def _seconds(value: float) -> str:
    if value == 0 or value >= 1:
        return f"{value:.2f} s" if value < 100 else f"{value:,.0f} s"
    if value >= 1e-3:
        return f"{value * 1e3:.1f} ms"
    return f"{value * 1e6:.0f} µs"


def _p(value: float) -> str:
    return f"<{SMALLEST_P}" if value < SMALLEST_P else f"{value:.3f}"


_FORMS: dict[Unit, Callable[[float], str]] = {
    "share": lambda value: f"{100 * value:.1f}",
    "points": lambda value: f"{value:+.1f}",
    "difference": lambda value: f"{value:+.3f}",
    "count": lambda value: f"{value:,.0f}",
    "seconds": _seconds,
    "p": _p,
    "money": lambda value: f"{value:.4f}",
}
