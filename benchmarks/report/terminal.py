"""The tables of a report in a terminal; what does not fit is in the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from benchmarks.report.model import (
    Assumption,
    Column,
    Figure,
    Paragraph,
    Row,
    Section,
    SuiteReport,
    Table,
    Unit,
)
from benchmarks.report.shown import (
    UNDEFINED,
    beside_the_study,
    cell_text,
    difference_text,
    goal_met,
    headline_estimate,
    interval_text,
    number_text,
    shown_metrics,
)

TITLE_LEAST = 24
TITLE_SHARE = 0.36
FEW = 6  # assumptions that are printed each with its source
SIDE = 2  # between columns: one of padding, one of the box


def print_reports(reports: Sequence[SuiteReport], path: Path, console: Console) -> None:
    """Print each suite's rows, its assumptions, and where the rest is to be read."""
    for report in reports:
        console.print()
        console.rule(Text(report.title, style="bold"), align="left")
        console.print(Markdown(report.lead))
        console.print(rows_grid(report, console.width))
        for row in report.rows:
            if row.note:
                console.print(Text(f"{row.title}: {row.note}", style="dim"))
        items = (item for section in report.sections for item in section.items)
        for line in _assumed([item for item in items if isinstance(item, Assumption)]):
            console.print(line)
    files = Text.assemble("Plots and full tables: ", (str(path / "report.html"), "bold"))
    console.print(Padding(files, (1, 0, 0, 0)), soft_wrap=True)


def print_sections(sections: Iterable[Section], console: Console) -> None:
    """Print the tables, assumptions and paragraphs of sections."""
    for section in sections:
        shown = [item for item in section.items if not isinstance(item, Figure)]
        if not shown:
            continue
        console.print(Padding(Text(section.title, style="bold"), (1, 0, 0, 0)))
        for item in shown:
            console.print(_item(item))


def rows_grid(report: SuiteReport, width: int) -> Grid:
    """The rows with as many columns as fit in `width`, the main ones first."""
    columns = _fitting(report, width)
    title_width = _title_width(report, width)
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    grid.add_column("", width=title_width, overflow="fold")
    for column in columns:
        grid.add_column(column.label, justify="right", width=_needed(column, report))
    group = ""
    for row in report.rows:
        if row.group and row.group != group:
            grid.add_row(Text(row.group, style="bold cyan"), *([""] * len(columns)))
        group = row.group
        grid.add_row(_title(report, row), *(column.cell(row) for column in columns))
    return grid


@dataclass(frozen=True)
class _PrintedColumn:
    label: str
    cell: Callable[[Row], Text]
    main: bool = False


def _fitting(report: SuiteReport, width: int) -> list[_PrintedColumn]:
    every = list(_columns(report))
    room = width - _title_width(report, width) - SIDE
    kept: set[int] = set()
    for place, column in sorted(enumerate(every), key=lambda pair: not pair[1].main):
        needed = _needed(column, report) + SIDE
        if needed <= room or not kept:
            kept.add(place)
            room -= needed
    return [column for place, column in enumerate(every) if place in kept]


def _title_width(report: SuiteReport, width: int) -> int:
    longest = max((_title(report, row).cell_len for row in report.rows), default=0)
    return max(TITLE_LEAST, min(longest, round(TITLE_SHARE * width)))


def _needed(column: _PrintedColumn, report: SuiteReport) -> int:
    """The widest line of the column's cells and of its heading's longest word."""
    words = max((len(word) for word in column.label.split()), default=0)
    return max([words, *(column.cell(row).cell_len for row in report.rows)])


def _columns(report: SuiteReport) -> Iterable[_PrintedColumn]:
    yield _PrintedColumn(report.metric(report.headline).label, _headline(report), True)
    yield _PrintedColumn("95%", _headline_interval(report), True)
    if any(row.published for row in report.rows):
        yield _PrintedColumn("Study", _study(report), True)
    if report.goal is not None:
        yield _PrintedColumn(f"Goal {report.goal.shown}", _goal(report), True)
    compared = [row.comparison for row in report.rows if row.comparison]
    for metric in shown_metrics(report):
        if metric.name != report.headline:
            yield _PrintedColumn(metric.label, _metric(metric.name, metric.unit), metric.main)
    if compared:
        against = compared[0].against
        yield _PrintedColumn(f"− {against} (points)", _difference, False)
        yield _PrintedColumn("p (Holm)", _p_value, True)
        yield _PrintedColumn("n needed", _n_needed, False)


def _title(report: SuiteReport, row: Row) -> Text:
    several = len({each.model for each in report.rows if each.model}) > 1
    title = Text(row.title, style="" if row.published is None else "bold")
    if several and row.model:
        title.append(f" · {row.model}", style="dim not bold")
    return title


def _headline(report: SuiteReport) -> Callable[[Row], Text]:
    def cell(row: Row) -> Text:
        unit = report.headline_of(row).unit
        return Text(number_text(headline_estimate(report, row).value, unit), style="bold")

    return cell


def _headline_interval(report: SuiteReport) -> Callable[[Row], Text]:
    def cell(row: Row) -> Text:
        unit = report.headline_of(row).unit
        return Text(interval_text(headline_estimate(report, row), unit), style="dim")

    return cell


def _study(report: SuiteReport) -> Callable[[Row], Text]:
    def cell(row: Row) -> Text:
        beside = beside_the_study(report, row)
        return Text("") if beside is None else Text(beside.figure, style="yellow")

    return cell


def _goal(report: SuiteReport) -> Callable[[Row], Text]:
    looks = {None: (UNDEFINED, "dim"), True: ("met", "green"), False: ("missed", "red")}

    def cell(row: Row) -> Text:
        return Text(*looks[goal_met(report, row)])

    return cell


def _metric(name: str, unit: Unit) -> Callable[[Row], Text]:
    def cell(row: Row) -> Text:
        estimate = row.metrics.get(name)
        return Text(number_text(None if estimate is None else estimate.value, unit))

    return cell


def _difference(row: Row) -> Text:
    return Text("" if row.comparison is None else difference_text(row.comparison))


def _p_value(row: Row) -> Text:
    if row.comparison is None:
        return Text("")
    p = row.comparison.p_adjusted
    return Text(number_text(row.comparison.p_value if p is None else p, "p"))


def _n_needed(row: Row) -> Text:
    if row.comparison is None or row.comparison.separates:
        return Text("")
    return Text(number_text(row.comparison.n_needed, "count"))


def _assumed(assumptions: Sequence[Assumption]) -> list[RenderableType]:
    """Few assumptions with their sources; of many the names and values, in one paragraph."""
    if len(assumptions) <= FEW:
        return [_item(item) for item in assumptions]
    values = "; ".join(f"{item.name} = {_beginning(item.value)}" for item in assumptions)
    words = f"Assumed, not measured (ranges and sources stand in the report): {values}"
    return [Text(words, style="italic")]


def _beginning(value: str) -> str:
    """A value without its range and conditions."""
    return value.split(", ")[0].split("; ")[0]


def _item(item: object) -> RenderableType:
    if isinstance(item, Table):
        return _grid(item)
    if isinstance(item, Assumption):
        words = f"Assumed, not measured: {item.name} = {item.value} ({item.source})"
        return Text(words, style="italic")
    assert isinstance(item, Paragraph)
    return Markdown(item.text)


def _grid(table: Table) -> RenderableType:
    columns = [c if isinstance(c, Column) else Column(c) for c in table.columns]
    grid = Grid(title=Text(table.title), title_justify="left", title_style="italic", box=box.SIMPLE)
    for column in columns:
        justify = "left" if column.unit == "text" else "right"
        grid.add_column(column.label, justify=justify)  # type: ignore[arg-type]
    for row in table.rows:
        pairs = zip(row, columns, strict=True)
        grid.add_row(*(Text(cell_text(cell, column.unit)) for cell, column in pairs))
    return Group(grid, Text(table.note, style="dim")) if table.note else grid
