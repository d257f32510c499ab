"""report.html: one page that needs nothing beside it, no script, no font, no network."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from benchmarks.manifest import Manifest
from benchmarks.report import shown
from benchmarks.report.facts import run_facts
from benchmarks.report.model import Column, Figure, Item, Row, SuiteReport, Table

TEMPLATES = Path(__file__).with_name("templates")


def as_html(reports: Sequence[SuiteReport], manifest: Manifest) -> str:
    """The reports as one HTML page. All text in them is escaped."""
    page = _templates().get_template("report.html.j2")
    return page.render(reports=reports, manifest=manifest, facts=list(run_facts(manifest)))


def markdown(text: str) -> Markup:
    """Markdown as HTML; raw HTML in it is shown as text, and nothing is loaded from elsewhere."""
    return Markup(_markdown().render(text))


@dataclass(frozen=True)
class Strip:
    """Where the small interval beside a row's headline is drawn, in percent of its width."""

    low: float
    high: float
    value: float
    study: float | None
    goal: float | None


def strip(report: SuiteReport, row: Row) -> Strip | None:
    """The row's interval, the study's figure and the goal on the scale from 0 to 100%."""
    estimate = shown.headline_estimate(report, row)
    if report.headline_of(row).unit != "share" or estimate.value is None:
        return None
    low, high = estimate.interval or (estimate.value, estimate.value)
    goal = report.goal.number if report.goal and not row.headline else None
    study = row.published.number if row.published else None
    return Strip(100 * low, 100 * high, 100 * estimate.value, _percent(study), _percent(goal))


def groups(report: SuiteReport) -> list[tuple[str, list[Row]]]:
    """The rows under their group's heading, in order."""
    return [(name, list(rows)) for name, rows in groupby(report.rows, key=lambda row: row.group)]


def slug(*parts: str) -> str:
    """An id for a place on the page."""
    return "-".join(re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts)


def kind(item: Item) -> str:
    """The name of the item's type, by which the template chooses its form."""
    return type(item).__name__.lower()


def columns(table: Table) -> list[Column]:
    """The table's columns with their units."""
    return [c if isinstance(c, Column) else Column(c) for c in table.columns]


def picture(figure: Figure) -> Markup:
    """The plot with its description for who cannot see it."""
    label = Markup.escape(figure.alt)
    return Markup(figure.svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1))


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = markdown
    environment.globals.update(_for_templates())
    return environment


def _for_templates() -> Mapping[str, Any]:
    ours = (strip, groups, slug, kind, columns, picture)
    return {"shown": shown, **{function.__name__: function for function in ours}}
