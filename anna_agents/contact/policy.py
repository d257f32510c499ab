"""How sure Anna must be, and how often she asks; chosen on development messages."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Policy(BaseModel):
    """When to act, when to ask, when to hand over."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act_at: float = Field(0.25, ge=0, le=1, description="probability from which a procedure starts")
    ask_at: float = Field(0.10, ge=0, le=1, description="probability from which one asks for more")
    most_questions: int = Field(2, ge=1, description="the same question, before a person is asked")
