"""The same through the command line: one line on standard error, and the right exit status."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

import anna_agents.opening
from anna_agents.shop import opening
from anna_agents.shop.opening import open_shop, sqlite_url
from praktijkbench.cli import main
from tests.anna_agents.robust.service import PROCEDURES, Scripted, fill_for, number_of

RIGHT = [
    {"id": "1", "text": f"do=finance.voucher order={number_of(0)}", "customer": "x0"},
    {"id": "2", "text": f"do=finance.invoice order={number_of(1)}", "customer": "x1"},
]


@pytest.fixture(autouse=True)
def _scripted(monkeypatch):
    monkeypatch.setattr(anna_agents.opening, "open_reader", lambda *_, **__: Scripted())


@pytest.fixture
def anna(monkeypatch, capfd):
    """Runs `praktijkbench anna …`; exit status, standard output, standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["praktijkbench", "anna", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capfd.readouterr()
        return ended.value.code or 0, told.out, told.err

    return run


@pytest.fixture
def shop(tmp_path):
    url = sqlite_url(tmp_path / "shop.db")
    engine = open_shop(url)
    fill_for(engine, 2)
    engine.dispose()
    return url


@pytest.fixture
def messages(tmp_path):
    def write(*lines):
        path = tmp_path / "messages.jsonl"
        path.write_text(
            "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines),
            encoding="utf-8",
        )
        return path

    return write


def one_line(err):
    assert err.count("\n") == 1, err
    assert err.startswith("error: ")
    return err


@pytest.fixture(params=["handle", "route"])
def command(request, shop):
    """Either command with what it needs beside the messages."""
    more = ["--database", shop] if request.param == "handle" else []
    return [request.param, "--procedures", PROCEDURES, *more]


def test_a_file_of_messages_is_handled_and_again(anna, messages, shop, tmp_path):
    out = tmp_path / "out.jsonl"
    given = ["handle", "--messages", messages(*RIGHT), "--procedures", PROCEDURES,
             "--database", shop, "--out", out]  # fmt: skip
    assert anna(*given)[0] == 0
    first = out.read_text()
    assert [json.loads(line)["ends"] for line in first.splitlines()] == ["resolved"] * 2
    assert anna(*given)[0] == 0
    assert out.read_text() == first


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.write_text(""), "is empty"),
        (lambda path: path.write_text("\n\n"), "is empty"),
        (lambda path: path.write_text("hallo\n"), "broken JSON"),
        (lambda path: path.write_bytes(b'{"id": "1", "text": "caf\xe9"}\n'), "not UTF-8"),
        (lambda path: path.write_bytes('{"id": "1"}'.encode("utf-16")), "UTF-16"),
        (lambda path: path.write_text('{"id": "1", "text": "a", "channel": "fax"}'), "channel"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(anna, command, tmp_path, make, told):
    path = tmp_path / "messages.jsonl"
    make(path)
    status, out, err = anna(*command, "--messages", path, "--out", "-")
    assert (status, out) == (2, "")
    assert told in one_line(err)
    assert str(path) in err


def test_one_refused_line_stops_the_work_before_anything_is_done(anna, command, messages, shop):
    path = messages(RIGHT[0], '{"id": "1", "text": "again"}', RIGHT[1])
    status, out, err = anna(*command, "--messages", path)
    assert (status, out) == (2, "")
    assert "messages.jsonl:2: id '1' stands already in line 1" in one_line(err)
    assert sqlite3.connect(shop.removeprefix("sqlite:///")).execute(
        "SELECT count(*) FROM messages"
    ).fetchone() == (0,)


def test_refused_lines_are_told_when_the_others_go_on(anna, command, messages, tmp_path):
    path = messages(RIGHT[0], "{", '{"id": "3", "text": "\\ud800"}', RIGHT[1])
    out = tmp_path / "out.jsonl"
    status, _, err = anna(*command, "--messages", path, "--skip-refused", "--out", out)
    assert status == 0
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["1", "2"]
    assert err.count("refused: ") == 2
    assert "messages.jsonl:3: text holds half a character" in err
    assert "2 refused, 2 read" in err


def test_odd_messages_are_all_answered(anna, messages, shop, tmp_path):
    odd = ["", " \n", "x" * 1_000_000, "\0", "\u202e\u200b", "🦄" * 500, "<script>", "{{order}}",
           "do=finance.voucher order=9", "do=finance.nothing", "do=finance.voucher"]  # fmt: skip
    lines = [
        {"id": f"o{number}", "text": text, "channel": channel, "lang": "xx"}
        for number, (text, channel) in enumerate(
            (text, channel) for text in odd for channel in ("chat", "email")
        )
    ]
    out = tmp_path / "out.jsonl"
    status, _, err = anna("handle", "--messages", messages(*lines), "--procedures", PROCEDURES,
                          "--database", shop, "--out", out)  # fmt: skip
    assert (status, err) == (0, "")
    found = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(found) == len(lines)
    assert all(each["reply"] and each["lang"] == "en" for each in found)
    assert not any(each["actions"] for each in found)


STEPS = "steps:\n  - do: [{tool: send_invoice_copy}]\n    reply: done\n    ends: resolved\n"


@pytest.mark.parametrize(
    ("before", "after", "line", "told"),
    [
        (STEPS, "", 1, "steps"),
        (STEPS, "steps: []\n", 6, "steps"),
        ("    ends: resolved\n", "", 7, "exactly one of"),
        ("send_invoice_copy", "send_invoice_cpoy", 7, "did you mean 'send_invoice_copy'?"),
        ("reply: done", "reply: doen", 1, "did you mean 'done'?"),
        ("needs: [order]", "needs: [ordre]", 4, "did you mean 'order'?"),
        ("id: finance.invoice", "id: {", 3, "broken YAML"),
    ],
)
@pytest.mark.parametrize("asked", ["handle", "route", "chat", "procedures"])
def test_a_procedure_that_cannot_be_used_is_told_with_its_line(
    anna, messages, shop, tmp_path, monkeypatch, asked, before, after, line, told
):
    folder = tmp_path / "procedures"
    shutil.copytree(PROCEDURES, folder)
    path = folder / "invoice.yaml"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    monkeypatch.setattr(sys, "stdin", io.StringIO("hallo\n"))
    written = messages(*RIGHT)
    given = {
        "handle": ["--messages", written, "--procedures", folder, "--database", shop],
        "route": ["--messages", written, "--procedures", folder],
        "chat": ["--procedures", folder, "--database", shop],
        "procedures": [folder],
    }[asked]
    status, out, err = anna(asked, *given)
    assert (status, out) == (2, "")
    assert f"{path}:{line}: " in one_line(err)
    assert told in err


def test_a_folder_without_procedures_is_told(anna, messages, tmp_path):
    (tmp_path / "empty").mkdir()
    for folder, told in ((tmp_path / "empty", "holds no"), (tmp_path / "gone", "is no folder")):
        status, _, err = anna("route", "--messages", messages(*RIGHT), "--procedures", folder)
        assert (status, told in one_line(err)) == (2, True)


@pytest.mark.parametrize("url", ["shop.db", "oracle://a/b"])
def test_a_wrong_database_url_is_told(anna, messages, url):
    status, out, err = anna("handle", "--messages", messages(*RIGHT), "--database", url,
                            "--procedures", PROCEDURES)  # fmt: skip
    assert (status, out) == (2, "")
    assert f"'{url}'" in one_line(err)


def test_a_locked_database_fails_with_status_one_and_goes_on_the_next_time(
    anna, messages, shop, tmp_path, monkeypatch
):
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.2)
    given = ["handle", "--messages", messages(*RIGHT), "--procedures", PROCEDURES,
             "--database", shop, "--out", tmp_path / "out.jsonl"]  # fmt: skip
    other = sqlite3.connect(shop.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    status, _, err = anna(*given)
    assert status == 1
    assert "locked" in one_line(err)
    assert not (tmp_path / "out.jsonl").exists()
    other.close()
    assert anna(*given)[0] == 0


@pytest.mark.parametrize(
    "asked", [["handle", "--messages", "-"], ["cases"], ["answer", "k1", "x"], ["mistakes"]],
    ids=lambda asked: asked[0],
)  # fmt: skip
def test_what_is_no_database_fails_with_status_one(anna, tmp_path, asked, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(RIGHT[0]).encode())))
    path = tmp_path / "shop.db"
    path.write_text("this is a text and no database, whatever its name may say " * 20)
    status, out, err = anna(*asked, "--database", sqlite_url(path))
    assert (status, out) == (1, "")
    assert "cannot be opened: file is not a database" in one_line(err)


def test_an_answer_to_no_case_and_a_chat_of_nobody_are_told(anna, shop, monkeypatch):
    status, _, err = anna("answer", "k404", "x", "--database", shop)
    assert (status, "no case that waits" in one_line(err)) == (2, True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("hallo\n"))
    status, _, err = anna("chat", "--customer", "nobody", "--database", shop)
    assert (status, "no customer 'nobody'" in one_line(err)) == (2, True)


def test_a_folder_that_is_not_there_is_told_before_the_work(anna, command, messages, tmp_path):
    out = Path(tmp_path / "nowhere" / "out.jsonl")
    status, _, err = anna(*command, "--messages", messages(*RIGHT), "--out", out)
    assert (status, "does not exist" in one_line(err)) == (2, True)
