"""A simulated customer: what they write, what they answer, when they give up."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from anna_agents.contact.outcome import Outcome
from benchmarks.anna.scenarios import MESSAGES, Scenario, read_lines

PLAIN = {"order": "{value}", "unknown": "?"}


@dataclass
class Customer:
    """Lives through one contact; the draws come from the scenario's id, the seed and the trial.

    Attributes:
        attaching: files that go with the message written last.
    """

    scenario: Scenario
    draw: random.Random
    written: int = 0
    attaching: tuple[str, ...] = ()

    def opening(self) -> str:
        """The first message."""
        return self.scenario.message

    def answer(self, outcome: Outcome) -> str | None:
        """What they write back to a question; None when their patience is at an end."""
        self.written += 1
        self.attaching = ()
        changed = self.scenario.change_of_mind
        if changed is not None and self.written == 1:
            return str(changed["message"])
        if self.written > self.scenario.patience:
            return None
        if not outcome.asked or outcome.asked == ("more",):
            return self._explain()
        told = [self._told(fact) for fact in outcome.asked]
        return " ".join(told)

    def _told(self, fact: str) -> str:
        lang = self.scenario.lang
        value = self.scenario.knows.get(fact)
        if fact == "photos" and value == "yes":
            self.attaching = ("photo.jpg",)
        if value is None and fact == "order":
            value = self.scenario.order
        if value is None:
            return self._pick(phrases("unknown", lang), {})
        fixed = [p for p in phrases(fact, lang) if p.get("value") == value]
        if fixed:
            return str(self.draw.choice(fixed)["text"])
        return self._pick(phrases(fact, lang), {"value": value})

    def _explain(self) -> str:
        """Their wish once more: in other words where there are some, or the same again."""
        again = self.scenario.extra.get("again")
        return str(again or self.scenario.message)

    def _pick(self, found: list[dict[str, Any]], values: Mapping[str, Any]) -> str:
        if not found:
            return str(values.get("value", "?"))
        text = str(self.draw.choice(found)["text"])
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", _worded(value))
        return text


@cache
def phrases(fact: str, lang: str) -> list[dict[str, Any]]:
    """The answers that people give to a question for `fact`."""
    return [line for line in _answers() if line["fact"] == fact and line["lang"] == lang]


@cache
def _answers() -> tuple[dict[str, Any], ...]:
    return tuple(read_lines(MESSAGES / "answers.jsonl"))


def _worded(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def customers(scenarios: list[Scenario], *, seed: int, trial: int = 0) -> Iterator[Customer]:
    """A customer for each scenario."""
    for scenario in scenarios:
        yield Customer(scenario, random.Random(f"{scenario.id}/{seed}/{trial}"))
