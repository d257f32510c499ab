from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from language_models.answer import Answer
from language_models.asking import CompletionModel, ask_all
from language_models.backends import openai_compatible
from language_models.errors import InputError, ModelUnavailable
from language_models.registry import open_model
from language_models.settings import ModelSettings, Settings

GOOD = '{"mood": 3}'


@pytest.fixture(autouse=True)
def quick_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    # The client's own waiting, only shorter; Retry-After is kept to as it stands.
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)


def model_at(server: Any, **settings: Any) -> CompletionModel:
    table = ModelSettings(
        base_url=server.base_url, model="tiny", **{"retries": 2, "timeout": 5.0, **settings}
    )
    opened = open_model("mine", Settings(models={"mine": table}))
    assert isinstance(opened, CompletionModel)
    return opened


Start = Callable[..., Any]


def test_an_answer_comes_with_tokens_seconds_and_cost(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    server = start_server(reply.says(GOOD))
    model = model_at(server, price_per_million_prompt=10.0, price_per_million_completion=100.0)
    answer = model.ask(mood_task, "nice")
    assert answer.value == mood_task.answer(mood=3)
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (20, 5)
    assert answer.usage.cost == pytest.approx(20 * 10e-6 + 5 * 100e-6)
    assert answer.usage.seconds > 0
    assert (answer.attempts, answer.replayed, answer.error) == (1, False, None)


def test_the_server_is_told_the_schema_strictly(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    server = start_server(reply.says(GOOD))
    model_at(server).ask(mood_task, "nice")
    told = server.asked[0]["response_format"]["json_schema"]
    assert told["strict"] is True
    assert told["schema"]["required"] == ["mood"]
    assert server.asked[0]["temperature"] == 0.0
    assert server.asked[0]["authorization"] == "Bearer none"


def test_the_key_of_openai_goes_to_no_other_server(
    start_server: Start, reply: Any, mood_task: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "for-openai-only")
    monkeypatch.setenv("MINE", "for-mine")
    server = start_server(reply.says(GOOD))
    model_at(server).ask(mood_task, "a")
    model_at(server, api_key_env="MINE").ask(mood_task, "b")
    assert [a["authorization"] for a in server.asked] == ["Bearer none", "Bearer for-mine"]


def test_a_second_ask_is_replayed_with_the_tokens_and_seconds_of_the_first(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    server = start_server(reply.says(GOOD))
    first = model_at(server).ask(mood_task, "nice")
    assert model_at(server).ask(mood_task, "nice") == replace(first, replayed=True)
    assert len(server.asked) == 1
    model_at(server).ask(mood_task, "nice", trial=1)
    assert len(server.asked) == 2


def test_429_is_asked_again_after_the_time_the_server_names(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    busy = reply.refuses(429, "slow down", headers={"Retry-After": "0.3"})
    server = start_server(busy, reply.says(GOOD))
    assert model_at(server).ask(mood_task, "nice").value is not None
    assert server.times[1] - server.times[0] >= 0.3


def test_500_is_asked_again(start_server: Start, reply: Any, mood_task: Any) -> None:
    server = start_server(reply.refuses(500), reply.refuses(503), reply.says(GOOD))
    answer = model_at(server).ask(mood_task, "nice")
    assert answer.value is not None
    assert len(server.asked) == 3


def test_an_answer_cut_off_in_mid_body_is_asked_again(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    server = start_server(replace(reply.says(GOOD), cut_off=True), reply.says(GOOD))
    assert model_at(server).ask(mood_task, "nice").value is not None
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "answers 401 (bad luck); it wants a key: name its variable with api_key_env"),
        (403, "answers 403"),
        (404, "for model 'tiny' (bad luck); check its name and the base_url"),
        (429, "answers 429 after 2 retries (bad luck); try again later"),
        (500, "answers 500 after 2 retries"),
    ],
)
def test_a_server_that_keeps_refusing_stops_the_run_with_one_line(
    start_server: Start, reply: Any, mood_task: Any, status: int, told: str
) -> None:
    server = start_server(reply.refuses(status, "bad luck"))
    with pytest.raises(ModelUnavailable) as caught:
        model_at(server).ask(mood_task, "nice")
    assert told in str(caught.value)
    assert server.base_url in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_key_names_the_variable(
    start_server: Start, reply: Any, mood_task: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "very-secret")
    server = start_server(reply.refuses(401, "wrong key"))
    with pytest.raises(ModelUnavailable, match="check the key in MY_KEY") as caught:
        model_at(server, api_key_env="MY_KEY").ask(mood_task, "nice")
    assert "very-secret" not in str(caught.value)


def test_a_server_that_always_cuts_off_stops_the_run(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    server = start_server(replace(reply.says(GOOD), cut_off=True))
    with pytest.raises(ModelUnavailable, match="No answer from"):
        model_at(server, retries=1).ask(mood_task, "nice")


def test_a_server_that_is_not_there_stops_the_run(mood_task: Any) -> None:
    class Nowhere:
        base_url = "http://127.0.0.1:9/v1"

    with pytest.raises(ModelUnavailable, match=r"127\.0\.0\.1:9.*is the server running"):
        model_at(Nowhere, retries=0).ask(mood_task, "nice")


def test_too_slow_an_answer_stays_unanswered_and_is_not_recorded(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    server = start_server(
        replace(reply.says(GOOD), delay=0.6), replace(reply.says(GOOD), delay=0.6), reply.says(GOOD)
    )
    model = model_at(server, timeout=0.2, retries=1)
    answer = model.ask(mood_task, "nice")
    assert answer.value is None
    assert answer.error == "no answer within 0.2 s, asked 2 times"
    assert len(server.asked) == 2
    assert model.ask(mood_task, "nice").value is not None


def test_too_long_a_question_stays_unanswered(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    server = start_server(
        reply.says(GOOD), reply.refuses(400, "maximum context length is 10 tokens")
    )
    model = model_at(server)
    model.ask(mood_task, "short")
    answer = model.ask(mood_task, "long " * 100)
    assert answer.value is None
    assert "400: maximum context length is 10 tokens" in str(answer.error)
    assert len(server.asked) == 2


def test_a_400_in_every_form_is_not_blamed_on_the_response_format(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    server = start_server(*[reply.refuses(400, "too long")] * 4, reply.says(GOOD))
    model = model_at(server)
    assert "too long" in str(model.ask(mood_task, "nice").error)
    model.ask(mood_task, "other")
    assert "json_schema" in json.dumps(server.asked[-1]["response_format"])


@pytest.mark.parametrize("choices", [[], None])
def test_a_reply_without_choices_stays_unanswered(
    start_server: Start, reply: Any, mood_task: Any, choices: Any
) -> None:
    server = start_server(reply.completion({"choices": choices}))
    answer = model_at(server).ask(mood_task, "nice")
    assert answer.value is None
    assert "no choices" in str(answer.error)


@pytest.mark.parametrize(
    "body", [b"{ this is not JSON", b"[]", b'"text"', b'{"choices": [1]}', b"null", b""]
)
def test_a_reply_that_is_no_chat_completion_stays_unanswered(
    start_server: Start, reply: Any, mood_task: Any, body: bytes
) -> None:
    server = start_server(reply.plain(body=body))
    answer = model_at(server).ask(mood_task, "nice")
    assert answer.value is None
    assert answer.error


@pytest.mark.parametrize("wrong", ["I feel fine", '{"mood": 3', '{"mood": "x"}', '{"moods": 1}'])
def test_an_invalid_answer_is_asked_again_with_the_reason(
    start_server: Start, reply: Any, mood_task: Any, wrong: str
) -> None:
    server = start_server(reply.says(wrong), reply.says(GOOD))
    answer = model_at(server).ask(mood_task, "nice")
    assert answer.value is not None
    assert answer.attempts == 2
    assert answer.usage.prompt_tokens == 40
    *_, own, told = server.asked[1]["messages"]
    assert own == {"role": "assistant", "content": wrong}
    assert "That answer cannot be used" in told["content"]


def test_two_invalid_answers_count_as_unanswered_and_are_recorded(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    server = start_server(reply.says('{"mood": "x"}'))
    answer = model_at(server).ask(mood_task, "nice")
    assert answer.value is None
    assert "mood: Input should be a valid integer" in str(answer.error)
    again = model_at(server).ask(mood_task, "nice")
    assert again == replace(answer, replayed=True)
    assert len(server.asked) == 2


def without_json_schema(body: dict[str, Any], refusal: Any, good: Any) -> Any:
    return refusal if body.get("response_format", {}).get("type") == "json_schema" else good


def test_a_server_without_json_schema_gets_it_in_the_prompt_and_that_is_remembered(
    start_server: Start, reply: Any, mood_task: Any, caplog: pytest.LogCaptureFixture
) -> None:
    refusal = reply.refuses(400, "response_format json_schema is not supported")
    server = start_server(
        answering=lambda body: without_json_schema(body, refusal, reply.says(GOOD))
    )
    model = model_at(server)
    assert model.ask(mood_task, "one").value is not None
    assert model.ask(mood_task, "two").value is not None
    assert len(server.asked) == 3
    assert '"mood"' in server.asked[1]["messages"][-1]["content"]
    assert "takes no json_schema" in caplog.text


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_that_takes_no_response_format_at_all_is_asked_in_words(
    start_server: Start, reply: Any, mood_task: Any, status: int
) -> None:
    refusal = reply.refuses(status, "unknown field response_format")
    server = start_server(
        answering=lambda body: refusal if "response_format" in body else reply.says(GOOD)
    )
    assert model_at(server).ask(mood_task, "one").value is not None


def test_a_refused_temperature_says_what_to_set(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    server = start_server(reply.refuses(400, "unsupported", param="temperature"))
    with pytest.raises(InputError, match='set temperature = "default"'):
        model_at(server).ask(mood_task, "one")
    model_at(start_server(reply.says(GOOD)), temperature="default").ask(mood_task, "two")


def test_a_missing_key_names_the_variable(mood_task: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("language_models.backends.openai_client.ALLOW_MODEL_REQUESTS", True)
    with pytest.raises(InputError, match="OPENAI_API_KEY is not set"):
        open_model("openai:gpt-4o", Settings()).ask(mood_task, "nice")


def test_no_test_can_ask_a_hosted_model(mood_task: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    with pytest.raises(ModelUnavailable, match="switched off"):
        open_model("openai:gpt-4o", Settings()).ask(mood_task, "nice")


def test_many_threads_share_one_client_and_lose_no_answer(
    start_server: Start, reply: Any, mood_task: Any
) -> None:
    server = start_server(replace(reply.says(GOOD), delay=0.01))
    model = model_at(server, concurrency=8)
    answers: dict[int, Answer[Any]] = dict(ask_all(model, mood_task, [str(n) for n in range(60)]))
    assert sorted(answers) == list(range(60))
    assert all(answer.value for answer in answers.values())
    assert isinstance(model.backend, openai_compatible.OpenAICompatibleBackend)
    assert model.backend.client is model.backend.client
