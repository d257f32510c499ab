"""How near many questions at once come to the ideal time of a slow server.

The server stands in another process and takes 0.2 s for each answer. Asking goes the whole way:
prompt, `openai` client, reading the answer, the record of answers on disk.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from language_models.asking import CompletionModel, ask_all
from language_models.backends.openai_compatible import OpenAICompatibleBackend
from language_models.check import check_task
from language_models.record import Record

SECONDS_PER_ANSWER = 0.2
QUESTIONS = 1000
CONCURRENCY = 16
ANSWER = {
    "id": "1",
    "object": "chat.completion",
    "created": 1,
    "model": "slow",
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "message": {"role": "assistant", "content": '{"city": "Amsterdam"}'},
        }
    ],
    "usage": {"prompt_tokens": 30, "completion_tokens": 8, "total_tokens": 38},
}


def measure(questions: int = QUESTIONS, concurrency: int = CONCURRENCY) -> dict[str, float]:
    """Seconds taken, the ideal seconds, and their ratio (the aim is below 1.15).

    The ideal is `questions * 0.2 / concurrency`: the server never waits for the asker.
    """
    countries = [f"country {number}" for number in range(questions)]
    with slow_server() as base_url, TemporaryDirectory() as folder:
        record = Record(Path(folder) / "answers.sqlite")
        backend = OpenAICompatibleBackend(base_url=base_url, model="slow")
        model = CompletionModel("slow", backend, record=record, concurrency=concurrency)
        model.ask(check_task(), "warm-up")
        started = perf_counter()
        answered = sum(a.value is not None for _, a in ask_all(model, check_task(), countries))
        seconds = perf_counter() - started
        record.close()
    if answered != questions:
        raise RuntimeError(f"{answered} of {questions} questions were answered")
    ideal = questions * SECONDS_PER_ANSWER / concurrency
    return {"seconds": seconds, "ideal_seconds": ideal, "ratio": seconds / ideal}


@contextmanager
def slow_server() -> Iterator[str]:
    """The address of a server in another process; it ends with the context."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}/v1"
    finally:
        process.terminate()
        process.join()


def _serve(port: Connection) -> None:
    asyncio.run(_serve_forever(port))


async def _serve_forever(port: Connection) -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=1024)
    port.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    body = json.dumps(ANSWER).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    try:
        while True:
            request = await reader.readuntil(b"\r\n\r\n")
            lines = request.decode("latin-1").lower().split("\r\n")
            length = next(line for line in lines if line.startswith("content-length:"))
            await reader.readexactly(int(length.partition(":")[2]))
            await asyncio.sleep(SECONDS_PER_ANSWER)
            writer.write(f"{head}\r\n\r\n".encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
