"""Files of calls that cannot be used: one clear line, exit status 2, nothing on standard output."""

import json
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from pulse_nps.reader.lexicon import lexicon

Line = dict[str, Any]


def without(name: str) -> Callable[[Line], Line]:
    return lambda line: {key: value for key, value in line.items() if key != name}


def with_field(name: str, value: object) -> Callable[[Line], Line]:
    return lambda line: {**line, name: value}


def with_speaker(speaker: object) -> Callable[[Line], Line]:
    return lambda line: {**line, "turns": [{"speaker": speaker, "text": "Hallo"}]}


UNUSABLE: dict[str, tuple[Callable[[Line], object], str]] = {
    "broken JSON": (lambda line: json.dumps(line)[:-3], "broken JSON at column"),
    "no object": (lambda line: "[1, 2]", "JSON list instead of an object"),
    "without turns": (without("turns"), "no turns"),
    "empty turns": (with_field("turns", []), "turns is an empty list"),
    "silent turns": (
        with_field("turns", [{"speaker": "klant", "text": " "}]),
        "no turn holds any text",
    ),
    "unknown speaker": (with_speaker("agent"), 'unknown speaker "agent"'),
    "speaker of another kind": (with_speaker(["klant"]), "unknown speaker"),
    "nps of 11": (with_field("nps", 11), "nps is 11; give a whole number from 0 to 10"),
    "nps below 0": (with_field("nps", -1), "nps is -1"),
    "nps in words": (with_field("nps", "nine"), 'nps is "nine"'),
    "nps between": (with_field("nps", 7.5), "nps is 7.5"),
    "nps true": (with_field("nps", True), "nps is true"),
    "csat of 0": (with_field("csat", 0), "csat is 0; give a whole number from 1 to 5"),
    "missing id": (without("id"), "no id"),
    "id of another kind": (with_field("id", 7), "id 7 is no text"),
    "duplicate id": (with_field("id", "c0"), "id 'c0' stands already in line 1"),
    "deeply nested": (lambda line: "[" * 100_000, "nested"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_unusable_line_is_named_with_its_file_and_number(
    with_calls: Any, call_lines: Any, write_calls: Any, kind: str
) -> None:
    spoil, reason = UNUSABLE[kind]
    good = call_lines(3)
    path = write_calls([good[0], spoil(good[1]), good[2]])
    ended = with_calls(path)
    assert (ended.status, ended.out) == (2, "")
    assert f"{path}:2: " in ended.error
    assert reason in ended.error
    assert "--skip-refused" in ended.error
    assert len(ended.err.splitlines()) == 1


def test_the_first_of_several_refused_lines_is_named_and_the_rest_counted(
    with_calls: Any, call_lines: Any, write_calls: Any
) -> None:
    ended = with_calls(write_calls([*call_lines(2), "{", "[", "{}"]))
    assert ":3: " in ended.error and "2 more lines are refused too" in ended.error


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(with_calls: Any, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_bytes(content)
    ended = with_calls(path)
    assert (ended.status, ended.out) == (2, "")
    assert f"{path} is empty; it should hold one call a line" in ended.error


def test_a_file_with_refused_lines_only_is_refused_even_when_they_are_skipped(
    with_calls: Any, write_calls: Any
) -> None:
    ended = with_calls(write_calls(["{", "{}"]), "--skip-refused")
    assert ended.status == 2
    assert "no usable call is left" in ended.error


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [("latin-1", ":1: byte "), ("utf-16", ":1: the file is UTF-16; save it as UTF-8")],
)
def test_another_encoding_is_named(
    with_calls: Any, call_lines: Any, tmp_path: Path, encoding: str, reason: str
) -> None:
    line = call_lines(1)[0]
    line["turns"][1]["text"] = "één crème brûlée"
    path = tmp_path / "calls.jsonl"
    path.write_bytes((json.dumps(line, ensure_ascii=False) + "\n").encode(encoding))
    ended = with_calls(path)
    assert ended.status == 2
    assert reason in ended.error and "UTF-8" in ended.error


def test_a_missing_file_and_a_folder_are_told_apart(with_calls: Any, tmp_path: Path) -> None:
    missing = with_calls(tmp_path / "nowhere.jsonl")
    assert missing.status == 2
    assert "nowhere.jsonl does not exist; check the path" in missing.error
    folder = with_calls(tmp_path)
    assert folder.status == 2
    assert "is a folder; name a .jsonl or .jsonl.gz file" in folder.error


def test_a_file_that_only_claims_to_be_packed_is_refused(with_calls: Any, tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl.gz"
    path.write_bytes(b'{"id": "a"}\n')
    ended = with_calls(path)
    assert ended.status == 2
    assert "is no whole gzip file" in ended.error


def test_standard_input_is_named_when_it_is_at_fault(with_calls: Any) -> None:
    assert "standard input:1: broken JSON" in with_calls("-", stdin=b"{").error
    assert "standard input is empty" in with_calls("-").error


def test_a_path_with_signs_of_a_terminal_or_of_rich_is_shown_as_text(
    with_calls: Any, tmp_path: Path
) -> None:
    path = tmp_path / "[red]no[/red] [/] :warning: \x1b[31mnow\nhere.jsonl"
    ended = with_calls(path)
    assert "[red]no[/red] [/] :warning: \\x1b[31mnow here.jsonl does not exist" in ended.error
    assert "\x1b" not in ended.err and len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("turns", [1, 200])
@pytest.mark.parametrize("command", [("predict", "--prototype", "1"), ("drivers",)])
def test_a_call_of_100_000_words_is_read_in_seconds(
    praktijkbench: Any, write_calls: Any, command: tuple[str, ...], turns: int
) -> None:
    lexicon()  # read once, not part of reading a call
    words = "ik heb heel lang gewacht op de nota van de tandarts en dat vond ik niet zo fijn "
    text = words * (100_000 // len(words.split()) // turns + 1)
    speakers = [("klant", "medewerker")[number % 2] for number in range(turns)]
    line = {"id": "long", "turns": [{"speaker": speaker, "text": text} for speaker in speakers]}
    path = write_calls([line])
    start = perf_counter()
    ended = praktijkbench("pulse", *command, "--calls", path)
    assert (ended.status, len(ended.lines)) == (0, 1)
    assert perf_counter() - start < 5
