"""The plots of a report, each a function from numbers to SVG text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from benchmarks.estimate import Estimate
from benchmarks.report.model import Unit
from benchmarks.report.shown import number_text
from benchmarks.report.svg import BAD, GOOD, INK, MUTED, OURS, SERIES, STUDY, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from benchmarks.reliability import Calibration

ROW_HEIGHT = 0.29
# Hollow, so that our dot under it can be seen where the two agree.
_STUDY_MARK: dict[str, Any] = {
    "markeredgecolor": STUDY,
    "markerfacecolor": "none",
    "markeredgewidth": 2,
    "markersize": 7.5,
    "linestyle": "none",
}
Bars = Mapping[str, Estimate]


def bars(values: Bars, *, unit: Unit = "share", x_label: str = "") -> str:
    """A horizontal bar with its interval per name, the first on top."""
    with canvas(height=_height(len(values))) as drawn:
        axes = drawn.axes
        for place, estimate in enumerate(values.values()):
            if estimate.value is not None:
                axes.barh(place, estimate.value, height=0.62, color=OURS, alpha=0.85, linewidth=0)
                _interval(axes, place, estimate, INK, 1.1)
                _value_beside(axes, place, estimate, unit)
        axes.axvline(0, color=MUTED, linewidth=0.8)
        _rows_on_y(axes, list(values))
        _numbers_on_x(axes, unit, x_label)
        axes.margins(x=0.12)
    return drawn.svg


def dots_against_study(
    values: Bars,
    study: Mapping[str, float],
    *,
    goal: float | None = None,
    unit: Unit = "share",
    x_label: str = "",
) -> str:
    """Our estimate as a dot with its interval, the study's figure as a diamond, per name."""
    with canvas(height=_height(len(values)) + 0.35) as drawn:
        axes = drawn.axes
        if goal is not None:
            axes.axvline(goal, color=GOOD, linewidth=1.1, linestyle=(0, (4, 3)), label="Goal")
        for place, (name, estimate) in enumerate(values.items()):
            if estimate.value is not None:
                _interval(axes, place, estimate, OURS, 2.4)
                axes.plot(estimate.value, place, "o", color=OURS, markersize=6.5, zorder=4)
            if name in study:
                axes.plot(study[name], place, "D", **_STUDY_MARK, zorder=5)
        axes.plot([], [], "o", color=OURS, markersize=6.5, label="Here, 95% interval")
        if study:
            axes.plot([], [], "D", **_STUDY_MARK, label="Study")
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, handletextpad=0.4)
        _rows_on_y(axes, list(values))
        _numbers_on_x(axes, unit, x_label)
        axes.margins(x=0.06)
    return drawn.svg


def lines(
    series: Mapping[str, Sequence[tuple[float, Estimate]]],
    *,
    x_label: str,
    y_label: str,
    x_unit: Unit = "share",
    y_unit: Unit = "share",
    mark: tuple[str, float] | None = None,
) -> str:
    """A line with its band per name; `mark` is a named level across the plot."""
    with canvas(height=3.9) as drawn:
        axes = drawn.axes
        axes.grid(True, axis="both")
        for colour, (name, points) in zip(_colours(len(series)), series.items(), strict=True):
            known = [(x, e) for x, e in points if e.value is not None]
            xs, ys = [x for x, _ in known], [e.value or 0.0 for _, e in known]
            low = [y if e.low is None else e.low for (_, e), y in zip(known, ys, strict=True)]
            high = [y if e.high is None else e.high for (_, e), y in zip(known, ys, strict=True)]
            axes.fill_between(xs, low, high, color=colour, alpha=0.14, linewidth=0)
            axes.plot(xs, ys, color=colour, label=name)
        if mark is not None:
            axes.axhline(mark[1], color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
            axes.annotate(
                mark[0],
                (1, mark[1]),
                xycoords=("axes fraction", "data"),
                xytext=(-2, 3),
                textcoords="offset points",
                ha="right",
                color=MUTED,
            )
        _legend_beside(axes, len(series))
        _numbers_on_x(axes, x_unit, x_label)
        _numbers_on_y(axes, y_unit, y_label)
    return drawn.svg


def reliability_diagram(rows: Mapping[str, Calibration]) -> str:
    """How often right against how sure, per name; on the diagonal sure means right."""
    with canvas(height=4.4) as drawn:
        axes = drawn.axes
        axes.grid(True, axis="both")
        axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        for colour, (name, found) in zip(_colours(len(rows)), rows.items(), strict=True):
            xs = [bin_.confidence for bin_ in found.bins]
            ys = [bin_.accuracy.value or 0.0 for bin_ in found.bins]
            for x, bin_ in zip(xs, found.bins, strict=True):
                if bin_.accuracy.interval is not None:
                    axes.vlines(x, *bin_.accuracy.interval, color=colour, linewidth=1, alpha=0.5)
            error = number_text(found.error, "share")
            axes.plot(xs, ys, "o-", color=colour, markersize=4.5, label=f"{name} (error {error})")
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.legend(loc="upper left")
        _numbers_on_x(axes, "share", "How sure")
        _numbers_on_y(axes, "share", "How often right")
    return drawn.svg


def waterfall(
    start: tuple[str, float],
    steps: Mapping[str, float],
    end: tuple[str, float],
    *,
    unit: Unit = "share",
    x_label: str = "",
) -> str:
    """From the start's value, step by signed step, to the end's value."""
    names = [start[0], *steps, end[0]]
    with canvas(height=_height(len(names))) as drawn:
        axes = drawn.axes
        axes.use_sticky_edges = False
        _level(axes, 0, start[1], unit)
        reached = start[1]
        for place, change in enumerate(steps.values(), start=1):
            axes.plot([reached, reached], [place - 1, place], color=MUTED, linewidth=0.8)
            colour = BAD if change < 0 else GOOD
            axes.barh(place, change, left=reached, height=0.62, color=colour, linewidth=0)
            text = number_text(100 * change if unit == "share" else change, "points")
            _beside(axes, place, max(reached, reached + change), text)
            reached += change
        axes.plot([reached, reached], [len(names) - 2, len(names) - 1], color=MUTED, linewidth=0.8)
        _level(axes, len(names) - 1, end[1], unit)
        _rows_on_y(axes, names)
        _numbers_on_x(axes, unit, x_label)
        axes.margins(x=0.14)
    return drawn.svg


def tornado(
    likely: float,
    ends: Mapping[str, tuple[float, float]],
    *,
    unit: Unit = "number",
    x_label: str = "",
) -> str:
    """Per name a bar from `likely` to the outcome at its low and one to that at its high."""
    with canvas(height=_height(len(ends)) + 0.35) as drawn:
        axes = drawn.axes
        axes.use_sticky_edges = False
        for place, (low, high) in enumerate(ends.values()):
            sides = (("At its low", low, MUTED), ("At its high", high, OURS))
            for label, end, colour in sides:
                length = end - likely
                bar = axes.barh(place, length, left=likely, height=0.62, color=colour, linewidth=0)
                bar.set_label("_" if place else label)
        axes.axvline(likely, color=INK, linewidth=0.9)
        if ends:
            axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
        _rows_on_y(axes, list(ends))
        _numbers_on_x(axes, unit, x_label)
        if unit == "count":
            axes.xaxis.set_major_formatter(lambda value, _: number_text(value, unit))
        axes.margins(x=0.06)
    return drawn.svg


def _level(axes: Axes, place: int, value: float, unit: Unit) -> None:
    """A total, as a dot: the axis of a waterfall need not begin at 0, so a bar would mislead."""
    axes.plot(value, place, "o", color=OURS, markersize=9, zorder=4)
    _beside(axes, place, value, number_text(value, unit), away=10)


def _height(rows: int) -> float:
    return 0.75 + ROW_HEIGHT * max(2, rows)


def _interval(axes: Axes, place: int, estimate: Estimate, colour: str, width: float) -> None:
    if estimate.interval is not None:
        axes.hlines(place, *estimate.interval, color=colour, linewidth=width, zorder=3)


def _value_beside(axes: Axes, place: int, estimate: Estimate, unit: Unit) -> None:
    value = estimate.value or 0.0
    ends = (value, *(estimate.interval or ()))
    text = number_text(value, unit)
    if value < 0:
        _beside(axes, place, min(ends), text, left=True)
    else:
        _beside(axes, place, max(ends), text)


def _beside(
    axes: Axes, place: int, x: float, text: str, *, left: bool = False, away: int = 5
) -> None:
    axes.annotate(
        text,
        (x, place),
        xytext=(-away if left else away, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center_baseline",
        color=MUTED,
        fontsize=8.5,
    )


def _rows_on_y(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)


def _numbers_on_x(axes: Axes, unit: Unit, label: str) -> None:
    axes.xaxis.set_major_formatter(lambda value, _: _tick(value, unit))
    axes.set_xlabel(label)


def _numbers_on_y(axes: Axes, unit: Unit, label: str) -> None:
    axes.yaxis.set_major_formatter(lambda value, _: _tick(value, unit))
    axes.set_ylabel(label)


def _tick(value: float, unit: Unit) -> str:
    if unit == "share":
        return f"{100 * value:g}%".replace("-", "−")
    return f"{value:g}".replace("-", "−")


def _legend_beside(axes: Axes, count: int) -> None:
    if count > 1:
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=min(3, count))


def _colours(count: int) -> list[str]:
    return [SERIES[i % len(SERIES)] for i in range(count)]
