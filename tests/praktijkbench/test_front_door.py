"""Help, version, start-up, exit statuses and the list of models."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from praktijkbench import __version__
from praktijkbench.cli import app

HEAVY = (
    "torch",
    "sklearn",
    "matplotlib",
    "pandas",
    "statsmodels",
    "openai",
    "sentence_transformers",
    "scipy",
    "imblearn",
    "jinja2",
    "numpy",
    "pydantic",
)
COMMANDS = (
    (),
    ("run",),
    ("compare",),
    ("report",),
    ("models",),
    ("models", "check"),
    ("fixtures",),
    ("fixtures", "check"),
    ("fixtures", "regenerate"),
    ("pulse",),
    ("pulse", "predict"),
    ("pulse", "evaluate"),
    ("pulse", "drivers"),
    ("douane",),
    ("douane", "index"),
    ("douane", "ask"),
    ("douane", "search"),
    ("douane", "chat"),
    ("douane", "evaluate"),
    ("anna",),
    ("anna", "chat"),
    ("anna", "handle"),
    ("anna", "route"),
    ("anna", "simulate"),
    ("anna", "cases"),
    ("anna", "answer"),
    ("anna", "mistakes"),
    ("anna", "procedures"),
    ("letters",),
    ("letters", "write"),
    ("letters", "check"),
    ("letters", "dba"),
    ("letters", "describe"),
)


def python(*arguments: str, **further: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=60, check=False,
        **further,
    )  # fmt: skip


def every_command(
    command: Any, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from every_command(inner, (*path, name))


def test_these_are_all_the_commands() -> None:
    found = {path for path, _ in every_command(typer.main.get_command(app))}
    assert found == set(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_teaches(praktijkbench: Any, path: tuple[str, ...]) -> None:
    command = dict(every_command(typer.main.get_command(app)))[path]
    ended = praktijkbench(*path, "--help")
    assert (ended.status, ended.err) == (0, "")
    assert " ".join(command.help.split())[:30] in " ".join(ended.out.split())
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{path}: {parameter.name} has no help"
        shown = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.name
        assert shown in ended.out


def test_nothing_asked_shows_the_help(praktijkbench: Any) -> None:
    ended = praktijkbench()
    assert "praktijkbench run pulse" in " ".join((ended.out + ended.err).split())


def test_the_version_is_told(praktijkbench: Any) -> None:
    assert praktijkbench("--version").out == f"praktijkbench {__version__}\n"


def test_starting_up_imports_nothing_heavy() -> None:
    code = f"import praktijkbench.cli, sys; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    ended = python("-c", code)
    assert (ended.stdout.split(), ended.stderr) == ([], "")


def test_exit_statuses_hold_for_a_real_process(
    call_lines: Any, write_calls: Any, tmp_path: Path
) -> None:
    calls = str(write_calls(call_lines(2)))
    (tmp_path / "praktijkbench.toml").write_text(
        '[models.gone]\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "m"\nretries = 0\n'
    )
    drivers = ("-m", "praktijkbench", "pulse", "drivers", "--calls")
    done = python(*drivers, calls)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 2
    failed = python(*drivers, calls, "--model", "gone")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("error: No answer from http://127.0.0.1:9/v1")
    wrong = python(*drivers, "nowhere.jsonl")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "error: nowhere.jsonl does not exist; check the path\n"


def test_a_stopped_process_ends_with_130_and_without_a_traceback(
    call_lines: Any, write_calls: Any, tmp_path: Path, start_server: Any, reply: Any
) -> None:
    server = start_server(reply.plain(delay=30))
    (tmp_path / "praktijkbench.toml").write_text(
        f'[models.slow]\nbase_url = "{server.base_url}"\nmodel = "m"\nconcurrency = 1\n'
    )
    calls = write_calls(call_lines(2))
    command = ("pulse", "drivers", "--model", "slow", "--calls", str(calls))
    process = subprocess.Popen(
        [sys.executable, "-m", "praktijkbench", *command], stderr=subprocess.PIPE, text=True,
        # A shell's background job ignores the signal, and its children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while not server.asked and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in said


def test_the_models_usable_here_are_listed_with_the_reason_for_the_others(
    praktijkbench: Any, configure: Any
) -> None:
    configure(
        '[models.hosted]\nbase_url = "https://example.org/v1"\nmodel = "[red]big"\n'
        'api_key_env = "KEY_OF_NOBODY"\n'
    )
    ended = praktijkbench("models")
    assert (ended.status, ended.err) == (0, "")
    for said in ("embedded", "minilm", "OPENAI_API_KEY is not set", "KEY_OF_NOBODY is not set"):
        assert said in ended.out


def test_checking_the_embedded_reader_gives_its_answer(praktijkbench: Any) -> None:
    ended = praktijkbench("models", "check", "embedded")
    assert (ended.status, ended.err) == (0, "")
    assert '{"city":"Amsterdam"}' in ended.out


def test_a_model_that_answers_nonsense_fails_its_check(
    praktijkbench: Any, configure: Any, start_server: Any, reply: Any
) -> None:
    server = start_server(reply.says("[red]Parijs[/red]"))
    configure(f'[models.mine]\nbase_url = "{server.base_url}"\nmodel = "tiny"\n')
    ended = praktijkbench("models", "check", "mine")
    assert ended.status == 1
    assert "no valid answer" in ended.out


def test_json_on_standard_output_is_json_alone(
    praktijkbench: Any, call_lines: Any, write_calls: Any, train: Path
) -> None:
    calls = write_calls(call_lines(6))
    ended = praktijkbench("pulse", "evaluate", "--calls", calls, "--train", train, "--json", "-")
    assert ended.err == ""
    assert json.loads(ended.out)["calls"] == 6
