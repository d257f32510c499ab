"""Any server that speaks OpenAI's chat completions: hosted, Ollama, vLLM, llama.cpp, LM Studio."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from language_models.answer import Completion
from language_models.backends import openai_failures
from language_models.backends.openai_client import open_client
from language_models.model import NoAnswer
from language_models.schemas import strict_schema

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

    from language_models.model import Sampling
    from language_models.task import Message

logger = logging.getLogger(__name__)
# How the schema reaches the server, the firmest hold first.
FORMATS = ("json_schema", "json_object with schema", "json_object", "prompt")
REFUSED = (400, 422)
NAMES_THE_FORMAT = ("response_format", "json_schema", "json_object")
IN_PROMPT = "Answer with only one JSON object that fits this JSON Schema:\n{schema}"


class OpenAICompatibleBackend:
    """Asks the server, retrying as the `openai` client does.

    A server that refuses JSON Schema is asked for plain JSON instead, with the schema in the
    prompt; that is found out once and remembered.
    """

    def __init__(
        self,
        *,
        base_url: str,
        model: str,
        api_key_env: str | None = None,
        timeout: float = 120.0,
        retries: int = 4,
    ) -> None:
        self.base_url = base_url
        self.model = model
        self.api_key_env = api_key_env
        self.timeout = timeout
        self.retries = retries
        self._format = 0
        self._format_is_proven = False
        self._opening = Lock()

    @property
    def identity(self) -> str:
        """The address and the server's name for the model, whatever the settings call it."""
        return f"openai_compatible {self.base_url} {self.model}"

    @property
    def client(self) -> OpenAI:
        """The one client of this model, opened at the first question."""
        # A cached property alone would let two threads open two.
        with self._opening:
            return self._client

    @cached_property
    def _client(self) -> OpenAI:
        return open_client(
            self.base_url, api_key_env=self.api_key_env, timeout=self.timeout, retries=self.retries
        )

    def complete(
        self, messages: tuple[Message, ...], schema: Mapping[str, object], sampling: Sampling
    ) -> Completion:
        """The server's text; a question that it cannot answer is NoAnswer."""
        from openai import APIStatusError

        rung = self._format
        while True:
            try:
                completion = self._completed(FORMATS[rung], messages, schema, sampling)
            except APIStatusError as error:
                # Refused in the plainest form too: then the format was not the reason.
                if rung == len(FORMATS) - 1 or not self._may_be_the_format(error):
                    raise openai_failures.of_status(self, error) from error
                rung += 1
            else:
                self._remember(rung)
                return completion

    def request(self, messages: tuple[Message, ...], sampling: Sampling) -> dict[str, Any]:
        """The arguments of one chat completion, without a response format."""
        # OpenAI's own newer models refuse the older name, other servers know no other.
        limit = "max_completion_tokens" if "api.openai.com" in self.base_url else "max_tokens"
        arguments: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": m.role, "content": m.content} for m in messages],
            limit: sampling.max_tokens,
        }
        if sampling.temperature is not None:
            arguments["temperature"] = sampling.temperature
        return arguments

    def _completed(
        self,
        form: str,
        messages: tuple[Message, ...],
        schema: Mapping[str, object],
        sampling: Sampling,
    ) -> Completion:
        arguments = self.request(_with_schema(messages, schema, form), sampling)
        response_format = _response_format(form, schema)
        if response_format:
            arguments["response_format"] = response_format
        with openai_failures.of_connection(self):
            reply = self.client.chat.completions.create(**arguments)
        return _completion(reply)

    def _may_be_the_format(self, error: APIStatusError) -> bool:
        told = f"{error.body} {error.message}"
        # llama-cpp-python's server says it with a 500.
        if any(word in told for word in NAMES_THE_FORMAT):
            return error.status_code in (*REFUSED, 500)
        return error.status_code in REFUSED and not self._format_is_proven

    def _remember(self, rung: int) -> None:
        if rung > self._format:
            logger.warning(
                "%s at %s takes no %s; going on with: %s",
                self.model,
                self.base_url,
                FORMATS[self._format],
                FORMATS[rung],
            )
        self._format = max(self._format, rung)
        self._format_is_proven = True


def _response_format(form: str, schema: Mapping[str, object]) -> dict[str, object] | None:
    if form == "json_schema":
        body = {"name": "answer", "schema": strict_schema(schema), "strict": True}
        return {"type": "json_schema", "json_schema": body}
    if form == "json_object with schema":
        return {"type": "json_object", "schema": schema}
    return {"type": "json_object"} if form == "json_object" else None


def _with_schema(
    messages: tuple[Message, ...], schema: Mapping[str, object], form: str
) -> tuple[Message, ...]:
    if form == "json_schema":
        return messages
    from language_models.task import Message

    told = IN_PROMPT.format(schema=json.dumps(schema, ensure_ascii=False))
    last = messages[-1]
    return (*messages[:-1], Message(last.role, f"{last.content}\n\n{told}"))


def _completion(reply: Any) -> Completion:
    choices = getattr(reply, "choices", None)
    message = getattr(choices[0], "message", None) if choices else None
    if message is None:
        raise NoAnswer("the server's reply holds no answer (no choices)")
    usage = reply.usage
    return Completion(
        message.content or "",
        usage.prompt_tokens if usage else None,
        usage.completion_tokens if usage else None,
    )
