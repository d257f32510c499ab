"""Writing so that a kill or a full disk leaves nothing half-written that cannot be told."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock

CHUNK = 1 << 16


class SampleFile:
    """A file of lines, appended whole. Opening it drops a half-written last line."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        self._lock = Lock()
        self._size = _end_of_last_line(self._descriptor)
        os.ftruncate(self._descriptor, self._size)

    def append(self, text: bytes) -> None:
        """Add whole lines, or none of them where the disk does not take all."""
        with self._lock:
            try:
                self._write(text)
            except BaseException:
                os.ftruncate(self._descriptor, self._size)
                raise
            self._size += len(text)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)

    def _write(self, text: bytes) -> None:
        rest = memoryview(text)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]


def write_atomically(path: Path, text: str) -> None:
    """Replace the file by `text`: a reader sees the old content or the new, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _end_of_last_line(descriptor: int) -> int:
    """The size of the file up to and with its last line break."""
    end = os.fstat(descriptor).st_size
    while end:
        start = max(0, end - CHUNK)
        position = os.pread(descriptor, end - start, start).rfind(b"\n")
        if position >= 0:
            return start + position + 1
        end = start
    return 0
