"""What is wrong in a settings file, said with the key, its line and the nearest valid key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from language_models.errors import InputError

SECRET = re.compile(r"(^|_)(api_?key|key|token|secret|password)$", re.IGNORECASE)
HEADER = re.compile(r"^\s*\[\[?\s*(?P<name>[^\]]+?)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"""^\s*(?P<name>"[^"]+"|'[^']+'|[A-Za-z0-9_-]+)\s*=""")
NAME_PART = re.compile(r""""([^"]+)"|'([^']+)'|([A-Za-z0-9_-]+)""")


@dataclass(frozen=True)
class SettingsFile:
    """A settings file as it was read."""

    path: Path
    text: str
    tables: Mapping[str, Any]

    def line_of(self, key: Sequence[str]) -> int | None:
        """The line of this key, else of the innermost table around it."""
        lines = dict(_keys_and_lines(self.text))
        for length in range(len(key), 0, -1):
            if tuple(key[:length]) in lines:
                return lines[tuple(key[:length])]
        return None


def explained(
    error: ValidationError,
    shape: type[BaseModel],
    file: SettingsFile | None,
    *,
    above: tuple[str, ...] = (),
) -> InputError:
    """The first fault as one line; `above` is where in the file `shape` stands."""
    details = error.errors(include_url=False)
    fault = details[0]
    inner = tuple(str(part) for part in fault["loc"])
    message = _message(fault, ".".join((*above, *inner)), inner, shape)
    if len(details) > 1:
        message += f" ({len(details) - 1} more faults)"
    if file is None:
        return InputError(message)
    return InputError(message, file=file.path, line=file.line_of((*above, *inner)))


def _message(fault: ErrorDetails, key: str, inner: tuple[str, ...], shape: type[BaseModel]) -> str:
    if fault["type"] == "extra_forbidden":
        return _unknown_key(key, inner, shape)
    if inner[-1:] == ("api_key_env",):
        # The value is not shown: it may be the key itself.
        return f"{key} is the name of an environment variable that holds the key, not the key."
    if fault["type"] == "value_error":
        # Such an error names the value itself, if it may be shown.
        return f"{key} {fault['ctx']['error']}."
    if fault["type"] == "missing":
        return f"{key} is missing."
    return f"{key} = {fault['input']!r}: {fault['msg']}."


def _unknown_key(key: str, inner: tuple[str, ...], shape: type[BaseModel]) -> str:
    if SECRET.search(inner[-1]):
        return (
            f"{key} would put a secret into the file; put it into an environment variable and "
            "name that with api_key_env."
        )
    valid = list(_shape_at(shape, inner[:-1]).model_fields)
    close = get_close_matches(inner[-1], valid, n=1, cutoff=0.5)
    meant = f" Did you mean {close[0]!r}?" if close else ""
    return f"Unknown key {key!r}.{meant} Valid here: {', '.join(valid)}."


def _shape_at(shape: type[BaseModel], inner: Sequence[str]) -> type[BaseModel]:
    for part in inner:
        field = shape.model_fields.get(part)
        # The name of a table in a dict of tables is no field; the shape stays that of its values.
        if field is not None:
            shape = _model_in(field.annotation) or shape
    return shape


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _keys_and_lines(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            table = _parts(header["name"])
            yield table, number
        elif key := KEY.match(line):
            yield (*table, *_parts(key["name"])), number


def _parts(name: str) -> tuple[str, ...]:
    return tuple("".join(groups) for groups in NAME_PART.findall(name))
