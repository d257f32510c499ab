"""What an OpenAI-compatible server can do, found out by asking it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from language_models.backends import openai_failures
from language_models.backends.openai_client import open_client
from language_models.model import NoAnswer, Sampling
from language_models.task import Message

if TYPE_CHECKING:
    from language_models.backends.openai_compatible import OpenAICompatibleBackend

SHORT = Sampling(max_tokens=256)
LIST_SECONDS = 2.0
# No model says this word of its own accord: only a server that holds to the schema does.
WORD = "quatorze-bleu"
COLOUR_SCHEMA = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": [WORD]}},
    "required": ["colour"],
    "additionalProperties": False,
}
TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather in a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


@dataclass(frozen=True)
class Ability:
    """Something a server does or does not; None when it could not be found out."""

    name: str
    supported: bool | None
    why: str = ""


def probe(backend: OpenAICompatibleBackend) -> tuple[Ability, ...]:
    """JSON Schema, tools and log-probabilities, one short request each."""
    schema = {"name": "colour", "schema": COLOUR_SCHEMA, "strict": True}
    return (
        _tried(
            backend,
            "JSON schema",
            "Name a colour. Answer with JSON.",
            _keeps_to_schema,
            response_format={"type": "json_schema", "json_schema": schema},
        ),
        _tried(backend, "tools", "What is the weather in Utrecht now?", _calls_tool, tools=[TOOL]),
        _tried(backend, "log-probabilities", "Say yes.", _has_logprobs, logprobs=True),
    )


def served_models(base_url: str) -> list[str]:
    """The names that the server offers; ModelUnavailable when it is not there."""
    from openai import APIStatusError

    client = open_client(base_url, api_key_env=None, timeout=LIST_SECONDS, retries=0)
    listing = _Listing(base_url)
    try:
        with client, openai_failures.of_connection(listing):
            return sorted(model.id for model in client.models.list())
    except APIStatusError as error:
        raise openai_failures.of_status(listing, error) from error


@dataclass(frozen=True)
class _Listing:
    base_url: str
    model: str = "(list)"
    api_key_env: str | None = None
    timeout: float = LIST_SECONDS
    retries: int = 0


def _tried(
    backend: OpenAICompatibleBackend,
    name: str,
    question: str,
    shown: Callable[[Any], str | None],
    **asked: Any,
) -> Ability:
    from openai import APIStatusError

    arguments = backend.request((Message("user", question),), SHORT) | asked
    try:
        with openai_failures.of_connection(backend):
            reply = backend.client.chat.completions.create(**arguments)
    except APIStatusError as error:
        refusal = openai_failures.of_status(backend, error)
        return Ability(name, False if isinstance(refusal, NoAnswer) else None, str(refusal))
    except NoAnswer as error:
        return Ability(name, None, str(error))
    choices = getattr(reply, "choices", None)
    if not choices:
        return Ability(name, None, "the reply holds no choices")
    missing = shown(choices[0])
    return Ability(name, missing is None, missing or "")


def _keeps_to_schema(choice: Any) -> str | None:
    text = choice.message.content or ""
    try:
        kept = json.loads(text) == {"colour": WORD}
    except ValueError:
        kept = False
    return None if kept else f"accepted and not kept to: {text[:80]!r}"


def _calls_tool(choice: Any) -> str | None:
    return None if choice.message.tool_calls else "accepted and no tool called"


def _has_logprobs(choice: Any) -> str | None:
    found = choice.logprobs is not None and choice.logprobs.content
    return None if found else "accepted and none in the reply"
