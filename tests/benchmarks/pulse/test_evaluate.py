"""`pulse evaluate` on labelled calls of one's own."""

import json
from pathlib import Path
from typing import Any

import pytest

ASKED = ("prototype_1", "prototype_2", "prototype_3")
FIGURE = {"value", "low", "high", "n"}
METRICS = ("accuracy", "macro_f1", "kappa", "brier", "nps_error", "answered", "seconds")


@pytest.fixture(autouse=True)
def one_repeat(tmp_path: Path) -> None:
    (tmp_path / "praktijkbench.toml").write_text("[pulse]\nrepeats = 1\n")


@pytest.fixture
def train(call_lines: Any, write_calls: Any) -> Path:
    return write_calls(call_lines(30), "train.jsonl")  # type: ignore[no-any-return]


@pytest.fixture
def evaluate(praktijkbench: Any, write_calls: Any, train: Path) -> Any:
    """The JSON that evaluate gives for these lines."""

    def call(lines: list[Any], *arguments: object) -> Any:
        ended = praktijkbench(
            "pulse", "evaluate", "--calls", write_calls(lines), "--train", train,
            "--json", "-", *arguments,
        )  # fmt: skip
        assert ended.status == 0, ended.err
        return ended.json

    return call


def rows_of(found: Any) -> dict[str, Any]:
    return {row["name"]: row for row in found["rows"]}


def test_every_row_has_figures_with_interval_and_number(evaluate: Any, call_lines: Any) -> None:
    found = evaluate(call_lines(6))
    assert (found["target"], found["calls"], found["refused"]) == ("nps", 6, 0)
    rows = rows_of(found)
    assert list(rows) == [*ASKED, "majority"]
    for row in rows.values():
        assert {"name", "model", *METRICS} <= set(row)
        assert all(set(row[metric]) == FIGURE for metric in METRICS)
        assert row["accuracy"]["low"] <= row["accuracy"]["value"] <= row["accuracy"]["high"]
        assert row["accuracy"]["n"] == 6
    for name in ("recall_detractor", "precision_passive", "recall_promoter"):
        assert set(rows["prototype_1"][name]) == FIGURE
    assert rows["prototype_1"]["model"] == "embedded"
    assert rows["prototype_2"]["comparison"]["against"] == "prototype 1"
    assert rows["prototype_1"]["published"]["value"] == 0.68


def test_enough_calls_of_each_class_are_cross_validated_too(evaluate: Any, call_lines: Any) -> None:
    rows = rows_of(evaluate(call_lines(30)))
    assert {"prototype_3_own", "tfidf_own"} < set(rows)
    assert rows["prototype_3_own"]["accuracy"]["value"] > 0.5
    assert rows["majority"]["brier"]["value"] is None


def test_one_class_only_still_gives_figures_and_undefined_ones_are_null(
    evaluate: Any, call_lines: Any
) -> None:
    rows = rows_of(evaluate(call_lines(12, moods=["good"])))
    first = rows["prototype_3"]
    assert first["accuracy"]["value"] == 1
    assert first["recall_detractor"] == {"value": None, "low": None, "high": None, "n": 0}
    assert first["kappa"]["value"] is None
    assert set(rows) == {*ASKED, "majority"}


@pytest.mark.parametrize("number", [1, 3])
def test_a_few_calls_are_enough_for_figures(evaluate: Any, call_lines: Any, number: int) -> None:
    rows = rows_of(evaluate(call_lines(number)))
    assert all(row["accuracy"]["n"] == number for row in rows.values())


def test_satisfaction_is_evaluated_without_the_figures_of_the_study(
    evaluate: Any, call_lines: Any
) -> None:
    found = evaluate(call_lines(6), "--target", "csat")
    assert found["target"] == "csat"
    row = rows_of(found)["prototype_1"]
    assert "recall_dissatisfied" in row and "published" not in row


def test_refused_lines_are_counted_in_the_result(evaluate: Any, call_lines: Any) -> None:
    lines = [*call_lines(6), "{", '{"id": "x"}']
    found = evaluate(lines, "--skip-refused")
    assert (found["calls"], found["refused"]) == (6, 2)


def test_calls_without_a_label_are_left_out_of_the_figures(evaluate: Any, call_lines: Any) -> None:
    lines = call_lines(6)
    del lines[0]["nps"]
    assert evaluate(lines)["calls"] == 5


def test_the_table_is_printed_and_the_file_is_whole_json(
    praktijkbench: Any, call_lines: Any, write_calls: Any, train: Path, tmp_path: Path
) -> None:
    out = tmp_path / "figures.json"
    arguments = ("--calls", write_calls(call_lines(6)), "--train", train, "--json", out)
    ended = praktijkbench("pulse", "evaluate", *arguments)
    assert (ended.status, ended.err) == (0, "")
    assert "Prototype 1" in ended.out and "68%" in ended.out
    assert json.loads(out.read_text())["calls"] == 6


def test_the_same_calls_give_the_same_figures(evaluate: Any, call_lines: Any) -> None:
    assert evaluate(call_lines(6)) == evaluate(call_lines(6))


def test_a_model_that_never_answers_counts_as_wrong_and_is_shown_as_unanswered(
    evaluate: Any, call_lines: Any, start_server: Any, reply: Any, tmp_path: Path
) -> None:
    server = start_server(reply.says("geen idee"))
    (tmp_path / "praktijkbench.toml").write_text(
        f'[pulse]\nrepeats = 1\n[models.mine]\nbase_url = "{server.base_url}"\nmodel = "tiny"\n'
    )
    rows = rows_of(evaluate(call_lines(30), "--model", "mine"))
    for name in (*ASKED, "prototype_3_own"):
        assert rows[name]["accuracy"]["value"] == 0
        assert rows[name]["answered"]["value"] == 0
        assert rows[name]["answered"]["n"] == 30
    assert rows["tfidf_own"]["answered"]["value"] == 1


@pytest.mark.slow
def test_the_handwritten_calls_are_evaluated_with_the_fixtures_as_training(
    praktijkbench: Any, fixtures_folder: Path
) -> None:
    calls = fixtures_folder / "handwritten" / "calls.jsonl"
    ended = praktijkbench("pulse", "evaluate", "--calls", calls, "--json", "-")
    assert (ended.status, ended.err) == (0, "")
    assert ended.json["calls"] == 60
    assert all(row["accuracy"]["n"] == 60 for row in ended.json["rows"])
