"""The whole suite through the command line, on two tiny handbooks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.douane import suite
from benchmarks.douane.lines import Examiner, retrieval_rows
from benchmarks.run_folder import RunFolder
from douane_rag.retrieval.retriever import Strategy

pytestmark = pytest.mark.usefixtures("tiny_suite")
RANKED = [row.name for row in retrieval_rows(Strategy())]
ROWS = [*RANKED, "answers", "changed"]
REPORTS = ("report.html", "report.md", "report.json")


def rows_of(folder: Path) -> dict[str, Any]:
    rows = json.loads((folder / "report.json").read_text(encoding="utf-8"))["rows"]
    return {row["name"]: row for row in rows}


def test_a_run_has_every_row_and_its_report_is_made_from_the_lines_alone(
    praktijkbench: Any, tmp_path: Path
) -> None:
    ended = praktijkbench("run", "douane", "--out", "a")
    assert ended.status == 0, ended.err
    assert "BM25" in ended.out
    rows = rows_of(tmp_path / "a")
    assert list(rows) == ROWS
    assert {rows[name]["recall_at_10"]["n"] for name in RANKED} == {4}
    assert rows["bm25"]["recall_at_1"]["value"] == 1.0
    assert rows["answers"]["quote_exactness"]["value"] == 1.0
    assert rows["answers"]["stale_quotes"]["value"] == 0.0
    assert rows["answers"]["false_answers"]["n"] == 1
    assert rows["changed"]["changed_answers"]["n"] == 2
    assert rows["changed"]["both_found"]["value"] == 1.0
    assert "NaN" not in (tmp_path / "a" / "report.json").read_text(encoding="utf-8")
    before = {name: (tmp_path / "a" / name).read_bytes() for name in REPORTS}
    assert praktijkbench("report", "a").status == 0
    assert {name: (tmp_path / "a" / name).read_bytes() for name in REPORTS} == before


@pytest.mark.usefixtures("unplotted")
def test_an_interrupted_run_goes_on_where_it_stopped(
    praktijkbench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, asked = Examiner.answered, []

    def stops(self: Examiner, answerer: Any, question: Any) -> Any:
        asked.append(question.id)
        if asked == ["q1", "q2", "q3"]:
            raise KeyboardInterrupt
        return answered(self, answerer, question)

    monkeypatch.setattr(Examiner, "answered", stops)
    assert praktijkbench("run", "douane", "--out", "a").status != 0
    rankings = (tmp_path / "a" / "samples" / "douane_rankings.jsonl").read_bytes()
    assert len(rankings.splitlines()) == 4 * len(RANKED)
    monkeypatch.setattr(Examiner, "rankings", None)
    ended = praktijkbench("run", "--resume", "a")
    assert ended.status == 0, ended.err
    assert asked == ["q1", "q2", "q3", "q3", "q4", "q5"]
    monkeypatch.undo()
    assert (tmp_path / "a" / "samples" / "douane_rankings.jsonl").read_bytes() == rankings
    assert list(rows_of(tmp_path / "a")) == ROWS


@pytest.mark.usefixtures("unplotted")
def test_without_an_embedding_only_searches_by_words_stand_in_the_table(
    praktijkbench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("douane_rag.opening.chunk_minilm", None)
    ended = praktijkbench("run", "douane", "--embedding", "none", "--out", "a")
    assert ended.status == 0, ended.err
    assert list(rows_of(tmp_path / "a")) == ["keyword", "bm25", "expanded", "answers", "changed"]


@pytest.mark.usefixtures("unplotted")
def test_the_handbooks_of_the_settings_are_not_what_the_suite_asks(
    praktijkbench: Any, write_handbooks: Callable[..., Path], tmp_path: Path
) -> None:
    other = write_handbooks({"a.md": "# Boek\n\n## Iets\n\nNiets over wijn."}, "other")
    (tmp_path / "praktijkbench.toml").write_text(
        f"[douane]\ncorpus = '{other}'\nfurther = '{other}'\nindex = 'nowhere'\n"
    )
    ended = praktijkbench("run", "douane", "--embedding", "none", "--out", "a")
    assert ended.status == 0, ended.err
    assert rows_of(tmp_path / "a")["bm25"]["recall_at_1"]["value"] == 1.0


@pytest.mark.usefixtures("unplotted")
def test_a_sample_asks_fewer_questions_and_two_runs_compare_question_by_question(
    praktijkbench: Any, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        assert praktijkbench("run", "douane", "--sample", "2", "--out", name).status == 0
    scores = {s.name: s.values for s in suite.SUITE.scores(RunFolder.read(tmp_path / "a"))}
    assert set(scores) == set(RANKED)
    assert scores["bm25"] == {"q1": 1.0, "q2": 1.0}
    ended = praktijkbench("compare", "a", "b")
    assert ended.status == 0, ended.err
