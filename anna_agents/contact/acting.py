"""Doing what a leaf says: every deed once, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from anna_agents.procedures.schema import Procedure
from anna_agents.procedures.vocabulary import State
from anna_agents.procedures.walking import Leaf, arguments
from anna_agents.shop.tables import ActionTaken, Customer, Order
from anna_agents.tools.registry import tools
from anna_agents.tools.tool import Refused, Work


@dataclass(frozen=True)
class Deed:
    """A use of a tool: done, or refused with a reason."""

    tool: str
    arguments: Mapping[str, Any]
    done: bool
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As the command line gives it."""
        told: dict[str, Any] = {
            "tool": self.tool, "arguments": dict(self.arguments), "done": self.done,
        }  # fmt: skip
        return {**told, "reason": self.reason} if self.reason else told


@dataclass(frozen=True)
class Done:
    """What came of a leaf's deeds; `refused` says why nothing was done after all."""

    deeds: tuple[Deed, ...] = ()
    results: Mapping[str, Any] = field(default_factory=dict)
    refused: str | None = None


@dataclass(frozen=True)
class Desk:
    """On whose behalf deeds are done, and in which transaction."""

    session: Session
    contact_id: str
    customer: Customer | None
    order: Order | None
    today: date
    now: datetime


def act(leaf: Leaf, procedure: Procedure, state: State, desk: Desk, *, matter: int) -> Done:
    """Do the leaf's actions in one savepoint; one refusal undoes them all.

    The key of a deed names contact, matter, leaf and place, so the same deed is found in the log
    and not done again.
    """
    work = Work(desk.session, desk.today, desk.customer, desk.order, procedure.limits)
    deeds: list[Deed] = []
    results: dict[str, Any] = {}
    savepoint = desk.session.begin_nested()
    for index, action in enumerate(leaf.actions):
        given = arguments(action, state)
        place = ".".join(map(str, leaf.path))
        key = f"{desk.contact_id}/{matter}/{procedure.id}/{place}/{index}"
        try:
            result = once(key, action.tool, given, work, desk, procedure)
        except Refused as refusal:
            savepoint.rollback()
            undone = [Deed(deed.tool, deed.arguments, False, "undone") for deed in deeds]
            failed = Deed(action.tool, _plain(given), False, refusal.reason)
            return Done((*undone, failed), {}, refusal.reason)
        deeds.append(Deed(action.tool, _plain(given), True))
        results |= result
    savepoint.commit()
    return Done(tuple(deeds), results)


def once(
    key: str,
    tool: str,
    given: Mapping[str, Any],
    work: Work,
    desk: Desk,
    procedure: Procedure,
) -> dict[str, Any]:
    """What the deed with this key yields: done now, or found in the log and not done again.

    Raises:
        Refused: the tool says no, or there is no such tool.
    """
    before = desk.session.get(ActionTaken, key)
    if before is not None:
        return dict(before.result)
    known = tools()
    if tool not in known:
        raise Refused(f"there is no tool '{tool}'")
    result = known[tool](work, given)
    desk.session.add(
        ActionTaken(
            key=key, contact_id=desk.contact_id, order_id=desk.order.id if desk.order else None,
            procedure=procedure.id, procedure_version=procedure.version, tool=tool,
            arguments=_plain(given), result=_plain(result), at=desk.now,
        )
    )  # fmt: skip
    desk.session.flush()
    return result


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }
