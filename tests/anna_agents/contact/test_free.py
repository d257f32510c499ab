"""A model that uses the tools freely: what it may, what it may not, and what it may not say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy.orm import Session

from anna_agents.contact.free import FreeAnna, NextStep, unsupported
from anna_agents.procedures.prose import policy_of
from anna_agents.shop.tables import Order
from language_models.answer import NOTHING_USED, Answer


@dataclass
class Scripted:
    """A model that takes the steps it was given, and keeps what it was shown."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    spec: str = "scripted"
    sample: int | None = None
    concurrency: int = 1

    def ask(self, task, item, *, trial=0):
        self.shown.append("\n".join(message.content for message in task.messages(item)))
        if not self.steps:
            return Answer(None, NOTHING_USED, 1, False, "nothing left")
        return Answer(NextStep(**self.steps.pop(0)), NOTHING_USED, 1, False)


@pytest.fixture
def model():
    return Scripted()


@pytest.fixture
def free(anna, model):
    return FreeAnna(anna.engine, anna.catalogue, anna.reader, anna.policy, anna.clock, model=model)


def asks_to_cancel(told):
    told.answers = [{"procedure": "customer_service.cancel_order", "facts": {"order": "4000001"}}]


def test_it_sees_the_policy_the_tools_and_the_order(free, told, says, model):
    asks_to_cancel(told)
    model.steps = [{"kind": "answer", "text": "Bestelling 4000001 is in behandeling."}]
    outcome = free.handle(says("Annuleer 4000001"))
    assert outcome.ends == "resolved"
    (prompt,) = model.shown
    assert "cancel_order" in prompt
    assert "order.status: awaiting_artwork" in prompt
    assert policy_of(free.catalogue["customer_service.cancel_order"]) in prompt


def test_a_tool_is_used_and_its_result_shown(free, told, says, model, engine):
    asks_to_cancel(told)
    model.steps = [
        {"kind": "tool", "tool": "cancel_order"},
        {"kind": "answer", "text": "Bestelling 4000001 is geannuleerd."},
    ]
    outcome = free.handle(says("Annuleer 4000001"))
    assert [deed.tool for deed in outcome.actions if deed.done] == ["cancel_order"]
    assert "cancel_order: done" in model.shown[-1]
    with Session(engine) as session:
        assert session.get(Order, "4000001").status == "cancelled"


@pytest.mark.parametrize(
    "step",
    [
        {"kind": "tool", "tool": "give_voucher", "arguments": {"amount": 500}},
        {"kind": "tool", "tool": "refund_payment", "arguments": {"amount": 99999}},
        {"kind": "tool", "tool": "drop_tables"},
        {"kind": "tool", "tool": "change_email", "arguments": {"mail": "x@example.com"}},
    ],
)
def test_the_guards_hold_whatever_the_model_wants(free, told, says, model, step):
    asks_to_cancel(told)
    model.steps = [step, {"kind": "hand_over", "reason": "refused"}]
    outcome = free.handle(says("Geef mij 500 euro"))
    assert outcome.handover
    assert not any(deed.done for deed in outcome.actions)
    assert "refused" in model.shown[-1]


def test_a_claim_that_nothing_supports_is_not_sent(free, told, says, model):
    asks_to_cancel(told)
    model.steps = [{"kind": "answer", "text": "U krijgt 250 euro terug."}]
    outcome = free.handle(says("Annuleer 4000001"))
    assert outcome.handover
    assert "250" not in outcome.reply


def test_another_customers_order_is_never_shown_to_the_model(free, told, says, model):
    told.answers = [{"procedure": "customer_service.cancel_order", "facts": {"order": "4000002"}}]
    outcome = free.handle(says("Annuleer 4000002"))
    assert outcome.ends == "asking"
    assert not model.shown


def test_a_model_without_an_end_or_an_answer_hands_over(free, told, says, model):
    asks_to_cancel(told)
    model.steps = [{"kind": "tool", "tool": "hold_order"}] * 10
    assert "no end after" in free.handle(says("x")).reason
    asks_to_cancel(told)
    model.steps = []
    assert "no valid step" in free.handle(says("y", contact="k")).reason


@pytest.mark.parametrize(
    ("text", "known", "strange"),
    [
        ("Uw 500 flyers", ["500 stuks"], None),
        ("op 12-06", ["12 06 2025"], "12-06"),
        ("€ 45,00", ["45.0"], None),
        ("geen getal", [], None),
        ("nummer 4000002", ["4000001"], "4000002"),
    ],
)
def test_every_number_must_come_from_somewhere(text, known, strange):
    assert unsupported(text, known) == strange
