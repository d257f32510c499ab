"""The tables of README.md, written from a run."""

import pytest

from benchmarks.estimate import Estimate
from benchmarks.readme import table, with_tables
from benchmarks.report.model import Comparison, Metric, Row, SuiteReport
from language_models.errors import InputError

METRICS = (
    Metric("ndcg", "nDCG", "number", main=True),
    Metric("mrr", "MRR", "number"),
    Metric("found", "Found"),
    Metric("refused", "Refused"),
)
BETTER = Comparison("BM25", Estimate(0.1, 0.05, 0.15, n=9), "bootstrap", 0.01, unit="number")
REPORT = SuiteReport(
    suite="douane",
    title="Douane",
    lead="",
    metrics=METRICS,
    headline="ndcg",
    rows=(
        Row("bm25", "BM25", "–", {"ndcg": Estimate(0.5, n=9), "mrr": Estimate(0.4)}, group="Find"),
        Row("both", "Hybrid", "use", {"ndcg": Estimate(0.6, n=9)}, group="Find", comparison=BETTER),
        Row("a", "Answers", "e", {"found": Estimate(0.25), "refused": Estimate(None)},
            group="Answer", headline="found"),
    ),
)  # fmt: skip


def test_a_group_has_a_line_for_each_row_or_for_each_measure_whichever_is_narrower() -> None:
    assert table(REPORT).split("\n\n") == [
        "| Find | nDCG | nDCG against BM25 |\n| --- | --- | --- |\n"
        "| BM25 | 0.500 |  |\n| Hybrid | 0.600 | +0.100 [+0.050, +0.150] |",
        "| Answer | Answers |\n| --- | --- |\n| Found | 25.0% |\n| Refused | — |",
    ]


def test_a_table_is_put_between_its_own_marks_and_nothing_else_changes() -> None:
    pulse = "<!-- table pulse: begin -->\nkept\n<!-- table pulse: end -->"
    readme = f"# A\n{pulse}\n<!-- table douane: begin -->\nold\n<!-- table douane: end -->\nZ\n"
    written = with_tables(readme, [REPORT])
    assert written == readme.replace("old", table(REPORT))
    assert with_tables(written, [REPORT]) == written


def test_a_run_without_a_place_in_the_readme_is_refused() -> None:
    with pytest.raises(InputError, match="no place for a table"):
        with_tables("# A\n", [REPORT])
