"""A procedure as prose: the same policy for a reader of words that the engine walks as a tree."""

from __future__ import annotations

from collections.abc import Iterator

from anna_agents.procedures.conditions import Choices, Condition, Presence, Range, Test
from anna_agents.procedures.schema import Action, Procedure, Share, Step


def policy_of(procedure: Procedure) -> str:
    """Needs, the decision tree as indented lines, and the limits; in English."""
    lines = []
    if procedure.needs:
        lines.append(f"First know: {', '.join(procedure.needs)}.")
    lines += _steps(procedure.steps, "")
    limits = procedure.limits
    if limits.compensation_amount is not None:
        lines.append(f"Never give more than {limits.compensation_amount:g} in all.")
    if limits.compensation_percent is not None:
        lines.append(f"Never give more than {limits.compensation_percent:g}% of the order.")
    return "\n".join(lines)


def _steps(steps: tuple[Step, ...], indent: str) -> Iterator[str]:
    for step in steps:
        yield f"{indent}- {_when(step.when)}: {'; '.join(_does(step)) or 'go on:'}"
        yield from _steps(step.steps, f"{indent}  ")


def _does(step: Step) -> Iterator[str]:
    if step.needs:
        yield f"ask for {', '.join(step.needs)}"
    for action in step.do:
        yield f"use {action.tool}{_arguments(action)}"
    if step.hand_over:
        yield f"hand over to {step.hand_over.to} ({step.hand_over.reason})"
    elif step.switch_to:
        yield f"follow {step.switch_to} instead"
    elif step.ends:
        yield f"tell the customer: {step.reply} ({step.ends})"


def _arguments(action: Action) -> str:
    told = []
    for name, value in action.arguments.items():
        if isinstance(value, Share):
            most = f", at most {value.at_most:g}" if value.at_most else ""
            told.append(f"{name} = {value.percent:g}% of {value.of}{most}")
        else:
            told.append(f"{name} = {str(value).removeprefix('$')}")
    return f" with {', '.join(told)}" if told else ""


def _when(condition: Condition) -> str:
    if condition.always:
        return "otherwise"
    clauses = [
        " and ".join(f"{name} {_test(test)}" for name, test in clause.items())
        for clause in condition.clauses
    ]
    return "if " + ", or ".join(clauses)


def _test(test: Test) -> str:
    if isinstance(test, Choices):
        return "is " + " or ".join(sorted(str(value) for value in test.values))
    if isinstance(test, Presence):
        return "is known" if test.known else "is not known"
    return _range(test)


def _range(test: Range) -> str:
    parts = []
    if test.low != float("-inf"):
        parts.append(f"{'above' if test.open_low else 'at least'} {test.low:g}")
    if test.high != float("inf"):
        parts.append(f"{'below' if test.open_high else 'at most'} {test.high:g}")
    return "is " + " and ".join(parts)
