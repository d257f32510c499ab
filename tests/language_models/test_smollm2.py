"""A real language model, small enough for any machine: `make test-smollm2`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from language_models.asking import CompletionModel, ask_all
from language_models.backends.llama_cpp import SmolLM2File
from language_models.check import check_model
from language_models.registry import open_model
from language_models.settings import ModelSettings, Settings
from language_models.task import Task

pytestmark = pytest.mark.smollm2
START_SECONDS = 60


class Reading(BaseModel):
    model_config = ConfigDict(extra="forbid")
    mood: Literal["good", "bad"]
    score: int = Field(ge=0, le=4)
    words: list[Annotated[str, Field(max_length=20)]] = Field(min_length=1, max_length=2)


@pytest.fixture(scope="module", autouse=True)
def llama_cpp() -> Any:
    return pytest.importorskip("llama_cpp", reason="needs the extra smollm2")


@pytest.fixture
def reading_task(mood_task: Any) -> Task[str, Reading]:
    task: Task[str, Reading] = replace(mood_task, answer=Reading)
    return task


def opened(spec: str, settings: Settings, **options: Any) -> CompletionModel:
    model = open_model(spec, settings, **options)
    assert isinstance(model, CompletionModel)
    return model


@pytest.fixture(scope="module")
def in_process() -> CompletionModel:
    short = ModelSettings(max_tokens=120)
    return opened("smollm2", Settings(models={"smollm2": short}), fresh=True)


def test_its_answers_are_held_to_the_schema(
    in_process: CompletionModel, reading_task: Task[str, Reading]
) -> None:
    texts = ["I am so happy today!", "Everything went wrong and nobody helped me."]
    answers = dict(ask_all(in_process, reading_task, texts))
    for answer in answers.values():
        assert answer.value is not None, answer.error
        assert answer.attempts == 1
        assert answer.usage.prompt_tokens
        assert answer.usage.completion_tokens
        assert answer.usage.cost == 0.0


def test_an_answer_does_not_depend_on_what_was_asked_before(
    in_process: CompletionModel, reading_task: Task[str, Reading]
) -> None:
    first = in_process.ask(reading_task, "The bill was far too high.").value
    in_process.ask(reading_task, "The bill was far too high, and then the tone of that man!")
    assert in_process.ask(reading_task, "The bill was far too high.").value == first


def test_too_long_a_prompt_stays_unanswered_and_that_is_recorded(
    reading_task: Task[str, Reading],
) -> None:
    settings = Settings(models={"smollm2": ModelSettings(context=256)})
    answer = opened("smollm2", settings).ask(reading_task, "word " * 1000)
    assert answer.value is None
    assert "the prompt is too long for the model" in str(answer.error)
    assert opened("smollm2", settings).ask(reading_task, "word " * 1000).replayed


def test_any_gguf_file_can_be_named(reading_task: Task[str, Reading]) -> None:
    model = opened(f"llama_cpp:{SmolLM2File().path()}", Settings(), fresh=True)
    assert model.ask(reading_task, "Fine.").value is not None


def test_a_replay_does_not_load_the_weights(
    reading_task: Task[str, Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened("smollm2", Settings()).ask(reading_task, "Fine.")
    monkeypatch.setattr("language_models.backends.llama_cpp.find_spec", lambda _: None)
    assert opened("smollm2", Settings()).ask(reading_task, "Fine.") == replace(first, replayed=True)


@pytest.fixture(scope="module")
def server() -> Iterator[Settings]:
    pytest.importorskip("fastapi", reason="needs llama-cpp-python[server]")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(SmolLM2File().path())]
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port), "--n_ctx", "2048"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Its default event loop and settings file are of no concern here.
        env=os.environ | {"CUDA_VISIBLE_DEVICES": ""},
    )
    base_url = f"http://127.0.0.1:{port}/v1"
    try:
        _wait_for(f"{base_url}/models", process)
        table = ModelSettings(
            base_url=base_url, model="smollm2", max_tokens=120, concurrency=2, retries=1
        )
        yield Settings(models={"behind_a_server": table})
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer within {START_SECONDS} s")


def test_behind_its_own_server_it_is_reached_with_the_openai_client(
    server: Settings, reading_task: Task[str, Reading]
) -> None:
    model = opened("behind_a_server", server, fresh=True)
    answers = dict(ask_all(model, reading_task, ["I am happy.", "I am angry.", "I am tired."]))
    assert sorted(answers) == [0, 1, 2]
    for answer in answers.values():
        assert answer.value is not None, answer.error
        assert answer.usage.completion_tokens


def test_behind_a_server_too_long_a_prompt_stays_unanswered(
    server: Settings, reading_task: Task[str, Reading]
) -> None:
    answer = opened("behind_a_server", server, fresh=True).ask(reading_task, "word " * 3000)
    assert answer.value is None
    assert "context length" in str(answer.error)


def test_the_check_says_what_the_server_can_do(server: Settings) -> None:
    report = check_model("behind_a_server", server)
    assert report.error is None
    assert {ability.name for ability in report.abilities} == {
        "JSON schema",
        "tools",
        "log-probabilities",
    }
    assert Path(SmolLM2File().path()).exists()
