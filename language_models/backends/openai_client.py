"""The `openai` client, opened so that no key goes astray and no test spends money."""

from __future__ import annotations

import os
import weakref
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from language_models.errors import InputError, ModelUnavailable

if TYPE_CHECKING:
    from openai import OpenAI

# The tests set this to False: then only servers on this machine are asked.
ALLOW_MODEL_REQUESTS = True
CONNECT_SECONDS = 5.0


def open_client(base_url: str, *, api_key_env: str | None, timeout: float, retries: int) -> OpenAI:
    """A client for `base_url`; a key variable that is not set is an InputError that names it."""
    import openai

    here = is_this_machine(base_url)
    if not (here or ALLOW_MODEL_REQUESTS):
        raise ModelUnavailable(f"Model requests are switched off; {base_url} is not asked.")
    # Without a key of its own a server gets no key; least of all that of OPENAI_API_KEY.
    key = api_key(api_key_env) if api_key_env else "none"
    # A proxy of the environment cannot reach this machine's own servers.
    http_client = openai.DefaultHttpxClient(trust_env=not here)
    client = openai.OpenAI(
        base_url=base_url,
        api_key=key,
        timeout=openai.Timeout(timeout, connect=min(CONNECT_SECONDS, timeout)),
        max_retries=retries,
        http_client=http_client,
    )
    # The connections close with the model, not at some later collection.
    weakref.finalize(client, http_client.close)
    return client


def api_key(variable: str) -> str:
    """The key in this environment variable; an InputError when it is not set."""
    key = os.environ.get(variable, "").strip()
    if not key:
        raise InputError(f"The environment variable {variable} is not set; put the key into it.")
    return key


def is_this_machine(base_url: str) -> bool:
    """Whether the address is on the loopback interface."""
    host = urlsplit(base_url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
