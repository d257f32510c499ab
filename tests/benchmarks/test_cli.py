from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from benchmarks import cli
from language_models.errors import InputError

app = typer.Typer()
for command in (cli.run, cli.report, cli.compare):
    app.command()(command)
runner = CliRunner()


def call(*arguments: str) -> str:
    result = runner.invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_run_report_and_compare_work_together(toy: Any, tmp_path: Path) -> None:
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    assert "Prototype 1" in call("run", "toy", "--out", a)
    call("run", "toy", "--out", b)
    assert "Prototype 1" in call("report", a)
    assert "The same rows on the same samples" in call("compare", a, b)


def test_resume_takes_suites_and_settings_from_the_run(toy: Any, tmp_path: Path) -> None:
    path = str(tmp_path / "a")
    call("run", "toy", "--out", path, "--seed", "5", "--sample", "9")
    call("run", "--resume", path)
    with pytest.raises(InputError, match="seed was 5, now 6"):
        call("run", "--resume", path, "--seed", "6")


def test_out_and_resume_exclude_each_other(toy: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="exclude each other"):
        call("run", "toy", "--out", str(tmp_path / "a"), "--resume", str(tmp_path / "b"))
