"""The two questions that are put to a language model: compose an answer, complete a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from language_models.task import Prompt, Task

PROMPTS = Path(__file__).parent.parent / "prompts"


@dataclass(frozen=True)
class Passage:
    """A paragraph as a model sees it: its number in the prompt, its reference, its text."""

    number: int
    reference: str
    text: str


@dataclass(frozen=True)
class AnswerItem:
    """A question with the passages found; `extract` is how it is answered without a model."""

    question: str
    passages: tuple[Passage, ...]
    extract: Callable[[], ComposedAnswer]


@dataclass(frozen=True)
class Conversation:
    """Earlier questions, oldest first, and the last one; `carry` completes it without a model."""

    history: tuple[str, ...]
    question: str
    carry: Callable[[], StandaloneQuestion]


class Part(BaseModel):
    """A piece of a composed answer; `passage` is the number of the passage quoted."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["quote", "phrase"]
    passage: int | None = None
    text: str = Field(min_length=1)


class ComposedAnswer(BaseModel):
    """What a model makes of the passages; nothing of it counts before it is verified."""

    model_config = ConfigDict(extra="forbid")
    answered: bool
    parts: list[Part]


class StandaloneQuestion(BaseModel):
    """The last question, complete; `carried` are words of earlier turns to search with."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(min_length=1)
    carried: list[str] = Field(default_factory=list)


@cache
def answer_task() -> Task[AnswerItem, ComposedAnswer]:
    """Compose an answer of literal quotes."""
    return Task(
        name="douane.answer",
        prompt=Prompt.from_file(PROMPTS / "answer.md"),
        variables=lambda item: {"question": item.question, "passages": item.passages},
        answer=ComposedAnswer,
        embedded=lambda item: item.extract(),
    )


@cache
def rewrite_task() -> Task[Conversation, StandaloneQuestion]:
    """Complete a follow-up question."""
    return Task(
        name="douane.rewrite",
        prompt=Prompt.from_file(PROMPTS / "rewrite.md"),
        variables=lambda item: {"history": item.history, "question": item.question},
        answer=StandaloneQuestion,
        embedded=lambda item: item.carry(),
    )


def passages_of(references_and_texts: Sequence[tuple[str, str]]) -> tuple[Passage, ...]:
    """Passages numbered from 1."""
    return tuple(
        Passage(number, reference, text)
        for number, (reference, text) in enumerate(references_and_texts, start=1)
    )
