"""Signals that several words give together in one sentence, in whatever order they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from linkit_letters.dba.openings import can_begin, openings_of_all, starts_in
from linkit_letters.dba.scope import APPARENT, Scope
from linkit_letters.dba.wording import DENIAL, Colour, Signal, compiled

FILE = Path(__file__).with_name("together.yaml")
SENTENCE = re.compile(r"[^.!?;\n|]+(?:[.!?](?=\S)[^.!?;\n|]+)*")
SHORTEST = 12
_Group: TypeAlias = tuple[re.Pattern[str], frozenset[str] | None]


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid")

    viewpoint: str
    ground: str
    colour: Literal["green", "yellow", "red"]
    denied: Literal["green", "yellow", "red"] | None = None
    groups: list[list[str]]
    unless: list[str] = []


def signals_together(text: str, scope: Scope) -> Iterator[Signal]:
    """The signals sentence by sentence; the quote runs from the first word to the last."""
    for sentence in SENTENCE.finditer(text):
        if len(sentence[0].strip()) < SHORTEST:
            continue
        starts = starts_in(sentence[0])
        for rule, groups, unless in _rules():
            if not all(can_begin(openings, starts) for _, openings in groups):
                continue
            signal = _signal(rule, groups, unless, sentence, scope)
            if signal is not None:
                yield signal


def _signal(
    rule: _Rule,
    groups: tuple[_Group, ...],
    unless: re.Pattern[str] | None,
    sentence: re.Match[str],
    scope: Scope,
) -> Signal | None:
    found = [group.search(scope.text, *sentence.span()) for group, _ in groups]
    if not all(found) or (unless is not None and unless.search(scope.text, *sentence.span())):
        return None
    matches = [match for match in found if match is not None]
    start, end = min(m.start() for m in matches), max(m.end() for m in matches)
    colour: Colour | None = rule.colour
    denied = rule.denied is not None and (
        bool(DENIAL.search(APPARENT.sub("·", scope.text[start:end])))
        or any(scope.denied(m.start(), m.end()) for m in matches)
    )
    if denied:
        colour = rule.denied
        for match in matches:
            low, high = scope.with_denial(match.start(), match.end())
            start, end = min(start, low), max(end, high)
    if colour is None:
        return None
    return Signal(rule.viewpoint, rule.ground, colour, start, end, scope.text[start:end], denied)


@cache
def _rules() -> tuple[tuple[_Rule, tuple[_Group, ...], re.Pattern[str] | None], ...]:
    content = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    rules = TypeAdapter(list[_Rule]).validate_python(content)
    return tuple(
        (
            rule,
            tuple(
                (compiled(f"(?:{'|'.join(group)})"), openings_of_all(group))
                for group in rule.groups
            ),
            compiled(f"(?:{'|'.join(rule.unless)})") if rule.unless else None,
        )
        for rule in rules
    )
