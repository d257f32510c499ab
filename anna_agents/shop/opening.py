"""Opening the shop's database: SQLite in a file or in memory, PostgreSQL by URL."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import StaticPool

from anna_agents.shop.tables import Table
from language_models.errors import InputError, WorkFailed

BUSY_SECONDS = 10.0
"""How long a writer waits for another one before it says that the database is locked."""


def open_shop(url: str) -> Engine:
    """An engine on the shop at `url`, its tables made where they are missing.

    Raises:
        InputError: no usable URL or no driver for it.
        WorkFailed: the database cannot be reached, is locked, or is no database.
    """
    try:
        engine = _sqlite(url) if url.startswith("sqlite") else _server(url)
        _make_tables(engine)
    except ArgumentError:
        raise InputError(
            f"'{url}' is no database URL; write sqlite:///shop.db or postgresql+psycopg://…"
        ) from None
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        remedy = "pip install 'psycopg[binary]'"
        raise InputError(f"no driver for '{url}' ({error}); {remedy}") from None
    except DBAPIError as error:
        raise WorkFailed(f"the database cannot be opened: {first_line(error)}") from None
    return engine


def _make_tables(engine: Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Two that look at once would both find no tables, and both make them.
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('anna tables'))"))
        Table.metadata.create_all(connection)


def sqlite_url(path: Path) -> str:
    """The URL of the SQLite file at `path`."""
    return f"sqlite:///{path}"


def _sqlite(url: str) -> Engine:
    memory = url in ("sqlite://", "sqlite:///:memory:")
    more: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    engine = create_engine(
        url, connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS}, **more
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, record: Any) -> None:
        # The driver's own BEGIN comes too late to keep two writers apart; ours is immediate.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        if not memory:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            record.info["file"] = _inode(str(engine.url.database))

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        _still_there(connection)
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    event.listen(engine, "commit", _still_there)
    return engine


def _still_there(connection: Any) -> None:
    """Refuse to go on in a file that was taken away: SQLite would write on into nothing."""
    opened, name = connection.info.get("file"), connection.engine.url.database
    if opened is not None and _inode(name) != opened:
        gone = sqlite3.OperationalError(f"{name} is gone")
        connection.invalidate()
        raise OperationalError("", {}, gone)


def _inode(name: str) -> int | None:
    try:
        return os.stat(name).st_ino  # noqa: PTH116
    except FileNotFoundError:
        return None


def _server(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, pool_size=20)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # Without it one waits for another's lock for ever.
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {round(BUSY_SECONDS * 1000)}")
        connection.commit()

    return engine


def first_line(error: Exception) -> str:
    """What a database said, without the statement and its values."""
    told = str(getattr(error, "orig", error)).strip() or type(error).__name__
    return told.splitlines()[0]
