"""Wrong options, settings and models: one clear line, exit status 2, or 1 where the work failed."""

import socket
from pathlib import Path
from typing import Any

import pytest

MINE = '[models.mine]\nbase_url = "{url}"\nmodel = "tiny"\nretries = 0\n'


@pytest.fixture
def calls(call_lines: Any, write_calls: Any) -> Path:
    return write_calls(call_lines(3))  # type: ignore[no-any-return]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_missing_server_is_named_with_its_address(
    with_calls: Any, calls: Path, configure: Any, free_port: int
) -> None:
    url = f"http://127.0.0.1:{free_port}/v1"
    configure(MINE.format(url=url))
    ended = with_calls(calls, "--model", "mine")
    assert (ended.status, ended.out) == (1, "")
    assert f"No answer from {url}" in ended.error
    assert "is the server running?" in ended.error


def test_a_missing_server_stops_a_check_too(
    praktijkbench: Any, configure: Any, free_port: int
) -> None:
    configure(MINE.format(url=f"http://127.0.0.1:{free_port}/v1"))
    ended = praktijkbench("models", "check", "mine")
    assert (ended.status, ended.out) == (1, "")
    assert "is the server running?" in ended.error


def test_a_wrong_key_is_named_by_its_variable_and_never_shown(
    with_calls: Any, calls: Path, configure: Any, start_server: Any, reply: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    server = start_server(reply.refuses(401, "Incorrect \x1b[31mAPI key"))
    configure(MINE.format(url=server.base_url) + 'api_key_env = "MY_KEY"\n')
    monkeypatch.setenv("MY_KEY", "sk-secret")
    ended = with_calls(calls, "--model", "mine")
    assert (ended.status, ended.out) == (1, "")
    assert "answers 401" in ended.error and "check the key in MY_KEY" in ended.error
    assert "sk-secret" not in ended.err and "\x1b" not in ended.err


def test_a_key_that_is_not_set_is_asked_for(with_calls: Any, calls: Path, configure: Any) -> None:
    configure(MINE.format(url="http://127.0.0.1:1/v1") + 'api_key_env = "MY_UNSET_KEY"\n')
    ended = with_calls(calls, "--model", "mine")
    assert ended.status == 2
    assert "MY_UNSET_KEY" in ended.error


def test_a_server_that_fails_leaves_no_file(
    praktijkbench: Any, calls: Path, configure: Any, start_server: Any, reply: Any, tmp_path: Path
) -> None:
    server = start_server(reply.refuses(500, "out of memory"))
    configure(MINE.format(url=server.base_url))
    out = tmp_path / "out" / "drivers.jsonl"
    out.parent.mkdir()
    ended = praktijkbench("pulse", "drivers", "--calls", calls, "--model", "mine", "--out", out)
    assert ended.status == 1
    assert "out of memory" in ended.error
    assert list(out.parent.iterdir()) == []


def test_an_unknown_model_is_told_its_nearest_name(with_calls: Any, calls: Path) -> None:
    ended = with_calls(calls, "--model", "embeded")
    assert (ended.status, ended.out) == (2, "")
    assert "Unknown model 'embeded'. Did you mean 'embedded'? Available:" in ended.error


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--prototype", "4"), "Unknown prototype '4'. Available: 1, 2, 3."),
        (("--target", "ces"), "Unknown target 'ces'. Available: nps, csat."),
    ],
)
def test_unknown_prototypes_and_targets_name_those_there_are(
    praktijkbench: Any, calls: Path, arguments: tuple[str, ...], reason: str
) -> None:
    ended = praktijkbench("pulse", "predict", "--calls", calls, *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert reason in ended.error


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[pulse]\nrepeat = 2\n", ":2: Unknown key 'pulse.repeat'. Did you mean 'repeats'?"),
        ("[pulse]\nrepeats = 0\n", ":2: pulse.repeats = 0"),
        ("[plse]\n", ":1: Unknown key 'plse'. Did you mean 'pulse'?"),
        ("[models.mine]\nbase_ulr = 'x'\n", "Did you mean 'base_url'?"),
        ("[models.mine]\napi_key = 'sk-1'\n", "would put a secret into the file"),
        ("oops", "This is not TOML"),
    ],
)
def test_a_fault_in_the_settings_is_named_with_its_line(
    with_calls: Any, calls: Path, configure: Any, text: str, reason: str
) -> None:
    configure(text)
    ended = with_calls(calls)
    assert (ended.status, ended.out) == (2, "")
    assert "praktijkbench.toml" in ended.error and reason in ended.error
    assert "sk-1" not in ended.err


def test_settings_are_read_from_the_file_that_is_named(
    praktijkbench: Any, calls: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.toml"
    other.write_text("[pulse]\nrepeat = 2\n")
    ended = praktijkbench("--config", other, "pulse", "drivers", "--calls", calls)
    assert ended.status == 2
    assert "other.toml:2:" in ended.error
    missing = praktijkbench("--config", "nowhere.toml", "pulse", "drivers", "--calls", calls)
    assert missing.status == 2
    assert "nowhere.toml: Cannot read the settings" in missing.error


@pytest.mark.parametrize("command", ["predict", "evaluate"])
def test_training_calls_are_checked_like_any_others(
    praktijkbench: Any, calls: Path, write_calls: Any, call_lines: Any, command: str
) -> None:
    def told(lines: list[Any]) -> str:
        train = write_calls(lines, "train.jsonl")
        ended = praktijkbench("pulse", command, "--calls", calls, "--train", train)
        assert (ended.status, ended.out) == (2, "")
        return str(ended.error)

    assert "train.jsonl:4: nps is 11" in told([*call_lines(3), {**call_lines(1)[0], "nps": 11}])
    assert "train.jsonl:1: broken JSON" in told(["{", *call_lines(3)])
    unlabelled = [{key: line[key] for key in ("id", "turns")} for line in call_lines(4)]
    assert "carries 'nps'" in told(unlabelled)
    assert "one category only" in told(call_lines(4, moods=["good"]))


def test_calls_without_labels_cannot_be_evaluated(
    praktijkbench: Any, call_lines: Any, write_calls: Any, train: Path
) -> None:
    lines = [{key: line[key] for key in ("id", "turns", "nps")} for line in call_lines(4)]
    ended = praktijkbench(
        "pulse", "evaluate", "--calls", write_calls(lines), "--train", train, "--target", "csat"
    )
    assert (ended.status, ended.out) == (2, "")
    assert "No call carries 'csat', so there is nothing to compare with." in ended.error


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("pulse", "predict"), "--calls"),
        (("pulse", "predict", "--calls", "a", "--modell", "x"), "--modell"),
        (("pulse", "predictt"), "predictt"),
        (("run", "pulse", "--sample", "0"), "--sample"),
        (("run", "pulse", "--jobs", "many"), "--jobs"),
        (("compare", "a"), "Missing argument"),
    ],
)
def test_a_wrong_option_is_named_and_ends_with_2(
    praktijkbench: Any, arguments: tuple[str, ...], reason: str
) -> None:
    ended = praktijkbench(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert reason in ended.err and "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("run", "puls"), "Unknown suite 'puls'. Did you mean 'pulse'?"),
        (("run", "--resume", "nowhere"), "nowhere is not a run: it has no manifest.json"),
        (("run", "--resume", "a", "--out", "b"), "--out and --resume exclude each other"),
        (("report", "nowhere"), "nowhere is not a run"),
        (("compare", "nowhere", "there"), "nowhere is not a run"),
        (("models", "check", "smolm2"), "Did you mean 'smollm2'?"),
    ],
)
def test_wrong_arguments_of_the_other_commands_are_named(
    praktijkbench: Any, arguments: tuple[str, ...], reason: str, tmp_path: Path
) -> None:
    ended = praktijkbench(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert reason in ended.error
    assert list(tmp_path.iterdir()) == []
