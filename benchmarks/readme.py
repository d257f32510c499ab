"""`python -m benchmarks.readme RUN`: puts a run's table into README.md, so that nobody types it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.files import write_atomically

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
HEADER = (
    "| row | model | accuracy | study | macro-F1 | recall / precision of detractors | NPS error |\n"
    "|---|---|---|---|---|---|---|"
)


def with_table(readme: str, report: Mapping[str, Any]) -> str:
    """The text with the table of `report` (the content of report.json) between the marks."""
    before, rest = readme.split(BEGIN)
    _, after = rest.split(END)
    lines = [_line(row) for row in report["rows"]]
    return f"{before}{BEGIN}\n{HEADER}\n" + "\n".join(lines) + f"\n{END}{after}"


def _line(row: Mapping[str, Any]) -> str:
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
    return f"| {' | '.join(cells)} |"


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.0f}%"


def _number(value: float | None, form: str) -> str:
    return "—" if value is None else form.format(value)


if __name__ == "__main__":
    file = Path("README.md")
    report = json.loads((Path(sys.argv[1]) / "report.json").read_text(encoding="utf-8"))
    write_atomically(file, with_table(file.read_text(encoding="utf-8"), report))
