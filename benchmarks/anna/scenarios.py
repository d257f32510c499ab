"""The simulated customers' scenarios, as the fixtures hold them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anna_agents.settings import FIXTURES
from language_models.errors import unknown_name

SCENARIOS = {name: FIXTURES / "scenarios" / f"{name}.jsonl.gz" for name in ("test", "development")}
MESSAGES = FIXTURES / "messages"


@dataclass(frozen=True)
class Scenario:
    """A customer with a hidden goal.

    Attributes:
        knows: fact name to what the customer answers when asked.
        second: another question in the same message, with its procedure and facts.
        change_of_mind: what they write instead of an answer to our first question.
        patience: how many more messages they write before they give up.
        expect: `ends`, `tools`, `state` (rows that must hold) and `tells` (what a reply must show).
        next: the natural further question, if there is one.
    """

    id: str
    lang: str
    channel: str
    procedure: str
    message: str
    expect: Mapping[str, Any]
    customer: str | None = None
    sender: str | None = None
    order: str | None = None
    country: str = "NL"
    mood: str = "calm"
    temper: str = "calm"
    patience: int = 3
    case: str = ""
    knows: Mapping[str, Any] = field(default_factory=dict)
    second: Mapping[str, Any] | None = None
    change_of_mind: Mapping[str, Any] | None = None
    next: Mapping[str, Any] | None = None
    received_at: str | None = None
    attachments: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def department(self) -> str:
        """The department that owns its procedure."""
        return self.procedure.partition(".")[0]


def read_scenarios(split: str) -> list[Scenario]:
    """The scenarios of a split: `test` or `development`.

    Raises:
        InputError: another split.
    """
    if split not in SCENARIOS:
        raise unknown_name("split", split, SCENARIOS)
    return [_scenario(line) for line in read_lines(SCENARIOS[split])]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file of the fixtures, packed or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _scenario(line: dict[str, Any]) -> Scenario:
    known = {name for name in Scenario.__dataclass_fields__ if name != "extra"}
    given = {name: value for name, value in line.items() if name in known and value is not None}
    given["attachments"] = tuple(given.get("attachments", ()))
    rest = {name: value for name, value in line.items() if name not in known}
    return Scenario(**given, extra=rest)
