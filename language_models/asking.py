"""Asking: the record, one re-ask, and many questions at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from queue import SimpleQueue
from time import perf_counter
from typing import TYPE_CHECKING

from language_models.answer import NOTHING_USED, Answer, Usage
from language_models.json_answers import InvalidAnswer, read_answer
from language_models.model import CompletionBackend, LanguageModel, NoAnswer, Sampling
from language_models.record import RecordedAnswer, answer_key
from language_models.task import Message

if TYPE_CHECKING:
    from language_models.record import Record
    from language_models.task import Item, Out, Task

ATTEMPTS = 2
REASK = (
    "That answer cannot be used: {reason}. "
    "Answer again, with only one JSON object that fits the schema."
)


@dataclass(frozen=True)
class Prices:
    """Money per million tokens; None where it is not known."""

    prompt: float | None = None
    completion: float | None = None

    def cost(self, prompt_tokens: int | None, completion_tokens: int | None) -> float | None:
        """What these tokens cost; None when a price or a count is missing."""
        if self.prompt == 0 and self.completion == 0:
            return 0.0
        if None in (self.prompt, self.completion, prompt_tokens, completion_tokens):
            return None
        return (
            (self.prompt or 0) * (prompt_tokens or 0)
            + (self.completion or 0) * (completion_tokens or 0)
        ) / 1e6


@dataclass(frozen=True)
class CompletionModel:
    """A language model behind a completion backend.

    Looks in the record first, reads the text as the Task's answer, asks once more with the
    validation error, and then counts the question as unanswered.
    """

    spec: str
    backend: CompletionBackend
    sampling: Sampling = field(default_factory=Sampling)
    prices: Prices = field(default_factory=Prices)
    record: Record | None = None
    sample: int | None = None
    concurrency: int = 1

    def ask(self, task: Task[Item, Out], item: Item, *, trial: int = 0) -> Answer[Out]:
        """The answer about `item`, from the record when this was asked before."""
        messages = task.messages(item)
        usage, replayed, error = NOTHING_USED, True, ""
        for attempt in range(1, ATTEMPTS + 1):
            reply, from_record = self._reply(messages, task.schema(), trial)
            usage += self._usage(reply)
            replayed = replayed and from_record
            if reply.text is None:
                return Answer(None, usage, attempt, replayed, reply.refusal)
            try:
                value = read_answer(reply.text, task.answer)
            except InvalidAnswer as invalid:
                error = str(invalid)
                messages = (*messages, *_reask(reply.text, error))
            else:
                return Answer(value, usage, attempt, replayed)
        return Answer(
            None, usage, ATTEMPTS, replayed, f"no valid answer, also when re-asked: {error}"
        )

    def _reply(
        self, messages: tuple[Message, ...], schema: dict[str, object], trial: int
    ) -> tuple[RecordedAnswer, bool]:
        if self.record is None:
            return self._completed("", messages, schema, trial)[0], False
        key = answer_key(self.backend.identity, messages, schema, self.sampling, trial)
        found = self.record.find(key)
        if found is not None:
            return found, True
        reply, lasting = self._completed(key, messages, schema, trial)
        if lasting:
            self.record.keep(reply)
        return reply, False

    def _completed(
        self, key: str, messages: tuple[Message, ...], schema: dict[str, object], trial: int
    ) -> tuple[RecordedAnswer, bool]:
        started = perf_counter()
        text = refusal = prompt_tokens = completion_tokens = None
        lasting = True
        try:
            written = self.backend.complete(messages, schema, replace(self.sampling, seed=trial))
        except NoAnswer as none:
            refusal, lasting = str(none), none.lasting
            if lasting:  # refused before a token was read
                prompt_tokens = completion_tokens = 0
        else:
            text = written.text
            prompt_tokens, completion_tokens = written.prompt_tokens, written.completion_tokens
        seconds = perf_counter() - started
        model = self.backend.identity
        return (
            RecordedAnswer(key, model, text, refusal, prompt_tokens, completion_tokens, seconds),
            lasting,
        )

    def _usage(self, reply: RecordedAnswer) -> Usage:
        tokens = reply.prompt_tokens, reply.completion_tokens
        return Usage(*tokens, reply.seconds, self.prices.cost(*tokens))


def ask_all(
    model: LanguageModel,
    task: Task[Item, Out],
    items: Sequence[Item],
    *,
    trial: int = 0,
    jobs: int | None = None,
) -> Iterator[tuple[int, Answer[Out]]]:
    """Position and answer of each item, as they come.

    At most `jobs` questions are in flight, or the model's own `concurrency`; a model that answers
    one at a time (concurrency 1) is asked in this thread, in order. The first exception stops the
    asking and is raised here; what was answered by then is in the record.
    """
    if model.concurrency == 1 or jobs == 1:
        for position, item in enumerate(items):
            yield position, model.ask(task, item, trial=trial)
        return
    workers = jobs or model.concurrency
    with _cancelling(ThreadPoolExecutor(workers, thread_name_prefix="ask")) as pool:
        done: SimpleQueue[tuple[int, Future[Answer[Out]]]] = SimpleQueue()

        def submit(position: int) -> None:
            future = pool.submit(model.ask, task, items[position], trial=trial)
            future.add_done_callback(lambda finished: done.put((position, finished)))

        waiting = iter(range(len(items)))
        # Twice as many queued as can run, so that no thread waits for the reader of the answers.
        for position in islice(waiting, 2 * workers):
            submit(position)
        for _ in range(len(items)):
            position, finished = done.get()
            for following in islice(waiting, 1):
                submit(following)
            yield position, finished.result()


@contextmanager
def _cancelling(pool: ThreadPoolExecutor) -> Iterator[ThreadPoolExecutor]:
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _reask(text: str, reason: str) -> tuple[Message, Message]:
    return Message("assistant", text), Message("user", REASK.format(reason=reason))
