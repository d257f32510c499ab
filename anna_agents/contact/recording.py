"""Writing a turn down: the message, the contact, the hand-over, the mistake; and its outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from anna_agents.contact.agents import country_code
from anna_agents.contact.handing_over import Case, compose
from anna_agents.contact.outcome import Outcome
from anna_agents.contact.replying import Manner, framed, waiting_seconds
from anna_agents.contact.thread import Thread
from anna_agents.contact.turn import Step, Turn
from anna_agents.countries.country import country_of
from anna_agents.intake.cleaning import Cleaned
from anna_agents.intake.message import Message
from anna_agents.shop.tables import Contact, Handover, Mistake, ReceivedMessage
from anna_agents.understanding.understood import Understood

LONGEST_THREAD = 60


@dataclass(frozen=True)
class Turned:
    """A turn that was taken and is still to be written down."""

    message: Message
    cleaned: Cleaned
    understood: Understood
    turn: Turn
    steps: list[Step]
    first: bool


def record(session: Session, contact: Contact | None, turned: Turned) -> Outcome:
    """Write everything into the open transaction; what came of the message."""
    turn = turned.turn
    reply = _reply(turned)
    thread = _thread(turned, reply)
    mail = _hand_over(session, turned, thread)
    for step in turned.steps:
        _note_mistake(session, turn, step)
    outcome = _outcome(turned, reply, mail)
    row = contact or Contact(
        id=turn.contact_id, channel=turn.channel, opened_at=turn.now, status="", version=0, state={}
    )
    row.customer_id = turn.customer.id if turn.customer else row.customer_id
    row.state, row.status, row.version = thread.to_json(), outcome.ends, row.version + 1
    row.procedure, row.order_id = outcome.procedure or row.procedure, thread.order
    session.add(row)
    session.add(
        ReceivedMessage(
            id=turned.message.id, contact_id=turn.contact_id, received_at=turn.now,
            text=_storable(turned.message.text), outcome=outcome.to_json(),
        )
    )  # fmt: skip
    session.flush()
    return outcome


def _storable(text: str) -> str:
    """The text as received, but for the signs that no database takes."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _reply(turned: Turned) -> str:
    turn = turned.turn
    country = country_of(country_code(turn.customer.country if turn.customer else None,
                                      turn.language))  # fmt: skip
    manner = Manner(
        turn.language, turn.channel, turn.mood, turn.customer.name if turn.customer else None,
        turned.first, country.must_disclose(turn.now.date()),
    )  # fmt: skip
    return framed([step.answer for step in turned.steps], manner)


def _thread(turned: Turned, reply: str) -> Thread:
    turn = turned.turn
    thread = turn.thread
    for step in turned.steps:
        thread = thread.with_matter(step.matter)
    orders = [step.order.id for step in turned.steps if step.order is not None]
    said = (*thread.said, f"customer: {turned.cleaned.text[:4000]}", f"anna: {reply}")
    return replace(
        thread, lang=turn.language, said=said[-LONGEST_THREAD:],
        order=orders[-1] if orders else thread.order,
        email=turn.customer.email if turn.customer else thread.email,
    )  # fmt: skip


def _hand_over(session: Session, turned: Turned, thread: Thread) -> dict[str, str] | None:
    turn = turned.turn
    passed = [step for step in turned.steps if step.ends == "handed_over"]
    if not passed:
        return None
    step = passed[0]
    department = step.to or "customer_service"
    agent = turn.agent(department)
    understood = turned.understood
    subject, body = compose(
        Case(
            contact=turn.contact_id, department=department,
            agent=agent.name if agent else department, reason=step.reason or "",
            customer=_who(turn), order=step.order.id if step.order else thread.order,
            procedure=step.matter.procedure, visited=step.matter.visited,
            understood=f"{understood.procedure or 'none of these'} "
            f"({understood.confidence:.2f}), mood {understood.mood}, language {turn.language}",
            state=step.state or {f"fact.{k}": v for k, v in step.matter.facts.items()},
            deeds=[deed for each in turned.steps for deed in each.deeds], said=thread.said,
        )
    )  # fmt: skip
    session.add(
        Handover(
            contact_id=turn.contact_id, department=department, reason=step.reason or "",
            subject=subject, body=body, opened_at=turn.now,
        )
    )  # fmt: skip
    return {"to": department, "subject": subject, "body": body}


def _who(turn: Turn) -> str:
    if turn.customer is None:
        return "unknown customer"
    return f"{turn.customer.name} <{turn.customer.email}> ({turn.customer.id})"


def _note_mistake(session: Session, turn: Turn, step: Step) -> None:
    if step.fault is None:
        return
    procedure = step.matter.procedure
    known = procedure is not None and procedure in turn.catalogue
    version = turn.catalogue[procedure].version if known and procedure else None
    session.add(
        Mistake(
            contact_id=turn.contact_id, procedure=procedure, procedure_version=version,
            cause=step.fault, detail=step.reason or "", at=turn.now,
        )
    )  # fmt: skip


def _outcome(turned: Turned, reply: str, mail: dict[str, str] | None) -> Outcome:
    turn, understood, first = turned.turn, turned.understood, turned.steps[0]
    procedure = first.matter.procedure
    country = country_of(turn.customer.country if turn.customer else None)
    passed = next((step for step in turned.steps if step.ends == "handed_over"), None)
    # A question about the second matter is put, but does not hold up the first.
    asking = first if first.ends == "asking" else None
    return Outcome(
        id=turned.message.id, contact=turn.contact_id, lang=turn.language,
        department=procedure.partition(".")[0] if procedure else None, procedure=procedure,
        confidence=round(understood.confidence, 4),
        alternatives=tuple(each.model_dump() for each in understood.alternatives), reply=reply,
        actions=tuple(deed for step in turned.steps for deed in step.deeds),
        handover=passed is not None, reason=passed.reason if passed else None,
        ends="asking" if asking else "handed_over" if passed else first.ends,
        asked=asking.matter.asked if asking else (), visited=first.matter.visited,
        wait_seconds=waiting_seconds(country, turn.channel, turned.message.id), handover_mail=mail,
    )  # fmt: skip
