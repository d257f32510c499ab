from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from language_models.json_answers import InvalidAnswer, json_objects, read_answer


class Score(BaseModel):
    model_config = ConfigDict(extra="forbid")
    score: int = Field(ge=0, le=4)


@pytest.mark.parametrize(
    "text",
    [
        '{"score": 3}',
        ' \n{"score":3}\n',
        '```json\n{"score": 3}\n```',
        'Sure! Here it is: {"score": 3}. Anything else?',
        '<think>maybe {"score": 1}</think>{"score": 3}',
        'The form is {"answer": {}} so: {"score": 3}',
        '{"score": oops} {"score": 3}',
    ],
)
def test_the_object_is_found_in_what_stands_around_it(text: str) -> None:
    assert read_answer(text, Score) == Score(score=3)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no complete JSON object"),
        ("three", "no complete JSON object"),
        ('{"score": 3', "no complete JSON object"),
        ("[3]", "no complete JSON object"),
        ('{"score": 7}', "score: Input should be less than or equal to 4"),
        ('{"score": 1, "why": "x"}', "why: Extra inputs are not permitted"),
        ("{}", "score: Field required"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidAnswer, match=reason):
        read_answer(text, Score)


@given(st.text(alphabet='{}[]":, abc1\\\n', max_size=80))
def test_any_text_is_searched_without_a_crash(text: str) -> None:
    for found in json_objects(text):
        assert found in text


def test_endless_nesting_is_no_crash() -> None:
    assert list(json_objects("{" * 4_000)) == []
    assert list(json_objects('{"a":' * 4_000)) == []
