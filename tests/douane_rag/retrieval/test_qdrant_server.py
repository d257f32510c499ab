"""A Qdrant server, played by one over a client in memory."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from qdrant_client import QdrantClient, models

from douane_rag.index.opened import HandbookIndex
from douane_rag.retrieval.qdrant import QdrantScorer
from language_models.errors import InputError, WorkFailed


class QdrantServer(ThreadingHTTPServer):
    """Qdrant's REST interface over a client in memory; what it was asked is in `asked`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Rest)
        self.held = QdrantClient(":memory:")
        self.asked: list[str] = []
        self.key: str | None = None
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Rest(BaseHTTPRequestHandler):
    server: QdrantServer

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def do_PUT(self) -> None:
        self._answer("PUT")

    def do_DELETE(self) -> None:
        self._answer("DELETE")

    def _answer(self, method: str) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "{}")
        path = self.path.partition("?")[0]
        self.server.asked.append(f"{method} {path}")
        if self.server.key is not None and self.headers.get("api-key") != self.server.key:
            return self._send(401, {"status": {"error": "no"}})
        name = path.split("/")[2] if path.count("/") > 1 else " "
        try:
            result = self._result(method, path.replace(f"/{name}", "/NAME", 1), name, body)
        except ValueError as error:
            return self._send(404, {"status": {"error": str(error)}})
        return self._send(200, {"result": result, "status": "ok", "time": 0.0})

    def _result(self, method: str, path: str, name: str, body: dict[str, Any]) -> Any:
        held = self.server.held
        match f"{method} {path}":
            case "GET /aliases":
                return held.get_aliases().model_dump()
            case "GET /collections":
                return held.get_collections().model_dump()
            case "GET /collections/NAME/exists":
                return {"exists": held.collection_exists(name)}
            case "PUT /collections/NAME":
                made = models.CreateCollection(**body)
                return held.create_collection(name, made.vectors, made.sparse_vectors)
            case "DELETE /collections/NAME":
                return held.delete_collection(name)
            case "PUT /collections/NAME/index":
                return {"operation_id": 0, "status": "completed"}
            case "PUT /collections/NAME/points":
                points = [models.PointStruct(**point) for point in body["points"]]
                return held.upsert(name, points).model_dump()
            case "POST /collections/NAME":
                changes = models.ChangeAliasesOperation(**body).actions
                return held.update_collection_aliases(changes)
            case "POST /collections/NAME/points/query":
                asked = models.QueryRequest(**body)
                return held.query_points(
                    name,
                    query=asked.query,
                    using=asked.using,
                    query_filter=asked.filter,
                    limit=asked.limit or 10,
                    with_vectors=asked.with_vector or False,
                ).model_dump()
        raise AssertionError(f"{method} {path} is not expected")

    def _send(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing on standard error."""


@pytest.fixture
def server() -> Iterator[QdrantServer]:
    started = QdrantServer()
    threading.Thread(target=started.serve_forever, args=(0.01,), daemon=True).start()
    yield started
    started.shutdown()
    started.server_close()
    started.held.close()


def test_a_server_gives_the_local_scores_and_is_filled_once(
    index: HandbookIndex, server: Any, qdrant: Any
) -> None:
    qdrant.assert_same_as_local(qdrant.open(index, url=server.url), index)
    indexes = [asked for asked in server.asked if asked.endswith("/index")]
    assert len(indexes) == 4, "validity is indexed in both collections"
    server.asked.clear()
    qdrant.assert_same_as_local(qdrant.open(index, url=server.url), index)
    assert not [asked for asked in server.asked if asked.startswith("PUT")]


def test_a_reader_of_a_replaced_index_is_told_so(
    index: HandbookIndex, server: Any, qdrant: Any
) -> None:
    reader = qdrant.open(index, url=server.url)
    words = qdrant.read(index, "accijns op wijn")
    qdrant.open(qdrant.indexed(days=90), url=server.url)
    with pytest.raises(WorkFailed, match=r"has this index no longer.*start again"):
        reader.lexical(words, qdrant.after)


def test_a_server_that_is_not_there_is_named(index: HandbookIndex, qdrant: Any) -> None:
    with pytest.raises(WorkFailed, match=r"Qdrant at http://127\.0\.0\.1:9 cannot be reached"):
        QdrantScorer.open(index, qdrant.embedding, qdrant.settings(url="http://127.0.0.1:9"))


@pytest.mark.filterwarnings("ignore:Api key is used with an insecure connection")
def test_a_wrong_key_is_told_with_the_variable_that_holds_it(
    index: HandbookIndex, server: Any, qdrant: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.key = "right"
    with pytest.raises(WorkFailed, match=r"refuses the key \(401\); name api_key_env in"):
        qdrant.open(index, url=server.url)
    with pytest.raises(InputError, match="variable QDRANT_KEY is not set"):
        qdrant.open(index, url=server.url, api_key_env="QDRANT_KEY")
    monkeypatch.setenv("QDRANT_KEY", "wrong")
    with pytest.raises(WorkFailed, match=r"refuses the key \(401\); put the right one in QDR"):
        qdrant.open(index, url=server.url, api_key_env="QDRANT_KEY")
    monkeypatch.setenv("QDRANT_KEY", "right")
    qdrant.assert_same_as_local(qdrant.open(index, url=server.url, api_key_env="QDRANT_KEY"), index)


@pytest.mark.parametrize("status", [200, 404])
def test_a_server_that_is_no_qdrant_is_told(
    index: HandbookIndex, server: Any, monkeypatch: pytest.MonkeyPatch, status: int, qdrant: Any
) -> None:
    monkeypatch.setattr(_Rest, "_answer", lambda self, _: self._send(status, "<html>"))
    with pytest.raises(WorkFailed, match="does not answer as Qdrant does") as told:
        QdrantScorer.open(index, qdrant.embedding, qdrant.settings(url=server.url))
    assert "\n" not in str(told.value)


def test_an_answer_that_nobody_expects_is_passed_on(
    index: HandbookIndex, server: Any, monkeypatch: pytest.MonkeyPatch, qdrant: Any
) -> None:
    monkeypatch.setattr(_Rest, "_answer", lambda self, _: self._send(507, "disk is full"))
    with pytest.raises(WorkFailed, match=r"answers 507 .*disk is full"):
        QdrantScorer.open(index, qdrant.embedding, qdrant.settings(url=server.url))
