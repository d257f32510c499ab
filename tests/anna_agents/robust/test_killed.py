"""Killed with signal 9 at any moment, started again, the same messages delivered again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import event

from anna_agents.intake.message import Message
from anna_agents.shop.opening import open_shop, sqlite_url
from tests.anna_agents.robust.service import (
    KINDS,
    Kept,
    fill_for,
    kept_in,
    messages_of,
    number_of,
    scripted_anna,
)

ROOT = Path(__file__).parents[3]
CHILD = "tests.anna_agents.robust.child"


def undisturbed(folder: Path, contacts: int) -> Kept:
    anna = scripted_anna(sqlite_url(folder / "undisturbed.db"))
    fill_for(anna.engine, contacts)
    for said in messages_of(contacts):
        for message in said:
            anna.handle(message)
    found = kept_in(anna.engine)
    anna.engine.dispose()
    return found


def run_and_kill(url: str, contacts: int, lines: int, delay: float) -> bool:
    """Start the child, kill it `delay` seconds after so many answers; whether it had ended."""
    command = [sys.executable, "-m", CHILD, url, str(contacts)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.stdout.read()
    return process.returncode == 0


@pytest.mark.parametrize(
    ("contacts", "kills"),
    [
        pytest.param(15, 4, id="15-contacts"),
        pytest.param(200, 30, id="200-contacts",
                     marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
    ],
)  # fmt: skip
def test_a_service_that_is_killed_again_and_again_loses_and_doubles_nothing(
    shop_url, tmp_path, contacts, kills
):
    engine = open_shop(shop_url)
    fill_for(engine, contacts)
    engine.dispose()
    total = sum(map(len, messages_of(contacts)))
    draw = Random(contacts)
    for kill in range(kills):
        # Each time about as much further, and somewhere inside a turn.
        lines = max(1, round(total * (kill + draw.random()) / kills))
        run_and_kill(shop_url, contacts, min(lines, total - 1), draw.uniform(0, 0.01))
    command = [sys.executable, "-m", CHILD, shop_url, str(contacts)]
    last = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert len(last.stdout.split()) == total
    engine = open_shop(shop_url)
    found = kept_in(engine)
    engine.dispose()
    expected = undisturbed(tmp_path, contacts)
    assert len(found.answered) == total
    assert found == expected


def handled_and_killed(url: str, message: Message, moment: int) -> bool:
    """Handle in a process that kills itself before its `moment`-th statement; whether it did."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status)
    try:
        anna = scripted_anna(url)
        moments = count(1)

        def pass_by(*_: object) -> None:
            if next(moments) == moment:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(anna.engine, "before_cursor_execute", pass_by)
        event.listen(anna.engine, "commit", pass_by)
        anna.handle(message)
        pass_by()  # after the commit, before anybody heard the answer
    finally:
        os._exit(0)


@pytest.mark.parametrize(
    "kind",
    ["cancel", "reprint", *(pytest.param(kind, marks=pytest.mark.slow) for kind in
                            ("voucher", "refund"))],
)  # fmt: skip
def test_a_turn_that_is_killed_before_any_of_its_statements_is_done_once(shop_url, tmp_path, kind):
    most = 90
    engine = open_shop(shop_url)
    fill_for(engine, most)
    engine.dispose()
    place = KINDS.index(kind)
    killed = 0
    for number in range(most):
        mine = _as(messages_of(place + 1)[place], number, place)
        for message in mine[:-1]:
            assert not handled_and_killed(shop_url, message, 0)
        if not handled_and_killed(shop_url, mine[-1], number + 1):
            break
        killed += 1
    assert 20 < killed < most - 1
    engine = open_shop(shop_url)
    between = kept_in(engine)
    # Only the last kill came after the commit.
    assert len({key.split("/")[0] for key in between.actions}) == 2
    engine.dispose()
    anna = scripted_anna(shop_url)
    for number in range(killed):
        for message in _as(messages_of(place + 1)[place], number, place):
            anna.handle(message)
    found = kept_in(anna.engine)
    done = [key.split("/", 1)[1] for key in found.actions]
    assert {done.count(key) for key in set(done)} == {killed + 1}
    gifts = [row for row in found.rows if row[0] == "gift"]
    assert len(gifts) == (0 if kind == "cancel" else killed + 1)
    anna.engine.dispose()


def _as(said: list[Message], number: int, place: int) -> list[Message]:
    """The same contact about the order of customer `number`."""
    theirs, mine = number_of(place), number_of(number)
    return [
        Message(
            f"k{number}-{index}", message.text.replace(theirs, mine),
            customer=f"x{number}", contact=f"k{number}",
        )
        for index, message in enumerate(said)
    ]  # fmt: skip
