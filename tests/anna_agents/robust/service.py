"""A shop whose messages say themselves what they mean: `do=finance.cancel order=4100001`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from anna_agents.contact.anna import Anna
from anna_agents.intake.message import Message
from anna_agents.procedures.reading import read_procedures
from anna_agents.shop import tables
from anna_agents.shop.opening import open_shop
from anna_agents.understanding.understood import Heard, Understood
from tests.anna_agents.conftest import NOW, add_order, fill

PROCEDURES = Path(__file__).with_name("procedures")
KINDS = ("cancel", "voucher", "refund", "reprint", "invoice", "again", "none")
FIRST = 4_100_000
CODE = re.compile(r"DANK-\w{8}")
COMPLAINT = re.compile(r"'complaint': \d+")


class Scripted:
    """Understands what the message says, and so needs no weights."""

    def understand(self, heard: Heard) -> Understood:
        said = dict(word.split("=", 1) for word in heard.text.split() if "=" in word)
        procedure = said.pop("do", None)
        return Understood(lang="en", procedure=procedure, confidence=0.9, facts=dict(said))


def scripted_anna(url: str) -> Anna:
    return Anna(open_shop(url), read_procedures(PROCEDURES), Scripted(), clock=lambda: NOW)


def number_of(contact: int) -> str:
    return str(FIRST + contact)


def fill_for(engine: Engine, contacts: int) -> None:
    """A customer with one paid order for each contact, beside the usual two."""
    fill(engine)
    with Session(engine) as session, session.begin():
        for number in range(contacts):
            session.add(
                tables.Customer(id=f"x{number}", name=f"Customer {number}",
                                email=f"x{number}@example.com", phone="0", country="NL",
                                language="en")
            )  # fmt: skip
            session.flush()
            add_order(session, number_of(number), f"x{number}")


def messages_of(contacts: int) -> list[list[Message]]:
    """Each contact's messages, in their order; the kinds take turns."""
    return [_contact(number, kind) for number, kind in enumerate(islice(cycle(KINDS), contacts))]


def _contact(number: int, kind: str) -> list[Message]:
    said = {
        "cancel": [f"do=finance.cancel order={number_of(number)}", "confirmation=yes"],
        "none": ["do you sing at weddings"],
    }.get(kind, [f"do=finance.{kind} order={number_of(number)}"])
    return [
        Message(f"k{number}-{place}", text, customer=f"x{number}", contact=f"k{number}")
        for place, text in enumerate(said)
    ]


@dataclass(frozen=True)
class Kept:
    """All that a shop's database says happened, without what is drawn by chance."""

    answered: dict[str, str]
    actions: dict[str, str]
    rows: list[tuple[Any, ...]]


def kept_in(engine: Engine, *, new_orders: bool = True) -> Kept:
    """What happened; without the numbers of new orders when turns may overtake each other."""
    with Session(engine) as session:

        def every(table: type[Any]) -> list[Any]:
            return list(session.scalars(select(table)))

        known = {order.id for order in every(tables.Order)
                 if order.placed_on < NOW.date()}  # fmt: skip

        def plain(text: str) -> str:
            text = COMPLAINT.sub("'complaint'", CODE.sub("DANK", text))
            return text if new_orders else re.sub(r"\b4\d{6}\b", _known(known), text)

        rows: list[tuple[Any, ...]] = []
        for order in every(tables.Order):
            rows.append(("order", plain(order.id), order.status, order.reprint_of, order.total))
        rows += [("payment", p.order_id, p.refunded, p.status) for p in every(tables.Payment)
                 if p.order_id in known]  # fmt: skip
        rows += [("gift", c.order_id, c.kind, c.amount) for c in every(tables.Compensation)]
        rows += [("complaint", c.order_id, c.kind, c.status) for c in every(tables.Complaint)]
        rows += [("out", o.customer_id, o.order_id, o.kind) for o in every(tables.Outgoing)]
        rows += [("case", h.contact_id, h.subject) for h in every(tables.Handover)]
        rows += [("mistake", m.contact_id, m.cause) for m in every(tables.Mistake)]
        rows += [("contact", c.id, c.status, c.version, len(c.state["matters"]))
                 for c in every(tables.Contact)]  # fmt: skip
        rows += [("history", s.order_id, s.status) for s in every(tables.StatusChange)
                 if s.order_id in known]  # fmt: skip
        return Kept(
            {m.id: plain(m.outcome["reply"]) for m in every(tables.ReceivedMessage)},
            {a.key: plain(f"{a.tool} {a.result}") for a in every(tables.ActionTaken)},
            sorted(rows, key=str),
        )


def _known(known: set[str]) -> Any:
    return lambda found: found.group() if found.group() in known else "NEW"
