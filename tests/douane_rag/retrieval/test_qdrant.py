from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from qdrant_client import QdrantClient, models

from douane_rag.index.building import build_index
from douane_rag.index.lexical import Alternatives
from douane_rag.index.opened import HandbookIndex, open_index
from douane_rag.retrieval.fusion import Scores
from douane_rag.retrieval.qdrant import QdrantScorer
from douane_rag.retrieval.retriever import LocalScorer, Retriever, Strategy
from douane_rag.settings import QdrantSettings
from language_models.embeddings import Role
from language_models.errors import InputError, MissingExtra, WorkFailed

BEFORE, AFTER = date(2025, 3, 1), date(2026, 3, 1)
WORDS = ["aangifte", "accijns", "douane", "invoer", "minerale", "olie", "wijn", "zending"]
QUESTIONS = (
    "accijns op wijn",
    "welke vergunning bij invoer",
    "termijn van de aangifte",
    "minerale olie oplegging zending",
)


class WordEmbedding:
    """Sums a fixed random vector per word: the same words, the same direction."""

    spec = identity = "words"
    dimension = 16

    def encode(
        self,
        texts: Sequence[str],
        *,
        role: Role = "passage",
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        vectors = np.array([self._vector(text) for text in texts], dtype=np.float32)
        return vectors.reshape(len(texts), self.dimension)

    def _vector(self, text: str) -> NDArray[np.float64]:
        words = re.findall(r"\w+", text.lower()) or ["leeg"]
        seeds = [int(hashlib.sha256(word.encode()).hexdigest()[:8], 16) for word in words]
        total = np.sum(
            [np.random.default_rng(s).normal(size=self.dimension) for s in seeds], axis=0
        )
        found: NDArray[np.float64] = total / np.linalg.norm(total)
        return found


EMBEDDING = WordEmbedding()


def section(number: int, days: int) -> str:
    about, other = WORDS[number % 8], WORDS[(3 * number + 1) % 8]
    return (
        f"## {number + 1} Over {about}\n\nDe termijn voor {about} bij {other} is {days} dagen. "
        f"De inspecteur beslist over {other}, geval {number}.\n"
    )


def write_corpus(folder: Path, *, days: int = 30, sections: int = 12) -> Path:
    for edition, term in (("2025-01-01", 14), ("2026-01-01", days)):
        (folder / edition).mkdir(parents=True, exist_ok=True)
        changed = [section(i, term if i % 2 else 7) for i in range(sections)]
        text = "# Handboek\n\n" + "\n".join(changed)
        (folder / edition / "handboek.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> HandbookIndex:
    return indexed(tmp_path)


def indexed(
    tmp_path: Path, *, days: int = 30, embedding: WordEmbedding | None = EMBEDDING
) -> HandbookIndex:
    corpus = write_corpus(tmp_path / "corpus", days=days)
    build_index(corpus, tmp_path / "index", embedding=embedding)
    return open_index(tmp_path / "index")


def settings(**fields: Any) -> QdrantSettings:
    return QdrantSettings.model_validate(fields)


@pytest.fixture
def opened() -> Iterator[Callable[..., QdrantScorer]]:
    """Opens scorers and closes them after the test."""
    held: list[QdrantScorer] = []

    def open_scorer(index: HandbookIndex, **fields: Any) -> QdrantScorer:
        held.append(QdrantScorer.open(index, EMBEDDING, settings(**fields)))
        return held[-1]

    yield open_scorer
    for scorer in held:
        scorer.close()


def read(index: HandbookIndex, question: str) -> list[Alternatives]:
    """The question's words, each also expressed by a synonym, a shared and an unknown term."""
    return [
        {term: 1.0, "wijn": 0.6123, "termijn": 0.3, "zeppelin": 0.7}
        for term in sorted(set(index.analyzer.terms(question)))
    ]


def assert_close(found: Scores, expected: Scores) -> None:
    assert found.tolist() == pytest.approx(expected.tolist(), rel=1e-5, abs=1e-5)


def assert_same_as_local(scorer: QdrantScorer, index: HandbookIndex) -> None:
    local = LocalScorer(index, EMBEDDING)
    for day in (BEFORE, AFTER):
        for question in QUESTIONS:
            words = read(index, question)
            lexical, dense = scorer.lexical(words, day), scorer.dense(question, day)
            assert np.isfinite(lexical).any()
            assert np.isfinite(dense).any()
            assert_close(lexical, local.lexical(words, day))
            assert_close(dense, local.dense(question, day))


@pytest.fixture
def uploads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The collections that points were written to."""
    written: list[str] = []
    upsert = QdrantClient.upsert

    def counted(self: QdrantClient, collection_name: str, *rest: Any, **more: Any) -> Any:
        written.append(collection_name)
        return upsert(self, collection_name, *rest, **more)

    monkeypatch.setattr(QdrantClient, "upsert", counted)
    return written


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


def test_scores_in_memory_are_the_local_ones(
    index: HandbookIndex, opened: Callable[..., QdrantScorer]
) -> None:
    assert_same_as_local(opened(index), index)


def test_a_search_gives_the_same_hits_in_the_same_order(
    index: HandbookIndex, opened: Callable[..., QdrantScorer]
) -> None:
    local = Retriever(index, EMBEDDING, Strategy())
    other = Retriever(index, EMBEDDING, Strategy(), scorer=opened(index))
    for question in QUESTIONS:
        expected = local.search(question, as_of=AFTER).hits
        found = other.search(question, as_of=AFTER).hits
        assert [hit.place for hit in found] == [hit.place for hit in expected]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected])


def test_only_the_text_of_the_day_is_found(
    index: HandbookIndex, opened: Callable[..., QdrantScorer]
) -> None:
    scorer = opened(index)
    question = "termijn accijns dagen"
    for day, days in ((date(2025, 12, 31), "14"), (date(2026, 1, 1), "30")):
        for scores in (
            scorer.lexical(read(index, question), day),
            scorer.dense(question, day),
        ):
            texts = [index.paragraphs[place].text for place in np.flatnonzero(np.isfinite(scores))]
            assert len(texts) == 12
            assert {re.findall(r"(\d+) dagen", text)[0] for text in texts} == {"7", days}


def test_unknown_terms_and_terms_without_weight_find_nothing(
    index: HandbookIndex, opened: Callable[..., QdrantScorer]
) -> None:
    scorer = opened(index)
    unknown: list[list[Alternatives]] = [[], [{}], [{"zeppelin": 1.0}], [{"accijn": 0.0}, {}]]
    for words in unknown:
        assert not np.isfinite(scorer.lexical(words, AFTER)).any()


def test_of_a_words_alternatives_the_best_counts(
    index: HandbookIndex, opened: Callable[..., QdrantScorer]
) -> None:
    scorer = opened(index)
    both, one, other = (
        scorer.lexical([words], AFTER)
        for words in ({"wijn": 1.0, "termijn": 0.5}, {"wijn": 1.0}, {"termijn": 0.5})
    )
    assert (np.isfinite(one) & np.isfinite(other)).any(), "some paragraph holds both"
    assert_close(both, np.maximum(one, other))


def test_what_is_left_out_scores_below_all_that_is_certain(
    index: HandbookIndex, opened: Callable[..., QdrantScorer], monkeypatch: pytest.MonkeyPatch
) -> None:
    words: list[Alternatives] = [{"wijn": 1.0}, {"olie": 1.0}, {"termijn": 0.2}]
    local = LocalScorer(index, EMBEDDING).lexical(words, AFTER)
    monkeypatch.setattr("douane_rag.retrieval.qdrant.BOUNDED", 5)
    found = opened(index).lexical(words, AFTER)
    given = np.isfinite(found)
    assert given.sum() == 5
    assert_close(found[given], local[given])
    assert local[~given].max() <= found[given].min() + 1e-5, "one term per word: the bound is exact"


def test_chunks_beyond_the_candidates_are_left_out_as_locally(
    index: HandbookIndex, opened: Callable[..., QdrantScorer], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("qdrant", "retriever"):
        monkeypatch.setattr(f"douane_rag.retrieval.{module}.CANDIDATES", 5)
    dense = opened(index).dense("minerale olie", AFTER)
    assert 0 < np.isfinite(dense).sum() <= 5
    assert_close(dense, LocalScorer(index, EMBEDDING).dense("minerale olie", AFTER))


def test_an_index_without_embedding_is_searched_by_words_only(tmp_path: Path) -> None:
    index = indexed(tmp_path, embedding=None)
    scorer = QdrantScorer.open(index, None, settings())
    words = read(index, "accijns op wijn")
    assert_close(scorer.lexical(words, AFTER), LocalScorer(index, None).lexical(words, AFTER))
    assert not np.isfinite(scorer.dense("accijns op wijn", AFTER)).any()
    scorer.close()


def test_a_folder_opened_again_answers_without_an_upload(
    index: HandbookIndex, tmp_path: Path, opened: Callable[..., QdrantScorer], uploads: list[str]
) -> None:
    opened(index, path=tmp_path / "qdrant").close()
    assert uploads
    uploads.clear()
    again = opened(index, path=tmp_path / "qdrant")
    assert not uploads
    assert_same_as_local(again, index)


def test_a_changed_index_replaces_the_one_before(
    index: HandbookIndex, tmp_path: Path, opened: Callable[..., QdrantScorer], uploads: list[str]
) -> None:
    opened(index, path=tmp_path / "qdrant").close()
    before = set(uploads)
    changed = indexed(tmp_path, days=90)
    again = opened(changed, path=tmp_path / "qdrant")
    assert_same_as_local(again, changed)
    held = again._client.get_collections().collections
    aliases = again._client.get_aliases().aliases
    assert {c.name for c in held} == {a.collection_name for a in aliases} == set(uploads) - before
    assert {a.alias_name for a in aliases} == {"handbooks-paragraphs", "handbooks-chunks"}


def test_an_index_that_lost_its_embedding_leaves_no_chunks(
    index: HandbookIndex, tmp_path: Path, opened: Callable[..., QdrantScorer]
) -> None:
    opened(index, path=tmp_path / "qdrant").close()
    again = opened(indexed(tmp_path, embedding=None), path=tmp_path / "qdrant")
    assert [a.alias_name for a in again._client.get_aliases().aliases] == ["handbooks-paragraphs"]
    assert len(again._client.get_collections().collections) == 1


def test_an_interrupted_upload_is_not_searched_and_is_done_over(
    index: HandbookIndex,
    tmp_path: Path,
    opened: Callable[..., QdrantScorer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("douane_rag.retrieval.qdrant_upload.BATCH", 4)
    upsert, calls = QdrantClient.upsert, []

    def stops(*arguments: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 9:
            raise KeyboardInterrupt
        return upsert(*arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(QdrantClient, "upsert", stops)
        with pytest.raises(KeyboardInterrupt):
            opened(index, path=tmp_path / "qdrant")
    client = QdrantClient(path=str(tmp_path / "qdrant"))
    assert client.get_collections().collections
    assert not client.get_aliases().aliases
    client.close()
    assert_same_as_local(opened(index, path=tmp_path / "qdrant"), index)


def test_two_collections_live_side_by_side_in_one_folder(
    index: HandbookIndex, tmp_path: Path, opened: Callable[..., QdrantScorer], uploads: list[str]
) -> None:
    for name in ("first", "second"):
        opened(index, path=tmp_path / "qdrant", collection=name).close()
    uploads.clear()
    assert_same_as_local(opened(index, path=tmp_path / "qdrant", collection="first"), index)
    assert not uploads


def test_a_folder_in_use_is_refused_and_serves_after_it_is_closed(
    index: HandbookIndex, tmp_path: Path, opened: Callable[..., QdrantScorer]
) -> None:
    first = opened(index, path=tmp_path / "qdrant")
    with pytest.raises(InputError, match=r"qdrant is in use by another process.*name its url"):
        opened(index, path=tmp_path / "qdrant")
    first.close()
    assert_same_as_local(opened(index, path=tmp_path / "qdrant"), index)


def test_a_folder_in_use_by_another_process_is_refused(
    index: HandbookIndex, tmp_path: Path, opened: Callable[..., QdrantScorer]
) -> None:
    code = (
        "import sys; from qdrant_client import QdrantClient; "
        "c = QdrantClient(path=sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "qdrant")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(InputError, match="in use by another process"):
            opened(index, path=tmp_path / "qdrant")
        other.communicate()


def test_a_folder_of_other_files_is_refused(index: HandbookIndex, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"corpus holds other files; name an empty folder"):
        QdrantScorer.open(index, EMBEDDING, settings(path=tmp_path / "corpus"))


def test_a_damaged_folder_is_refused_with_the_remedy(index: HandbookIndex, tmp_path: Path) -> None:
    folder = tmp_path / "qdrant"
    QdrantScorer.open(index, EMBEDDING, settings(path=folder)).close()
    (folder / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"qdrant is damaged or of another program; take it away"):
        QdrantScorer.open(index, EMBEDDING, settings(path=folder))


def test_a_file_for_a_folder_is_refused(index: HandbookIndex, tmp_path: Path) -> None:
    (tmp_path / "qdrant").write_text("", encoding="utf-8")
    with pytest.raises(WorkFailed, match=r"qdrant cannot be used"):
        QdrantScorer.open(index, EMBEDDING, settings(path=tmp_path / "qdrant"))


def test_a_collection_of_another_program_is_left_alone(
    index: HandbookIndex, tmp_path: Path
) -> None:
    theirs = QdrantClient(path=str(tmp_path / "qdrant"))
    size = models.VectorParams(size=3, distance=models.Distance.DOT)
    theirs.create_collection("handbooks-chunks", size)
    theirs.create_collection("products", size)
    alias = models.CreateAlias(collection_name="products", alias_name="shop-paragraphs")
    theirs.update_collection_aliases([models.CreateAliasOperation(create_alias=alias)])
    theirs.close()
    for name, theirs_too in (("handbooks", "handbooks-chunks"), ("shop", "shop-paragraphs")):
        with pytest.raises(InputError, match=rf"'{theirs_too}' of another program; name another"):
            QdrantScorer.open(index, EMBEDDING, settings(path=tmp_path / "qdrant", collection=name))


def test_a_server_gives_the_local_scores_and_is_filled_once(
    index: HandbookIndex, server: QdrantServer, opened: Callable[..., QdrantScorer]
) -> None:
    assert_same_as_local(opened(index, url=server.url), index)
    indexes = [asked for asked in server.asked if asked.endswith("/index")]
    assert len(indexes) == 4, "validity is indexed in both collections"
    server.asked.clear()
    assert_same_as_local(opened(index, url=server.url), index)
    assert not [asked for asked in server.asked if asked.startswith("PUT")]


def test_a_reader_of_a_replaced_index_is_told_so(
    index: HandbookIndex, tmp_path: Path, server: QdrantServer, opened: Callable[..., QdrantScorer]
) -> None:
    reader = opened(index, url=server.url)
    words = read(index, "accijns op wijn")
    opened(indexed(tmp_path, days=90), url=server.url)
    with pytest.raises(WorkFailed, match=r"has this index no longer.*start again"):
        reader.lexical(words, AFTER)


def test_a_server_that_is_not_there_is_named(index: HandbookIndex) -> None:
    with pytest.raises(WorkFailed, match=r"Qdrant at http://127\.0\.0\.1:9 cannot be reached"):
        QdrantScorer.open(index, EMBEDDING, settings(url="http://127.0.0.1:9"))


@pytest.mark.filterwarnings("ignore:Api key is used with an insecure connection")
def test_a_wrong_key_is_told_with_the_variable_that_holds_it(
    index: HandbookIndex,
    server: QdrantServer,
    opened: Callable[..., QdrantScorer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.key = "right"
    with pytest.raises(WorkFailed, match=r"refuses the key \(401\); name api_key_env in"):
        opened(index, url=server.url)
    with pytest.raises(InputError, match="variable QDRANT_KEY is not set"):
        opened(index, url=server.url, api_key_env="QDRANT_KEY")
    monkeypatch.setenv("QDRANT_KEY", "wrong")
    with pytest.raises(WorkFailed, match=r"refuses the key \(401\); put the right one in QDR"):
        opened(index, url=server.url, api_key_env="QDRANT_KEY")
    monkeypatch.setenv("QDRANT_KEY", "right")
    assert_same_as_local(opened(index, url=server.url, api_key_env="QDRANT_KEY"), index)


@pytest.mark.parametrize("status", [200, 404])
def test_a_server_that_is_no_qdrant_is_told(
    index: HandbookIndex, server: QdrantServer, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(_Rest, "_answer", lambda self, _: self._send(status, "<html>"))
    with pytest.raises(WorkFailed, match="does not answer as Qdrant does") as told:
        QdrantScorer.open(index, EMBEDDING, settings(url=server.url))
    assert "\n" not in str(told.value)


def test_an_answer_that_nobody_expects_is_passed_on(
    index: HandbookIndex, server: QdrantServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Rest, "_answer", lambda self, _: self._send(507, "disk is full"))
    with pytest.raises(WorkFailed, match=r"answers 507 .*disk is full"):
        QdrantScorer.open(index, EMBEDDING, settings(url=server.url))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"url": "http://127.0.0.1:6333", "path": "qdrant"}, "keep one of them"),
        ({"url": "ftp://example.org"}, "'ftp://example.org'.* is no address"),
        ({"url": "http://127.0.0.1:port"}, "is no address"),
        ({"collection": "a/b"}, "'a/b' under .* is no name"),
        ({"collection": ""}, "is no name"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    index: HandbookIndex, fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        QdrantScorer.open(index, EMBEDDING, settings(**fields))


def test_a_missing_package_names_the_extra(
    index: HandbookIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "qdrant_client", None)
    with pytest.raises(MissingExtra, match=r"praktijkbench\[qdrant\]"):
        QdrantScorer.open(index, EMBEDDING, settings())
