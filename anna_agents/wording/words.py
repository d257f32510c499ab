"""The texts of the YAML files beside this one, by key and language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
Texts = Mapping[str, str]


@cache
def _file(name: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def question(fact: str, language: str) -> str:
    """The sentence that asks for `fact`; also order_again, identity, which, more and so on."""
    return _in(_file("questions")[fact], language)


def frame(key: str, language: str) -> str:
    """A text around the answer; `key` is a path such as `greeting.calm.chat`."""
    return _in(_at("frame", key), language)


def value_name(field: str, value: object, language: str) -> str:
    """What a customer calls a value of a field: `shown("order.status", "shipped", "nl")`."""
    texts = _file("values").get(field, {}).get(value)
    return _in(texts, language) if texts else str(value)


def _at(file: str, key: str) -> Any:
    node: Any = _file(file)
    for part in key.split("."):
        node = node[part]
    return node


def _in(texts: Texts, language: str) -> str:
    return texts.get(language) or texts["en"]
