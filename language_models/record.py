"""The record of answers: what a model once answered is not asked again.

An SQLite file, so that two runs may share it and a killed run leaves it whole. It holds answers,
their tokens and seconds, and a hash of the question; the question itself is not kept. Answers
recorded elsewhere are read from `.jsonl.gz` files laid under it, which are never written.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sqlite3
import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from io import TextIOWrapper
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from language_models.errors import InputError, RecordFailed

if TYPE_CHECKING:
    from language_models.model import Sampling
    from language_models.task import Message

RECORD_VARIABLE = "PRAKTIJKBENCH_RECORD"
BUSY_SECONDS = 60.0
TABLE = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, model TEXT NOT NULL, text TEXT, refusal TEXT,
    prompt_tokens INTEGER, completion_tokens INTEGER, seconds REAL NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True)
class RecordedAnswer:
    """One answer as it came: its text, or the reason why the model can never answer this."""

    key: str
    model: str
    text: str | None
    refusal: str | None
    prompt_tokens: int | None
    completion_tokens: int | None
    seconds: float


COLUMNS = tuple(field.name for field in fields(RecordedAnswer))


class Record:
    """Answers by key, in the file `path` and in the read-only `replay` files under it.

    With `path` None nothing is written and only the replay files are read.
    """

    def __init__(self, path: Path | None, replay: Sequence[Path] = ()) -> None:
        self.path = path
        self.replay = tuple(replay)
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._replayed: dict[str, RecordedAnswer] | None = None

    def find(self, key: str) -> RecordedAnswer | None:
        """The answer under `key`, if there is one."""
        with self._lock:
            if self._replayed is None:
                self._replayed = _read_replay(self.replay)
            found = self._replayed.get(key)
            # A run that finds everything in the replay files leaves no file behind.
            if found or self.path is None or not (self._connection or self.path.exists()):
                return found
            with self._opened() as connection:
                row = connection.execute(f"{_SELECT} WHERE key = ?", (key,)).fetchone()
        return None if row is None else RecordedAnswer(*row)

    def keep(self, answer: RecordedAnswer) -> None:
        """Write `answer` for good before returning; an answer already kept stays as it is."""
        if self.path is None:
            return
        row = tuple(getattr(answer, name) for name in COLUMNS)
        with self._lock, self._opened() as connection:
            connection.execute(_INSERT, row)

    def answers(self) -> Iterator[RecordedAnswer]:
        """Every answer of the record and of its replay files, by key."""
        found = dict(_read_replay(self.replay))
        if self.path is not None and self.path.exists():
            with self._lock, self._opened() as connection:
                rows = connection.execute(_SELECT).fetchall()
            found.update({row[0]: RecordedAnswer(*row) for row in rows})
        return iter([found[key] for key in sorted(found)])

    def close(self) -> None:
        """Close the file; a later call opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._connection is None:
                self._connection = _connect(self.path or Path())
                weakref.finalize(self, self._connection.close)
            yield self._connection
        except (sqlite3.Error, OSError) as error:
            raise RecordFailed(
                f"Cannot use the record of answers {self.path}: {error}. Free space there, move "
                f"the file away if it is damaged, or name another with {RECORD_VARIABLE}."
            ) from error


def answer_key(
    identity: str,
    messages: Sequence[Message],
    schema: Mapping[str, object],
    sampling: Sampling,
    trial: int,
) -> str:
    """SHA-256 of the question in canonical JSON: model, messages, schema, sampling, trial."""
    question = {
        "model": identity,
        "messages": [[message.role, message.content] for message in messages],
        "schema": schema,
        "sampling": [sampling.temperature, sampling.max_tokens],
        "trial": trial,
    }
    canonical = json.dumps(question, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def export_answers(
    record: Record, path: Path, *, keys: Collection[str] | None = None, model: str | None = None
) -> int:
    """Write the answers with these keys, or of this model, to `path`; returns how many.

    The same answers give the same bytes: sorted by key, no time stamp in the gzip header.
    """
    chosen = [
        answer
        for answer in record.answers()
        if (keys is None or answer.key in keys) and (model is None or answer.model == model)
    ]
    unfinished = path.with_name(f"{path.name}.part")
    with (
        unfinished.open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=9, fileobj=raw, mtime=0) as packed,
        TextIOWrapper(packed, encoding="utf-8", newline="\n") as lines,
    ):
        for answer in chosen:
            lines.write(json.dumps(asdict(answer), ensure_ascii=False, sort_keys=True) + "\n")
    unfinished.replace(path)
    return len(chosen)


def default_record_path() -> Path:
    """The file named by PRAKTIJKBENCH_RECORD, else one in the user's cache folder."""
    named = os.environ.get(RECORD_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("praktijkbench") / "answers.sqlite"


_SELECT = f"SELECT {', '.join(COLUMNS)} FROM answers"
_INSERT = f"INSERT OR IGNORE INTO answers VALUES ({', '.join('?' * len(COLUMNS))})"


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        # A write-ahead log survives a killed process and lets two runs share the file.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(TABLE)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _read_replay(files: Sequence[Path]) -> dict[str, RecordedAnswer]:
    return {answer.key: answer for file in files for answer in _replay_lines(file)}


def _replay_lines(file: Path) -> Iterator[RecordedAnswer]:
    number = 0
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                number += 1
                yield RecordedAnswer(**json.loads(line))
    except (OSError, EOFError, ValueError, TypeError) as error:
        raise InputError(
            f"Not a file of recorded answers ({error}); export it again or leave it out.",
            file=file,
            line=number or None,
        ) from error
