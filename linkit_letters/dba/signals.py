"""What wording says about each viewpoint, read from `signals.yaml` and found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from linkit_letters.dba.openings import can_begin, openings_of, starts_in
from linkit_letters.dba.scope import APPARENT, Scope
from linkit_letters.dba.together import signals_together
from linkit_letters.dba.wording import DENIAL, DENYING, Colour, Signal, compiled

FILE = Path(__file__).with_name("signals.yaml")


class _Wording(BaseModel):
    model_config = ConfigDict(extra="forbid")

    viewpoint: str
    ground: str
    colour: Colour
    denied: Colour | None = None
    wording: list[str]


def signals_in(text: str) -> list[Signal]:
    """Every signal in the order of the text; of two at one place the longer."""
    scope, starts = Scope(text), starts_in(text)
    found: list[Signal] = []
    for wording, patterns in _wordings():
        for pattern, openings in patterns:
            if not can_begin(openings, starts):
                continue
            for match in pattern.finditer(text):
                signal = _signal(wording, match, scope)
                if signal is not None:
                    found.append(signal)
    return _longest([*found, *signals_together(text, scope)])


def _signal(wording: _Wording, match: re.Match[str], scope: Scope) -> Signal | None:
    colour: Colour | None = wording.colour
    inside = bool(DENIAL.search(APPARENT.sub("·", match[0]))) and not DENYING.search(
        match.re.pattern
    )
    denied = inside or scope.denied(match.start(), match.end())
    if denied:
        colour = wording.denied
    if colour is None:
        return None
    start, end = scope.with_denial(match.start(), match.end()) if denied else match.span()
    return Signal(
        wording.viewpoint, wording.ground, colour, start, end, scope.text[start:end], denied
    )


def _longest(found: list[Signal]) -> list[Signal]:
    """Without those that lie within another of the same viewpoint."""
    kept: list[Signal] = []
    for signal in sorted(found, key=lambda s: (s.start - s.end, s.start)):
        if not any(
            other.viewpoint == signal.viewpoint
            and other.start < signal.end
            and signal.start < other.end
            for other in kept
        ):
            kept.append(signal)
    return sorted(kept, key=lambda signal: (signal.start, signal.end))


@cache
def _wordings() -> tuple[
    tuple[_Wording, tuple[tuple[re.Pattern[str], frozenset[str] | None], ...]], ...
]:
    content = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    wordings = TypeAdapter(list[_Wording]).validate_python(content)
    return tuple((w, tuple((compiled(p), openings_of(p)) for p in w.wording)) for w in wordings)


def wordings() -> Iterator[tuple[str, str]]:
    """Every viewpoint with its ground."""
    for wording, _ in _wordings():
        yield wording.viewpoint, wording.ground
