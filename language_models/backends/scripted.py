"""Answers queued by a test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import TYPE_CHECKING

from language_models.answer import Completion
from language_models.asking import CompletionModel

if TYPE_CHECKING:
    from language_models.model import Sampling
    from language_models.record import Record
    from language_models.task import Message

Reply = str | Mapping[str, object] | Exception
Script = Iterable[Reply] | Callable[[tuple["Message", ...]], Reply]


class ScriptedBackend:
    """Gives queued replies in order, or what a function makes of the messages.

    A reply is a text, a mapping (sent as JSON), or an exception to raise; `asked` keeps what was
    asked, in order.
    """

    identity = "scripted"

    def __init__(self, script: Script) -> None:
        self._reply_to = script if callable(script) else _queue(script)
        self._lock = Lock()
        self.asked: list[tuple[Message, ...]] = []

    def complete(
        self, messages: tuple[Message, ...], schema: Mapping[str, object], sampling: Sampling
    ) -> Completion:
        """The next reply of the script."""
        with self._lock:
            self.asked.append(messages)
            reply = self._reply_to(messages)
        if isinstance(reply, Exception):
            raise reply
        text = reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)
        words = sum(len(message.content.split()) for message in messages)
        return Completion(text, prompt_tokens=words, completion_tokens=len(text.split()))


def scripted_model(
    script: Script,
    *,
    spec: str = "scripted",
    sample: int | None = None,
    concurrency: int = 1,
    record: Record | None = None,
) -> CompletionModel:
    """A model that answers by `script`, with the real parsing, re-ask and record around it."""
    return CompletionModel(
        spec, ScriptedBackend(script), sample=sample, concurrency=concurrency, record=record
    )


def _queue(replies: Iterable[Reply]) -> Callable[[tuple[Message, ...]], Reply]:
    waiting = iter(replies)

    def next_reply(messages: tuple[Message, ...]) -> Reply:
        try:
            return next(waiting)
        except StopIteration:
            return AssertionError(f"No scripted reply is left for: {messages[-1].content!r}")

    return next_reply
