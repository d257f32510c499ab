"""Reaching Qdrant, in this process or on a server, and its errors as ones with a remedy."""

from __future__ import annotations

import os
import pickle
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from language_models.errors import InputError, MissingExtra, WorkFailed

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

    from douane_rag.settings import QdrantSettings

TIMEOUT = 60
"""Seconds that a server may take for one request."""

TABLE = "[douane.qdrant]"


def client_of(settings: QdrantSettings) -> QdrantClient:
    """The client that the settings ask for: of a server, of a folder, or in memory.

    Raises:
        InputError: settings that contradict each other, or a folder that cannot be it.
        MissingExtra: qdrant-client is not installed.
    """
    if settings.url is not None and settings.path is not None:
        raise InputError(
            f"{TABLE} names a server (url = {settings.url!r}) and a folder (path = "
            f"'{settings.path}'); keep one of them"
        )
    if not re.fullmatch(r"\w[\w.-]{0,199}", settings.collection):
        raise InputError(
            f"collection = {settings.collection!r} under {TABLE} is no name; use letters, "
            "digits, dots and hyphens, 200 at most"
        )
    try:
        from qdrant_client import QdrantClient
    except ImportError:
        raise MissingExtra("The engine qdrant", package="qdrant-client", extra="qdrant") from None
    if settings.path is not None:
        return _in_folder(settings.path.expanduser())
    if settings.url is None:
        return QdrantClient(":memory:")
    key = _key(settings)
    try:
        # The check would run in a thread of its own and only warn.
        return QdrantClient(
            url=settings.url, api_key=key, timeout=TIMEOUT, check_compatibility=False
        )
    except ValueError as error:
        raise InputError(
            f"url = {settings.url!r} under {TABLE} is no address ({error}); write it like "
            "http://127.0.0.1:6333"
        ) from error


@contextmanager
def explained(settings: QdrantSettings) -> Iterator[None]:
    """Qdrant's errors as ones that name the place and the remedy."""
    from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
    from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

    place = place_of(settings)
    try:
        yield
    except ResponseHandlingException as error:
        raise WorkFailed(f"{place} {_unheard(error.source)}") from error
    except UnexpectedResponse as error:
        raise WorkFailed(f"{place} {_refusal(error, settings)}") from error
    except ResourceExhaustedResponse as error:
        raise WorkFailed(
            f"{place} is too busy ({error}); try again in {error.retry_after_s} s"
        ) from error
    except (sqlite3.Error, OSError) as error:
        raise WorkFailed(f"{place} cannot be written ({error}); make room on the disk") from error


def place_of(settings: QdrantSettings) -> str:
    """Where Qdrant is, for a message."""
    return f"Qdrant at {settings.url or settings.path or 'memory'}"


def _key(settings: QdrantSettings) -> str | None:
    if settings.api_key_env is None:
        return None
    key = os.environ.get(settings.api_key_env)
    if not key:
        raise InputError(
            f"The environment variable {settings.api_key_env} is not set; put the key of "
            f"{settings.url} in it, or take api_key_env out of {TABLE}"
        )
    return key


def _in_folder(folder: Path) -> QdrantClient:
    from qdrant_client import QdrantClient

    try:
        if folder.is_dir() and any(folder.iterdir()) and not (folder / "meta.json").exists():
            raise InputError(
                f"{folder} holds other files; name an empty folder as path under {TABLE}"
            )
        _refuse_if_in_use(folder)
        return QdrantClient(path=str(folder))
    except RuntimeError as error:
        raise _in_use(folder) from error
    except OSError as error:
        raise WorkFailed(
            f"{folder} cannot be used ({error.strerror or error}); name a folder that can be "
            f"written as path under {TABLE}"
        ) from error
    except (ValueError, KeyError, TypeError, sqlite3.Error, pickle.UnpicklingError) as error:
        raise InputError(
            f"{folder} is damaged or of another program; take it away, and it is made anew"
        ) from error


def _refuse_if_in_use(folder: Path) -> None:
    """What the client does too, but it leaves its lock file open when it refuses."""
    import portalocker

    lock = folder / ".lock"
    if not lock.exists():
        return
    with lock.open("r+") as file:
        try:
            portalocker.lock(
                file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
            )
        except portalocker.LockException:
            raise _in_use(folder) from None
        portalocker.unlock(file)


def _in_use(folder: Path) -> InputError:
    return InputError(
        f"{folder} is in use by another process, and a folder serves one at a time; wait for it, "
        f"or run a Qdrant server and name its url under {TABLE}"
    )


def _unheard(source: Exception) -> str:
    reason = " ".join(str(source).split())[:200]
    if isinstance(source, ValueError):
        return _stranger(reason)
    return f"cannot be reached ({reason}); start it there, or name its url under {TABLE}"


def _refusal(error: Any, settings: QdrantSettings) -> str:
    said = " ".join(error.content.decode(errors="replace").split())[:200]
    if error.status_code in (401, 403):
        variable = settings.api_key_env
        remedy = f"put the right one in {variable}" if variable else f"name api_key_env in {TABLE}"
        return f"refuses the key ({error.status_code}); {remedy}"
    if error.status_code == 404 and settings.collection in said:
        return (
            f"has this index no longer: another took the name {settings.collection!r}; start "
            f"again, or name another collection under {TABLE}"
        )
    if error.status_code == 404:
        return _stranger("404")
    return f"answers {error.status_code} {error.reason_phrase}: {said}"


def _stranger(answer: str) -> str:
    return f"does not answer as Qdrant does ({answer}); name Qdrant's own url under {TABLE}"
