"""report.md: the report as Markdown, for repositories and terminals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.manifest import Manifest
from benchmarks.report.facts import run_facts
from benchmarks.report.model import (
    Assumption,
    Column,
    Comparison,
    Figure,
    Item,
    Paragraph,
    Row,
    SuiteReport,
    Table,
)
from benchmarks.report.shown import (
    UNDEFINED,
    beside_the_study,
    cell_text,
    difference_text,
    estimate_text,
    goal_met,
    number_text,
    shown_metrics,
)


def as_markdown(reports: Sequence[SuiteReport], manifest: Manifest) -> str:
    """The reports as Markdown text."""
    parts = ["# PraktijkBench report"]
    if manifest.status != "done":
        parts.append(f"**This run is {manifest.status}: rows may lack samples.**")
    for report in reports:
        parts += _suite(report)
    parts.append("## About this run")
    parts.append("\n".join(f"- {name}: {value}" for name, value in run_facts(manifest)))
    return "\n\n".join(parts) + "\n"


def _suite(report: SuiteReport) -> Iterator[str]:
    yield f"## {report.title}"
    yield report.lead
    yield _rows_table(report)
    notes = [f"- {row.title}: {row.note}" for row in report.rows if row.note]
    if notes:
        yield "\n".join(notes)
    for section in report.sections:
        yield f"### {section.title}"
        for item in section.items:
            yield _item(item)


def _rows_table(report: SuiteReport) -> str:
    metrics = shown_metrics(report)
    head = ["Row", "Model", *(metric.label for metric in metrics), "Study", "Ours − study"]
    head += ["Goal", "Against the reference", "p (Holm)", "n needed"]
    body = [
        [
            row.title,
            row.model or UNDEFINED,
            *(
                estimate_text(row.metrics[metric.name], metric.unit)
                if metric.name in row.metrics
                else UNDEFINED
                for metric in metrics
            ),
            *_study_cells(report, row),
            *_comparison_cells(row.comparison),
        ]
        for row in report.rows
    ]
    return _grid(head, body, numbers_from=2)


def _study_cells(report: SuiteReport, row: Row) -> tuple[str, str, str]:
    met = goal_met(report, row)
    goal = {True: "met", False: "missed", None: UNDEFINED}[met]
    beside = beside_the_study(report, row)
    if beside is None:
        return UNDEFINED, UNDEFINED, goal
    difference = f"{beside.difference} ({beside.verdict})" if beside.verdict else beside.difference
    return f"{beside.figure} ({beside.source})", difference or UNDEFINED, goal


def _comparison_cells(comparison: Comparison | None) -> tuple[str, str, str]:
    if comparison is None:
        return UNDEFINED, UNDEFINED, UNDEFINED
    needed = None if comparison.separates else comparison.n_needed
    p = comparison.p_value if comparison.p_adjusted is None else comparison.p_adjusted
    return difference_text(comparison), number_text(p, "p"), number_text(needed, "count")


def _item(item: Item) -> str:
    if isinstance(item, Paragraph):
        return item.text
    if isinstance(item, Table):
        return _table(item)
    if isinstance(item, Figure):
        return f"*Figure: {item.title}.* {item.caption} ({item.alt}) The plot is in report.html."
    return _assumption(item)


def _assumption(item: Assumption) -> str:
    return f"> **Assumed, not measured:** {item.name} = {item.value} ({item.source})"


def _table(table: Table) -> str:
    columns = [c if isinstance(c, Column) else Column(c) for c in table.columns]
    body = [
        [cell_text(cell, column.unit) for cell, column in zip(row, columns, strict=True)]
        for row in table.rows
    ]
    first = next((i for i, c in enumerate(columns) if c.unit != "text"), len(columns))
    grid = _grid([c.label for c in columns], body, numbers_from=first)
    return "\n\n".join(part for part in (f"**{table.title}**", grid, table.note) if part)


def _grid(head: Sequence[str], body: Sequence[Sequence[str]], *, numbers_from: int) -> str:
    rules = ["---" if i < numbers_from else "---:" for i in range(len(head))]
    lines = [head, rules, *body]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
