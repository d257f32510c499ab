import errno
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.files import SampleFile, write_atomically
from benchmarks.run_folder import RunFolder
from benchmarks.suite import RunSettings
from language_models.errors import InputError, WorkFailed

WRITER = """
import sys
from pathlib import Path
from benchmarks.run_folder import RunFolder
from benchmarks.suite import RunSettings
with RunFolder.create(["toy"], RunSettings(out=Path(sys.argv[1])), {}) as run:
    print("held", flush=True)
    i = 0
    while True:
        run.append("row", f"s{i}", {"text": "x" * 500})
        i += 1
"""


@pytest.fixture
def data(tmp_path: Path) -> dict[str, Path]:
    path = tmp_path / "calls.jsonl"
    path.write_text("{}\n")
    return {"calls.jsonl": path}


@pytest.fixture
def settings(tmp_path: Path) -> RunSettings:
    return RunSettings(out=tmp_path / "run")


def folder(settings: RunSettings) -> Path:
    assert settings.out is not None
    return settings.out


def test_a_line_can_be_read_as_soon_as_it_is_appended(
    settings: RunSettings, data: dict[str, Path]
) -> None:
    with RunFolder.create(["toy"], settings, data) as run:
        run.append("row", "s1", {"right": True, "text": "café\nnieuw"})
        other = RunFolder.read(folder(settings))
        assert list(other.lines("row")) == [{"key": "s1", "right": True, "text": "café\nnieuw"}]
        assert other.done("row") == {"s1"}
        assert other.done("another row") == set()


def test_a_key_may_have_several_parts(settings: RunSettings) -> None:
    with RunFolder.create(["toy"], settings, {}) as run:
        run.append_all("row", [(("s1", 0), {}), (("s1", 1), {})])
        assert run.done("row") == {("s1", 0), ("s1", 1)}


def test_names_that_are_no_file_names_do_not_meet(settings: RunSettings) -> None:
    with RunFolder.create(["toy"], settings, {}) as run:
        run.append("row.ollama:a/b", "s1", {})
        run.append("row.ollama:a:b", "s2", {})
        assert run.done("row.ollama:a/b") == {"s1"}
        assert {path.parent.name for path in folder(settings).rglob("*.jsonl")} == {"samples"}


def test_a_half_written_line_is_left_out_and_dropped_on_resume(
    settings: RunSettings, data: dict[str, Path]
) -> None:
    with RunFolder.create(["toy"], settings, data) as run:
        run.append("row", "s1", {})
    file = folder(settings) / "samples" / "row.jsonl"
    with file.open("ab") as stream:
        stream.write(b'{"key":"s2","te')
    assert RunFolder.read(folder(settings)).done("row") == {"s1"}
    with RunFolder.resume(folder(settings), ["toy"], settings, data) as run:
        run.append("row", "s2", {})
        assert run.done("row") == {"s1", "s2"}


def test_a_damaged_line_in_the_middle_is_named(settings: RunSettings) -> None:
    with RunFolder.create(["toy"], settings, {}) as run:
        run.append("row", "s1", {})
    file = folder(settings) / "samples" / "row.jsonl"
    file.write_text('{"key": "s1"}\noops\n{"key": "s2"}\n')
    with pytest.raises(InputError, match=r"row\.jsonl:2: not JSON"):
        RunFolder.read(folder(settings)).done("row")


def test_a_process_killed_in_mid_write_leaves_a_run_that_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "run"
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(InputError, match="in use by another run"):
            RunFolder.resume(path, ["toy"], RunSettings(), {})
        deadline = time.monotonic() + 20
        while RunFolder.read(path).saved() < 50 and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        process.kill()
        process.communicate()
    with RunFolder.resume(path, ["toy"], RunSettings(), {}) as run:
        done = run.done("row")
        assert len(done) >= 50
        assert done == {f"s{i}" for i in range(len(done))}
        assert len(run.manifest.sessions) == 2


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"seed": 7}, "seed was 1, now 7"),
        ({"models": ("a", "b")}, "models was not set, now a b"),
        ({"sample": 9}, "sample was not set, now 9"),
    ],
)
def test_a_run_goes_on_with_its_own_settings_only(
    settings: RunSettings, data: dict[str, Path], change: dict[str, object], named: str
) -> None:
    RunFolder.create(["toy"], settings, data).close()
    other = replace(settings, **change)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=named):
        RunFolder.resume(folder(settings), ["toy"], other, data)


def test_a_run_goes_on_with_its_own_data_only(settings: RunSettings, data: dict[str, Path]) -> None:
    RunFolder.create(["toy"], settings, data).close()
    data["calls.jsonl"].write_text("changed\n")
    with pytest.raises(InputError, match=r"data file calls\.jsonl is not the same"):
        RunFolder.resume(folder(settings), ["toy"], settings, data)


def test_jobs_may_change_when_a_run_goes_on(settings: RunSettings) -> None:
    RunFolder.create(["toy"], settings, {}).close()
    RunFolder.resume(folder(settings), ["toy"], replace(settings, jobs=8), {}).close()


def test_sessions_agree_on_a_noted_fact(settings: RunSettings) -> None:
    with RunFolder.create(["toy"], settings, {}) as run:
        run.agree_on("model a", {"temperature": 0, "stop": ("x",)})
    with RunFolder.resume(folder(settings), ["toy"], settings, {}) as run:
        run.agree_on("model a", {"temperature": 0, "stop": ["x"]})
        with pytest.raises(InputError, match='"temperature": 1'):
            run.agree_on("model a", {"temperature": 1})


def test_a_folder_with_a_run_is_not_written_over(settings: RunSettings) -> None:
    RunFolder.create(["toy"], settings, {}).close()
    with pytest.raises(InputError, match="already holds a run; go on with it by --resume"):
        RunFolder.create(["toy"], settings, {})


def test_a_file_in_the_way_and_a_folder_without_a_run_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="a file is in the way"):
        RunFolder.create(["toy"], RunSettings(out=tmp_path / "file"), {})
    with pytest.raises(InputError, match=r"is not a run: it has no manifest\.json"):
        RunFolder.read(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(InputError, match="cannot be read as a manifest"):
        RunFolder.read(tmp_path)


def test_a_missing_data_file_is_named_without_its_path(settings: RunSettings) -> None:
    with pytest.raises(InputError, match=r"Data file a\.jsonl cannot be read: No such file"):
        RunFolder.create(["toy"], settings, {"a.jsonl": Path("nowhere/a.jsonl")})


def test_a_new_run_has_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    paths = []
    for _ in range(2):
        with RunFolder.create(["pulse", "anna"], RunSettings(), {}) as run:
            paths.append(run.path)
    assert len(set(paths)) == 2
    assert all(path.parent == Path("runs") and "pulse-anna" in path.name for path in paths)


def test_the_manifest_holds_no_path_and_no_host(
    settings: RunSettings, data: dict[str, Path], tmp_path: Path
) -> None:
    import platform

    RunFolder.create(["toy"], settings, data).close()
    text = (folder(settings) / "manifest.json").read_text()
    assert str(tmp_path) not in text
    assert platform.node() not in text or len(platform.node()) < 4
    manifest = json.loads(text)
    assert manifest["settings"]["seed"] == 1
    assert "numpy" in manifest["sessions"][0]["versions"]


@pytest.mark.parametrize(
    ("error", "status"),
    [(KeyboardInterrupt(), "interrupted"), (RuntimeError("x"), "failed")],
)
def test_how_a_run_ended_is_noted(settings: RunSettings, error: BaseException, status: str) -> None:
    with pytest.raises(type(error)), RunFolder.create(["toy"], settings, {}):
        raise error
    assert RunFolder.read(folder(settings)).manifest.status == status


def test_a_full_disk_is_one_message_and_keeps_whole_lines(
    settings: RunSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RunFolder.create(["toy"], settings, {}) as run:
        run.append("row", "s1", {})
        write = os.write

        def full(descriptor: int, text: bytes) -> int:
            if len(text) <= 5:
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(descriptor, text[:-5])

        monkeypatch.setattr("benchmarks.files.os.write", full)
        with pytest.raises(WorkFailed, match="No space left on device; 1 samples are saved, go on"):
            run.append("row", "s2", {})
        monkeypatch.undo()
        assert run.done("row") == {"s1"}
        run.append("row", "s2", {})
        assert run.done("row") == {"s1", "s2"}


def test_a_run_opened_to_read_cannot_be_written(settings: RunSettings) -> None:
    RunFolder.create(["toy"], settings, {}).close()
    with pytest.raises(ValueError, match="to read only"):
        RunFolder.read(folder(settings)).append("row", "s1", {})


def test_a_failed_atomic_write_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.md"
    write_atomically(path, "old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("benchmarks.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_with_only_half_a_line_becomes_empty(tmp_path: Path) -> None:
    path = tmp_path / "row.jsonl"
    path.write_bytes(b"x" * 200_000)
    SampleFile(path).close()
    assert path.read_bytes() == b""
    path.write_bytes(b"one\n" + b"x" * 200_000)
    SampleFile(path).close()
    assert path.read_bytes() == b"one\n"


def test_writing_a_sample_costs_little(settings: RunSettings) -> None:
    with RunFolder.create(["toy"], settings, {}) as run:
        start = time.process_time()
        for i in range(2000):
            run.append("row", f"s{i}", {"probabilities": [0.2, 0.3, 0.5], "right": True})
        assert (time.process_time() - start) / 2000 < 1e-4  # 2% of the 5 ms a call takes
