"""Calls are read line by line; whatever cannot be used is named with its line and a remedy."""

import gzip
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from language_models.errors import InputError, WorkFailed
from language_models.json_lines import write_jsonl
from pulse_nps.calls import Turn, read_calls
from pulse_nps.categories import category_of_nps, class_of_csat
from pulse_nps.drivers import DRIVER_NAMES, DRIVERS, DriverScores

TURNS = [{"speaker": "medewerker", "text": "Goedemiddag."}, {"speaker": "klant", "text": "Hallo."}]
GOOD = {"id": "goed", "turns": TURNS}


def line(**fields: Any) -> bytes:
    return json.dumps({"id": "a", "turns": TURNS, **fields}).encode() + b"\n"


def written(folder: Path, content: bytes, name: str = "calls.jsonl") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_call_keeps_its_answers_and_its_further_fields(tmp_path: Path) -> None:
    file = read_calls(written(tmp_path, line(nps=9, csat=4, region="noord")))
    (call,) = file.items
    assert (call.id, call.nps, call.csat) == ("a", 9, 4)
    assert call.turns[1] == Turn("klant", "Hallo.")
    assert call.extra == {"region": "noord"}
    assert file.refused == ()


def test_answers_may_be_missing_or_null(tmp_path: Path) -> None:
    (call,) = read_calls(written(tmp_path, line(nps=None))).items
    assert call.nps is None
    assert call.csat is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"id": "a", "turns": [\n', "broken JSON at column"),
        (b"[1, 2]\n", "JSON list instead of an object"),
        (b'{"id": "a"}\n', "no turns"),
        (line(turns=[]), "empty list"),
        (line(turns="tekst"), "are no list"),
        (line(turns=[{"speaker": "klant", "text": "  "}]), "no turn holds any text"),
        (line(turns=["tekst"]), "turn 1 is"),
        (line(turns=[{"speaker": "agent", "text": "x"}]), 'unknown speaker "agent"'),
        (line(turns=[{"speaker": ["klant"], "text": "x"}]), "unknown speaker"),
        (line(turns=[{"speaker": "klant", "text": 5}]), "turn 1 has the text 5"),
        (line(nps=11), "nps is 11"),
        (line(nps=-1), "nps is -1"),
        (line(nps="nine"), 'nps is "nine"'),
        (line(nps=True), "nps is true"),
        (line(nps=7.5), "nps is 7.5"),
        (line(csat=0), "csat is 0"),
        (line(csat=6), "csat is 6"),
        (line(id=None), "id null is no text"),
        (line(id=" "), "is no text"),
        (b'{"turns": [{"speaker": "klant", "text": "x"}]}\n', "no id"),
        (b'{"id": "caf\xe9", "turns": []}\n', "byte 12 of the line (0xe9) is not UTF-8"),
        (b'{"id": "a", "turns": [{"speaker": "klant", "text": "\\ud800"}]}\n', "half a character"),
        (b"[" * 100_000 + b"\n", "nested"),
    ],
)
def test_an_unusable_line_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = written(tmp_path, json.dumps(GOOD).encode() + b"\n" + content)
    file = read_calls(path)
    assert [call.id for call in file.items] == ["goed"]
    (refused,) = file.refused
    assert refused.line == 2
    assert reason in refused.reason
    assert refused.remedy
    assert str(refused).startswith(f"{path}:2: ")
    assert "\n" not in str(refused)


def test_the_valid_speakers_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'medewerker' and 'klant'"):
        read_calls(written(tmp_path, line(turns=[{"speaker": "agent", "text": "x"}])))


def test_a_second_call_of_the_same_id_is_refused(tmp_path: Path) -> None:
    file = read_calls(written(tmp_path, line() + line(nps=3)))
    assert len(file.items) == 1
    assert "line 1" in file.refused[0].reason


def test_a_whole_number_written_with_a_point_is_a_whole_number(tmp_path: Path) -> None:
    assert read_calls(written(tmp_path, line(nps=7.0))).items[0].nps == 7


def test_a_byte_order_mark_and_blank_lines_pass(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbf" + line() + b"\n  \n")
    assert len(read_calls(path).items) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "is empty"), (b"\n\n", "is empty"), (b"{}\n{}\n", "1 more refused")],
)
def test_a_file_without_a_usable_call_is_an_error(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        read_calls(written(tmp_path, content))


def test_a_utf_16_file_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="UTF-16"):
        read_calls(written(tmp_path, line().decode().encode("utf-16")))


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_calls(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="is a folder"):
        read_calls(tmp_path)


def test_a_gzip_file_is_read_and_a_cut_one_is_an_error(tmp_path: Path) -> None:
    packed = gzip.compress(line() * 1)
    assert len(read_calls(written(tmp_path, packed, "calls.jsonl.gz")).items) == 1
    with pytest.raises(InputError, match="no whole gzip"):
        read_calls(written(tmp_path, packed[:-12], "cut.jsonl.gz"))
    with pytest.raises(InputError, match="no whole gzip"):
        read_calls(written(tmp_path, line(), "plain.jsonl.gz"))


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line())))
    assert read_calls(Path("-")).items[0].id == "a"


def test_a_call_of_a_hundred_thousand_words_is_read(tmp_path: Path) -> None:
    text = "ik wacht al heel lang " * 20_000
    path = written(tmp_path, line(turns=[{"speaker": "klant", "text": text}]))
    assert len(read_calls(path).items[0].turns[0].text) == len(text)


def test_lines_are_written_whole_and_read_back(tmp_path: Path) -> None:
    for name in ("out.jsonl", "out.jsonl.gz"):
        write_jsonl(tmp_path / name, [{**GOOD, "word": "één"}])
        assert read_calls(tmp_path / name).items[0].extra == {"word": "één"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "out.jsonl.gz"]


def test_compressed_lines_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.gz", [GOOD])
    write_jsonl(tmp_path / "b.gz", [GOOD])
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_a_broken_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, b"oud")

    def lines() -> Any:
        yield GOOD
        raise RuntimeError("the work failed")

    with pytest.raises(RuntimeError):
        write_jsonl(path, lines())
    assert path.read_bytes() == b"oud"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_full_disk_is_one_clear_message() -> None:
    with pytest.raises(WorkFailed, match="cannot be written: No space left"):
        write_jsonl(Path("/dev/full"), [GOOD] * 10_000)


def test_a_full_disk_halfway_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(WorkFailed, match="No space left"):
        write_jsonl(tmp_path / "out.jsonl", [GOOD])
    assert list(tmp_path.iterdir()) == []


def test_writing_to_a_missing_folder_or_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        write_jsonl(tmp_path / "none" / "out.jsonl", [GOOD])
    with pytest.raises(InputError, match="is a folder"):
        write_jsonl(tmp_path, [GOOD])


def test_standard_output_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    write_jsonl(Path("-"), [{"id": "é"}])
    assert capfd.readouterr().out == '{"id": "é"}\n'


@pytest.mark.parametrize(
    ("nps", "category"),
    [
        (0, "detractor"),
        (6, "detractor"),
        (7, "passive"),
        (8, "passive"),
        (9, "promoter"),
        (10, "promoter"),
    ],
)
def test_nps_answers_fall_into_three_categories(nps: int, category: str) -> None:
    assert category_of_nps(nps) == category


@pytest.mark.parametrize(
    ("csat", "category"),
    [(1, "dissatisfied"), (2, "dissatisfied"), (3, "neutral"), (4, "satisfied"), (5, "satisfied")],
)
def test_csat_grades_fall_into_three_classes(csat: int, category: str) -> None:
    assert class_of_csat(csat) == category


@pytest.mark.parametrize("wrong", [11, -1, True, 7.5, "9"])
def test_a_grade_outside_the_scale_is_an_error(wrong: Any) -> None:
    with pytest.raises(InputError, match="whole number from 0 to 10"):
        category_of_nps(wrong)
    with pytest.raises(InputError, match="whole number from 1 to 5"):
        class_of_csat(wrong)


def test_twelve_drivers_are_defined_with_five_anchors_each() -> None:
    assert DRIVER_NAMES == (
        "waiting", "transfers", "repeat_contact", "resolution", "clarity", "knowledge",
        "empathy", "effort", "promises", "tone", "outcome", "closing_mood",
    )  # fmt: skip
    for driver in DRIVERS:
        assert len(set(driver.anchors)) == 5
        assert driver.question.endswith("?")


def test_driver_scores_are_whole_numbers_for_all_twelve() -> None:
    neutral = dict.fromkeys(DRIVER_NAMES, 2)
    assert dict(DriverScores(neutral)) == neutral
    assert tuple(DriverScores(neutral)) == DRIVER_NAMES
    with pytest.raises(InputError, match="missing tone"):
        DriverScores({name: 2 for name in DRIVER_NAMES if name != "tone"})
    with pytest.raises(InputError, match="unknown 'mood'"):
        DriverScores({**neutral, "mood": 2})
    for wrong in (5, -1, 2.5, True, "2"):
        with pytest.raises(InputError, match="from 0 to 4"):
            DriverScores({**neutral, "tone": wrong})  # type: ignore[dict-item]
