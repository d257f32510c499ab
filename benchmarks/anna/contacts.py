"""Living a scenario through: the customer writes, Anna answers, until it ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from time import perf_counter
from typing import Any

from anna_agents.contact.anna import Anna
from anna_agents.contact.outcome import Outcome
from anna_agents.intake.message import Message
from benchmarks.anna.customer import Customer
from benchmarks.anna.judging import judge

MOST_TURNS = 8


def live(customer: Customer, anna: Anna, *, trial: int = 0) -> dict[str, Any]:
    """The sample line of one contact: how it went and how it was judged."""
    scenario = customer.scenario
    contact = f"{scenario.id}-{trial}"
    outcomes: list[Outcome] = []
    texts = [customer.opening()]
    started = perf_counter()
    gave_up = False
    while True:
        number = len(outcomes)
        outcomes.append(anna.handle(_message(customer, contact, number, texts[-1])))
        if outcomes[-1].ends != "asking" or number + 1 == MOST_TURNS:
            break
        reply = customer.answer(outcomes[-1])
        if reply is None:
            gave_up = True
            break
        texts.append(reply)
    seconds = perf_counter() - started
    judged = judge(scenario, outcomes, anna.engine)
    return {
        **_described(scenario.__dict__),
        "department": scenario.department,
        "expected": scenario.expect["ends"],
        "expected_tools": list(scenario.expect.get("tools", ())),
        "routed": outcomes[0].procedure,
        "routed_last": outcomes[-1].procedure,
        "confidence": outcomes[0].confidence,
        "reply_lang": outcomes[0].lang,
        "ends": "gave_up" if gave_up else outcomes[-1].ends,
        "turns": len(outcomes),
        "tools": [deed.tool for each in outcomes for deed in each.actions if deed.done],
        "reason": outcomes[-1].reason,
        "has_next": scenario.next is not None,
        "two_questions": scenario.second is not None,
        "trial": trial,
        "ms": 1000 * seconds / len(outcomes),
        **judged,
    }


def _described(scenario: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("id", "lang", "channel", "country", "mood", "patience", "procedure", "case")
    return {name: scenario[name] for name in kept}


def _message(customer: Customer, contact: str, number: int, text: str) -> Message:
    scenario = customer.scenario
    moment = datetime.fromisoformat(scenario.received_at) if scenario.received_at else None
    return Message(
        id=f"{contact}-{number}", text=text, channel=scenario.channel,  # type: ignore[arg-type]
        sender=scenario.sender, customer=scenario.customer, contact=contact,
        attachments=scenario.attachments if number == 0 else customer.attaching,
        received_at=moment,
    )  # fmt: skip
