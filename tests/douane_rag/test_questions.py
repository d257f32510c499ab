"""Questions in JSON Lines files: what is read, and what is refused with its line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from douane_rag.questions import Question, read_questions
from language_models.errors import InputError

WriteLines = Callable[..., Path]


@pytest.fixture
def write_lines(write_calls: WriteLines) -> WriteLines:
    """Writes lines (objects or texts) to a file."""
    return lambda *lines: write_calls(lines, "questions.jsonl")


def line(**fields: Any) -> dict[str, Any]:
    return {"id": "q1", "question": "Hoeveel sigaretten?", "gold": ["hr-1"], **fields}


def read_one(path: Path) -> Question:
    (question,) = read_questions(path).items
    return question


def test_a_question_is_read_with_all_its_fields(write_lines: WriteLines) -> None:
    found = read_one(
        write_lines(
            line(
                history=["En wijn?"],
                kind="amount",
                quotes=["200 sigaretten"],
                group="g",
                alternatives=True,
                before=["100 sigaretten"],
                colour="red",
            )
        )
    )
    assert (found.id, found.question, found.gold) == ("q1", "Hoeveel sigaretten?", ("hr-1",))
    assert (found.answerable, found.history, found.kind) == (True, ("En wijn?",), "amount")
    assert (found.quotes, found.group, found.before) == (
        ("200 sigaretten",),
        "g",
        ("100 sigaretten",),
    )
    assert found.alternatives
    assert found.extra == {"colour": "red"}


@pytest.mark.parametrize(
    "fields", [{"gold": []}, {"gold": [], "answerable": False}, {"answerable": False}]
)
def test_a_question_without_an_answer_has_no_gold(
    write_lines: WriteLines, fields: dict[str, Any]
) -> None:
    found = read_one(write_lines(line(**fields)))
    assert (found.answerable, found.gold) == (False, ())
    assert found.assumed == ("answerable" not in fields)


def test_a_single_gold_id_may_stand_without_a_list(write_lines: WriteLines) -> None:
    assert read_one(write_lines(line(gold="hr-1"))).gold == ("hr-1",)


def test_of_the_history_only_the_questions_are_kept(write_lines: WriteLines) -> None:
    turns = [
        {"role": "user", "content": "Eerste?"},
        {"role": "assistant", "content": "Antwoord."},
        {"question": "Tweede?"},
        {"text": "Derde?"},
        "Vierde?",
    ]
    found = read_one(write_lines(line(history=turns)))
    assert found.history == ("Eerste?", "Tweede?", "Derde?", "Vierde?")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"question": "  "}, 'question is "  "; write it as text'),
        ({"question": 7}, "question is 7"),
        ({"question": "half \ud83d"}, "half a character"),
        ({"answerable": "yes"}, 'answerable is "yes"; write true or false'),
        ({"gold": [], "answerable": True}, "gold is empty; name paragraphs"),
        ({"gold": [1]}, r"gold is \[1\]; write a list of texts"),
        ({"gold": {"a": 1}}, "gold is "),
        ({"history": "En wijn?"}, "history is .En wijn"),
        ({"history": [7]}, "history holds 7"),
        ({"id": ""}, 'id "" is no text'),
    ],
)
def test_a_line_that_cannot_be_used_is_told_with_its_number(
    write_lines: WriteLines, fields: dict[str, Any], reason: str
) -> None:
    found = read_questions(write_lines(line(id="q0"), "", line(**fields)))
    (refused,) = found.refused
    assert refused.line == 3
    with pytest.raises(InputError, match=rf"questions\.jsonl:3: .*{reason}"):
        found.usable(skip_refused=False, say=print)
    said: list[str] = []
    assert [q.id for q in found.usable(skip_refused=True, say=said.append)] == ["q0"]
    assert said[-1].startswith("1 refused, 1 read")


def test_gold_may_not_be_left_out_of_a_question_that_has_an_answer(
    write_lines: WriteLines,
) -> None:
    with pytest.raises(InputError, match=r"questions\.jsonl:1: no gold"):
        read_questions(write_lines({"id": "q1", "question": "Hoeveel?"}))


def test_two_questions_with_one_id_are_told(write_lines: WriteLines) -> None:
    (refused,) = read_questions(write_lines(line(), line())).refused
    assert "id 'q1' stands already in line 1" in str(refused)


def test_an_example_in_a_message_is_itself_a_right_line(write_lines: WriteLines) -> None:
    from douane_rag.questions import EXAMPLE

    assert read_one(write_lines(EXAMPLE)).gold
    assert json.loads(EXAMPLE)["id"] == "q1"
