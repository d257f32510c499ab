from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from language_models.backends.scripted import ScriptedBackend, scripted_model
from language_models.errors import InputError, RecordFailed
from language_models.model import NoAnswer, Sampling
from language_models.record import (
    Record,
    RecordedAnswer,
    answer_key,
    default_record_path,
    export_answers,
)
from language_models.task import Message

ANSWER = RecordedAnswer("k", "m", '{"mood": 1}', None, 7, 3, 0.25)
MESSAGES = (Message("user", "Hoe gaat het? é"),)


def test_what_is_kept_is_found_also_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "answers.sqlite"
    Record(path).keep(ANSWER)
    assert Record(path).find("k") == ANSWER
    assert Record(path).find("other") is None


def test_an_answer_once_kept_stays(tmp_path: Path) -> None:
    record = Record(tmp_path / "a.sqlite")
    record.keep(ANSWER)
    record.keep(replace(ANSWER, text="later"))
    assert record.find("k") == ANSWER


def test_looking_something_up_makes_no_file(tmp_path: Path) -> None:
    assert Record(tmp_path / "a.sqlite").find("k") is None
    assert list(tmp_path.iterdir()) == []


def test_the_key_depends_on_everything_that_shapes_the_answer() -> None:
    def key(
        model: str = "m",
        messages: tuple[Message, ...] = MESSAGES,
        schema: dict[str, object] | None = None,
        sampling: Sampling | None = None,
        trial: int = 0,
    ) -> str:
        return answer_key(model, messages, schema or {}, sampling or Sampling(), trial)

    keys = [
        key(),
        key(model="n"),
        key(messages=(Message("system", MESSAGES[0].content),)),
        key(schema={"type": "object"}),
        key(sampling=Sampling(temperature=None)),
        key(sampling=Sampling(max_tokens=5)),
        key(trial=1),
    ]
    assert len(set(keys)) == len(keys)
    assert key(schema={"a": 1, "b": 2}) == key(schema={"b": 2, "a": 1})


def test_the_key_is_the_same_tomorrow() -> None:
    # Recorded answers in the repository are found by it: a change here makes them useless.
    assert answer_key("m", MESSAGES, {"type": "object"}, Sampling(), 0) == (
        "e805848ada67d95a3f22c9578b5b281ef3f9f6eef58f08c283237dd0317c836e"
    )


def test_a_run_asks_nothing_twice(tmp_path: Path, mood_task: Any) -> None:
    record = Record(tmp_path / "a.sqlite")
    first = scripted_model([{"mood": 1}], record=record).ask(mood_task, "a")
    again = scripted_model([], record=record).ask(mood_task, "a")
    assert again == replace(first, replayed=True)


def test_the_re_ask_is_recorded_under_its_own_key(tmp_path: Path, mood_task: Any) -> None:
    record = Record(tmp_path / "a.sqlite")
    first = scripted_model(["?", {"mood": 1}], record=record).ask(mood_task, "a")
    assert len(list(record.answers())) == 2
    again = scripted_model([], record=record).ask(mood_task, "a")
    assert again == replace(first, replayed=True)
    assert again.attempts == 2


def test_a_refusal_is_recorded_only_when_it_lasts(tmp_path: Path, mood_task: Any) -> None:
    record = Record(tmp_path / "a.sqlite")
    too_long = NoAnswer("too long", lasting=True)
    model = scripted_model([NoAnswer("time-out"), too_long], record=record)
    assert model.ask(mood_task, "a").error == "time-out"
    assert model.ask(mood_task, "a").error == "too long"
    replayed = model.ask(mood_task, "a")
    assert (replayed.error, replayed.replayed, replayed.usage.prompt_tokens) == (
        "too long",
        True,
        0,
    )
    assert isinstance(model.backend, ScriptedBackend)
    assert len(model.backend.asked) == 2


def test_an_export_is_read_back_and_is_the_same_each_time(tmp_path: Path) -> None:
    record = Record(tmp_path / "a.sqlite")
    for key in ("c", "a", "b"):
        record.keep(replace(ANSWER, key=key, model="m" if key != "b" else "other"))
    one, two = tmp_path / "one.jsonl.gz", tmp_path / "two.jsonl.gz"
    assert export_answers(record, one, model="m") == 2
    assert export_answers(Record(None, [one]), two) == 2
    assert one.read_bytes() == two.read_bytes()
    assert export_answers(record, two, keys={"b"}) == 1
    replayed = Record(None, [one])
    assert replayed.find("a") == replace(ANSWER, key="a")
    assert replayed.find("b") is None
    replayed.keep(ANSWER)
    assert replayed.find("k") is None
    assert sorted(path.name for path in tmp_path.glob("*.gz*")) == ["one.jsonl.gz", "two.jsonl.gz"]


def test_a_replay_file_leaves_the_record_untouched(tmp_path: Path, mood_task: Any) -> None:
    full = Record(tmp_path / "full.sqlite")
    scripted_model([{"mood": 2}], record=full).ask(mood_task, "a")
    export_answers(full, tmp_path / "replay.jsonl.gz")
    empty = Record(tmp_path / "empty.sqlite", [tmp_path / "replay.jsonl.gz"])
    assert scripted_model([], record=empty).ask(mood_task, "a").replayed
    assert not (tmp_path / "empty.sqlite").exists()


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"not gzip", None), (gzip.compress(b"{}\n"), 1), (gzip.compress(b'{"key": 1')[:-6], None)],
    ids=["no gzip", "no answer", "cut short"],
)
def test_a_broken_replay_file_is_named(tmp_path: Path, content: bytes, line: int | None) -> None:
    path = tmp_path / "broken.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(InputError, match="Not a file of recorded answers") as caught:
        Record(None, [path]).find("k")
    assert (caught.value.file, caught.value.line) == (path, line)


def test_a_missing_replay_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.jsonl\.gz: Not a file of recorded answers"):
        Record(None, [tmp_path / "gone.jsonl.gz"]).find("k")


def test_a_file_that_is_no_record_gives_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_text("this is something else entirely, and long enough to be seen as such" * 20)
    told = r"Cannot use the record of answers .*a\.sqlite"
    with pytest.raises(RecordFailed, match=told):
        Record(path).find("k")
    with pytest.raises(RecordFailed, match=told):
        Record(path).keep(ANSWER)
    assert path.read_text().startswith("this is something else")


def test_a_place_that_cannot_be_written_gives_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecordFailed, match="PRAKTIJKBENCH_RECORD"):
        Record(tmp_path / "file" / "a.sqlite").keep(ANSWER)
    with pytest.raises(RecordFailed):
        Record(tmp_path).keep(ANSWER)


def test_a_full_disk_gives_one_clear_line_and_keeps_what_was_there(tmp_path: Path) -> None:
    record = Record(tmp_path / "a.sqlite")
    record.keep(ANSWER)
    assert record._connection is not None
    record._connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(RecordFailed, match="full"):
        for number in range(500):
            record.keep(replace(ANSWER, key=f"{number}", text="x" * 2000))
    assert Record(tmp_path / "a.sqlite").find("k") == ANSWER


def test_the_place_of_the_record_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAKTIJKBENCH_RECORD", "/somewhere/else.sqlite")
    assert default_record_path() == Path("/somewhere/else.sqlite")
    monkeypatch.delenv("PRAKTIJKBENCH_RECORD")
    assert default_record_path().name == "answers.sqlite"


def keep_many(path: Path, start: int, count: int) -> None:
    record = Record(path)
    for number in range(start, start + count):
        record.keep(replace(ANSWER, key=f"{number:04}", text=f"answer {number}"))
        assert record.find(f"{number:04}") is not None


def test_two_runs_write_to_one_record_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    # Forked, since the module of a test cannot be imported by its name.
    context = get_context("fork")
    runs = [context.Process(target=keep_many, args=(path, start, 300)) for start in (0, 200)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    kept = list(Record(path).answers())
    assert [answer.key for answer in kept] == [f"{number:04}" for number in range(500)]


WRITER = """
import sys
from pathlib import Path
from language_models.record import Record, RecordedAnswer

record = Record(Path(sys.argv[1]))
for number in range(1_000_000):
    text = f"{number} " * 2000
    record.keep(RecordedAnswer(f"{number:07}", "m", text, None, 1, 1, 0.1))
    print(number, flush=True)
"""


def test_a_run_killed_in_mid_write_leaves_the_record_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    root = Path(__file__).resolve().parents[2]
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdout=subprocess.PIPE,
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(root)},
        )
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(25)]
        writer.send_signal(signal.SIGKILL)
        told += [
            int(line)
            for line in writer.stdout.read().splitlines(keepends=True)
            if line[-1:] == b"\n"
        ]
        writer.wait()
        writer.stdout.close()
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
        kept = {answer.key: answer.text for answer in Record(path).answers()}
        assert all(kept[f"{number:07}"] == f"{number} " * 2000 for number in told)
    Record(path).keep(ANSWER)
    assert Record(path).find("k") == ANSWER


def test_a_recorded_line_holds_no_question(tmp_path: Path, mood_task: Any) -> None:
    record = Record(tmp_path / "a.sqlite")
    scripted_model([{"mood": 1}], record=record).ask(mood_task, "a private matter")
    export_answers(record, tmp_path / "out.jsonl.gz")
    with gzip.open(tmp_path / "out.jsonl.gz", "rt", encoding="utf-8") as lines:
        line = json.loads(lines.read())
    assert "private" not in json.dumps(line)
    assert sorted(line) == sorted(
        ["key", "model", "text", "refusal", "prompt_tokens", "completion_tokens", "seconds"]
    )
