"""Where a contact stands between two messages; it is stored as JSON with the contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from anna_agents.procedures.vocabulary import Value


@dataclass(frozen=True)
class Matter:
    """One thing a customer wants.

    Attributes:
        procedure: in hand; None before one was chosen.
        visited: procedures that had it, in order; none is entered twice, so nothing loops.
        facts: what the customer told.
        asked: facts the last reply asked for; `times_asked` counts questions without an answer.
        ends: "" while it runs, else resolved, waiting or handed_over.
    """

    procedure: str | None = None
    visited: tuple[str, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    times_asked: int = 0
    ends: str = ""


@dataclass(frozen=True)
class Thread:
    """A contact's matters, one after the other, and what is known of the customer.

    Attributes:
        lang: in which we answer.
        order: the last order that was spoken of.
        said: "customer: …" and "anna: …", for the person who takes over.
    """

    matters: tuple[Matter, ...] = ()
    lang: str | None = None
    order: str | None = None
    email: str | None = None
    said: tuple[str, ...] = ()

    @property
    def running(self) -> Matter | None:
        """The matter that waits for the customer's answer."""
        if self.matters and self.matters[-1].asked and not self.matters[-1].ends:
            return self.matters[-1]
        return None

    def with_matter(self, matter: Matter) -> Thread:
        """The running matter replaced, or a new one added."""
        before = self.matters[:-1] if self.running else self.matters
        return replace(self, matters=(*before, matter))

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Thread:
        """As it was stored."""
        matters = tuple(
            Matter(**{**each, "visited": tuple(each["visited"]), "asked": tuple(each["asked"])})
            for each in given.get("matters", [])
        )
        return cls(**{**given, "matters": matters, "said": tuple(given.get("said", ()))})
