"""Sixteen customers at once on one database, against the same customers one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from anna_agents.contact.anna import Anna
from anna_agents.contact.outcome import Outcome
from anna_agents.intake.message import Message
from anna_agents.shop.tables import ActionTaken, Handover, ReceivedMessage
from benchmarks.anna.contacts import live
from benchmarks.anna.customer import customers
from benchmarks.anna.scenarios import Scenario
from benchmarks.speed.figure import SpeedFigure

AT_ONCE = 16


@dataclass(frozen=True)
class Twice(Anna):
    """Gets every message delivered twice at the same moment."""

    def handle(self, message: Message) -> Outcome:
        """The one outcome of both deliveries."""
        with ThreadPoolExecutor(2) as deliveries:
            first, second = deliveries.map(super().handle, (message, message))
        if first != second:
            raise RuntimeError(f"message {message.id} was answered in two ways")
        return first


def compare(alone: Anna, together: Anna, scenarios: Sequence[Scenario]) -> list[SpeedFigure]:
    """Messages, deeds and cases that are missing or too many, and the speed of both."""
    twice = Twice(
        together.engine, together.catalogue, together.reader, together.policy, together.clock
    )
    slow = _messages_a_second(alone, scenarios, at_once=1)
    quick = _messages_a_second(twice, scenarios, at_once=AT_ONCE)
    apart = _kept(alone) ^ _kept(together)
    return [
        SpeedFigure(f"lost or doubled with {AT_ONCE} customers at once", len(apart), 0, "rows"),
        SpeedFigure("… messages, each delivered twice at once", quick, None, "a second"),
        SpeedFigure("… one customer after the other", slow, None, "a second"),
    ]


def _messages_a_second(anna: Anna, scenarios: Sequence[Scenario], *, at_once: int) -> float:
    start = perf_counter()
    with ThreadPoolExecutor(at_once) as people:
        lines = list(people.map(lambda each: live(each, anna), customers([*scenarios], seed=1)))
    return sum(int(line["turns"]) for line in lines) / (perf_counter() - start)


def _kept(anna: Anna) -> set[tuple[str, ...]]:
    """Every message, deed and case that the database holds."""
    with Session(anna.engine) as session:
        messages = session.scalars(select(ReceivedMessage)).all()
        deeds = session.scalars(select(ActionTaken)).all()
        cases = session.scalars(select(Handover)).all()
        found = [("message", row.id, str(row.outcome["ends"])) for row in messages]
        found += [("deed", row.key, row.tool) for row in deeds]
        found += [("case", row.contact_id, row.subject) for row in cases]
    if len(set(found)) != len(found):
        raise RuntimeError("a case was handed over twice")
    return set(found)
