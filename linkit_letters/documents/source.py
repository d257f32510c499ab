"""A document as text, and a stretch of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["cv", "vacancy", "notes", "letter", "assignment", "answers", "further"]


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` of the text of one document."""

    source: str
    start: int
    end: int
    text: str

    def as_json(self) -> dict[str, object]:
        """The span as the results hold it."""
        return {"source": self.source, "start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True)
class Source:
    """One document as read; `masked` are stretches that are no evidence, such as orders to us."""

    role: str
    text: str
    file: str = ""
    remarks: tuple[str, ...] = ()
    masked: tuple[tuple[int, int], ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)

    def span(self, start: int, end: int) -> Span:
        """The stretch with its text."""
        return Span(self.role, start, end, self.text[start:end])

    @property
    def evidence(self) -> str:
        """The text with what is no evidence blanked out; offsets stay."""
        text = self.text
        for start, end in self.masked:
            text = text[:start] + " " * (end - start) + text[end:]
        return text
