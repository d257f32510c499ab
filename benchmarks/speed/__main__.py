"""`python -m benchmarks.speed`: measures everything and prints it as a table."""

from __future__ import annotations

import sys
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from benchmarks.speed import (
    concurrency,
    handbooks,
    letters,
    reader,
    service,
    startup,
    whole_run,
)
from benchmarks.speed.figure import SpeedFigure


def _concurrency() -> list[SpeedFigure]:
    found = concurrency.measure()
    title = f"{concurrency.QUESTIONS} questions, {concurrency.CONCURRENCY} at once, to the ideal"
    return [SpeedFigure(title, found["ratio"], 1.15, "ratio")]


MEASURES: dict[str, Callable[[], list[SpeedFigure]]] = {
    "startup": startup.measure,
    "reader": reader.measure,
    "concurrency": _concurrency,
    "whole_run": whole_run.measure,
    **handbooks.MEASURES,
    **letters.MEASURES,
    **service.MEASURES,
}


def main(names: list[str]) -> int:
    """Measure what is named, or everything; 1 when a bound is not kept."""
    table = Table("", "measured", "bound", "", title="Speed and memory")
    kept = True
    for name in names or list(MEASURES):
        for figure in MEASURES[name]():
            sign = "at most" if figure.at_most else "at least"
            bound = "–" if figure.bound is None else f"{sign} {figure.bound:g}"
            verdict = {None: "", True: "kept", False: "NOT KEPT"}[figure.met]
            table.add_row(figure.name, f"{figure.value:.3g} {figure.unit}", bound, verdict)
            kept = kept and figure.met is not False
    Console().print(table)
    return 0 if kept else 1


sys.exit(main(sys.argv[1:]))
