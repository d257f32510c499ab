"""`python -m benchmarks.readme RUN`: puts a run's tables into README.md, so that nobody types them.

The table of a suite stands between `<!-- table NAME: begin -->` and `<!-- table NAME: end -->`;
what of the run has no such place is left out, and what stands there of other suites stays.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.files import write_atomically
from benchmarks.report.json import rows_json
from benchmarks.report.model import Metric, Row, SuiteReport
from benchmarks.report.shown import UNDEFINED, difference_text, estimate_text, shown_metrics
from benchmarks.run_folder import RunFolder
from benchmarks.suite import suite
from language_models.errors import InputError

README = Path("README.md")
PULSE_HEADER = (
    "| row | model | accuracy | study | macro-F1 | recall / precision of detractors | NPS error |\n"
    "|---|---|---|---|---|---|---|"
)


def with_tables(readme: str, reports: Iterable[SuiteReport]) -> str:
    """The text with the table of each report between its marks.

    Raises:
        InputError: none of the reports has a place in the text.
    """
    placed = [report for report in reports if _marks(report.suite)[0] in readme]
    if not placed:
        begin, end = _marks("NAME")
        raise InputError(f"README.md has no place for a table of this run ({begin} … {end})")
    for report in placed:
        begin, end = _marks(report.suite)
        before, rest = readme.split(begin)
        _, after = rest.split(end)
        readme = f"{before}{begin}\n{table(report)}\n{end}{after}"
    return readme


def table(report: SuiteReport) -> str:
    """The rows of a report as Markdown; a table for each group of rows."""
    if report.suite == "pulse":
        return "\n".join([PULSE_HEADER, *(_pulse_line(row) for row in rows_json(report))])
    groups = groupby(report.rows, key=lambda row: row.group)
    return "\n\n".join(_group(report, name, list(rows)) for name, rows in groups)


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- table {name}: begin -->", f"<!-- table {name}: end -->"


def _group(report: SuiteReport, name: str, rows: Sequence[Row]) -> str:
    """A line for each row; where there are more measures than rows, a line for each measure."""
    used = {metric for row in rows for metric in row.metrics}
    had = [metric for metric in shown_metrics(report) if metric.name in used]
    metrics = [metric for metric in had if metric.main] or had
    lines = [[row.title, *(_value(row, metric) for metric in metrics)] for row in rows]
    head = [name or "row", *(metric.label for metric in metrics)]
    against = next((row.comparison.against for row in rows if row.comparison), None)
    if len(metrics) > len(rows):
        head, *lines = [list(column) for column in zip(head, *lines, strict=True)]
    elif against is not None:
        head.append(f"{report.metric(report.headline).label} against {against}")
        for line, row in zip(lines, rows, strict=True):
            line.append(difference_text(row.comparison) if row.comparison else "")
    return "\n".join(_line(cells) for cells in (head, ["---"] * len(head), *lines))


def _value(row: Row, metric: Metric) -> str:
    found = row.metrics.get(metric.name)
    return UNDEFINED if found is None else estimate_text(found, metric.unit)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _pulse_line(row: Mapping[str, Any]) -> str:
    accuracy = row["accuracy"]
    interval = f"{_percent(accuracy['low'])}–{_percent(accuracy['high'])}"
    study = _percent(row["published"]["value"]) if "published" in row else ""
    detractors = " / ".join(
        _percent(row[f"{rate}_detractor"]["value"]) for rate in ("recall", "precision")
    )
    cells = [
        row["title"],
        row["model"],
        f"**{_percent(accuracy['value'])}** ({interval}, n = {accuracy['n']})",
        study,
        _number(row["macro_f1"]["value"], "{:.2f}"),
        detractors,
        _number(row["nps_error"]["value"], "{:+.0f}"),
    ]
    return _line(cells)


def _percent(share: float | None) -> str:
    return UNDEFINED if share is None else f"{100 * share:.0f}%"


def _number(value: float | None, form: str) -> str:
    return UNDEFINED if value is None else form.format(value)


def main(folder: Path) -> None:
    """Write the tables of the run in `folder` into README.md."""
    run = RunFolder.read(folder)
    reports = [suite(name).report(run) for name in run.manifest.suites]
    write_atomically(README, with_tables(README.read_text(encoding="utf-8"), reports))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
