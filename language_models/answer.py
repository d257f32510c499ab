"""What comes back from a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Out = TypeVar("Out")


@dataclass(frozen=True)
class Usage:
    """Tokens, seconds and money; None where the server does not say or no price is known."""

    prompt_tokens: int | None
    completion_tokens: int | None
    seconds: float
    cost: float | None

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            _sum(self.prompt_tokens, other.prompt_tokens),
            _sum(self.completion_tokens, other.completion_tokens),
            self.seconds + other.seconds,
            _sum(self.cost, other.cost),
        )


NOTHING_USED = Usage(prompt_tokens=0, completion_tokens=0, seconds=0.0, cost=0.0)


@dataclass(frozen=True)
class Answer(Generic[Out]):
    """One answer to one Task; `value` is None when it stayed unanswered, and `error` says why."""

    value: Out | None
    usage: Usage
    attempts: int
    replayed: bool
    error: str | None = None


@dataclass(frozen=True)
class Completion:
    """What a backend wrote, before it is read as the Task's answer."""

    text: str
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


Number = TypeVar("Number", int, float)


def _sum(one: Number | None, other: Number | None) -> Number | None:
    # An unknown part makes the whole unknown.
    return None if one is None or other is None else one + other
