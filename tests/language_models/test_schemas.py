from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from language_models.schemas import grammar_schema, strict_schema


class Turn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1)
    mood: int = Field(2, ge=0, le=4)


class Call(BaseModel):
    turns: list[Turn] = Field(min_length=2)
    outcome: Literal["good", "bad"]


def test_a_strict_schema_is_closed_and_requires_all() -> None:
    schema = strict_schema(Call.model_json_schema())
    turn = schema["$defs"]["Turn"]  # type: ignore[index]
    assert turn["required"] == ["title", "mood"]
    assert turn["properties"]["title"] == {"type": "string"}
    assert schema["additionalProperties"] is False


def test_a_grammar_gets_small_ranges_spelt_out() -> None:
    turn = grammar_schema(Call.model_json_schema())["$defs"]["Turn"]  # type: ignore[index]
    assert turn["properties"]["mood"] == {"enum": [0, 1, 2, 3, 4]}


def test_the_schema_given_stays_as_it_was() -> None:
    before = Call.model_json_schema()
    strict_schema(before)
    grammar_schema(before)
    assert before == Call.model_json_schema()
