"""Whatever stops the indexing, the old index answers and the next run succeeds."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from douane_rag.index import writing
from douane_rag.index.building import build_index
from douane_rag.index.manifest import Manifest, read_manifest
from douane_rag.index.opened import HandbookIndex, open_index
from language_models.errors import InputError, WorkFailed

Write = Callable[..., Path]
OLD = {"a.md": "# Boek\n\n## A\n\nDe oude tekst.\n"}
NEW = {"a.md": "# Boek\n\n## A\n\nDe nieuwe tekst.\n"}
STEPS = (
    "write_paragraphs",
    "write_chunks",
    "write_tokens",
    "word_frequencies",
    "part_numbers",
    "_write_vectors",
    "_hashes",
    "_manifest",
)


@pytest.fixture
def folder(write_corpus: Write, tmp_path: Path, embedding: Any) -> Path:
    """An index of the old text; the corpus holds the new one by now."""
    build_index(write_corpus(OLD), tmp_path / "index", embedding=embedding)
    write_corpus(NEW)
    return tmp_path / "index"


def texts(folder: Path) -> list[str]:
    return [p.text for p in open_index(folder, check_corpus=False).paragraphs]


def assert_old_and_then_new(folder: Path, corpus: Path, embedding: Any) -> None:
    assert texts(folder) == ["De oude tekst."]
    with pytest.raises(InputError, match=r"a\.md was changed since it was indexed"):
        open_index(folder)
    build_index(corpus, folder, embedding=embedding)
    assert texts(folder) == ["De nieuwe tekst."]
    assert len(list(folder.glob("generation-*"))) == 1
    assert {path.name for path in folder.iterdir() if path.is_file()} <= {"manifest.json", ".lock"}


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, RuntimeError])
def test_an_embedding_that_stops_leaves_the_old_index(
    folder: Path, tmp_path: Path, embedding: Any, error: type[BaseException]
) -> None:
    class Stops(type(embedding)):  # type: ignore[misc]
        def encode(self, *_: Any, **__: Any) -> Any:
            raise error

    with pytest.raises(error):
        build_index(tmp_path / "corpus", folder, embedding=Stops())
    assert_old_and_then_new(folder, tmp_path / "corpus", embedding)


@pytest.mark.parametrize("step", STEPS)
def test_a_stop_at_any_step_of_the_writing_leaves_the_old_index(
    folder: Path, tmp_path: Path, embedding: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(writing, step, stops)
        with pytest.raises(KeyboardInterrupt):
            build_index(tmp_path / "corpus", folder, embedding=embedding)
    assert len(list(folder.glob("generation-*"))) == 1
    assert_old_and_then_new(folder, tmp_path / "corpus", embedding)


@pytest.mark.parametrize("method", ["mkdir", "write_text", "write_bytes", "replace", "open"])
def test_a_full_disk_is_one_line_and_leaves_the_old_index(
    folder: Path,
    tmp_path: Path,
    embedding: Any,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
) -> None:
    real = getattr(Path, method)

    def full(self: Path, *arguments: Any, **more: Any) -> Any:
        reads = method == "open" and not {"w", "wb"} & {*arguments, *more.values()}
        if reads or "index" not in self.parts or self == folder:
            return real(self, *arguments, **more)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, method, full)
        with pytest.raises(WorkFailed, match="index cannot be written: No space left on device"):
            build_index(tmp_path / "corpus", folder, embedding=embedding)
    assert_old_and_then_new(folder, tmp_path / "corpus", embedding)


KILLED = """
import sys
from pathlib import Path
from douane_rag.index import writing
from douane_rag.index.building import build_index

def waits(*_):
    print("here", flush=True)
    sys.stdin.read()

setattr(writing, sys.argv[1], waits)
build_index(Path(sys.argv[2]), Path(sys.argv[3]), embedding=None)
"""


def killed_at(step: str, corpus: Path, folder: Path, *, meanwhile: Callable[[], None]) -> None:
    """Indexes in another process, and kills it with SIGKILL when it comes to the step."""
    command = [sys.executable, "-c", KILLED, step, str(corpus), str(folder)]
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        meanwhile()
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=30) == -signal.SIGKILL


def test_a_killed_process_leaves_the_old_index_and_its_lock_opens(
    folder: Path, tmp_path: Path, embedding: Any
) -> None:
    def second_indexing_is_refused() -> None:
        assert texts(folder) == ["De oude tekst."]
        with pytest.raises(InputError, match="is being indexed by another process; wait for it"):
            build_index(tmp_path / "corpus", folder, embedding=embedding)

    killed_at("_hashes", tmp_path / "corpus", folder, meanwhile=second_indexing_is_refused)
    assert len(list(folder.glob("generation-*"))) == 2
    assert_old_and_then_new(folder, tmp_path / "corpus", embedding)


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.5, 0.8, 1.0, 1.2, 1.5, 2.0, 3.0])
def test_a_process_killed_at_any_moment_leaves_a_whole_index(
    folder: Path, tmp_path: Path, embedding: Any, delay: float
) -> None:
    command = [sys.executable, "-m", "praktijkbench", "douane", "index", str(tmp_path / "corpus")]
    root = Path(__file__).resolve().parents[3]
    process = subprocess.Popen(
        [*command, "--index", str(folder), "--embedding", "none"],
        cwd=root,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(delay)
    process.kill()
    process.wait(timeout=30)
    assert texts(folder) in (["De oude tekst."], ["De nieuwe tekst."])
    build_index(tmp_path / "corpus", folder, embedding=embedding)
    assert texts(folder) == ["De nieuwe tekst."]


def test_a_reader_takes_the_new_index_when_the_old_one_goes_under_its_hands(
    folder: Path, tmp_path: Path, embedding: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from douane_rag.index import opened

    read = opened._read
    made: list[int] = []

    def late(where: Path, manifest: Manifest) -> HandbookIndex:
        if not made:
            made.append(1)
            build_index(tmp_path / "corpus", folder, embedding=embedding)
        return read(where, manifest)

    monkeypatch.setattr(opened, "_read", late)
    assert texts(folder) == ["De nieuwe tekst."]


def test_an_opened_index_answers_while_another_takes_its_place(
    folder: Path, tmp_path: Path, embedding: Any
) -> None:
    index = open_index(folder, check_corpus=False)
    build_index(tmp_path / "corpus", folder, embedding=embedding)
    assert not (folder / index.manifest.generation).exists()
    assert [p.text for p in index.paragraphs] == ["De oude tekst."]
    assert index.lexical.scores([{"oud": 1.0}]).shape == (1,)
    assert read_manifest(folder).generation != index.manifest.generation
