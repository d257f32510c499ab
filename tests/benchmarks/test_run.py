import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from benchmarks.progress import ConsoleProgress
from benchmarks.run import report_run, run_suites
from benchmarks.run_folder import RunFolder
from benchmarks.suite import RunSettings
from language_models.errors import InputError, ModelUnavailable

REPORTS = ("report.html", "report.md", "report.json")


class Screen:
    """Two consoles on strings."""

    def __init__(self) -> None:
        self.out, self.err = StringIO(), StringIO()
        self.console = Console(file=self.out, width=100)
        self.progress = ConsoleProgress(Console(file=self.err, width=100))


def run_toy(out: Path, screen: Screen, resume: Path | None = None) -> Path:
    settings = RunSettings(out=None if resume else out)
    return run_suites(
        ["toy"], settings, resume=resume, console=screen.console, progress=screen.progress
    )


def test_a_run_leaves_its_lines_and_reports_and_prints_the_table(toy: Any, tmp_path: Path) -> None:
    screen = Screen()
    path = run_toy(tmp_path / "run", screen)
    assert all((path / name).exists() for name in REPORTS)
    assert RunFolder.read(path).manifest.status == "done"
    assert RunFolder.read(path).saved() == 80
    assert "Prototype 1" in screen.out.getvalue() and "68%" in screen.out.getvalue()
    assert "Prototype 2:" in screen.err.getvalue()


def test_the_reports_can_be_made_again_from_the_lines_and_are_the_same(
    toy: Any, tmp_path: Path
) -> None:
    path = run_toy(tmp_path / "run", Screen())
    before = {name: (path / name).read_bytes() for name in REPORTS}
    for name in REPORTS:
        (path / name).unlink()
    report_run(path, console=Screen().console)
    assert {name: (path / name).read_bytes() for name in REPORTS} == before


def test_an_interrupted_run_says_how_to_go_on_and_does_nothing_twice(
    toy: Any, tmp_path: Path
) -> None:
    toy.fails_at = (10, KeyboardInterrupt())
    screen = Screen()
    out = tmp_path / "run"
    with pytest.raises(KeyboardInterrupt):
        run_toy(out, screen)
    said = screen.err.getvalue().replace("\n", "")
    assert f"50 samples are saved. Go on with: praktijkbench run --resume {out}" in said
    assert RunFolder.read(out).manifest.status == "interrupted"
    toy.fails_at = None
    run_toy(out, Screen(), resume=out)
    keys = [line["key"] for line in RunFolder.read(out).lines("prototype_2")]
    assert keys == [f"s{i}" for i in range(40)]
    rows = json.loads((out / "report.json").read_text())["rows"]
    whole = run_toy(tmp_path / "whole", Screen())
    assert rows == json.loads((whole / "report.json").read_text())["rows"]


def test_a_failed_run_is_kept_and_its_error_goes_on(toy: Any, tmp_path: Path) -> None:
    toy.fails_at = (10, ModelUnavailable("the server is gone"))
    screen = Screen()
    with pytest.raises(ModelUnavailable, match="the server is gone"):
        run_toy(tmp_path / "run", screen)
    assert "50 samples are saved" in screen.err.getvalue()
    assert RunFolder.read(tmp_path / "run").manifest.status == "failed"


def test_a_report_of_an_unfinished_run_says_so(toy: Any, tmp_path: Path) -> None:
    toy.fails_at = (0, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        run_toy(tmp_path / "run", Screen())
    report_run(tmp_path / "run", console=Screen().console)
    assert "This run is interrupted" in (tmp_path / "run" / "report.html").read_text()
    rows = json.loads((tmp_path / "run" / "report.json").read_text())["rows"]
    assert rows[1]["accuracy"] == {"value": None, "low": None, "high": None, "n": 0}


def test_an_unknown_suite_leaves_no_folder(toy: Any, tmp_path: Path) -> None:
    settings = replace(RunSettings(), out=tmp_path / "run")
    with pytest.raises(InputError, match="Unknown suite"):
        run_suites(["toys"], settings, console=Screen().console)
    assert not (tmp_path / "run").exists()
