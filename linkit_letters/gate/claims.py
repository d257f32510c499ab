"""A claim of a letter, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from linkit_letters.documents.source import Span

Kind = Literal[
    "employer", "tool", "years", "number", "team_size", "certificate", "seniority", "education",
    "language", "achievement",
]  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """Characters `start` to `end` of the letter say something of the candidate."""

    kind: Kind
    start: int
    end: int
    text: str
    supported: bool
    evidence: tuple[Span, ...] = ()
    reason: str = ""

    def as_json(self) -> dict[str, object]:
        """The claim as `letters check` gives it back."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "kind": self.kind,
            "supported": self.supported,
            "evidence": [span.as_json() for span in self.evidence],
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Checked:
    """A letter's claims in their order; it is grounded when each is supported."""

    claims: tuple[Claim, ...]
    remarks: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Claim, ...]:
        """The claims without support."""
        return tuple(claim for claim in self.claims if not claim.supported)

    @property
    def grounded(self) -> bool:
        """Whether nothing failed."""
        return not self.failed

    def as_json(self) -> dict[str, object]:
        """The result as `letters check` gives it back."""
        return {
            "grounded": self.grounded,
            "claims": [claim.as_json() for claim in self.claims],
            "remarks": list(self.remarks),
        }
