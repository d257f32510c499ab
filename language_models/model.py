"""Who answers: the interface of a model, and of the completion backend behind one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from language_models.answer import Answer, Completion
    from language_models.task import Item, Message, Out, Task


class LanguageModel(Protocol):
    """Anything that answers Tasks."""

    @property
    def spec(self) -> str:
        """The name under which the user chose it."""

    @property
    def sample(self) -> int | None:
        """A slow model answers at most a stratified sample of this many items; None: all."""

    @property
    def concurrency(self) -> int:
        """How many questions may be in flight at once."""

    def ask(self, task: Task[Item, Out], item: Item, *, trial: int = 0) -> Answer[Out]:
        """The answer about `item`; repeats with other `trial` numbers are asked anew."""


@dataclass(frozen=True)
class Sampling:
    """How a backend draws its words; a temperature of None leaves it to the server."""

    temperature: float | None = 0.0
    max_tokens: int = 1024
    seed: int = 0


class CompletionBackend(Protocol):
    """Anything that continues a conversation as text."""

    @property
    def identity(self) -> str:
        """What stands for this model in the record; the same on every machine."""

    def complete(
        self, messages: tuple[Message, ...], schema: Mapping[str, object], sampling: Sampling
    ) -> Completion:
        """The text that follows; raises NoAnswer, ModelUnavailable or MissingExtra."""


class NoAnswer(Exception):
    """This one question got no answer; it counts as unanswered and the run goes on.

    `lasting` is true when asking again can only give the same (the prompt is too long for the
    model), so that the refusal itself may be recorded.
    """

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        super().__init__(reason)
        self.lasting = lasting
