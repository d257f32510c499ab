"""What became of a contact, judged on the database and on what the replies show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from anna_agents.contact.outcome import Outcome
from anna_agents.shop.tables import Table
from benchmarks.anna.scenarios import Scenario

HARMLESS = ("add_order_note", "log_complaint", "send_payment_link", "send_template")
"""Writes that cost nobody anything when they were not asked for; they count apart."""


def judge(scenario: Scenario, outcomes: Sequence[Outcome], engine: Engine) -> dict[str, Any]:
    """Whether the matter is settled as the policy has it.

    `right` asks for all of it: the contact ends as it should, the database holds what it must,
    nothing else was written, and a reply shows every fact that the customer is to be told.
    """
    expect = scenario.expect
    deeds = Counter(deed.tool for each in outcomes for deed in each.actions if deed.done)
    wrong = deeds - Counter(expect.get("tools", ()))
    state = all(holds(engine, row) for row in expect.get("state", ()))
    told = all(_told(tell, outcomes, engine) for tell in expect.get("tells", ()))
    ends = outcomes[-1].ends == expect["ends"]
    return {
        "automated": not any(each.handover for each in outcomes) and outcomes[-1].ends != "asking",
        "ends_right": ends,
        "state_right": state,
        "told_right": told,
        "wrong_writes": sum(wrong.values()),
        "costly_writes": sum(count for tool, count in wrong.items() if tool not in HARMLESS),
        "right": ends and state and told and not wrong,
        "claims": sum(bool(each.actions) for each in outcomes),
        "claims_without_deed": sum(
            not deed.done for each in outcomes if each.ends != "handed_over"
            for deed in each.actions
        ),
    }  # fmt: skip


def holds(engine: Engine, row: dict[str, Any]) -> bool:
    """Whether `{"table", "key", "column", "is" or "contains"}` stands in the database as said.

    `key` maps columns to values; some row that has them all must have it.
    """
    found = _read(engine, row)
    if "contains" in row:
        return any(str(row["contains"]).casefold() in str(value).casefold() for value in found)
    return row["is"] in found


def _read(engine: Engine, row: dict[str, Any]) -> list[Any]:
    """The values of `column` in the rows of `table` that have the values of `key`."""
    table = Table.metadata.tables[row["table"]]
    column = table.columns[row["column"]]
    chosen = select(column).order_by(*table.primary_key.columns.values())
    for name, value in row["key"].items():
        chosen = chosen.where(table.columns[name] == value)
    with Session(engine.execution_options(reading=True)) as session:
        values = session.execute(chosen).scalars().all()
    return [value.isoformat() if isinstance(value, date) else value for value in values]


def _told(tell: dict[str, Any], outcomes: Sequence[Outcome], engine: Engine) -> bool:
    """Whether any reply shows the value, in one of its renderings or as the database has it."""
    replies = _plain(" ".join(each.reply for each in outcomes))
    shown = list(tell["shown"])
    if "read" in tell:
        # What is made up while acting (a number, a code) is known only afterwards.
        shown += _read(engine, tell["read"])
    return any(_plain(str(each)) in replies for each in shown if each is not None)


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split()).casefold()
