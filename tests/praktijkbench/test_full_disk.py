"""Places that cannot be written: one clear line, and nothing half-written."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FULL = Path("/dev/full")
needs_a_full_device = pytest.mark.skipif(not FULL.exists(), reason="only Linux has /dev/full")


@pytest.fixture
def calls(call_lines: Any, write_calls: Any) -> Path:
    return write_calls(call_lines(3))  # type: ignore[no-any-return]


@pytest.fixture
def writing(praktijkbench: Any, calls: Path, train: Path, request: pytest.FixtureRequest) -> Any:
    """Each command that writes a file, given the file."""
    commands = {
        "predict": ("predict", "--prototype", "1", "--out"),
        "drivers": ("drivers", "--out"),
        "evaluate": ("evaluate", "--train", train, "--json"),
    }
    command = commands[request.param]
    return lambda path: praktijkbench("pulse", *command, path, "--calls", calls)


every_command = pytest.mark.parametrize(
    "writing", ["predict", "drivers", "evaluate"], indirect=True
)


@needs_a_full_device
@every_command
def test_a_full_disk_is_one_line(writing: Any) -> None:
    ended = writing(FULL)
    assert ended.status == 1
    assert "/dev/full cannot be written: No space left on device" in ended.error
    assert FULL.is_char_device()


@every_command
def test_a_disk_that_fills_up_leaves_the_old_file_alone(
    writing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "results" / "out.json"
    out.parent.mkdir()
    out.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    ended = writing(out)
    assert ended.status == 1
    assert f"{out} cannot be written: No space left on device" in ended.error
    assert out.read_text() == "old"
    assert list(out.parent.iterdir()) == [out]


@every_command
def test_a_folder_that_may_not_be_written_stays_empty(writing: Any, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may write anywhere")
    folder = tmp_path / "results"
    folder.mkdir(mode=0o555)
    ended = writing(folder / "out.json")
    assert ended.status == 1
    assert "cannot be written: Permission denied" in ended.error
    assert list(folder.iterdir()) == []


@every_command
@pytest.mark.parametrize("name", ["", "nowhere/out.json"])
def test_a_folder_and_a_file_in_no_folder_are_wrong_calls(
    writing: Any, tmp_path: Path, name: str
) -> None:
    ended = writing(tmp_path / name)
    assert ended.status == 2
    assert "folder" in ended.error
    assert not (tmp_path / "nowhere").exists()


@needs_a_full_device
@pytest.mark.parametrize(
    "arguments",
    [
        ("pulse", "drivers", "--out", "-", "--calls", "calls.jsonl"),
        ("pulse", "evaluate", "--train", "train.jsonl", "--json", "-", "--calls", "calls.jsonl"),
        ("models",),
        ("--version",),
    ],
)
def test_a_full_disk_behind_standard_output_ends_with_1(
    calls: Path, train: Path, arguments: tuple[str, ...]
) -> None:
    command = [sys.executable, "-m", "praktijkbench", *arguments]
    with FULL.open("wb") as full:
        ended = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr.startswith("error: ") and ended.stderr.count("\n") == 1
    assert "No space left on device" in ended.stderr


@needs_a_full_device
def test_a_run_on_a_full_disk_is_explained(praktijkbench: Any) -> None:
    ended = praktijkbench("run", "pulse", "--out", FULL)
    assert ended.status == 2
    assert "a file is in the way" in ended.error
    assert FULL.is_char_device()
