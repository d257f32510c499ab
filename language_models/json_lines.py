"""JSON Lines files: read with every unusable line reported, and written whole or not at all."""

from __future__ import annotations

import gzip
import json
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, NoReturn, Protocol, TypeVar

from language_models.errors import InputError, WorkFailed

STANDARD_STREAM = "-"
UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Identified(Protocol):
    """Anything with an id of its own in its file."""

    @property
    def id(self) -> str:
        """The id, unique within the file."""


Item = TypeVar("Item", bound=Identified)


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
class ItemFile(Generic[Item]):
    """The usable items of a file, in its order, and the lines that were refused."""

    items: tuple[Item, ...]
    refused: tuple[RefusedLine, ...]

    def usable(self, *, skip_refused: bool, say: Callable[[str], None]) -> tuple[Item, ...]:
        """The items; a refused line stops the work unless it is to be skipped, which is said.

        Raises:
            InputError: a line was refused and is not to be skipped.
        """
        if self.refused and not skip_refused:
            more = len(self.refused) - 1
            others = f" ({more} more lines are refused too)" if more else ""
            raise InputError(f"{self.refused[0]}{others}; --skip-refused goes on without them")
        for refused in self.refused:
            say(f"refused: {refused}")
        if self.refused:
            read, file = len(self.items), self.refused[0].file
            say(f"{len(self.refused)} refused, {read} read from {file}")
        return self.items


class Unusable(ValueError):
    """A line says something that cannot be used; the reason and the remedy are told."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def read_items(
    path: Path, parse: Callable[[Mapping[str, object]], Item], *, kind: str, example: str
) -> ItemFile[Item]:
    """The items of a `.jsonl` or `.jsonl.gz` file; `-` reads standard input. Blank lines pass.

    Args:
        path: the file.
        parse: makes an item of a line's fields, or raises Unusable.
        kind: what a line holds, for messages: "call".
        example: a right line.

    Raises:
        InputError: the file cannot be read, is empty, or holds no usable line.
    """
    items: dict[str, Item] = {}
    refused: list[RefusedLine] = []
    first_line: dict[str, int] = {}
    name = "standard input" if str(path) == STANDARD_STREAM else str(path)
    for number, line in enumerate(_lines(path, name), start=1):
        if not line.strip():
            continue
        try:
            item = parse(_json_object(line, example))
            if item.id in items:
                raise Unusable(
                    f"id {item.id!r} stands already in line {first_line[item.id]}",
                    f"give every {kind} an id of its own",
                )
        except Unusable as problem:
            refused.append(RefusedLine(name, number, problem.reason, problem.remedy))
            continue
        items[item.id] = item
        first_line[item.id] = number
    if not items:
        _refuse_file(name, refused, kind, example)
    return ItemFile(tuple(items.values()), tuple(refused))


def id_of(fields: Mapping[str, object], *, kind: str, example: str) -> str:
    """The line's id; Unusable without a usable one."""
    if "id" not in fields:
        raise Unusable("no id", f'give the {kind} an "id"')
    found = fields["id"]
    if not isinstance(found, str) or not found.strip():
        raise Unusable(f"id {shown(found)} is no text", f"write it as text, {example}")
    return whole_text(found, "id")


def whole_text(text: str, where: str) -> str:
    """The text, if it can be written as UTF-8; Unusable if it holds half a character."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise Unusable(
            f"{where} holds half a character at position {problem.start + 1}",
            "write the character whole",
        ) from None
    return text


def shown(value: object) -> str:
    """A value of a line, short enough for a message."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 40 else f"{text[:37]}..."


def write_jsonl(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    """Write one JSON object a line; the file appears whole or not at all. `-` is standard output.

    A name that ends in `.gz` is compressed, with the same bytes for the same lines.

    Raises:
        InputError: the folder does not exist, or the path is a folder.
        WorkFailed: the system refuses to write, a full disk for instance.
    """
    _write(path, (_encoded(line) for line in lines))


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Write one JSON object, indented; the file appears whole or not at all, as `write_jsonl`."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    _write(path, [text.encode("utf-8")])


def _write(path: Path, encoded: Iterable[bytes]) -> None:
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


def _refuse_file(name: str, refused: list[RefusedLine], kind: str, example: str) -> NoReturn:
    if not refused:
        raise InputError(f"{name} is empty; it should hold one {kind} a line, {example}")
    more = f" (and {len(refused) - 1} more refused lines)" if len(refused) > 1 else ""
    raise InputError(f"{refused[0]}{more}; no usable {kind} is left in {name}")


def _json_object(line: bytes, example: str) -> Mapping[str, object]:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Unusable(
            f"byte {problem.start + 1} of the line (0x{line[problem.start]:02x}) is not UTF-8",
            "save the file as UTF-8",
        ) from None
    try:
        fields = json.loads(text)
    except json.JSONDecodeError as problem:
        raise Unusable(
            f"broken JSON at column {problem.colno} ({problem.msg})",
            f"write one object a line, {example}",
        ) from None
    except (RecursionError, ValueError):
        raise Unusable("JSON that is nested or numbered beyond reading", "simplify it") from None
    if not isinstance(fields, dict):
        raise Unusable(f"JSON {type(fields).__name__} instead of an object", f"write {example}")
    return fields


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
