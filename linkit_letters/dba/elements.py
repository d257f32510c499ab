"""The elements R1 to R13 that a description must contain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict

from linkit_letters.dba.openings import can_begin, openings_of, starts_in
from linkit_letters.dba.scope import Scope
from linkit_letters.dba.signals import signals_in
from linkit_letters.dba.wording import DENIAL, Signal, compiled

FILE = Path(__file__).with_name("elements.yaml")
_Patterns: TypeAlias = tuple[tuple[re.Pattern[str], frozenset[str] | None], ...]
ORDER = tuple(f"R{number}" for number in range(1, 14))


class _Signals(BaseModel):
    model_config = ConfigDict(extra="forbid")

    viewpoint: str
    colours: list[str]
    grounds: list[str] = []
    stated: bool = False

    def fits(self, signal: Signal) -> bool:
        """Whether a signal states the element."""
        return (
            signal.viewpoint == self.viewpoint
            and signal.colour in self.colours
            and (not self.grounds or signal.ground in self.grounds)
            and not (self.stated and signal.denied)
        )


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: dict[str, str]
    all: list[list[str]] = []
    repeated: int = 1
    affirmed: bool = False
    signals: _Signals | None = None


@dataclass(frozen=True)
class Element:
    """Whether a required element is stated, and the words that state it."""

    id: str
    title: str
    present: bool
    start: int = 0
    end: int = 0
    quote: str = ""


def elements_in(text: str, signals: Sequence[Signal], *, language: str = "nl") -> list[Element]:
    """R1 to R13 in their order."""
    return [_element(name, text, signals, language) for name in ORDER]


def states(text: str) -> frozenset[str]:
    """The elements that a sentence has something to say about, even if it does not settle them."""
    signals = signals_in(text)
    found = set()
    for name in ORDER:
        rule, groups = _rules()[name]
        said = rule.signals is not None and any(
            signal.viewpoint == rule.signals.viewpoint
            and (not rule.signals.grounds or signal.ground in rule.signals.grounds)
            for signal in signals
        )
        if said or any(_matches(patterns, text) for patterns in groups[-1:]):
            found.add(name)
    return frozenset(found)


def title_of(element: str, language: str = "nl") -> str:
    """What an element is about, in Dutch or English."""
    return _rules()[element][0].title[language]


def _element(name: str, text: str, signals: Sequence[Signal], language: str) -> Element:
    rule, groups = _rules()[name]
    title = rule.title[language]
    if rule.signals is not None:
        for signal in signals:
            if rule.signals.fits(signal):
                return Element(name, title, True, signal.start, signal.end, signal.text)
        if not groups:
            return Element(name, title, False)
    found = [_matches(patterns, text) for patterns in groups]
    if rule.affirmed:
        scope = Scope(text)
        found = [[m for m in group if _stands(m, scope)] for group in found]
    if not all(found) or not _often_enough(rule, groups[0], text):
        return Element(name, title, False)
    match = found[-1][0]
    return Element(name, title, True, match.start(), match.end(), match[0])


def _stands(match: re.Match[str], scope: Scope) -> bool:
    """Whether what was found is not denied; a wording with a denial of its own stands."""
    return bool(DENIAL.search(match[0])) or not scope.denied(match.start(), match.end())


def _often_enough(rule: _Rule, patterns: _Patterns, text: str) -> bool:
    """Whether one wording stands there as often as is asked: the numbers of two parties."""
    if rule.repeated == 1:
        return True
    return any(len(_matches((pattern,), text)) >= rule.repeated for pattern in patterns)


def _matches(patterns: _Patterns, text: str) -> list[re.Match[str]]:
    starts = starts_in(text)
    found = [
        match
        for pattern, openings in patterns
        if can_begin(openings, starts)
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda match: match.start())


@cache
def _rules() -> dict[str, tuple[_Rule, tuple[_Patterns, ...]]]:
    content = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    rules = {name: _Rule.model_validate(fields) for name, fields in content.items()}
    return {
        name: (
            rule,
            tuple(tuple((compiled(w), openings_of(w)) for w in group) for group in rule.all),
        )
        for name, rule in rules.items()
    }
