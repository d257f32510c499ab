"""Calls as they stand in JSON Lines files, read with every unusable line reported, and written."""

from __future__ import annotations

import gzip
import json
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NoReturn, cast, get_args

from language_models.errors import InputError, WorkFailed

Speaker = Literal["medewerker", "klant"]
SPEAKERS: tuple[str, ...] = get_args(Speaker)
STANDARD_STREAM = "-"
UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
OWN_FIELDS = frozenset({"id", "turns", "nps", "csat"})
EXAMPLE = '{"id": "a1", "turns": [{"speaker": "klant", "text": "..."}]}'


@dataclass(frozen=True)
class Turn:
    """What one speaker says before the other one speaks."""

    speaker: Speaker
    text: str


@dataclass(frozen=True)
class Call:
    """One transcript, with the survey's answers where known and all further fields of its line."""

    id: str
    turns: tuple[Turn, ...]
    nps: int | None = None
    csat: int | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class RefusedLine:
    """A line that cannot be used: where it stands, why, and what would be right."""

    file: str
    line: int
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}; {self.remedy}"


@dataclass(frozen=True)
class CallFile:
    """The usable calls of a file, in its order, and the lines that were refused."""

    calls: tuple[Call, ...]
    refused: tuple[RefusedLine, ...]


class _Unusable(ValueError):
    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def read_calls(path: Path) -> CallFile:
    """The calls of a `.jsonl` or `.jsonl.gz` file; `-` reads standard input. Blank lines pass.

    Raises:
        InputError: the file cannot be read, is empty, or holds no usable call.
    """
    calls: dict[str, Call] = {}
    refused: list[RefusedLine] = []
    first_line: dict[str, int] = {}
    name = "standard input" if str(path) == STANDARD_STREAM else str(path)
    for number, line in enumerate(_lines(path, name), start=1):
        if not line.strip():
            continue
        try:
            call = _call_of(line)
            if call.id in calls:
                raise _Unusable(
                    f"id {call.id!r} stands already in line {first_line[call.id]}",
                    "give every call an id of its own",
                )
        except _Unusable as problem:
            refused.append(RefusedLine(name, number, problem.reason, problem.remedy))
            continue
        calls[call.id] = call
        first_line[call.id] = number
    if not calls:
        _refuse_file(name, refused)
    return CallFile(tuple(calls.values()), tuple(refused))


def write_jsonl(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    """Write one JSON object a line; the file appears whole or not at all. `-` is standard output.

    A name that ends in `.gz` is compressed, with the same bytes for the same lines.

    Raises:
        InputError: the folder does not exist, or the path is a folder.
        WorkFailed: the system refuses to write, a full disk for instance.
    """
    encoded = (_encoded(line) for line in lines)
    if str(path) == STANDARD_STREAM:
        _write_standard_output(encoded)
        return
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a file")
    if not path.parent.is_dir():
        raise InputError(f"the folder {path.parent} does not exist; make it first")
    with _system_errors(path):
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                device.writelines(encoded)
            return
        _write_beside(path.resolve(), encoded)


def _lines(path: Path, name: str) -> Iterator[bytes]:
    if str(path) == STANDARD_STREAM:
        yield from _without_mark(sys.stdin.buffer, name)
        return
    if path.is_dir():
        raise InputError(f"{name} is a folder; name a .jsonl or .jsonl.gz file")
    try:
        with path.open("rb") as file:
            unpacked = gzip.GzipFile(fileobj=file) if path.suffix == ".gz" else file
            yield from _without_mark(unpacked, name)
    except FileNotFoundError:
        raise InputError(f"{name} does not exist; check the path") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as problem:
        raise InputError(f"{name} is no whole gzip file ({problem}); pack it again") from None
    except OSError as problem:
        raise InputError(f"{name} cannot be read: {problem.strerror}; check the file") from None


def _without_mark(file: Iterable[bytes], name: str) -> Iterator[bytes]:
    for index, line in enumerate(file):
        if index == 0 and line.startswith(UTF_16_MARKS):
            raise InputError(f"{name}:1: the file is UTF-16; save it as UTF-8")
        yield line.removeprefix(UTF_8_MARK) if index == 0 else line


def _refuse_file(name: str, refused: list[RefusedLine]) -> NoReturn:
    if not refused:
        raise InputError(f"{name} is empty; it should hold one call a line, {EXAMPLE}")
    more = f" (and {len(refused) - 1} more refused lines)" if len(refused) > 1 else ""
    raise InputError(f"{refused[0]}{more}; no usable call is left in {name}")


def _call_of(line: bytes) -> Call:
    fields = _json_object(line)
    return Call(
        id=_id_of(fields),
        turns=_turns_of(fields),
        nps=_grade(fields, "nps", lowest=0, highest=10),
        csat=_grade(fields, "csat", lowest=1, highest=5),
        extra={key: value for key, value in fields.items() if key not in OWN_FIELDS},
    )


def _json_object(line: bytes) -> Mapping[str, object]:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise _Unusable(
            f"byte {problem.start + 1} of the line (0x{line[problem.start]:02x}) is not UTF-8",
            "save the file as UTF-8",
        ) from None
    try:
        fields = json.loads(text)
    except json.JSONDecodeError as problem:
        raise _Unusable(
            f"broken JSON at column {problem.colno} ({problem.msg})",
            f"write one object a line, {EXAMPLE}",
        ) from None
    except (RecursionError, ValueError):
        raise _Unusable("JSON that is nested or numbered beyond reading", "simplify it") from None
    if not isinstance(fields, dict):
        raise _Unusable(f"JSON {type(fields).__name__} instead of an object", f"write {EXAMPLE}")
    return fields


def _id_of(fields: Mapping[str, object]) -> str:
    if "id" not in fields:
        raise _Unusable("no id", 'give the call an "id"')
    call_id = fields["id"]
    if not isinstance(call_id, str) or not call_id.strip():
        raise _Unusable(f"id {_shown(call_id)} is no text", f"write it as text, {EXAMPLE}")
    return _encodable(call_id, "id")


def _turns_of(fields: Mapping[str, object]) -> tuple[Turn, ...]:
    turns = fields.get("turns")
    if not isinstance(turns, list):
        problem = "no turns" if turns is None else f"turns {_shown(turns)} are no list"
        raise _Unusable(problem, f'give the call "turns", {EXAMPLE}')
    if not turns:
        raise _Unusable("turns is an empty list", "give at least one turn, or leave the call out")
    read = tuple(_turn_of(number, turn) for number, turn in enumerate(turns, start=1))
    if not any(turn.text.strip() for turn in read):
        raise _Unusable("no turn holds any text", "leave the call out")
    return read


def _turn_of(number: int, turn: object) -> Turn:
    if not isinstance(turn, dict):
        raise _Unusable(f"turn {number} is {_shown(turn)}", 'write {"speaker": ..., "text": ...}')
    speaker, text = turn.get("speaker"), turn.get("text")
    if speaker not in SPEAKERS:
        raise _Unusable(
            f"turn {number} has the unknown speaker {_shown(speaker)}",
            f"speakers are {' and '.join(map(repr, SPEAKERS))}",
        )
    if not isinstance(text, str):
        raise _Unusable(f"turn {number} has the text {_shown(text)}", 'give it a "text" in quotes')
    return Turn(cast(Speaker, speaker), _encodable(text, f"the text of turn {number}"))


def _grade(fields: Mapping[str, object], name: str, *, lowest: int, highest: int) -> int | None:
    grade = fields.get(name)
    if grade is None:
        return None
    number = isinstance(grade, int | float) and not isinstance(grade, bool)
    if not number or grade not in range(lowest, highest + 1):
        raise _Unusable(
            f"{name} is {_shown(grade)}",
            f"give a whole number from {lowest} to {highest}, or leave {name} out",
        )
    return int(cast(float, grade))


def _encodable(text: str, where: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise _Unusable(
            f"{where} holds half a character at position {problem.start + 1}",
            "write the character whole",
        ) from None
    return text


def _shown(value: object) -> str:
    shown = json.dumps(value, ensure_ascii=True)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."


def _encoded(line: Mapping[str, object]) -> bytes:
    return json.dumps(line, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"


def _write_standard_output(lines: Iterable[bytes]) -> None:
    sys.stdout.flush()
    try:
        sys.stdout.buffer.writelines(lines)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise WorkFailed(f"standard output cannot be written: {problem.strerror}") from None


def _write_beside(path: Path, lines: Iterable[bytes]) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            if path.suffix == ".gz":
                with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
                    packed.writelines(lines)
            else:
                file.writelines(lines)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _system_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise WorkFailed(
            f"{path} cannot be written: {problem.strerror}; nothing was left half-written"
        ) from None
