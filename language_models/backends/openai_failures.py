"""What a failed request means: the run stops, or this one question stays unanswered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from language_models.errors import InputError, ModelUnavailable, PraktijkBenchError
from language_models.model import NoAnswer

if TYPE_CHECKING:
    from openai import APIStatusError

LONGEST_REASON = 200


class Server(Protocol):
    """What a message says about the server that was asked."""

    @property
    def base_url(self) -> str:
        """Its address."""

    @property
    def model(self) -> str:
        """Its name for the model."""

    @property
    def api_key_env(self) -> str | None:
        """The environment variable with the key."""

    @property
    def timeout(self) -> float:
        """Seconds that one answer may take."""

    @property
    def retries(self) -> int:
        """How often a request is repeated."""


@contextmanager
def of_connection(server: Server) -> Iterator[None]:
    """Turns failures without a usable reply into NoAnswer or ModelUnavailable."""
    from json import JSONDecodeError

    from openai import APIConnectionError, APIResponseValidationError, APITimeoutError

    try:
        yield
    except APITimeoutError as error:
        if type(error.__cause__).__name__ == "ConnectTimeout":
            raise ModelUnavailable(f"No connection to {server.base_url} in time.") from error
        tries = server.retries + 1
        raise NoAnswer(f"no answer within {server.timeout:g} s, asked {tries} times") from error
    except APIConnectionError as error:
        reason = str(error.__cause__ or error)
        raise ModelUnavailable(
            f"No answer from {server.base_url} ({reason}); is the server running?"
        ) from error
    except (APIResponseValidationError, JSONDecodeError) as error:
        raise NoAnswer("the server's reply is no chat completion") from error


def of_status(server: Server, error: APIStatusError) -> PraktijkBenchError | NoAnswer:
    """The error to raise for an HTTP status of 4xx or 5xx, after any retries."""
    status, reason = error.status_code, _reason(error)
    place = f"{server.base_url} answers {status}"
    if status in (401, 403):
        key = f"check the key in {server.api_key_env}" if server.api_key_env else "it wants a key"
        remedy = key if server.api_key_env else f"{key}: name its variable with api_key_env"
        return ModelUnavailable(f"{place} ({reason}); {remedy}.")
    if status == 404:
        return ModelUnavailable(
            f"{place} for model {server.model!r} ({reason}); check its name and the base_url."
        )
    if status == 429 or status >= 500:
        return ModelUnavailable(
            f"{place} after {server.retries} retries ({reason}); try again later, "
            "or with a lower concurrency."
        )
    if getattr(error, "param", None) == "temperature":
        return InputError(
            f"Model {server.model!r} refuses the temperature ({reason}); "
            'set temperature = "default" in its table of praktijkbench.toml.'
        )
    return NoAnswer(f"the server refuses the question with {status}: {reason}")


def _reason(error: APIStatusError) -> str:
    body = error.body
    told = body.get("message") if isinstance(body, dict) else None
    line = " ".join(str(told or error.message).split())
    return line if len(line) <= LONGEST_REASON else f"{line[:LONGEST_REASON]}…"
