"""What a procedure file may say, checked by pydantic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from anna_agents.procedures.conditions import Condition, read_condition, read_value
from anna_agents.procedures.vocabulary import (
    FACTS,
    LANGUAGES,
    MONEY_BASES,
    PLACEHOLDERS,
    Department,
    Language,
    Value,
    nearest,
)

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def _fact(name: object) -> object:
    if name not in FACTS:
        raise ValueError(f"unknown fact {name!r}; {nearest(str(name), tuple(FACTS))}")
    return name


def _wording(given: object) -> object:
    if isinstance(given, dict):
        for text in given.values():
            for placeholder in PLACEHOLDER.findall(str(text)):
                if placeholder not in PLACEHOLDERS:
                    known = tuple(sorted(PLACEHOLDERS))
                    raise ValueError(f"unknown placeholder {{{placeholder}}}; "
                                     f"{nearest(placeholder, known)}")  # fmt: skip
    return given


FactName = Annotated[str, BeforeValidator(_fact)]
Wording = Annotated[dict[Language, str], BeforeValidator(_wording)]
When = Annotated[Condition, BeforeValidator(read_condition)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Share(_Strict):
    """Money as a part of something: `percent` of `of`, at most `at_most` in the order's money."""

    percent: float = Field(gt=0, le=100)
    of: Literal["order.total", "invoice.amount"] = "order.total"
    at_most: float | None = Field(default=None, gt=0)


class Action(_Strict):
    """One tool to use; an argument is a literal, `$fact.x` or `$order.x`, or a Share."""

    tool: str
    arguments: dict[str, Share | bool | float | str] = Field(default={}, alias="with")

    @model_validator(mode="after")
    def _references_exist(self) -> Action:
        for value in self.arguments.values():
            if isinstance(value, str) and value.startswith("$"):
                _check_reference(value[1:])
        return self


class HandOver(_Strict):
    """A person of department `to` takes over, told why."""

    to: Department
    reason: str


class Step(_Strict):
    """A node of the tree: when it is taken, what must be known, what is done, how it goes on."""

    when: When = Condition()
    needs: tuple[FactName, ...] = ()
    do: tuple[Action, ...] = ()
    reply: str | None = None
    ends: Literal["resolved", "waiting"] | None = None
    hand_over: HandOver | None = None
    switch_to: str | None = None
    steps: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _goes_on_one_way(self) -> Step:
        ways = [self.ends, self.hand_over, self.switch_to, self.steps or None]
        if sum(way is not None for way in ways) != 1:
            raise ValueError("a step takes exactly one of: ends, hand_over, switch_to, steps")
        if self.reply is None and not self.steps and self.switch_to is None:
            raise ValueError("a step that ends or hands over needs a reply")
        if self.switch_to is not None and self.reply is not None:
            raise ValueError("a step that switches leaves the reply to the other procedure")
        if self.steps:
            check_list(self.steps)
        return self

    def walk(self) -> Iterator[Step]:
        """This step and all steps below it."""
        yield self
        for step in self.steps:
            yield from step.walk()


class Limits(_Strict):
    """How much this procedure may give, whatever the message says."""

    compensation_percent: float | None = Field(default=None, gt=0, le=100)
    compensation_amount: float | None = Field(default=None, gt=0)


class Expectation(_Strict):
    """What a worked example must lead to."""

    tools: tuple[str, ...] = ()
    ends: Literal["resolved", "waiting", "handed_over", "switched"]
    tells: tuple[str, ...] = ()


class Case(_Strict):
    """A worked example: an order's state and the customer's facts, and where the tree ends."""

    name: str
    given: Annotated[dict[str, Any], BeforeValidator(lambda given: _values(given, ""))] = {}
    facts: Annotated[dict[str, Any], BeforeValidator(lambda given: _values(given, "fact."))] = {}
    expect: Expectation


class Procedure(_Strict):
    """One step plan."""

    id: str = Field(pattern=r"^[a-z_]+\.[a-z0-9_]+$")
    version: int = Field(default=1, ge=1)
    title: str = Field(min_length=1)
    applies_when: str = Field(min_length=1)
    not_when: tuple[str, ...] = ()
    needs: tuple[FactName, ...] = ()
    examples: dict[Language, tuple[str, ...]]
    steps: tuple[Step, ...] = Field(min_length=1)
    replies: dict[str, Wording]
    questions: dict[FactName, Wording] = {}
    limits: Limits = Limits()
    cases: tuple[Case, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Procedure:
        check_list(self.steps)
        for step in self.walk():
            if step.reply is not None and step.reply not in self.replies:
                known = tuple(self.replies) or ("none",)
                raise ValueError(f"no reply '{step.reply}'; {nearest(step.reply, known)}")
        return self

    @property
    def department(self) -> str:
        """The department that owns it: the first part of its id."""
        return self.id.partition(".")[0]

    def walk(self) -> Iterator[Step]:
        """Every step of the tree."""
        for step in self.steps:
            yield from step.walk()

    def wording(self, reply: str, language: str) -> str:
        """The reply in `language`, in English where that language has none."""
        texts = cast("Mapping[str, str]", self.replies[reply])
        return texts.get(language) or texts.get("en") or next(iter(texts.values()))

    def missing_languages(self) -> list[str]:
        """What is not written in which language, as remarks."""
        remarks = [f"no examples in {lang}" for lang in LANGUAGES if not self.examples.get(lang)]  # type: ignore[call-overload]
        wordings = [*self.replies.items(), *self.questions.items()]
        remarks += [
            f"'{name}' is not worded in {lang}"
            for name, texts in wordings
            for lang in LANGUAGES
            if not texts.get(lang)  # type: ignore[call-overload]
        ]
        return remarks


def check_list(steps: tuple[Step, ...]) -> None:
    """Refuse a list of steps that may fall off its end, or go on after its otherwise."""
    for index, step in enumerate(steps):
        last = index == len(steps) - 1
        if step.when.always and not last:
            raise ValueError(f"step {index + 1} has no `when`, so later steps never apply")
        if last and not step.when.always:
            raise ValueError("the last step of a list has no `when`: it is the otherwise")


def _values(given: object, prefix: str) -> dict[str, Value]:
    if not isinstance(given, dict):
        raise ValueError(f"{given!r} is no mapping of fields to values")
    return {str(name): read_value(f"{prefix}{name}", value) for name, value in given.items()}


def _check_reference(name: str) -> None:
    if name.startswith("fact."):
        _fact(name.removeprefix("fact."))
    elif not name.startswith("order.") and name not in MONEY_BASES:
        raise ValueError(f"unknown reference ${name}; write $fact.NAME or $order.NAME")
