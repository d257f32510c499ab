"""The e-mail with which a person takes over, and the person's answer that closes the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from anna_agents.contact.acting import Deed
from anna_agents.procedures.vocabulary import State
from anna_agents.shop.tables import Contact, Handover
from language_models.errors import InputError

TOLD = ("order.status", "order.total", "order.days_late", "parcel.status", "invoice.status",
        "payment.status", "artwork.fault", "complaint.status", "compensation.total")  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What a person must know to go on as if it had been a colleague's."""

    contact: str
    department: str
    agent: str
    reason: str
    customer: str
    order: str | None
    procedure: str | None
    visited: Sequence[str]
    understood: str
    state: State
    deeds: Sequence[Deed]
    said: Sequence[str]


def compose(case: Case) -> tuple[str, str]:
    """Subject and text of the e-mail, in English, with the thread as it was written."""
    about = f"order {case.order}" if case.order else case.customer
    subject = f"[{case.department}] {about}: {case.procedure or 'not understood'}"
    known = [f"  {name}: {case.state[name]}" for name in TOLD if case.state.get(name) is not None]
    told = [
        f"  {name.removeprefix('fact.')}: {value}"
        for name, value in sorted(case.state.items())
        if name.startswith("fact.") and value is not None
    ]
    done = [
        f"  {deed.tool} {dict(deed.arguments) or ''} – "
        f"{'done' if deed.done else f'NOT done: {deed.reason}'}"
        for deed in case.deeds
    ]
    sections = [
        f"{case.agent} hands over: {case.reason}",
        f"Customer: {case.customer}",
        f"Understood: {case.understood}",
        *_section("Procedures tried:", [f"  {name}" for name in case.visited]),
        *_section("The customer told:", told),
        *_section("The database says:", known),
        *_section("Deeds:", done or ["  none"]),
        "\n".join(["The thread:", *(f"  {line}" for line in case.said)]),
        f"Answer on contact {case.contact} to close it.",
    ]
    return subject, "\n\n".join(sections)


def answer_handover(session: Session, contact_id: str, answer: str, by: str, now: datetime) -> None:
    """Close the open case of a contact with a person's answer.

    Raises:
        InputError: no open case of that contact.
    """
    case = session.scalar(
        select(Handover)
        .where(Handover.contact_id == contact_id, Handover.closed_at.is_(None))
        .with_for_update()
    )
    if case is None:
        raise InputError(f"contact {contact_id} has no case that waits for a person")
    case.closed_at, case.closed_by, case.answer = now, by, answer
    contact = session.get(Contact, contact_id, with_for_update=True)
    if contact is not None:
        contact.status = "resolved"
        # A turn that is under way sees by it that the thread went on without it.
        contact.version += 1
        said = [*contact.state.get("said", ()), f"{by}: {answer}"]
        contact.state = {**contact.state, "said": said}


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["\n".join([title, *lines])] if lines else []
