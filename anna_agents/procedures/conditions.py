"""Conditions on the state of an order: when they hold, and whether they ever can."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anna_agents.procedures.vocabulary import FIELDS, Field, State, Value, nearest

LIMITS = ("below", "at_least", "above", "at_most")
KNOWN, UNKNOWN = "known", "unknown"


@dataclass(frozen=True)
class Choices:
    """The value is one of these; with `None` among them an unknown value holds too."""

    values: frozenset[Value]

    def holds(self, value: Value) -> bool:
        """Whether `value` is one of them."""
        return value in self.values


@dataclass(frozen=True)
class Range:
    """A number between two borders, each with or without itself."""

    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False

    def holds(self, value: Value) -> bool:
        """Whether `value` is a number within the borders."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            return False
        over = value > self.low if self.open_low else value >= self.low
        under = value < self.high if self.open_high else value <= self.high
        return over and under

    @property
    def empty(self) -> bool:
        """Whether no number lies within."""
        return self.low > self.high or (self.low == self.high and (self.open_low or self.open_high))


@dataclass(frozen=True)
class Presence:
    """The value is known, or it is not."""

    known: bool

    def holds(self, value: Value) -> bool:
        """Whether knowing is as wished."""
        return (value is not None) == self.known


Test = Choices | Range | Presence
Clause = Mapping[str, Test]


@dataclass(frozen=True)
class Condition:
    """Any of the clauses; within a clause every test holds. No clause at all always holds."""

    clauses: tuple[Clause, ...] = ()

    def holds(self, state: State) -> bool:
        """Whether it holds in `state`; a field that is missing there is unknown."""
        return not self.clauses or any(
            all(test.holds(state.get(name)) for name, test in clause.items())
            for clause in self.clauses
        )

    @property
    def always(self) -> bool:
        """Whether it is the otherwise of its list."""
        return not self.clauses


def read_condition(given: object) -> Condition:
    """The condition written as a mapping or a list of mappings.

    Raises:
        ValueError: an unknown field, or a value the field cannot have; with what would be right.
    """
    if given is None:
        return Condition()
    clauses = given if isinstance(given, list) else [given]
    if not clauses:
        raise ValueError("an empty list; write a mapping of fields, or leave `when` out")
    return Condition(tuple(_clause(clause) for clause in clauses))


def read_value(name: str, given: object) -> Value:
    """One concrete value of field `name`.

    Raises:
        ValueError: an unknown field, or a value it cannot have.
    """
    return _value(name, _field(name), given)


def contradicts(condition: Condition, other: Condition) -> bool:
    """Whether the two can never hold together."""
    return bool(condition.clauses and other.clauses) and all(
        _disjoint(clause, second) for clause in condition.clauses for second in other.clauses
    )


def covers(condition: Condition, other: Condition) -> bool:
    """Whether `condition` holds whenever `other` does (sure where said; silence proves nothing)."""
    if condition.always:
        return True
    return bool(other.clauses) and all(
        any(_clause_covers(clause, narrower) for clause in condition.clauses)
        for narrower in other.clauses
    )


def _clause(given: object) -> Clause:
    if not isinstance(given, dict) or not given:
        raise ValueError(f"{given!r} is no mapping of fields to values")
    return {str(name): _test(str(name), value) for name, value in given.items()}


def _test(name: str, given: object) -> Test:
    field = _field(name)
    if given in (KNOWN, UNKNOWN) and given not in field.choices:
        return Presence(given == KNOWN)
    if isinstance(given, dict):
        return _range(name, field, given)
    if field.kind == "text":
        raise ValueError(f"{name} can only be 'known' or 'unknown', not {given!r}")
    values = given if isinstance(given, list) else [given]
    return Choices(frozenset(_value(name, field, value) for value in values))


def _range(name: str, field: Field, given: Mapping[str, Any]) -> Range:
    if field.kind != "number":
        raise ValueError(f"{name} is no number, so it has no limits {given!r}")
    for limit, bound in given.items():
        if limit not in LIMITS:
            raise ValueError(f"{name}: unknown limit '{limit}'; {nearest(str(limit), LIMITS)}")
        if isinstance(bound, bool) or not isinstance(bound, int | float):
            raise ValueError(f"{name}: {limit} takes a number, not {bound!r}")
    low = given.get("at_least", given.get("above", -math.inf))
    high = given.get("at_most", given.get("below", math.inf))
    made = Range(float(low), float(high), "above" in given, "below" in given)
    if made.empty:
        raise ValueError(f"{name}: no number satisfies {given!r}")
    return made


def _field(name: str) -> Field:
    if name not in FIELDS:
        raise ValueError(f"unknown field '{name}'; {nearest(name, tuple(FIELDS))}")
    return FIELDS[name]


def _value(name: str, field: Field, given: object) -> Value:
    if field.kind == "number" and isinstance(given, int | float) and not isinstance(given, bool):
        return float(given)
    if field.kind == "boolean" and isinstance(given, bool):
        return given
    if field.kind == "text" and isinstance(given, str | int | float):
        return str(given)
    if field.kind == "choice":
        # YAML reads a bare yes or no as true or false.
        word = {True: "yes", False: "no"}.get(given) if isinstance(given, bool) else given
        if word in field.choices:
            return str(word)
        raise ValueError(f"{name}: {given!r}; {nearest(str(given), field.choices)}")
    raise ValueError(f"{name} takes a {field.kind}, not {given!r}")


def _disjoint(clause: Clause, other: Clause) -> bool:
    return any(_tests_disjoint(clause[name], other[name]) for name in clause.keys() & other.keys())


def _tests_disjoint(test: Test, other: Test) -> bool:
    if isinstance(test, Choices):
        return not any(other.holds(value) for value in test.values)
    if isinstance(other, Choices):
        return not any(test.holds(value) for value in other.values)
    if isinstance(test, Presence) or isinstance(other, Presence):
        return _presence(test) != _presence(other)
    return Range(
        max(test.low, other.low),
        min(test.high, other.high),
        open_low=(test.low >= other.low and test.open_low)
        or (other.low >= test.low and other.open_low),
        open_high=(test.high <= other.high and test.open_high)
        or (other.high <= test.high and other.open_high),
    ).empty


def _presence(test: Test) -> bool:
    return test.known if isinstance(test, Presence) else True


def _clause_covers(clause: Clause, narrower: Clause) -> bool:
    return all(
        name in narrower and _test_covers(test, narrower[name]) for name, test in clause.items()
    )


def _test_covers(test: Test, narrower: Test) -> bool:
    if isinstance(narrower, Choices):
        return all(test.holds(value) for value in narrower.values)
    if isinstance(narrower, Presence):
        return test == narrower
    if isinstance(test, Presence):
        return test.known
    if isinstance(test, Choices):
        return False
    over = test.low < narrower.low or (
        test.low == narrower.low and (narrower.open_low or not test.open_low)
    )
    under = test.high > narrower.high or (
        test.high == narrower.high and (narrower.open_high or not test.open_high)
    )
    return over and under
