"""The other strategy: a language model that uses the tools freely, under policy and guards."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from anna_agents.contact.acting import Deed, Desk, once
from anna_agents.contact.anna import Anna
from anna_agents.contact.thread import Matter
from anna_agents.contact.turn import Step, Turn
from anna_agents.intake.cleaning import Cleaned
from anna_agents.procedures.prose import policy_of
from anna_agents.procedures.reading import Catalogue
from anna_agents.procedures.vocabulary import State
from anna_agents.shop.tables import Order
from anna_agents.tools.registry import tools
from anna_agents.tools.tool import Refused, Work
from anna_agents.understanding.understood import Understood
from language_models.model import LanguageModel
from language_models.task import Prompt, Task

PROMPT = Path(__file__).parent.parent / "prompts" / "next_step.md"
MOST_STEPS = 6
CANDIDATES = 3
NUMBER = re.compile(r"\d[\d.,:/-]*\d|\d")


class NextStep(BaseModel):
    """What the model does next; a tool's own guard decides whether it may."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["tool", "ask", "answer", "hand_over"]
    tool: str | None = None
    arguments: dict[str, str | float | bool | None] = {}
    text: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Situation:
    """All that the model sees before its next step."""

    candidates: tuple[str, ...]
    state: State
    thread: tuple[str, ...]
    language: str
    results: tuple[str, ...] = ()


@dataclass(frozen=True)
class FreeAnna(Anna):
    """Anna whose steps a model chooses, for comparison with the procedures' engine.

    The router only narrows the policy that the model is shown; guards, log and transaction are
    the same. A reply that shows a number which neither database, deeds nor customer gave is not
    sent: a person takes over.
    """

    model: LanguageModel | None = None
    trial: int = 0

    @cached_property
    def _task(self) -> Task[Situation, NextStep]:
        return next_step_task(self.catalogue)

    def _steps(self, turn: Turn, cleaned: Cleaned, understood: Understood) -> list[Step]:
        running = turn.thread.running
        best = [understood.procedure, *(each.procedure for each in understood.alternatives)]
        known = tuple(name for name in best if name and name in self.catalogue)[:CANDIDATES]
        if not known or self.model is None:
            return super()._steps(turn, cleaned, understood)
        first = running.procedure if running and running.procedure else known[0]
        before = running.facts if running else {}
        facts = {name: v for name, v in {**before, **understood.facts}.items() if v is not None}
        matter = Matter(first, (first,), facts)
        order, stop = turn.own_order(self.catalogue[first], matter)
        if stop is not None:
            return [stop]
        names = tuple(dict.fromkeys((first, *known)))
        return [_Choosing(self, turn, matter, order, names, cleaned.text).run()]


@dataclass
class _Choosing:
    """One matter in the model's hands."""

    anna: FreeAnna
    turn: Turn
    matter: Matter
    order: Order | None
    candidates: tuple[str, ...]
    text: str
    deeds: list[Deed] = field(default_factory=list)
    results: list[str] = field(default_factory=list)

    def run(self) -> Step:
        """Steps until the model asks, answers or hands over."""
        assert self.anna.model is not None
        for number in range(MOST_STEPS):
            state = self.turn.state(self.order, self.matter)
            thread = (*self.turn.thread.said, f"customer: {self.text}")
            situation = Situation(
                self.candidates, state, thread, self.turn.language, tuple(self.results)
            )
            answer = self.anna.model.ask(self.anna._task, situation, trial=self.anna.trial)
            if answer.value is None:
                return self._person(f"the model gave no valid step: {answer.error}", "no_step")
            step = answer.value
            if step.kind == "tool":
                self._use(step, number)
            elif step.kind == "hand_over":
                return self._person(step.reason or "the model hands over", None)
            else:
                return self._said(step, state)
        return self._person(f"no end after {MOST_STEPS} steps", "no_end")

    def _use(self, step: NextStep, number: int) -> None:
        turn, procedure = self.turn, self.anna.catalogue[self.candidates[0]]
        given = {name: value for name, value in step.arguments.items() if value is not None}
        desk = Desk(turn.session, turn.contact_id, turn.customer, self.order,
                    turn.now.date(), turn.now)  # fmt: skip
        work = Work(turn.session, desk.today, turn.customer, self.order, procedure.limits)
        place = f"{len(turn.thread.matters)}.{len(turn.thread.said)}"
        key = f"{turn.contact_id}/{place}/free/{number}"
        savepoint = turn.session.begin_nested()
        try:
            result = once(key, step.tool or "", given, work, desk, procedure)
        except Refused as refusal:
            savepoint.rollback()
            self.deeds.append(Deed(step.tool or "", given, False, refusal.reason))
            self.results.append(f"{step.tool}: refused, {refusal.reason}")
            return
        savepoint.commit()
        if self.order is not None:
            turn.session.refresh(self.order)
        self.deeds.append(Deed(step.tool or "", given, True))
        self.results.append(f"{step.tool}: done {result or ''}")

    def _said(self, step: NextStep, state: State) -> Step:
        text = step.text or ""
        strange = unsupported(text, [*self.results, *map(str, state.values()), self.text,
                                     *self.turn.thread.said, *self._order_words()])  # fmt: skip
        if not text or strange:
            return self._person(f"the reply would claim {strange or 'nothing'}", "claim")
        ends = "asking" if step.kind == "ask" else "resolved"
        matter = replace(self.matter, asked=("more",) if ends == "asking" else (),
                         ends="" if ends == "asking" else ends)  # fmt: skip
        return Step(matter, text, ends, tuple(self.deeds), order=self.order, state=state)

    def _person(self, reason: str, fault: str | None) -> Step:
        return self.turn.hand_over(
            self.matter, reason, fault=fault, order=self.order, deeds=tuple(self.deeds),
            state=self.turn.state(self.order, self.matter),
        )  # fmt: skip

    def _order_words(self) -> list[str]:
        order = self.order
        if order is None:
            return []
        parcels = [f"{p.tracking_code} {p.expected_on} {p.delivered_on}" for p in order.parcels]
        dates = [order.placed_on, order.promised_on]
        shown = [f"{day:%d %m %Y} {day.day} {day.month} {day.year}" for day in dates]
        return [order.id, order.postcode, order.street, *parcels, *shown]


def next_step_task(catalogue: Catalogue) -> Task[Situation, NextStep]:
    """Which tool next, or what to say."""
    policy: Callable[[Any], str] = policy_of
    known = [
        {"name": each.name, "description": each.description, "parameters": list(each.parameters)}
        for each in tools().values()
    ]
    return Task(
        name="anna.next_step",
        prompt=Prompt.from_file(PROMPT),
        variables=lambda item: {
            "procedures": [catalogue[name] for name in item.candidates],
            "policy": policy,
            "tools": known,
            "state": [(k, v) for k, v in sorted(item.state.items()) if v is not None],
            "results": item.results,
            "thread": item.thread,
            "language": item.language,
        },
        answer=NextStep,
        embedded=lambda item: NextStep(
            kind="hand_over", reason="the embedded reader does not choose tools"
        ),
    )


def unsupported(text: str, known: list[str]) -> str | None:
    """The first number of `text` that stands in none of the `known` texts; None when all do."""
    numbers = {_bare(found) for each in known for found in NUMBER.findall(each)}
    for found in NUMBER.findall(text):
        if _bare(found) not in numbers:
            return str(found)
    return None


def _bare(number: str) -> str:
    digits = re.sub(r"[.,]0+$", "", number)
    return re.sub(r"\D", "", digits).lstrip("0") or "0"
