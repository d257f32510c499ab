"""From a model's text to the Task's typed answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

Out = TypeVar("Out", bound="BaseModel")
THINKING = re.compile(r"<think>.*?</think>", re.DOTALL)
FAULTS_TOLD = 5


class InvalidAnswer(ValueError):
    """The text holds no answer that fits; the message says what is wrong with it."""


def read_answer(text: str, shape: type[Out]) -> Out:
    """The first JSON object in `text` that fits `shape`, whether or not prose stands around it."""
    from pydantic import ValidationError

    faults: str | None = None
    for candidate in json_objects(THINKING.sub("", text)):
        try:
            return shape.model_validate_json(candidate)
        except ValidationError as error:
            faults = faults or _faults(error)
    raise InvalidAnswer(faults or "it holds no complete JSON object")


def json_objects(text: str) -> Iterator[str]:
    """The JSON objects that stand in `text`, outermost ones only, in order."""
    decoder = json.JSONDecoder()
    position = text.find("{")
    while position >= 0:
        try:
            _, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            end = position + 1
        else:
            yield text[position:end]
        position = text.find("{", end)


def _faults(error: ValidationError) -> str:
    details = error.errors(include_url=False, include_context=False, include_input=False)
    told = [
        f"{'.'.join(str(part) for part in detail['loc']) or 'the answer'}: {detail['msg']}"
        for detail in details[:FAULTS_TOLD]
    ]
    more = len(details) - len(told)
    return "; ".join(told) + (f"; and {more} more" if more else "")
