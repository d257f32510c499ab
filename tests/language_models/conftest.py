from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from language_models.backends import openai_client
from language_models.task import Prompt, Task

PROMPT = "# system\nYou answer in JSON.\n# user\nWhat is the mood of: {{ text }}\n"


class Mood(BaseModel):
    model_config = ConfigDict(extra="forbid")
    mood: int


@pytest.fixture(autouse=True)
def no_model_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test asks a server that is not on this machine."""
    monkeypatch.setattr(openai_client, "ALLOW_MODEL_REQUESTS", False)


@pytest.fixture(autouse=True)
def own_record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No test reads or writes the user's record or settings."""
    path = tmp_path / "answers.sqlite"
    monkeypatch.setenv("PRAKTIJKBENCH_RECORD", str(path))
    monkeypatch.delenv("PRAKTIJKBENCH_CONFIG", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def mood_task(tmp_path: Path) -> Task[str, Mood]:
    path = tmp_path / "mood.md"
    path.write_text(PROMPT, encoding="utf-8")
    return Task(
        name="test.mood",
        prompt=Prompt.from_file(path),
        variables=lambda text: {"text": text},
        answer=Mood,
        embedded=lambda text: Mood(mood=len(text)),
    )


@dataclass
class Reply:
    """What the server does with one request; `cut_off` ends the body half-way."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut_off: bool = False


def says(text: str, **further: Any) -> Reply:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    usage = {"prompt_tokens": 20, "completion_tokens": 5, "total_tokens": 25}
    return completion({"choices": [choice | further], "usage": usage})


def completion(fields: dict[str, Any]) -> Reply:
    whole = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"} | fields
    return Reply(body=json.dumps(whole).encode())


def refuses(status: int, message: str = "no", **error: Any) -> Reply:
    headers = error.pop("headers", {})
    body = json.dumps({"error": {"message": message, "type": "error"} | error}).encode()
    return Reply(status, body, headers)


Answering = Callable[[dict[str, Any]], Reply]


class MisbehavingServer(ThreadingHTTPServer):
    """Does what a test wants with each chat completion, and remembers what it was asked."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answering = answering
        self.asked: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.base_url = f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is part of these tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: MisbehavingServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body | {"authorization": self.headers["Authorization"]})
        self.server.times.append(time.monotonic())
        self._send(self.server.answering(body))

    def do_GET(self) -> None:
        listed = {"object": "list", "data": [{"id": "tiny", "object": "model"}]}
        self._send(Reply(body=json.dumps(listed).encode()))

    def _send(self, reply: Reply) -> None:
        time.sleep(reply.delay)
        self.send_response(reply.status)
        headers = {"Content-Type": "application/json"} | reply.headers
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if reply.cut_off:
            self.wfile.write(reply.body[: len(reply.body) // 2])
            self.close_connection = True
        else:
            self.wfile.write(reply.body)

    def log_message(self, *_: Any) -> None:
        """Nothing on standard error."""


@pytest.fixture
def start_server() -> Iterator[Callable[..., MisbehavingServer]]:
    """Starts a server that gives these replies in order, the last one again and again."""
    started: list[MisbehavingServer] = []

    def start(*replies: Reply, answering: Answering | None = None) -> MisbehavingServer:
        queue = list(replies)

        def in_order(_: dict[str, Any]) -> Reply:
            return queue.pop(0) if len(queue) > 1 else queue[0]

        server = MisbehavingServer(answering or in_order)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture
def reply() -> Any:
    """The kinds of reply: `reply.says(…)`, `reply.refuses(…)`, `reply.completion(…)`."""

    class Kinds:
        says = staticmethod(says)
        refuses = staticmethod(refuses)
        completion = staticmethod(completion)
        plain = Reply

    return Kinds
