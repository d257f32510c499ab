"""Filling a shop's database from a file of rows."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Date, Engine, insert
from sqlalchemy.exc import IntegrityError, StatementError

from anna_agents.shop.tables import Moment, Table
from language_models.errors import InputError

ROWS_AT_ONCE = 2_000


def load_shop(
    engine: Engine, path: Path, *, progress: Callable[[int], None] = lambda done: None
) -> int:
    """Insert every row of `path` (.jsonl or .jsonl.gz); how many.

    A line is `{"table": "orders", "row": {column: value, …}}`; dates are ISO. All or nothing.

    Raises:
        InputError: a line that is no such row, or does not fit what is there; with its number.
    """
    waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
    total = 0
    with engine.begin() as connection:
        for number, (name, row) in enumerate(_rows(path), 1):
            waiting[name].append(row)
            total = number
        for table in Table.metadata.sorted_tables:
            rows = waiting.get(table.name, [])
            for start in range(0, len(rows), ROWS_AT_ONCE):
                part = rows[start : start + ROWS_AT_ONCE]
                try:
                    connection.execute(insert(table), part)
                except (IntegrityError, StatementError) as error:
                    told = str(error.orig or error).splitlines()[0]
                    raise InputError(f"rows of {table.name}: {told}", file=path) from None
                progress(len(part))
    return total


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            name, row = told["table"], told["row"]
            yield name, _typed(name, row)
        except (ValueError, TypeError, KeyError) as error:
            raise InputError(f"no row of the shop ({error})", file=path, line=number) from None


def _typed(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    if name not in Table.metadata.tables:
        raise ValueError(f"unknown table '{name}'")
    columns = Table.metadata.tables[name].columns
    unknown = row.keys() - set(columns.keys())
    if unknown:
        raise ValueError(f"{name} has no column {sorted(unknown)[0]}")
    return {
        column.name: _value(column.type, row.get(column.name, _default(column)))
        for column in columns
        if column.name in row or not _generated(column)
    }


def _value(kind: object, value: Any) -> Any:
    if isinstance(value, str) and isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Date):
        return date.fromisoformat(value)
    return value


def _default(column: Any) -> Any:
    return column.default.arg if column.default is not None else None


def _generated(column: Any) -> bool:
    return bool(column.primary_key) and column.type.python_type is int


def _lines(path: Path) -> Iterable[str]:
    try:
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8") as file:
                yield from file
        else:
            with path.open(encoding="utf-8") as file:
                yield from file
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}") from None
