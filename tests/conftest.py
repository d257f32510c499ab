"""What holds for every test: no money is spent, nothing of the user's is touched."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from language_models.backends import openai_client

KLANT, MEDEWERKER = "klant", "medewerker"
MOODS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "bad": (
        ("Ik heb een half uur in de wacht gestaan.", "Ik bel nu al voor de derde keer hierover."),
        ("Daar kan ik niets aan doen.", "Dan moet u een andere afdeling bellen."),
        ("Belachelijk, ik ben er helemaal klaar mee.", "Ik zeg mijn polis op, wat slecht."),
    ),
    "middling": (
        ("Ik heb een vraag over mijn nota.", "Ik bel over het eigen risico."),
        ("U krijgt daar een brief over.", "Dat zoek ik voor u uit."),
        ("Goed, dan wacht ik dat af.", "Dat is dan duidelijk."),
    ),
    "good": (
        ("Ik had meteen iemand aan de lijn, fijn.", "Ik bel over de nota van de tandarts."),
        ("Ik heb het voor u rechtgezet.", "Het bedrag staat morgen op uw rekening."),
        ("Geweldig, u heeft me heel goed geholpen.", "Super, heel erg bedankt voor de hulp."),
    ),
}
ANSWERS = {"bad": ((0, 3, 6), (1, 2)), "middling": ((7, 8), (3,)), "good": ((9, 10), (4, 5))}


@pytest.fixture(autouse=True)
def no_model_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test asks a server that is not on this machine."""
    monkeypatch.setattr(openai_client, "ALLOW_MODEL_REQUESTS", False)


@pytest.fixture(autouse=True)
def own_record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No test reads or writes the user's record, settings or folder."""
    path = tmp_path / "answers.sqlite"
    monkeypatch.setenv("PRAKTIJKBENCH_RECORD", str(path))
    monkeypatch.setenv("PRAKTIJKBENCH_CONFIG", "")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def fixtures_folder() -> Path:
    return Path(__file__).resolve().parent.parent / "fixtures" / "pulse"


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output read as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def json(self) -> dict[str, Any]:
        """Standard output read as one JSON object."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def error(self) -> str:
        """The one line that explains the failure."""
        assert "Traceback" not in self.err, self.err
        explained = [line for line in self.err.splitlines() if line.startswith("error:")]
        assert len(explained) == 1, self.err
        return explained[0]


CommandLine = Callable[..., Ended]


@pytest.fixture
def praktijkbench(monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The real command line in this process: `praktijkbench("pulse", "predict", …, stdin=b"…")`."""
    from praktijkbench.cli import main

    def call(*arguments: object, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "argv", ["praktijkbench", *map(str, arguments)])
        with CliRunner(env={"COLUMNS": "200"}).isolation(input=stdin) as streams:
            status = 0
            try:
                main()
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else 0
            sys.stdout.flush()
            out, err = (stream.getvalue().decode() for stream in streams[:2])
        return Ended(status, out, err)

    return call


def call_line(call_id: str, mood: str, chance: Random, **further: object) -> dict[str, Any]:
    """A short labelled call whose words fit its answers."""
    opening, reply, closing = (chance.choice(texts) for texts in MOODS[mood])
    turns = [
        {"speaker": MEDEWERKER, "text": "Goedemorgen, waarmee kan ik u helpen?"},
        {"speaker": KLANT, "text": opening},
        {"speaker": MEDEWERKER, "text": reply},
        {"speaker": KLANT, "text": closing},
    ]
    nps, csat = (chance.choice(answers) for answers in ANSWERS[mood])
    return {"id": call_id, "turns": turns, "nps": nps, "csat": csat, **further}


@pytest.fixture
def call_lines() -> Callable[..., list[dict[str, Any]]]:
    """Labelled calls as in a file: `call_lines(60)`, `call_lines(5, moods=["good"])`."""

    def build(number: int, *, moods: Sequence[str] = tuple(MOODS)) -> list[dict[str, Any]]:
        chance = Random(number)
        return [call_line(f"c{i}", moods[i % len(moods)], chance) for i in range(number)]

    return build


@pytest.fixture
def write_calls(tmp_path: Path) -> Callable[..., Path]:
    """Writes lines (objects, or text as it stands) to a file and gives its path."""

    def write(lines: Sequence[object], name: str = "calls.jsonl") -> Path:
        path = tmp_path / name
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
        return path

    return write


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
