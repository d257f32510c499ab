"""What came of a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from anna_agents.contact.acting import Deed


@dataclass(frozen=True)
class Outcome:
    """The answer to a message and everything that led to it.

    Attributes:
        ends: asking (we wait for the customer's answer), resolved, waiting or handed_over.
        asked: facts that the reply asks for.
        wait_seconds: how long a human-like answer waits before it is sent.
        handover_mail: the e-mail to the people, when they take over.
    """

    id: str
    contact: str
    lang: str
    department: str | None
    procedure: str | None
    confidence: float
    alternatives: tuple[Mapping[str, Any], ...]
    reply: str
    actions: tuple[Deed, ...]
    handover: bool
    reason: str | None
    ends: str
    asked: tuple[str, ...] = ()
    visited: tuple[str, ...] = ()
    wait_seconds: float = 0.0
    handover_mail: Mapping[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """As a line of `anna handle`."""
        line = asdict(self)
        line["actions"] = [deed.to_json() for deed in self.actions]
        line["alternatives"] = [dict(each) for each in self.alternatives]
        return line

    @classmethod
    def from_json(cls, line: Mapping[str, Any]) -> Outcome:
        """As it was stored with the message."""
        actions = tuple(
            Deed(each["tool"], each["arguments"], each["done"], each.get("reason"))
            for each in line["actions"]
        )
        lists = ("alternatives", "asked", "visited")
        return cls(**{**line, "actions": actions, **{name: tuple(line[name]) for name in lists}})
