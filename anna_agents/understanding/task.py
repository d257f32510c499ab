"""The question put to a model about a message, and a reader that asks it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from anna_agents.procedures.conditions import read_value
from anna_agents.procedures.reading import Catalogue
from anna_agents.procedures.vocabulary import FACTS, Value
from anna_agents.understanding.embedded import EmbeddedReader
from anna_agents.understanding.understood import Heard, Understood
from language_models.model import LanguageModel
from language_models.task import Prompt, Task

PROMPT = Path(__file__).parent.parent / "prompts" / "understand.md"
CANDIDATES = 12
"""Procedures a model chooses among: the router's best, so that the prompt stays short."""
LONGEST_SHOWN = 4_000


class Reading(BaseModel):
    """What a model makes of a message; nothing of it counts before it is checked."""

    model_config = ConfigDict(extra="forbid")

    lang: str | None
    procedure: str | None
    confidence: float = Field(ge=0, le=1)
    second: str | None = None
    facts: dict[str, str | float | None] = {}
    mood: str = "calm"


@dataclass(frozen=True)
class ReadingItem:
    """A message, the procedures it may belong to, and how it is read without a model."""

    heard: Heard
    candidates: tuple[str, ...]
    embedded: Understood


@dataclass(frozen=True)
class ModelReader:
    """Reads messages by a language model, among the router's candidates.

    Attributes:
        trial: repeats with another number are asked anew.
    """

    model: LanguageModel
    embedded: EmbeddedReader
    catalogue: Catalogue
    trial: int = 0

    def understand(self, heard: Heard) -> Understood:
        """What the words mean; no valid answer is "none of these", so a person takes over."""
        plain = self.embedded.understand(heard)
        best = (plain.procedure, *(each.procedure for each in plain.alternatives), heard.running)
        wider = self.embedded.likeliest(heard.text, CANDIDATES)
        candidates = tuple(dict.fromkeys([*(name for name in best if name), *wider]))
        answer = self.model.ask(self._task, ReadingItem(heard, candidates, plain), trial=self.trial)
        if answer.value is None:
            return plain.model_copy(update={"procedure": None, "confidence": 0.0, "facts": {}})
        return _checked(answer.value, candidates, plain)

    @cached_property
    def _task(self) -> Task[ReadingItem, Reading]:
        return understand_task(self.catalogue)


def understand_task(catalogue: Catalogue) -> Task[ReadingItem, Reading]:
    """Which procedure, which facts, which mood."""
    return Task(
        name="anna.understand",
        prompt=Prompt.from_file(PROMPT),
        variables=lambda item: {
            "procedures": [catalogue[name] for name in item.candidates],
            "running": item.heard.running,
            "asked": item.heard.asked,
            "text": item.heard.text[:LONGEST_SHOWN],
            "facts": list(FACTS),
        },
        answer=Reading,
        embedded=_as_reading,
    )


def _as_reading(item: ReadingItem) -> Reading:
    plain = item.embedded
    facts = {name: value for name, value in plain.facts.items() if not isinstance(value, bool)}
    return Reading(
        lang=plain.lang, procedure=plain.procedure, confidence=plain.confidence,
        second=plain.second, facts=facts, mood=plain.mood,
    )  # fmt: skip


def _checked(reading: Reading, candidates: tuple[str, ...], plain: Understood) -> Understood:
    """Only procedures that were offered and facts that have the right kind are believed."""
    facts: dict[str, Value] = {}
    for name, value in reading.facts.items():
        if name in FACTS and value is not None:
            try:
                facts[name] = read_value(f"fact.{name}", value)
            except ValueError:
                continue
    offered = reading.procedure in candidates
    return Understood(
        lang=reading.lang or plain.lang,
        procedure=reading.procedure if offered else None,
        confidence=reading.confidence if offered or reading.procedure is None else 0.0,
        alternatives=plain.alternatives,
        second=reading.second if reading.second in candidates else None,
        facts=facts,
        mood=reading.mood if reading.mood in ("calm", "annoyed", "angry") else "calm",
    )
