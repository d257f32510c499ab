"""The default run of Pulse: wall time, memory of all its processes, and the cost of writing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.run_folder import RunFolder
from benchmarks.speed.figure import SpeedFigure
from benchmarks.suite import RunSettings

GIGABYTE = 1e9


def measure() -> list[SpeedFigure]:
    """One default run in a folder that is thrown away."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        seconds, memory = _run_and_watch("-m", "praktijkbench", "run", "pulse", "--out", str(out))
        writing = _writing_again(out, Path(folder) / "again")
    return [
        SpeedFigure("praktijkbench run pulse", seconds, 180, "seconds"),
        SpeedFigure("… memory of all processes", memory / GIGABYTE, 2, "GB"),
        SpeedFigure("… writing its lines, share of the run", writing / seconds, 0.02, "ratio"),
    ]


def _run_and_watch(*arguments: str) -> tuple[float, float]:
    """Wall seconds and the peak of the summed proportional set size, in bytes."""
    import psutil

    start = perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _memory(psutil.Process(process.pid)))
        time.sleep(2)
    if process.returncode:
        raise SystemExit(f"the run ended with status {process.returncode}")
    return perf_counter() - start, peak


def _memory(root: object) -> float:
    import psutil

    total = 0.0
    try:
        family = [root, *root.children(recursive=True)]  # type: ignore[attr-defined]
    except psutil.NoSuchProcess:
        return 0.0
    for process in family:
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total


def _writing_again(run: Path, folder: Path) -> float:
    """Seconds to append every line of the run anew, one by one as while it ran."""
    source = RunFolder.read(run)
    lines = {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in (run / "samples").glob("*.jsonl")
    }
    start = perf_counter()
    with RunFolder.create(source.manifest.suites, RunSettings(out=folder), {}) as target:
        for name, content in lines.items():
            for line in content:
                target.append(name, tuple(line["key"]), line)
    return perf_counter() - start
