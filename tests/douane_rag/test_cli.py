"""`praktijkbench douane index | ask | search | chat`, as scripts rely on it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from douane_rag.index.opened import open_index

Index = Callable[..., Path]
PLACE = {"paragraph", "reference"}
EDITIONS = {
    "2025-01-01/a.md": "# Boek\n\n## Wijn {#w}\n\nDe accijns op wijn bedraagt 80 euro.\n",
    "2026-01-01/a.md": "# Boek\n\n## Wijn {#w}\n\nDe accijns op wijn bedraagt 88 euro.\n",
}


def test_index_says_on_standard_error_what_it_did(
    praktijkbench: Any, write_corpus: Any, tmp_path: Path
) -> None:
    corpus, folder = write_corpus(), tmp_path / "index"
    ended = praktijkbench("douane", "index", corpus, "--index", folder, "--embedding", "none")
    assert (ended.status, ended.out) == (0, "")
    assert ended.err == (
        f"{folder}: 2 files, 4 paragraphs, 4 chunks; 0 embedded, 0 kept, 0 removed\n"
    )


def test_search_gives_results_as_json(praktijkbench: Any, index_by_command: Index) -> None:
    folder = index_by_command()
    ended = praktijkbench("douane", "search", "sigaretten", "--index", folder, "--json")
    assert (ended.status, ended.err) == (0, "")
    (first, *_) = ended.json["results"]
    assert first.keys() >= {*PLACE, "score", "text"}
    assert first["paragraph"] == "reizigers#2-1-sigaretten"
    assert first["reference"] == "Handboek Reizigers, onderdeel 40.01.00, paragraaf 2.1"
    assert first["text"].startswith("Een reiziger van buiten de Unie mag 200 sigaretten")


def test_search_gives_no_more_than_it_is_asked_for(
    praktijkbench: Any, index_by_command: Index
) -> None:
    command = ("douane", "search", "reiziger aangifte wijn", "--index", index_by_command())
    counts = [
        len(praktijkbench(*command, "--json", "--top-k", top_k).json["results"])
        for top_k in (1, 2, 1000)
    ]
    assert counts[:2] == [1, 2]
    assert 2 < counts[2] <= 4
    assert praktijkbench(*command, "--top-k", 0).status == 2


def test_search_goes_straight_to_a_reference(praktijkbench: Any, index_by_command: Index) -> None:
    question = "Handboek Accijns, onderdeel 30.01.00, paragraaf 1.2"
    ended = praktijkbench("douane", "search", question, "--index", index_by_command(), "--json")
    assert ended.json["results"][0]["reference"] == question


def test_ask_gives_an_answer_whose_quotes_are_spans_of_stored_paragraphs(
    praktijkbench: Any, index_by_command: Index
) -> None:
    folder = index_by_command()
    ended = praktijkbench(
        "douane", "ask", "Handboek Reizigers, onderdeel 40.01.00, paragraaf 2.2",
        "--index", folder, "--json",
    )  # fmt: skip
    assert (ended.status, ended.err) == (0, "")
    answer = ended.json
    assert answer.keys() >= {"answered", "answer", "quotes", "nearest", "further"}
    assert answer["answered"] is True
    texts = {p.id: p.text for p in open_index(folder).paragraphs}
    for quote in answer["quotes"]:
        assert quote.keys() >= {*PLACE, "start", "end", "text"}
        assert texts[quote["paragraph"]][quote["start"] : quote["end"]] == quote["text"]
        assert quote["text"] in answer["answer"]
        assert quote["reference"] in answer["answer"]
    assert [p["paragraph"] for p in answer["further"]] == ["accijns#1-2-bier"]


def test_ask_says_what_is_not_in_the_handbooks(praktijkbench: Any, index_by_command: Index) -> None:
    question = "Wie won gisteren de voetbalwedstrijd in Parijs?"
    ended = praktijkbench("douane", "ask", question, "--index", index_by_command(), "--json")
    assert ended.status == 0
    assert (ended.json["answered"], ended.json["quotes"]) == (False, [])


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_may_come_from_standard_input(
    praktijkbench: Any, index_by_command: Index, command: str
) -> None:
    folder = index_by_command()
    given = praktijkbench("douane", command, "sigaretten", "--index", folder, "--json")
    marked = b"\xef\xbb\xbfsigaretten\r\n"
    for stdin in (b"sigaretten\n", marked):
        read = praktijkbench("douane", command, "-", "--index", folder, "--json", stdin=stdin)
        assert (read.status, read.out) == (0, given.out)


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_person_reads_the_text_with_its_reference(
    praktijkbench: Any, index_by_command: Index, command: str
) -> None:
    question = "Handboek Accijns, onderdeel 30.01.00, paragraaf 1.1"
    ended = praktijkbench("douane", command, question, "--index", index_by_command())
    assert ended.status == 0
    assert "Handboek Accijns, onderdeel 30.01.00, paragraaf 1.1" in ended.out
    assert "88 euro" in ended.out


@pytest.mark.parametrize(("day", "amount"), [("2025-12-31", "80"), ("2026-01-01", "88")])
def test_the_text_of_the_day_is_found(
    praktijkbench: Any, index_by_command: Index, day: str, amount: str
) -> None:
    command = ("--index", index_by_command(EDITIONS), "--as-of", day, "--json")
    results = praktijkbench("douane", "search", "accijns op wijn", *command).json["results"]
    assert [r["text"] for r in results] == [f"De accijns op wijn bedraagt {amount} euro."]
    assert results[0]["valid_from"] == f"{day[:4]}-01-01"


def test_a_day_before_all_texts_is_told(praktijkbench: Any, index_by_command: Index) -> None:
    folder = index_by_command(EDITIONS)
    for command in ("ask", "search"):
        ended = praktijkbench("douane", command, "wijn", "--index", folder, "--as-of", "2024-12-31")
        assert (ended.status, ended.out) == (2, "")
        assert "No text of this index applies on 2024-12-31; its first is from 2025-01-01" in (
            ended.error
        )


def test_texts_that_do_not_apply_yet_are_told_where_no_day_is_chosen(
    praktijkbench: Any, index_by_command: Index
) -> None:
    folder = index_by_command({"2999-01-01/a.md": "## A\n\nWijn."})
    ended = praktijkbench("douane", "search", "wijn", "--index", folder)
    assert ended.status == 2
    assert "its first is from 2999-01-01. Choose a day: --as-of." in ended.error


def test_a_follow_up_is_read_with_the_question_before_it(
    praktijkbench: Any, index_by_command: Index
) -> None:
    ended = praktijkbench(
        "douane", "ask", "en daarboven?", "--history", "Hoeveel sigaretten mag een reiziger?",
        "--index", index_by_command(), "--json",
    )  # fmt: skip
    assert "sigaretten" in ended.json["read_as"]
    assert ended.json["nearest"][0]["paragraph"] == "reizigers#2-1-sigaretten"


def test_chat_answers_line_by_line_and_survives_odd_bytes(
    praktijkbench: Any, index_by_command: Index
) -> None:
    lines = b"Handboek Accijns, onderdeel 30.01.00, paragraaf 1.1\n\n\xff\xfe\nhoi\n"
    ended = praktijkbench("douane", "chat", "--index", index_by_command(), stdin=lines)
    assert ended.status == 0
    assert "88 euro" in ended.out
    assert "Traceback" not in ended.err


def test_remarks_on_the_files_are_told(
    praktijkbench: Any, write_corpus: Any, tmp_path: Path
) -> None:
    corpus = write_corpus(
        {
            "a.md": "# Handboek X, onderdeel 10.01.00\n\n## 1.1 Kern\n\nZie paragraaf 9.9.",
            "b.md": "## Café\n\nTekst.".encode("cp1252"),
            "c.docx": b"no docx",
        }
    )
    command = ("douane", "index", corpus, "--index", tmp_path / "index", "--embedding", "none")
    refused = praktijkbench(*command)
    assert refused.status == 2
    assert f"{corpus / 'c.docx'}: is damaged or no DOCX file" in refused.error
    assert not (tmp_path / "index" / "manifest.json").exists()
    ended = praktijkbench(*command, "--skip-refused")
    assert ended.status == 0
    assert "c.docx: is damaged" in ended.err
    assert "b.md: line 1 is not UTF-8 and was read as Windows-1252" in ended.err
    assert "a.md:3: 'paragraaf 9.9' leads nowhere" in ended.err
    assert ended.err.splitlines()[-1].endswith("1 files refused")
    searched = praktijkbench("douane", "search", "kern", "--index", tmp_path / "index", "--json")
    assert len(searched.json["results"]) == 1


def test_minilm_finds_by_meaning_and_nothing_else_is_written_to_standard_output(
    praktijkbench: Any, write_corpus: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    indexed = praktijkbench("douane", "index", write_corpus(), "--index", folder)
    assert (indexed.status, indexed.out) == (0, "")
    assert "4 embedded" in indexed.err
    again = praktijkbench("douane", "index", write_corpus(), "--index", folder)
    assert "0 embedded, 4 kept" in again.err
    ended = praktijkbench("douane", "search", "cigarettes", "--index", folder, "--json")
    assert (ended.status, ended.err) == (0, "")
    assert ended.json["results"][0]["paragraph"] == "reizigers#2-1-sigaretten"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_full_disk_behind_standard_output_is_one_line(index_by_command: Index) -> None:
    folder = index_by_command()
    command = [sys.executable, "-m", "praktijkbench", "douane", "search", "wijn", "--json"]
    root = Path(__file__).resolve().parents[2]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*command, "--index", str(folder)],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False, cwd=root,
        )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: standard output cannot be written: No space left")
    assert ended.stderr.count("\n") == 1


def test_the_help_names_every_command(praktijkbench: Any) -> None:
    ended = praktijkbench("douane", "--help")
    assert ended.status == 0
    assert all(name in ended.out for name in ("index", "ask", "search", "chat"))


def test_json_is_one_object_that_keeps_its_accents(
    praktijkbench: Any, index_by_command: Index
) -> None:
    folder = index_by_command({"a.md": "## Café\n\nGeëxporteerde wijn."})
    ended = praktijkbench("douane", "ask", "café", "--index", folder, "--json")
    assert json.loads(ended.out)["read_as"].startswith("café")
    assert "Geëxporteerde" in ended.out
