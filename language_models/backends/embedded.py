"""The default: each Task's own plain-Python answer. It is not a language model."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from language_models.answer import Answer, Usage

if TYPE_CHECKING:
    from language_models.task import Item, Out, Task


@dataclass(frozen=True)
class EmbeddedReader:
    """Answers by the Task's own rules: no weights, no network, the same every time."""

    spec: str = "embedded"
    sample: int | None = None
    concurrency: int = 1

    def ask(self, task: Task[Item, Out], item: Item, *, trial: int = 0) -> Answer[Out]:
        """The Task's embedded answer; `trial` makes no difference, a repeat is the same."""
        started = perf_counter()
        value = task.embedded(item)
        seconds = perf_counter() - started
        return Answer(value, Usage(0, 0, seconds, 0.0), attempts=1, replayed=False)
