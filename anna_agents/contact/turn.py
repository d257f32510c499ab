"""One turn: from what was understood to deeds and a reply, inside one open transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anna_agents.contact.acting import Deed, Desk, act
from anna_agents.contact.agents import Agent, country_code
from anna_agents.contact.identity import find_order, only_order
from anna_agents.contact.policy import Policy
from anna_agents.contact.replying import ask_for
from anna_agents.contact.showing import NothingToShow, Scene, filled
from anna_agents.contact.thread import Matter, Thread
from anna_agents.countries.country import country_of
from anna_agents.procedures.reading import Catalogue
from anna_agents.procedures.schema import Procedure
from anna_agents.procedures.vocabulary import LANGUAGES, State, Value
from anna_agents.procedures.walking import Ask, Leaf, walk
from anna_agents.shop.state import state_of
from anna_agents.shop.tables import Contact, Customer, Order
from anna_agents.wording.words import frame, question

IDENTITY = "identity"


@dataclass(frozen=True)
class Step:
    """Where a matter got in this turn.

    Attributes:
        ends: asking, resolved, waiting or handed_over.
        fault: the cause, when it is handed over because something went wrong.
    """

    matter: Matter
    answer: str
    ends: str
    deeds: tuple[Deed, ...] = ()
    reason: str | None = None
    to: str | None = None
    fault: str | None = None
    order: Order | None = None
    state: State = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """What a turn has at hand."""

    session: Session
    catalogue: Catalogue
    agents: Mapping[tuple[str, str], Agent]
    policy: Policy
    contact_id: str
    channel: str
    mood: str
    language: str
    now: datetime
    customer: Customer | None
    thread: Thread

    def go_on(self, matter: Matter) -> Step:
        """Work on a matter until something is asked, done or handed over."""
        while True:
            assert matter.procedure is not None
            if matter.procedure not in self.catalogue:
                reason = f"{matter.procedure} is not among the procedures"
                return self.hand_over(matter, reason, fault="unknown_procedure")
            procedure = self.catalogue[matter.procedure]
            order, stop = self.own_order(procedure, matter)
            if stop is not None:
                return stop
            matter = _with_order(matter, order)
            state = self.state(order, matter)
            end = walk(procedure, state)
            if isinstance(end, Ask):
                return self._ask(matter, end.facts, procedure, order, state)
            if end.step.switch_to is None:
                return self._finish(matter, procedure, end, order, state)
            if end.step.switch_to in matter.visited:
                reason = f"{procedure.id} hands back to {end.step.switch_to}"
                return self.hand_over(matter, reason, fault="loop", order=order, state=state)
            matter = replace(
                matter,
                procedure=end.step.switch_to,
                visited=(*matter.visited, end.step.switch_to),
            )

    def hand_over(
        self,
        matter: Matter,
        reason: str,
        *,
        fault: str | None = None,
        to: str | None = None,
        order: Order | None = None,
        state: State | None = None,
        deeds: tuple[Deed, ...] = (),
    ) -> Step:
        """A person takes it; our own words say so."""
        department = to or _department(matter.procedure) or "customer_service"
        return Step(
            replace(matter, ends="handed_over", asked=()), self.passing_on(department),
            "handed_over", deeds, reason, department, fault, order, state or {},
        )  # fmt: skip

    def passing_on(self, department: str) -> str:
        """The sentence that tells that a colleague goes on, and from when."""
        agent = self.agent(department)
        name = frame(f"departments.{department}", self.language)
        text = frame("handover", self.language).replace("{department}", name)
        if agent is None or agent.people_are_in(self.now):
            return text
        hours = next(iter(agent.country.opening_hours.values())).replace("-", "–")
        return f"{text} {frame('handover_closed', self.language).replace('{opening_hours}', hours)}"

    def agent(self, department: str) -> Agent | None:
        """The agent of a department in the customer's country."""
        code = country_code(self.customer.country if self.customer else None, self.language)
        return self.agents.get((department, code))

    def own_order(self, procedure: Procedure, matter: Matter) -> tuple[Order | None, Step | None]:
        """The customer's own order, or the question that leads to it.

        Who names an order that is not theirs is asked again, and no other order is taken for it:
        another customer's order and no order at all are told apart to nobody.
        """
        needed, facts = _needs_order(procedure), matter.facts
        named = find_order(self.session, facts)
        said = any(facts.get(name) for name in ("order", "tracking_code", "invoice"))
        doubted = "order" in facts and facts["order"] is None
        if named is None and not said and not doubted and self.thread.order:
            named = self.session.get(Order, self.thread.order)
        if self.customer is None:
            if named is not None and needed:
                text = question(IDENTITY, self.language)
                return None, self._question(matter, text, (IDENTITY,))
            strange = needed and bool(facts.get("order"))
            return (None, self._order_again(matter)) if strange else (None, None)
        if named is not None and named.customer_id == self.customer.id:
            return named, None
        if facts.get("order") or (doubted and needed):
            return None, self._order_again(matter)
        return (None if doubted else only_order(self.session, self.customer)), None

    def _order_again(self, matter: Matter) -> Step:
        step = self._question(matter, question("order_again", self.language), ("order",))
        known = {**step.matter.facts, "order": None}
        return replace(step, matter=replace(step.matter, facts=known))

    def state(self, order: Order | None, matter: Matter) -> dict[str, Value]:
        """Everything that a condition may look at, now."""
        country = country_of(self.customer.country if self.customer else None)
        return {
            **state_of(self.customer, order, self.now.date()),
            "contact.channel": self.channel,
            "contact.mood": self.mood,
            "contact.times": float(1 + self._earlier(order, matter)),
            "contact.office_open": country.is_open(self.now),
            **{f"fact.{name}": value for name, value in matter.facts.items()},
        }

    def _earlier(self, order: Order | None, matter: Matter) -> int:
        """How many earlier contacts of the customer were about this order, or this procedure."""
        if self.customer is None:
            return 0
        about = Contact.order_id == order.id if order else Contact.procedure == matter.procedure
        return (
            self.session.scalar(
                select(func.count())
                .select_from(Contact)
                .where(
                    Contact.customer_id == self.customer.id, Contact.id != self.contact_id, about
                )
            )
            or 0
        )

    def _ask(
        self,
        matter: Matter,
        facts: tuple[str, ...],
        procedure: Procedure,
        order: Order | None,
        state: State,
    ) -> Step:
        own: dict[str, Any] = {name: dict(texts) for name, texts in procedure.questions.items()}
        text = ask_for(facts, self.language, own)
        try:
            text = filled(text, self._scene(order, state, {}))
        except NothingToShow:
            text = ask_for(facts, self.language, {})
        step = self._question(matter, text, facts[:2])
        return replace(step, order=order, state=state)

    def _question(self, matter: Matter, text: str, facts: tuple[str, ...]) -> Step:
        times = matter.times_asked + 1 if set(facts) == set(matter.asked) else 1
        if times > self.policy.most_questions:
            asked = ", ".join(facts)
            reason = f"asked {self.policy.most_questions} times for {asked} without an answer"
            return self.hand_over(matter, reason, fault="no_answer")
        asking = replace(matter, asked=facts, times_asked=times)
        return Step(asking, text, "asking")

    def _scene(self, order: Order | None, state: State, results: Mapping[str, Any]) -> Scene:
        country = country_of(country_code(
            self.customer.country if self.customer else None, self.language
        ))  # fmt: skip
        return Scene(self.language, country, self.customer, order, state, results)

    def _finish(
        self,
        matter: Matter,
        procedure: Procedure,
        leaf: Leaf,
        order: Order | None,
        state: State,
    ) -> Step:
        desk = Desk(self.session, self.contact_id, self.customer, order, self.now.date(), self.now)
        # Counted with this one: a matter that ran keeps its place, a new one gets the next.
        number = len(self.thread.with_matter(matter).matters)
        done = act(leaf, procedure, state, desk, matter=number)
        if done.refused is not None:
            return self.hand_over(
                matter, f"{procedure.id}: {done.refused}", fault="refused", order=order,
                state=state, deeds=done.deeds,
            )  # fmt: skip
        if order is not None:
            self.session.refresh(order)
        scene = self._scene(order, state, done.results)
        assert leaf.step.reply is not None
        try:
            answer = filled(procedure.wording(leaf.step.reply, self.language), scene)
        except NothingToShow as missing:
            reason = f"{procedure.id}: reply '{leaf.step.reply}' would show {missing.placeholder}"
            return self.hand_over(
                matter, f"{reason}, which the database does not hold", fault="nothing_to_show",
                order=order, state=state, deeds=done.deeds,
            )  # fmt: skip
        passed_to = leaf.step.hand_over
        return Step(
            replace(matter, ends=leaf.ends, asked=()), answer, leaf.ends, done.deeds,
            passed_to.reason if passed_to else None, passed_to.to if passed_to else None,
            None, order, state,
        )  # fmt: skip


def _with_order(matter: Matter, order: Order | None) -> Matter:
    if order is None:
        return matter
    return replace(matter, facts={**matter.facts, "order": order.id})


def _needs_order(procedure: Procedure) -> bool:
    return "order" in procedure.needs or any("order" in step.needs for step in procedure.walk())


def _department(procedure: str | None) -> str | None:
    return procedure.partition(".")[0] if procedure else None


def reply_language(
    message_lang: str | None, understood: str | None, thread: Thread, customer: Customer | None
) -> str:
    """The language we answer in: the message's, the contact's, the customer's, else English."""
    known = (message_lang, understood, thread.lang, customer.language if customer else None)
    return next((lang for lang in known if lang in LANGUAGES), "en")
