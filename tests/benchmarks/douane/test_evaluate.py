"""`praktijkbench douane evaluate` on handbooks and questions that it was not made for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

Evaluate = Callable[..., Any]
FOREIGN = {
    "regels.md": "# Huisregels\n\n## Parkeren\n\nParkeren kost twee euro per uur.\n\n"
    "## Fietsen\n\n### Stalling\n\nDe stalling is gratis.\n\n### Huur\n\nHuur kost acht euro.\n",
    "open.txt": "De balie is open van negen tot vijf.",
}
PARKING = {"id": "p", "question": "Wat kost parkeren per uur?", "gold": ["regels#parkeren"]}
CYCLING = {"id": "f", "question": "Is de stalling gratis?", "gold": ["regels#fietsen"]}


@pytest.fixture
def evaluate(
    praktijkbench: Any,
    unplotted: None,
    write_handbooks: Callable[..., Path],
    write_questions: Callable[[Sequence[Mapping[str, Any]]], Path],
) -> Evaluate:
    """Evaluates questions on the foreign handbooks, by words only."""

    def run(*questions: Mapping[str, Any], out: str = "-", more: Sequence[str] = ()) -> Any:
        return praktijkbench(
            "douane", "evaluate", "--corpus", write_handbooks(FOREIGN), "--questions",
            write_questions(questions), "--json", out, "--embedding", "none", *more,
        )  # fmt: skip

    return run


def rows_of(ended: Any) -> dict[str, Any]:
    assert ended.status == 0, ended.err
    return {row["name"]: row for row in json.loads(ended.out)["rows"]}


def test_slugs_and_headings_are_gold_and_the_figures_are_those_of_the_questions(
    evaluate: Evaluate,
) -> None:
    rows = rows_of(evaluate(PARKING, CYCLING))
    assert set(rows) == {"keyword", "bm25", "expanded", "answers"}
    for metric in ("recall_at_1", "recall_at_10", "mrr", "ndcg_at_10"):
        assert (rows["bm25"][metric]["value"], rows["bm25"][metric]["n"]) == (1.0, 2)
    assert rows["answers"]["false_answers"]["value"] is None
    assert rows["answers"]["quote_exactness"]["value"] == 1.0


def test_an_empty_gold_is_read_as_not_answerable_and_said_in_one_line(evaluate: Evaluate) -> None:
    silent = {"id": "s", "question": "Waar is de kantine?", "gold": []}
    said = {**silent, "id": "t", "answerable": False}
    ended = evaluate(PARKING, silent, said)
    (line,) = [line for line in ended.err.splitlines() if "empty gold" in line]
    assert line == (
        '1 questions have an empty gold and no "answerable", and are read as not answerable: s'
    )
    rows = rows_of(ended)
    assert rows["bm25"]["recall_at_1"]["n"] == 1
    assert rows["answers"]["false_answers"]["n"] == 2
    assert "empty gold" not in evaluate(PARKING, said).err


def test_gold_that_is_not_in_the_corpus_counts_as_not_found_and_is_said(evaluate: Evaluate) -> None:
    ended = evaluate(PARKING, {**CYCLING, "gold": ["elders#x"]})
    assert "1 gold ids are not in this corpus and count as not found: 'elders#x'" in ended.err
    assert rows_of(ended)["bm25"]["recall_at_10"]["value"] == 0.5


def test_questions_for_other_handbooks_are_refused_with_how_ids_are_made(
    evaluate: Evaluate,
) -> None:
    ended = evaluate({**PARKING, "gold": ["elders#x"]})
    assert ended.status == 2
    assert "No gold id of the questions is in this corpus ('elders#x', for instance)" in ended.err
    assert ended.out == ""


def test_a_line_that_cannot_be_used_stops_the_work_or_is_counted(
    evaluate: Evaluate, tmp_path: Path
) -> None:
    broken = {"id": "b", "question": "", "gold": ["regels#parkeren"]}
    ended = evaluate(PARKING, broken)
    assert ended.status == 2
    assert "questions.jsonl:2: question is " in ended.err
    ended = evaluate(PARKING, broken, out=str(tmp_path / "f.json"), more=["--skip-refused"])
    assert ended.status == 0
    found = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    assert (found["questions"], found["refused"]) == (1, 1)
    assert "BM25" in ended.out
