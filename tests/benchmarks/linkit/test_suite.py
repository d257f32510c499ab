"""The whole suite on one person, two assignments and one letter with its variant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import suite as suites
from benchmarks.linkit.suite import LinkitSuite
from benchmarks.run import report_run, run_suites
from benchmarks.suite import RunSettings
from fixtures.linkit.files import regenerate

WRITTEN = Path(__file__).parent / "written"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A finished run."""
    regenerate(tmp_path / "cvs", WRITTEN)
    small = LinkitSuite("development", WRITTEN, tmp_path / "cvs")
    monkeypatch.setattr("benchmarks.run.suite", lambda name: small)
    return run_suites(["linkit"], RunSettings(out=tmp_path / "run"))


def rows_of(folder: Path) -> dict[str, Any]:
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return {row["name"]: row for row in report["rows"]}


def test_the_rows_stand_in_the_report_with_their_counts(folder: Path) -> None:
    rows = rows_of(folder)
    assert set(rows) == {"template", "extractive", "gate", "fuzzy", "dba:embedded"}
    assert rows["template"]["overclaimed"]["value"] == 1
    assert rows["extractive"]["overclaimed"]["value"] == 0
    assert rows["extractive"]["coverage"]["value"] == 1
    assert rows["gate"]["recall"] == {"value": 1, "low": pytest.approx(0.2065, abs=1e-3), "high": 1,
                                      "n": 1}  # fmt: skip
    assert rows["gate"]["alarmed"]["value"] == 0
    text = (folder / "report.md").read_text(encoding="utf-8")
    assert "15–30 minutes" in text
    assert "Missing elements" in text


def test_the_report_is_made_again_from_the_lines(folder: Path) -> None:
    before = (folder / "report.json").read_bytes()
    report_run(folder)
    assert (folder / "report.json").read_bytes() == before


def test_the_suite_is_registered() -> None:
    assert suites.suite("linkit").name == "linkit"
