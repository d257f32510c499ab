"""The questions, the assistant and the percentile that the measures of the handbooks share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import numpy as np

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.opened import HandbookIndex
from douane_rag.opening import Assistant
from douane_rag.questions import Question, read_questions
from douane_rag.settings import FIXTURES, DouaneSettings
from language_models.embeddings import Embedding
from language_models.settings import Settings

DEVELOPMENT = FIXTURES / "questions" / "development.jsonl"
Asked = TypeVar("Asked")


def questions_about(
    paragraphs: Sequence[Paragraph], most: int, *, gold: bool = False, path: Path = DEVELOPMENT
) -> tuple[Question, ...]:
    """Development questions, else titles as questions; with `gold` those that can be judged.

    A question that leans on an earlier one cannot be judged on its own.
    """
    if path.exists():
        found = [q for q in read_questions(path).items if not gold or (q.gold and not q.history)]
        return _spread(found, most)
    titled = [p for p in paragraphs if len(p.path) > 1 and p.source == "handbook"]
    return tuple(_titled(number, p) for number, p in enumerate(_spread(titled, most)))


def assistant_on(index: HandbookIndex, embedding: Embedding | None) -> Assistant:
    """The assistant by its defaults, whatever a praktijkbench.toml says."""
    return Assistant(Settings(), DouaneSettings(), index, embedding)


def milliseconds(act: Callable[[Asked], object], asked: Iterable[Asked]) -> list[float]:
    """How long each took, after the first five have warmed up what they need."""
    every = list(asked)
    for one in every[:5]:
        act(one)
    taken = []
    for one in every:
        start = perf_counter()
        act(one)
        taken.append((perf_counter() - start) * 1000)
    return taken


def p95(taken: Sequence[float]) -> float:
    """What 95 of 100 stay below."""
    return float(np.percentile(taken, 95))


def _spread(items: Sequence[Asked], most: int) -> tuple[Asked, ...]:
    """At most that many, evenly from the whole."""
    if len(items) <= most:
        return tuple(items)
    return tuple(items[number * len(items) // most] for number in range(most))


def _titled(number: int, paragraph: Paragraph) -> Question:
    text = f"Wat geldt er voor {paragraph.title} bij {paragraph.path[0]}?"
    return Question(f"title-{number}", text, (paragraph.id,))
