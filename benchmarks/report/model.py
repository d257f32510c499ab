"""What a suite reports: rows with metrics, and sections of text, tables, figures, assumptions.

A report says what was found, never how it looks. The printed forms stand beside this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from benchmarks.estimate import Estimate
from benchmarks.published import PublishedFigure

Unit: TypeAlias = Literal[
    "text", "share", "number", "points", "difference", "seconds", "count", "p", "money"
]
"""How a figure is printed: a share 0..1 as a percentage, p as p-value.

Points have a sign and a digit behind the point; a difference of numbers a sign and three.
"""

Cell: TypeAlias = str | int | float | Estimate | PublishedFigure | None

RESERVED = frozenset({"name", "model", "title", "group", "note", "published", "comparison", "goal"})


@dataclass(frozen=True)
class Metric:
    """One column of a suite's table of rows.

    `main` columns are also printed in a narrow terminal; `better` says which way is good.
    """

    name: str
    label: str
    unit: Unit = "share"
    main: bool = False
    better: Literal["higher", "lower", "nearer 0", "neither"] = "higher"
    description: str = ""

    def __post_init__(self) -> None:
        if self.name in RESERVED:
            raise ValueError(f"A metric cannot be named {self.name!r}: report.json uses that key")


@dataclass(frozen=True)
class Comparison:
    """A row beside the row it is compared with, on the same samples.

    `p_adjusted` is Holm's, across the table; `n_needed` the number of paired samples at which a
    difference like this one would be found with 80% power, None where there is no difference.
    """

    against: str
    difference: Estimate
    test: str
    p_value: float | None
    p_adjusted: float | None = None
    n_needed: int | None = None
    unit: Unit = "share"

    @property
    def separates(self) -> bool:
        """Whether the test tells the two apart at 5%, after Holm where that was done."""
        p = self.p_value if self.p_adjusted is None else self.p_adjusted
        return p is not None and p < 0.05


@dataclass(frozen=True)
class Row:
    """One system on one suite: its metrics, and the study's figure for the headline metric."""

    name: str
    title: str
    model: str
    metrics: Mapping[str, Estimate]
    published: PublishedFigure | None = None
    note: str = ""
    group: str = ""
    headline: str = ""
    comparison: Comparison | None = None


@dataclass(frozen=True)
class Paragraph:
    """Text in Markdown; raw HTML in it is shown as text."""

    text: str


@dataclass(frozen=True)
class Column:
    """A table column; its unit says how plain numbers and estimates in it are printed."""

    label: str
    unit: Unit = "text"
    description: str = ""


@dataclass(frozen=True)
class Table:
    """A small table inside a section. A plain string as column means a column of text."""

    title: str
    columns: tuple[Column | str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Table {self.title!r}, row {number}: {len(row)} cells for "
                    f"{len(self.columns)} columns"
                )


@dataclass(frozen=True)
class Figure:
    """A plot as SVG, with the sentence that tells what it shows to who cannot see it."""

    title: str
    svg: str
    caption: str
    alt: str


@dataclass(frozen=True)
class Assumption:
    """A value that was not measured but assumed, with where it comes from."""

    name: str
    value: str
    source: str


Item: TypeAlias = Paragraph | Table | Figure | Assumption


@dataclass(frozen=True)
class Section:
    """A titled part of the report."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class SuiteReport:
    """Everything one suite says about one run.

    `headline` is the metric that stands beside the study's figure and the goal; a row may name
    another. `lead` is Markdown. Rows are printed in their order, under their groups.
    """

    suite: str
    title: str
    lead: str
    metrics: tuple[Metric, ...]
    headline: str
    rows: tuple[Row, ...] = ()
    sections: tuple[Section, ...] = ()
    goal: PublishedFigure | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {metric.name for metric in self.metrics}
        for row in self.rows:
            strange = (set(row.metrics) | {row.headline or self.headline}) - known
            if strange:
                raise ValueError(
                    f"Row {row.name!r} of suite {self.suite!r} has metrics that the suite does "
                    f"not list: {', '.join(sorted(strange))}"
                )

    def metric(self, name: str) -> Metric:
        """The metric called `name`."""
        return next(metric for metric in self.metrics if metric.name == name)

    def headline_of(self, row: Row) -> Metric:
        """The metric of this row that stands beside the study's figure."""
        return self.metric(row.headline or self.headline)
