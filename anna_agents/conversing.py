"""A conversation in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from uuid import uuid4

from rich.console import Console
from rich.text import Text
from sqlalchemy import select
from sqlalchemy.orm import Session

from anna_agents.contact.anna import Anna
from anna_agents.contact.outcome import Outcome
from anna_agents.intake.message import Message
from anna_agents.shop.tables import Customer, Order
from language_models.errors import InputError

EXAMPLES = 3


def converse(anna: Anna, who: str | None, *, explain: bool) -> None:
    """Read lines, print replies; a case that a person takes over ends it, with its e-mail."""
    console = Console()
    customer = _customer(anna, who)
    if sys.stdin.isatty():
        _introduce(console, anna, customer)
    contact = f"chat-{uuid4().hex[:12]}"
    for number, line in enumerate(_lines(console), 1):
        outcome = anna.handle(
            Message(f"{contact}-{number}", line, customer=customer, contact=contact)
        )
        console.print(Text.assemble(("Anna ", "bold magenta"), outcome.reply), soft_wrap=True)
        if explain:
            _explain(console, outcome)
        if outcome.handover_mail and explain:
            console.print(Text(outcome.handover_mail["body"], style="dim"), soft_wrap=True)


def _lines(console: Console) -> Iterator[str]:
    if not sys.stdin.isatty():
        yield from (line.strip() for line in sys.stdin if line.strip())
        return
    while True:
        try:
            line = console.input("[bold cyan]you[/] ").strip()
        except (EOFError, KeyboardInterrupt):
            line = ""
        if not line:
            console.print()
            return
        yield line


def _customer(anna: Anna, who: str | None) -> str | None:
    """The account's number, found by number or e-mail address."""
    if who is None:
        return None
    with Session(anna.engine.execution_options(reading=True)) as session:
        found = session.get(Customer, who) or session.scalar(
            select(Customer).where(Customer.email == who)
        )
        if found is None:
            raise InputError(f"no customer '{who}'; leave --customer out to be unknown")
        return found.id


def _introduce(console: Console, anna: Anna, customer: str | None) -> None:
    with Session(anna.engine.execution_options(reading=True)) as session:
        chosen = select(Order).order_by(Order.id)
        if customer:
            chosen = chosen.where(Order.customer_id == customer)
        orders = session.scalars(chosen.limit(EXAMPLES)).all()
        lines = [
            f"  {order.id}  {order.status}, {order.lines[0].product}, {order.customer.email}"
            for order in orders
        ]
    title = "Your orders:" if customer else "Some orders of the sample, with their customer:"
    console.print(Text("\n".join([title, *lines]), style="dim"))


def _explain(console: Console, outcome: Outcome) -> None:
    told = f"  {outcome.procedure or 'none of these'} {outcome.confidence:.2f} → {outcome.ends}"
    deeds = [
        f"  {deed.tool} {dict(deed.arguments) or ''} {'done' if deed.done else deed.reason}"
        for deed in outcome.actions
    ]
    console.print(Text("\n".join([told, *deeds]), style="dim"))
