from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from benchmarks.compare_runs import compare_runs
from benchmarks.report.model import Paragraph, Table
from benchmarks.report.terminal import print_sections
from benchmarks.run import run_suites
from benchmarks.statistics import mcnemar
from benchmarks.suite import RunSettings


def made(name: str, tmp_path: Path, **settings: object) -> Path:
    console = Console(file=StringIO())
    return run_suites(["toy"], RunSettings(out=tmp_path / name, **settings), console=console)  # type: ignore[arg-type]


def table_of(a: Path, b: Path) -> Table:
    items = [item for section in compare_runs(a, b) for item in section.items]
    return next(item for item in items if isinstance(item, Table))


def words_of(a: Path, b: Path) -> str:
    items = [item for section in compare_runs(a, b) for item in section.items]
    return "\n".join(item.text for item in items if isinstance(item, Paragraph))


def test_a_run_compared_with_itself_differs_nowhere(toy: Any, tmp_path: Path) -> None:
    a, b = made("a", tmp_path), made("b", tmp_path)
    for row in table_of(a, b).rows:
        assert row[5].value == 0  # type: ignore[union-attr]
        assert row[7] == 1.0


def test_rows_pair_on_the_samples_that_both_hold(toy: Any, tmp_path: Path) -> None:
    a = made("a", tmp_path)
    toy.samples, toy.periods = 30, {"prototype_1": 5, "prototype_2": 2}
    b = made("b", tmp_path)
    first, second = table_of(a, b).rows
    right_a = [i % 3 != 0 for i in range(30)]
    right_b = [i % 5 != 0 for i in range(30)]
    assert list(first[3:5]) == pytest.approx([20 / 30, 24 / 30])
    assert first[5].value == pytest.approx(4 / 30)  # type: ignore[union-attr]
    assert first[7] == pytest.approx(min(1, 2 * mcnemar(right_a, right_b).p_value))
    assert first[8] == second[8] == 30


def test_another_model_in_the_same_row_pairs_and_is_shown(toy: Any, tmp_path: Path) -> None:
    a, b = made("a", tmp_path), made("b", tmp_path, models=("ollama:x",))
    assert [row[1] for row in table_of(a, b).rows] == ["embedded → ollama:x"] * 2
    assert "models was not set, now ollama:x" in words_of(a, b)


def test_rows_and_data_that_differ_are_named(toy: Any, tmp_path: Path) -> None:
    a = made("a", tmp_path)
    toy.periods = {"prototype_1": 3}
    toy.data.write_text("other\n")
    b = made("b", tmp_path)
    toy.periods = {"prototype_1": 3, "prototype_2": 2}
    words = words_of(a, b)
    assert "the data file toy.jsonl is not the same" in words
    assert "toy: prototype_2 (embedded) has no sample in both" in words


def test_the_comparison_prints_in_a_narrow_terminal(toy: Any, tmp_path: Path) -> None:
    out = StringIO()
    print_sections(
        compare_runs(made("a", tmp_path), made("b", tmp_path)), Console(file=out, width=80)
    )
    assert "differences are B minus A" in out.getvalue()
    assert max(len(line) for line in out.getvalue().splitlines()) <= 80
