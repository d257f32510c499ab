"""The question put to a language model: draft a letter, with the evidence of every sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from language_models.task import Prompt, Task
from linkit_letters.letters.parts import About

PROMPTS = Path(__file__).parent.parent / "prompts"


class DraftedSentence(BaseModel):
    """A sentence and the literal words of CV or notes that it rests on."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1)
    about: About = "candidate"
    evidence: list[str] = Field(default_factory=list)


class Draft(BaseModel):
    """A letter as drafted; nothing of it counts before it has passed the gate."""

    model_config = ConfigDict(extra="forbid")
    subject: str = ""
    sentences: list[DraftedSentence] = Field(min_length=1)


@dataclass(frozen=True)
class DraftItem:
    """What a draft is made from; `extract` is how it is made without a model."""

    cv: str
    notes: str
    vacancy: str
    style: str
    length: str
    instructions: tuple[str, ...]
    extract: Callable[[], Draft]


@cache
def draft_task() -> Task[DraftItem, Draft]:
    """Draft a letter."""
    return Task(
        name="linkit.draft",
        prompt=Prompt.from_file(PROMPTS / "draft.md"),
        variables=lambda item: {
            "cv": item.cv,
            "notes": item.notes,
            "vacancy": item.vacancy,
            "style": item.style,
            "length": item.length,
            "instructions": item.instructions,
        },
        answer=Draft,
        embedded=lambda item: item.extract(),
    )
