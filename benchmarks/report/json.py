"""report.json: every row with its metrics, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from benchmarks.manifest import Manifest
from benchmarks.published import PublishedFigure
from benchmarks.report.model import Comparison, Row, SuiteReport
from benchmarks.report.shown import goal_met


def as_json(reports: Sequence[SuiteReport], manifest: Manifest) -> str:
    """The reports as JSON text; with one suite its rows also stand at the top."""
    suites = [{"name": r.suite, "title": r.title, "rows": rows_json(r)} for r in reports]
    content: dict[str, Any] = {
        "status": manifest.status,
        "settings": manifest.settings.model_dump(),
        "suites": suites,
    }
    if len(suites) == 1:
        content["rows"] = suites[0]["rows"]
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def rows_json(report: SuiteReport) -> list[dict[str, Any]]:
    """The rows as `{"name", "model", metric: {"value", "low", "high", "n"}, …}`."""
    return [_row(report, row) for row in report.rows]


def _row(report: SuiteReport, row: Row) -> dict[str, Any]:
    content: dict[str, Any] = {"name": row.name, "model": row.model, "title": row.title}
    if row.group:
        content["group"] = row.group
    content |= {name: estimate.as_json() for name, estimate in row.metrics.items()}
    if row.published is not None:
        content["published"] = _published(row.published, report.headline_of(row).name)
    met = goal_met(report, row)
    if met is not None and report.goal is not None:
        content["goal"] = {"id": report.goal.id, "value": report.goal.number, "met": met}
    if row.comparison is not None:
        content["comparison"] = _comparison(row.comparison)
    if row.note:
        content["note"] = row.note
    return content


def _published(figure: PublishedFigure, metric: str) -> dict[str, Any]:
    low, high = figure.range or (None, None)
    return {
        "id": figure.id,
        "metric": metric,
        "value": figure.number,
        "low": low,
        "high": high,
        "about": figure.about,
        "source": figure.source,
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "against": comparison.against,
        "difference": comparison.difference.as_json(),
        "test": comparison.test,
        "p": comparison.p_value,
        "p_holm": comparison.p_adjusted,
        "separates": comparison.separates,
        "n_needed": comparison.n_needed,
    }
