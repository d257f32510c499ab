"""The errors that a person sees, drawn as a tree.

PraktijkBenchError
├── InputError             the input or the call was wrong (exit status 2)
└── WorkFailed             the work failed (exit status 1)
    ├── ModelUnavailable   server missing, wrong key, retries exhausted
    ├── MissingExtra       an optional package is not installed
    └── RecordFailed       the record of answers cannot be read or written

Every message is one line: what, which value, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class PraktijkBenchError(Exception):
    """Any error that is explained by its own message."""


class InputError(PraktijkBenchError):
    """The input or the call was wrong; str() gives `file:line: message` where these are known."""

    def __init__(
        self, message: str, *, file: Path | str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line

    def __str__(self) -> str:
        if self.file is None:
            return self.message
        place = f"{self.file}" if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"


class WorkFailed(PraktijkBenchError):
    """The call was right and the work could not be done."""


class ModelUnavailable(WorkFailed):
    """No answer can be had from this model now; a run stops and can be resumed."""


class MissingExtra(WorkFailed):
    """An optional package is missing; the message names the extra that installs it."""

    def __init__(self, wanted: str, *, package: str, extra: str | None = None) -> None:
        remedy = f"pip install 'praktijkbench[{extra}]'" if extra else f"pip install {package}"
        super().__init__(f"{wanted} needs the package {package}, not installed here; {remedy}.")
        self.extra = extra


class RecordFailed(WorkFailed):
    """The record of answers cannot be read or written."""


def unknown_name(
    kind: str,
    name: str,
    available: Iterable[str],
    *,
    remedy: str = "",
    file: Path | str | None = None,
    line: int | None = None,
) -> InputError:
    """`Unknown model 'embeded'. Did you mean 'embedded'? Available: …`, ready to be raised."""
    names = list(dict.fromkeys(available))
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    parts = [f"Unknown {kind} {name!r}."]
    if close:
        parts.append(f"Did you mean {close[0]!r}?")
    parts.append(f"Available: {', '.join(names) or 'none'}.")
    if remedy:
        parts.append(remedy)
    return InputError(" ".join(parts), file=file, line=line)
