"""How long `praktijkbench --help` takes, beside an interpreter that only imports Typer and Rich."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter

from benchmarks.speed.figure import SpeedFigure

RUNS = 7


def measure() -> list[SpeedFigure]:
    """Median seconds, and the ratio to the imports alone."""
    ours = _seconds("-m", "praktijkbench", "--help")
    bare = _seconds("-c", "import typer, rich.console, rich.table, rich.markdown")
    return [
        SpeedFigure("praktijkbench --help", ours, 0.4, "seconds"),
        SpeedFigure("… against importing Typer and Rich", ours / bare, None, "ratio"),
    ]


def _seconds(*arguments: str) -> float:
    taken = []
    for _ in range(RUNS):
        start = perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        taken.append(perf_counter() - start)
    return median(taken)
