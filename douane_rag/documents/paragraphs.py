"""A paragraph: the text under one heading, with its place, its reference and its validity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Source = Literal["handbook", "further"]


@dataclass(frozen=True)
class Paragraph:
    """What stands under one heading, as it stands.

    `id` names it, `within` are the ids of the headings around it (a gold id that names one of
    them covers it), `path` the titles from the document's down to its own. `reference` is how an
    officer cites it. `valid_from` is the first day on which it applies, `valid_to` the first on
    which it no longer does; None is open. Of one id there may be several versions in time.
    """

    id: str
    text: str
    path: tuple[str, ...]
    reference: str
    document: str
    within: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    source: Source = "handbook"
    line: int | None = None

    @property
    def title(self) -> str:
        """The heading's own title."""
        return self.path[-1]

    def valid_on(self, day: date) -> bool:
        """Whether the text applies on that day."""
        after = self.valid_from is None or self.valid_from <= day
        return after and (self.valid_to is None or day < self.valid_to)

    def covered_by(self, gold: str) -> bool:
        """Whether a gold id names this paragraph or a heading above it."""
        return gold == self.id or gold in self.within
