"""A database that is locked, gone, or none at all: one clear line, nothing written or lost."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, event, text

from anna_agents.intake.message import Message
from anna_agents.shop import opening
from anna_agents.shop.opening import open_shop, sqlite_url
from anna_agents.shop.tables import Table
from language_models.errors import InputError, WorkFailed
from tests.anna_agents.robust.service import Scripted, fill_for, kept_in, number_of, scripted_anna

HOLDER = """
import sqlite3, sys
shop = sqlite3.connect(sys.argv[1], isolation_level=None)
shop.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
VOUCHER = Message("m1", f"do=finance.voucher order={number_of(0)}", customer="x0", contact="k")
REFUND = Message("m2", f"do=finance.refund order={number_of(1)}", customer="x1", contact="l")


@pytest.fixture
def anna(shop_url, monkeypatch):
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.2)
    found = scripted_anna(shop_url)
    fill_for(found.engine, 2)
    yield found
    found.engine.dispose()


@contextmanager
def held_by_another_process(path):
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        yield
        holder.stdin.close()


@contextmanager
def held(url, tmp_path):
    """The whole shop, in another's hands."""
    if url.startswith("sqlite"):
        with held_by_another_process(tmp_path / "shop.db"):
            yield
        return
    other = create_engine(url)
    with other.connect() as connection:
        for table in Table.metadata.tables:
            connection.execute(text(f'LOCK TABLE "{table}" IN ACCESS EXCLUSIVE MODE'))
        yield
    other.dispose()


def test_a_locked_database_is_told_in_one_line_and_nothing_is_written(anna, shop_url, tmp_path):
    before = kept_in(anna.engine)
    with held(shop_url, tmp_path), pytest.raises(WorkFailed) as caught:
        anna.handle(VOUCHER)
    told = str(caught.value)
    assert "m1 was not handled" in told
    assert "lock" in told
    assert "deliver it again" in told
    assert "\n" not in told
    assert kept_in(anna.engine) == before
    assert anna.handle(VOUCHER).ends == "resolved"


def test_a_shop_that_is_locked_cannot_be_opened_for_the_first_time(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.2)
    path = tmp_path / "shop.db"
    with held_by_another_process(path), pytest.raises(WorkFailed, match="locked"):
        open_shop(sqlite_url(path))


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_is_taken_away_between_two_messages_is_missed(tmp_path, replaced):
    path = tmp_path / "shop.db"
    anna = scripted_anna(sqlite_url(path))
    fill_for(anna.engine, 2)
    anna.handle(VOUCHER)
    path.rename(tmp_path / "away.db")
    if replaced:
        path.touch()
    with pytest.raises(WorkFailed, match=r"shop\.db is gone"):
        anna.handle(REFUND)
    if replaced:
        path.unlink()
    (tmp_path / "away.db").rename(path)
    assert anna.handle(REFUND).ends == "resolved"
    anna.engine.dispose()


def test_a_file_that_is_taken_away_in_mid_turn_is_missed_before_the_answer(tmp_path):
    path = tmp_path / "shop.db"
    anna = scripted_anna(sqlite_url(path))
    fill_for(anna.engine, 2)
    anna.handle(VOUCHER)

    def take_away(_connection, _cursor, statement, *_):
        if statement.startswith("INSERT INTO actions"):
            path.rename(tmp_path / "away.db")

    event.listen(anna.engine, "before_cursor_execute", take_away)
    with pytest.raises(WorkFailed, match=r"m2 was not handled: .*is gone"):
        anna.handle(REFUND)
    event.remove(anna.engine, "before_cursor_execute", take_away)
    (tmp_path / "away.db").rename(path)
    assert set(kept_in(anna.engine).answered) == {"m1"}
    assert anna.handle(REFUND).ends == "resolved"
    anna.engine.dispose()


@pytest.mark.parametrize("at", ["SELECT", "INSERT INTO actions", "INSERT INTO messages"])
def test_a_server_that_cuts_the_connection_in_mid_turn_keeps_nothing(anna, database, shop_url, at):
    if database == "sqlite":
        pytest.skip("has no server")
    before = kept_in(anna.engine)
    other = create_engine(shop_url)

    def cut(connection, _cursor, statement, *_):
        if statement.startswith(at):
            pid = connection.connection.dbapi_connection.info.backend_pid
            with other.begin() as killer:
                killer.execute(text(f"SELECT pg_terminate_backend({pid})"))

    event.listen(anna.engine, "before_cursor_execute", cut)
    with pytest.raises(WorkFailed, match="m1 was not handled") as caught:
        anna.handle(VOUCHER)
    assert "\n" not in str(caught.value)
    event.remove(anna.engine, "before_cursor_execute", cut)
    assert kept_in(anna.engine) == before
    assert anna.handle(VOUCHER).ends == "resolved"
    other.dispose()


def test_tables_that_are_dropped_while_a_message_is_read_are_told(anna):
    class Dropping(Scripted):
        def understand(self, heard):
            with anna.engine.begin() as connection:
                for table in reversed(Table.metadata.sorted_tables):
                    table.drop(connection)
            return super().understand(heard)

    with pytest.raises(WorkFailed, match="m1 was not handled"):
        replace(anna, reader=Dropping()).handle(VOUCHER)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.write_text("no database at all, but long enough to be one" * 9),
         "not a database"),
        (lambda path: path.mkdir(), "unable to open"),
        (lambda path: path.with_name("x").touch() or path, None),
    ],
)  # fmt: skip
def test_what_is_no_database_is_told(tmp_path, make, told):
    path = tmp_path / "shop.db"
    make(path)
    if told is None:
        open_shop(sqlite_url(path)).dispose()
        return
    with pytest.raises(WorkFailed, match=told):
        open_shop(sqlite_url(path))


@pytest.mark.parametrize("url", ["shop.db", "postgresql://", "oracle://a", "sqlite:/shop.db", ""])
def test_a_url_that_is_none_is_told(url):
    with pytest.raises((InputError, WorkFailed)) as caught:
        open_shop(url)
    assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(WorkFailed, match="cannot be opened"):
        open_shop("postgresql+psycopg://nobody@127.0.0.1:1/none")
