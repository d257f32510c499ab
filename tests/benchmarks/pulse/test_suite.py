"""The whole suite on a few of the fixtures' calls, through the command line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pulse.data import stratified_sample
from benchmarks.pulse.obstacles import ALL, OBSTACLES
from benchmarks.pulse.rows import column_rows, model_rows, text_rows
from benchmarks.run_folder import RunFolder

REPORTS = ("report.html", "report.md", "report.json")
SMALL = "[pulse]\nrepeats = 1\ninvented = 12\nobstacles = false\n"
SAMPLE = 60
COMMAND = (
    "run", "pulse", "--model", "embedded", "--sample", str(SAMPLE), "--jobs", "1",
)  # fmt: skip
ROWS = {
    "prototype_1",
    "prototype_2",
    "embedding_logistic",
    "ceiling_call",
    "ceiling_history",
    *(row.name for row in (*column_rows(), *model_rows(), *text_rows())),
}


def rows_of(folder: Path, *, timed: bool = True) -> Any:
    """The rows of report.json, with or without the seconds, which differ from run to run."""
    rows = json.loads((folder / "report.json").read_text(encoding="utf-8"))["rows"]
    if not timed:
        rows = [{key: row[key] for key in row if key != "seconds"} for row in rows]
    return rows


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_small_run_is_whole_can_be_reported_again_and_compared(
    praktijkbench: Any, tmp_path: Path
) -> None:
    (tmp_path / "praktijkbench.toml").write_text(SMALL)
    ended = praktijkbench(*COMMAND, "--out", "a")
    assert ended.status == 0, ended.err
    assert "Prototype 1" in ended.out and "68%" in ended.out and "Prototype" not in ended.err
    folder = tmp_path / "a"
    rows = rows_of(folder)
    assert {row["name"] for row in rows} == ROWS
    assert {row["accuracy"]["n"] for row in rows} == {SAMPLE}
    assert "NaN" not in (folder / "report.json").read_text()
    assert "<svg" in (folder / "report.html").read_text()
    assert 'src="http' not in (folder / "report.html").read_text()

    before = {name: (folder / name).read_bytes() for name in REPORTS}
    for name in REPORTS:
        (folder / name).unlink()
    again = praktijkbench("report", "a")
    assert again.status == 0 and again.out == ended.out
    assert {name: (folder / name).read_bytes() for name in REPORTS} == before

    assert praktijkbench(*COMMAND, "--out", "b").status == 0
    assert rows_of(tmp_path / "b", timed=False) == rows_of(folder, timed=False)
    compared = praktijkbench("compare", "a", "b")
    assert compared.status == 0
    assert "The same rows on the same samples" in compared.out
    refused = praktijkbench(*COMMAND, "--out", "a")
    assert refused.status == 2 and "already holds a run" in refused.error


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_killed_run_goes_on_and_reports_what_an_uninterrupted_one_does(
    praktijkbench: Any, tmp_path: Path
) -> None:
    (tmp_path / "praktijkbench.toml").write_text(SMALL)
    folder = tmp_path / "killed"
    for least in (20, 150, 700):
        begin = ("--resume", "killed") if folder.exists() else (*COMMAND[2:], "--out", "killed")
        process = subprocess.Popen(
            [sys.executable, "-m", "praktijkbench", "run", "pulse", *begin],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_for(folder, least, process)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert RunFolder.read(folder).manifest.status == "running"
    assert praktijkbench("run", "--resume", "killed", "--jobs", "1").status == 0
    assert praktijkbench(*COMMAND, "--out", "whole").status == 0
    assert rows_of(folder, timed=False) == rows_of(tmp_path / "whole", timed=False)
    for path in (folder / "samples").glob("*.jsonl"):
        keys = [json.dumps(json.loads(line)["key"]) for line in path.read_text().splitlines()]
        assert len(keys) == len(set(keys)), f"{path.name} holds a sample twice"


def _wait_for(folder: Path, lines: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if (folder / "manifest.json").exists() and RunFolder.read(folder).saved() >= lines:
            return
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_obstacle_is_taken_away_once(praktijkbench: Any, tmp_path: Path) -> None:
    (tmp_path / "praktijkbench.toml").write_text(SMALL.replace("false", "true"))
    ended = praktijkbench(*COMMAND, "--out", "a")
    assert ended.status == 0, ended.err
    lines = list(RunFolder.read(tmp_path / "a").lines(OBSTACLES))
    assert {line["row"] for line in lines} == {obstacle.name for obstacle in ALL}
    assert len(lines) == SAMPLE * len(ALL)
    report = (tmp_path / "a" / "report.md").read_text(encoding="utf-8")
    assert "What stands between the call and the goal" in report


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_sample_too_small_to_learn_from_is_refused_in_one_line(
    praktijkbench: Any, tmp_path: Path
) -> None:
    (tmp_path / "praktijkbench.toml").write_text(SMALL)
    ended = praktijkbench("run", "pulse", "--sample", "5", "--jobs", "1", "--out", "a")
    assert (ended.status, ended.out) == (2, "")
    assert "take a larger --sample" in ended.error


def test_a_run_asks_for_the_beginning_of_the_stratified_sample(fixtures_folder: Path) -> None:
    from benchmarks.pulse.data import fixture_data
    from benchmarks.pulse.suite import sample_ids

    data = fixture_data(repeats=1)
    order = stratified_sample(fixtures_folder)
    assert sample_ids(data, 60, None) == order[:60]
    assert sample_ids(data, None, 150) == order[:150]
    assert sample_ids(data, 60, 150) == order[:60]
    assert sample_ids(data, None, None) == [call.id for call in data.calls]
