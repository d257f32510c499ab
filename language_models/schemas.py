"""A JSON Schema in the dialect that a server or a grammar understands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

Schema = dict[str, object]
# Servers that hold an answer to a schema strictly refuse these; pydantic checks them afterwards.
NOT_STRICT = ("title", "default", "minLength", "maxLength", "examples")
LARGEST_RANGE = 200


def strict_schema(schema: Mapping[str, object]) -> Schema:
    """The schema as strict servers take it: closed objects with every property required."""
    return _mapped(schema, _strict)


def grammar_schema(schema: Mapping[str, object]) -> Schema:
    """The schema for llama.cpp's grammar, which knows no bounds: small ranges are spelt out."""
    return _mapped(schema, _spelt_out)


def _strict(part: Schema) -> Schema:
    kept = {key: value for key, value in part.items() if key not in NOT_STRICT}
    properties = kept.get("properties")
    if kept.get("type") == "object" and isinstance(properties, dict):
        kept |= {"required": list(properties), "additionalProperties": False}
    return kept


def _spelt_out(part: Schema) -> Schema:
    low, high = part.get("minimum"), part.get("maximum")
    if part.get("type") != "integer" or not (isinstance(low, int) and isinstance(high, int)):
        return part
    return {"enum": list(range(low, high + 1))} if high - low <= LARGEST_RANGE else part


def _mapped(schema: Mapping[str, object], change: Callable[[Schema], Schema]) -> Schema:
    changed = change(dict(schema))
    for key in ("properties", "$defs"):
        parts = changed.get(key)
        if isinstance(parts, dict):
            # What a property is called is no keyword: only its schema is changed.
            changed[key] = {name: _mapped(part, change) for name, part in parts.items()}
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        parts = changed.get(key)
        if isinstance(parts, list):
            changed[key] = [_mapped(part, change) for part in parts]
    if isinstance(changed.get("items"), dict):
        changed["items"] = _mapped(cast("Schema", changed["items"]), change)
    return changed
