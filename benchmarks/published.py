"""The study's figures, each in one place: published_figures.toml beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from language_models.errors import unknown_name

FILE = Path(__file__).with_name("published_figures.toml")
STUDY = "TNO-2026-16678"

PublishedUnit = Literal[
    "percent",
    "percentage points",
    "NPS score",
    "rating of 5",
    "people",
    "minutes",
    "weeks",
    "months",
    "years",
    "handbooks",
    "procedures",
    "days",
    "interviews",
    "evaluations",
    "agents",
    "dimensions",
    "departments",
    "statement",
]


class PublishedFigure(BaseModel):
    """A figure as the study printed it.

    A range has `low` and `high` and no value; a finding in words has the unit "statement" and
    neither. `about` marks a figure that the study itself calls approximate.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    unit: PublishedUnit
    section: str
    table: str = ""
    description: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    about: bool = False

    @model_validator(mode="after")
    def _has_a_number_or_is_a_statement(self) -> PublishedFigure:
        numbers = self.value is not None or (self.low is not None and self.high is not None)
        if numbers == (self.unit == "statement"):
            raise ValueError(f"{self.id}: a number needs a unit, a statement has none")
        return self

    @property
    def source(self) -> str:
        """Where the study prints it: "TNO 2026, §3.1, table 2"."""
        return ", ".join(part for part in ("TNO 2026", self.section, self.table) if part)

    @property
    def number(self) -> float | None:
        """The value on the scale of our estimates: a percentage as a share 0..1."""
        return None if self.value is None else self._scaled(self.value)

    @property
    def range(self) -> tuple[float, float] | None:
        """Low and high on the scale of our estimates, where the study gives a range."""
        if self.low is None or self.high is None:
            return None
        return self._scaled(self.low), self._scaled(self.high)

    @property
    def shown(self) -> str:
        """The figure as text: "68%", "15–30 minutes", "about 48%"; a statement is described."""
        if self.unit == "statement":
            return self.description
        if self.value is not None:
            digits = f"{self.value:g}" if self.value < 10_000 else f"{self.value:,.0f}"
        else:
            digits = f"{self.low:g}–{self.high:g}"
        suffix = "%" if self.unit == "percent" else f" {self.unit}"
        return f"{'about ' if self.about else ''}{digits}{suffix}"

    def _scaled(self, value: float) -> float:
        return value / 100 if self.unit == "percent" else value


def published(figure_id: str) -> PublishedFigure:
    """The study's figure with this id.

    Raises:
        InputError: there is no such figure; the nearest id is told.
    """
    figures = published_figures()
    if figure_id not in figures:
        room = figure_id.split(".")[0] + "."
        near = [known for known in figures if known.startswith(room)]
        raise unknown_name("published figure", figure_id, near or figures)
    return figures[figure_id]


@cache
def published_figures() -> dict[str, PublishedFigure]:
    """All figures by id, in the order of the study."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        figure_id: PublishedFigure(id=figure_id, **fields) for figure_id, fields in content.items()
    }
