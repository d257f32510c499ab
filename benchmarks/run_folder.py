"""A run is a folder: a manifest, one line per sample as soon as it is done, and the report.

    RUN/manifest.json        settings, versions, hashes of the data, when, how it ended
    RUN/samples/NAME.jsonl   one line per sample
    RUN/report.html|md|json  made from the two above alone

A line is handed to the system in one write as soon as it is done, so a killed process loses at
most the line it was writing; that half line is dropped when the run goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from filelock import FileLock, Timeout

from benchmarks.files import SampleFile, write_atomically
from benchmarks.manifest import Manifest, Status, agree, new_session, now
from benchmarks.suite import RunSettings
from language_models.errors import InputError, WorkFailed

Line = Mapping[str, Any]
Key = str | tuple[str | int, ...]
MANIFEST = "manifest.json"
SAMPLES = "samples"


class RunFolder:
    """A run on disk. Made by `create`, gone on with by `resume`, read by `read`.

    As a context manager it lets go of the folder at the end. Appending is safe from threads.
    """

    def __init__(self, path: Path, manifest: Manifest, lock: FileLock | None) -> None:
        self.path = path
        self.manifest = manifest
        self._lock = lock
        self._files: dict[str, SampleFile] = {}
        self._opening = Lock()

    @classmethod
    def create(cls, suites: Iterable[str], settings: RunSettings, data: Mapping[str, Path]) -> Self:
        """A new folder, held by this process.

        Args:
            suites: names of the suites that will run.
            settings: `settings.out` is the folder; None makes runs/TIME-SUITES.
            data: the files whose content decides the result, by name.
        """
        names = tuple(suites)
        manifest = Manifest.of(names, settings, hashes(data))
        path = settings.out or _default_path(names, manifest.sessions[0].started)
        if (path / MANIFEST).exists():
            raise InputError(
                f"{path} already holds a run; go on with it by --resume {path}, or name another "
                "folder"
            )
        _make_folders(path)
        run = cls(path, manifest, _held(path))
        run._save()
        return run

    @classmethod
    def resume(
        cls, path: Path, suites: Iterable[str], settings: RunSettings, data: Mapping[str, Path]
    ) -> Self:
        """The run in `path`, to go on with, held by this process.

        Raises:
            InputError: the run had other suites, settings or data; the difference is named.
        """
        manifest = read_manifest(path)
        agree(path, manifest, Manifest.of(tuple(suites), settings, hashes(data)))
        run = cls(path, manifest, _held(path))
        run._replace(status="running", sessions=(*manifest.sessions, new_session()))
        return run

    @classmethod
    def read(cls, path: Path) -> Self:
        """The run in `path`, to read and report only."""
        return cls(path, read_manifest(path), None)

    def append(self, name: str, key: Key, line: Line) -> None:
        """Add one sample, which `done(name)` will then hold by `key`."""
        self.append_all(name, [(key, line)])

    def append_all(self, name: str, lines: Iterable[tuple[Key, Line]]) -> None:
        """Add several samples in one write; quicker where they are done together.

        Raises:
            WorkFailed: the disk is full or the folder cannot be written; what is saved stays.
            ValueError: a number is NaN or infinite, which JSON has not; use None.
        """
        text = "".join(_as_json({"key": key, **line}) + "\n" for key, line in lines)
        try:
            self._file(name).append(text.encode())
        except OSError as error:
            raise self._cannot_write(error) from error

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """The samples under `name` in the order they were done; none if there are none yet.

        Each is the line given to `append`, with its `key`. A half-written last line is left out.
        """
        path = self._sample_path(name)
        if not path.exists():
            return
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                if raw.endswith(b"\n"):
                    yield _parsed(raw, path, number)

    def done(self, name: str) -> set[Key]:
        """The keys of the samples under `name` that are on disk."""
        return {_as_key(line["key"]) for line in self.lines(name)}

    def agree_on(self, name: str, value: object) -> None:
        """Note a fact on which all sessions of the run must agree, such as a model's settings.

        Raises:
            InputError: an earlier session of this run noted another value.
        """
        plain = json.loads(json.dumps(value))
        known = self.manifest.facts
        if name in known and known[name] != plain:
            raise InputError(
                f"{self.path} was run with {name} = {json.dumps(known[name])}, now "
                f"{json.dumps(plain)}; start a new run or restore it"
            )
        if name not in known:
            self._replace(facts={**known, name: plain})

    def write_report(self, name: str, text: str) -> None:
        """Put a report beside the samples, whole or not at all."""
        try:
            write_atomically(self.path / name, text)
        except OSError as error:
            raise self._cannot_write(error) from error

    def finish(self, status: Status = "done") -> None:
        """Note how and when this session ended."""
        *earlier, last = self.manifest.sessions
        ended = last.model_copy(update={"ended": now()})
        self._replace(status=status, sessions=(*earlier, ended))

    def close(self) -> None:
        """Let go of the folder."""
        for file in self._files.values():
            file.close()
        self._files.clear()
        if self._lock is not None:
            self._lock.release()

    def saved(self) -> int:
        """How many sample lines are on disk."""
        return sum(path.read_bytes().count(b"\n") for path in (self.path / SAMPLES).glob("*.jsonl"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is not None and self._lock is not None:
                # A disk too full for the manifest must not hide the error that ended the run.
                with suppress(WorkFailed):
                    self.finish("interrupted" if isinstance(error, KeyboardInterrupt) else "failed")
        finally:
            self.close()

    def _file(self, name: str) -> SampleFile:
        if self._lock is None:
            raise ValueError(f"{self.path} was opened to read only")
        with self._opening:
            if name not in self._files:
                self._files[name] = SampleFile(self._sample_path(name))
            return self._files[name]

    def _sample_path(self, name: str) -> Path:
        return self.path / SAMPLES / f"{_file_stem(name)}.jsonl"

    def _replace(self, **changes: object) -> None:
        self.manifest = self.manifest.model_copy(update=changes)
        self._save()

    def _save(self) -> None:
        self.write_report(MANIFEST, self.manifest.model_dump_json(indent=2) + "\n")

    def _cannot_write(self, error: OSError) -> WorkFailed:
        saved = self.saved()
        return WorkFailed(
            f"Cannot write to {self.path}: {error.strerror or error}; {saved} samples are saved, "
            f"go on with `praktijkbench run --resume {self.path}` when there is room"
        )


def read_manifest(path: Path) -> Manifest:
    """The manifest of the run in `path`.

    Raises:
        InputError: there is no run, or its manifest is damaged.
    """
    file = path / MANIFEST
    try:
        return Manifest.model_validate_json(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{path} is not a run: it has no {MANIFEST}") from None
    except ValueError as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{file} cannot be read as a manifest: {reason}") from error


def hashes(data: Mapping[str, Path]) -> dict[str, str]:
    """SHA-256 of each file, by its name."""
    found = {}
    for name, path in sorted(data.items()):
        try:
            found[name] = sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise InputError(f"Data file {name} cannot be read: {error.strerror}") from error
    return found


def _default_path(suites: tuple[str, ...], started: str) -> Path:
    stamp = started.replace(":", "").replace("-", "")
    base = Path("runs") / f"{stamp}-{'-'.join(suites)}"
    number = 2
    path = base
    while path.exists():
        path = base.with_name(f"{base.name}-{number}")
        number += 1
    return path


def _make_folders(path: Path) -> None:
    try:
        (path / SAMPLES).mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{path} cannot be a run folder: a file is in the way") from None
    except OSError as error:
        raise WorkFailed(f"Cannot make the run folder {path}: {error.strerror}") from error


def _held(path: Path) -> FileLock:
    """The folder's lock; the system lets go of it when the process ends, however it ends."""
    lock = FileLock(path / ".lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise InputError(
            f"{path} is in use by another run of praktijkbench; wait for it or name another folder"
        ) from None
    return lock


def _file_stem(name: str) -> str:
    """A name as part of a file name; where signs are replaced a hash keeps it unique."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name)[:80]
    return plain if plain == name else f"{plain}-{sha256(name.encode()).hexdigest()[:8]}"


def _as_json(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _parsed(raw: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        line: dict[str, Any] = json.loads(raw)
    except ValueError:
        raise InputError(
            "not JSON; the run folder was changed by hand or damaged", file=path, line=number
        ) from None
    return line


def _as_key(value: object) -> Key:
    """A key as it was before JSON made lists of its tuples."""
    return tuple(value) if isinstance(value, list) else str(value)
