"""The report from lines that lack one sort of question."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.douane.report import douane_report

LINE: dict[str, Any] = {
    "id": "q", "kind": "unanswerable", "group": "", "answerable": False, "answered": True,
    "evidence": 0.6, "dropped": 0, "exact": 1, "quotes": 1, "cited": ["a"],
    "citation_precision": 0.0, "citation_recall": None, "answer_found": None, "stale": 0,
    "invalid": 0, "answer_words": 9, "source_words": [9],
}  # fmt: skip


@pytest.mark.filterwarnings("error")
def test_only_unanswerable_questions_have_a_row_and_no_curve() -> None:
    report = douane_report([], [LINE], {}, embedding="use", model="embedded", seed=1)
    (row,) = report.rows
    assert row.metrics["false_answers"].value == 1.0
    assert row.metrics["false_refusals"].value is None
    assert "When to say that it is not there" not in [s.title for s in report.sections]
