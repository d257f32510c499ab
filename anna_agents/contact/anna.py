"""Anna: takes a message, gives back what came of it, and leaves the database true to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from random import random
from time import sleep
from typing import Protocol

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from anna_agents.contact.agents import Agent, agents_of
from anna_agents.contact.asked import carried_on
from anna_agents.contact.identity import find_customer, identified
from anna_agents.contact.outcome import Outcome
from anna_agents.contact.policy import Policy
from anna_agents.contact.recording import Turned, record
from anna_agents.contact.thread import Matter, Thread
from anna_agents.contact.turn import Step, Turn, reply_language
from anna_agents.intake.cleaning import Cleaned, clean
from anna_agents.intake.message import Message
from anna_agents.procedures.reading import Catalogue
from anna_agents.shop.opening import first_line
from anna_agents.shop.tables import Contact, Customer, ReceivedMessage
from anna_agents.understanding.understood import Heard, Understood
from anna_agents.wording.words import frame, question
from language_models.errors import WorkFailed

MOST_ATTEMPTS = 24
MOST_OF_NAME = 64
STEP_ASIDE = 0.01
"""Seconds by which each further attempt may be put off."""


class Reader(Protocol):
    """Whoever understands messages."""

    def understand(self, heard: Heard) -> Understood:
        """What the words mean."""


@dataclass(frozen=True)
class Anna:
    """The service on one database.

    Attributes:
        clock: says what time it is, aware; a simulation gives its own.
    """

    engine: Engine
    catalogue: Catalogue
    reader: Reader
    policy: Policy = field(default_factory=Policy)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @cached_property
    def agents(self) -> Mapping[tuple[str, str], Agent]:
        """The agent of each department and country."""
        return agents_of(self.catalogue)

    def handle(self, message: Message) -> Outcome:
        """What came of `message`; the same message once more gives the same, and does nothing.

        All that is read, done, logged and answered stands in one transaction: either the whole
        turn is in the database or nothing of it, so a message may always be delivered again.

        Raises:
            WorkFailed: the database is locked or gone; nothing of the turn was kept.
        """
        cleaned = clean(message)
        try:
            for attempt in range(MOST_ATTEMPTS):
                outcome = self._try(message, cleaned)
                if outcome is not None:
                    return outcome
                # Those who collided come back at different moments.
                sleep(random() * attempt * STEP_ASIDE)
        except DBAPIError as error:
            raise _not_handled(message, f"the database said '{first_line(error)}'") from None
        raise _not_handled(message, "others wrote to the same rows all the time")

    def _try(self, message: Message, cleaned: Cleaned) -> Outcome | None:
        """The outcome; None when somebody else wrote to the contact in between."""
        with Session(self.engine.execution_options(reading=True)) as session:
            earlier = session.get(ReceivedMessage, message.id)
            if earlier is not None:
                return Outcome.from_json(earlier.outcome)
            contact_id = _contact_of(session, message)
            found = session.get(Contact, contact_id)
            thread = Thread.from_json(found.state) if found else Thread()
            version = found.version if found else 0
        understood = self._understand(message, cleaned, thread)
        try:
            with Session(self.engine) as session, session.begin():
                contact = session.get(Contact, contact_id, with_for_update=True)
                if (contact.version if contact else 0) != version:
                    return None
                turned = self._turn(session, message, cleaned, thread, contact_id, understood)
                return record(session, contact, turned)
        except IntegrityError:
            # The same message, contact or order number was written at the same time; look again.
            return None

    def _understand(self, message: Message, cleaned: Cleaned, thread: Thread) -> Understood:
        running = thread.running
        heard = Heard(
            text=cleaned.text, lang=message.lang, attachments=cleaned.attachments,
            asked=running.asked if running else (),
            running=running.procedure if running else None,
            facts=dict(running.facts) if running else {},
            today=(message.received_at or self.clock()).date(),
        )  # fmt: skip
        understood = self.reader.understand(heard)
        if running is None or running.procedure is not None or understood.procedure is not None:
            return understood
        # We had asked what it is about, and this alone does not tell: with what was said before.
        return self.reader.understand(
            replace(heard, text="\n".join([*_own_words(thread)[-1:], cleaned.text]))
        )

    def _turn(
        self,
        session: Session,
        message: Message,
        cleaned: Cleaned,
        thread: Thread,
        contact_id: str,
        understood: Understood,
    ) -> Turned:
        now = message.received_at or self.clock()
        customer = find_customer(session, message.customer, message.sender or thread.email)
        if customer is None:
            running = thread.running
            before = running.facts if running else {}
            customer = identified(session, understood.facts, thread.order, before)
        if customer is not None:
            _one_at_a_time(session, customer)
        language = reply_language(message.lang, understood.lang, thread, customer)
        turn = Turn(
            session, self.catalogue, self.agents, self.policy, contact_id, message.channel,
            understood.mood, language, now, customer, thread,
        )  # fmt: skip
        steps = self._steps(turn, cleaned, understood)
        return Turned(message, cleaned, understood, turn, steps, first=not thread.said)

    def _steps(self, turn: Turn, cleaned: Cleaned, understood: Understood) -> list[Step]:
        running = turn.thread.running
        if not cleaned.text.strip():
            return [self._nothing_said(turn, cleaned)]
        if running is not None and running.procedure is not None:
            going_on = carried_on(running, understood, cleaned.text, self.policy)
            if going_on is not None:
                return [turn.go_on(going_on)]
        if understood.procedure is None or understood.procedure not in self.catalogue:
            return [self._not_understood(turn, running, understood, cleaned)]
        first = turn.go_on(_matter(understood.procedure, understood))
        if understood.second is None or understood.second not in self.catalogue:
            return [first]
        if first.ends == "asking":
            # The second question waits in the person's mail or the customer's next message.
            return [first]
        later = replace(turn, thread=turn.thread.with_matter(first.matter))
        return [first, later.go_on(_matter(understood.second, understood))]

    def _nothing_said(self, turn: Turn, cleaned: Cleaned) -> Step:
        running = turn.thread.running
        if running is not None and running.procedure is not None and cleaned.attachments:
            facts = {**running.facts, "photos": "yes", "file": cleaned.attachments[0]}
            return turn.go_on(replace(running, facts=facts))
        key = "picture_only" if cleaned.attachments else "more"
        return self._ask_for_more(turn, running, key)

    def _not_understood(
        self, turn: Turn, running: Matter | None, understood: Understood, cleaned: Cleaned
    ) -> Step:
        if cleaned.cut:
            return self._ask_for_more(turn, running, "too_long")
        best = understood.alternatives[0].confidence if understood.alternatives else 0.0
        if best >= self.policy.ask_at:
            return self._ask_for_more(turn, running, "more")
        step = turn.hand_over(Matter(facts=understood.facts), "none of the procedures fits",
                              fault="none_of_these")  # fmt: skip
        return replace(step, answer=frame("none", turn.language))

    def _ask_for_more(self, turn: Turn, running: Matter | None, key: str) -> Step:
        times = running.times_asked + 1 if running and running.procedure is None else 1
        if times > self.policy.most_questions - 1:
            return turn.hand_over(Matter(), "the customer's wish stayed unclear", fault="unclear")
        asking = Matter(asked=("more",), times_asked=times)
        return Step(asking, question(key, turn.language), "asking")


def _matter(procedure: str, understood: Understood) -> Matter:
    return Matter(procedure, (procedure,), dict(understood.facts))


def _one_at_a_time(session: Session, customer: Customer) -> None:
    """Keep other turns of this customer out until ours is over, and read everything anew.

    Two contacts could else see the same limits and both give up to them. SQLite lets one writer
    in at a time anyhow.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    session.expire_all()
    session.refresh(customer, with_for_update=True)


def _not_handled(message: Message, why: str) -> WorkFailed:
    return WorkFailed(
        f"message {message.id} was not handled: {why}; nothing was done, deliver it again"
    )


def _contact_of(session: Session, message: Message) -> str:
    """The contact that the message belongs to, there already or not.

    Whoever writes into another customer's conversation gets one of their own, which knows nothing
    of the other.
    """
    customer = find_customer(session, message.customer, message.sender)
    if message.contact:
        named = session.get(Contact, message.contact)
        whose = named.customer_id if named else None
        if customer is None or whose in (None, customer.id):
            return message.contact
        return _named(f"{message.contact}~{customer.id}")
    if customer is None:
        return _named(f"c-{message.id}")
    # An unfinished conversation of the same customer goes on; a finished one does not.
    running = session.scalar(
        select(Contact.id)
        .where(Contact.customer_id == customer.id, Contact.status == "asking")
        .order_by(Contact.opened_at.desc(), Contact.id)
    )
    return running or _named(f"c-{message.id}")


def _named(name: str) -> str:
    return name if len(name) <= MOST_OF_NAME else f"c-{sha256(name.encode()).hexdigest()[:40]}"


def _own_words(thread: Thread) -> list[str]:
    return [line.removeprefix("customer: ") for line in thread.said if line.startswith("customer")]
