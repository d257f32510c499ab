"""Walking a procedure's tree: from what is known to what is asked, done and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from anna_agents.procedures.schema import Action, Procedure, Share, Step
from anna_agents.procedures.vocabulary import State, Value


@dataclass(frozen=True)
class Ask:
    """The walk cannot go on before these facts are known."""

    facts: tuple[str, ...]


@dataclass(frozen=True)
class Leaf:
    """Where the walk ends.

    Attributes:
        path: the index taken at each depth, which names the leaf.
        actions: of all steps on the way, in order, with arguments still to be filled in.
    """

    path: tuple[int, ...]
    step: Step
    actions: tuple[Action, ...]

    @property
    def ends(self) -> str:
        """resolved, waiting, handed_over or switched."""
        if self.step.hand_over:
            return "handed_over"
        return "switched" if self.step.switch_to else str(self.step.ends)


def walk(procedure: Procedure, state: State) -> Ask | Leaf:
    """What the procedure says in `state`; all conditions see the state as it was before any deed.

    A fact is a field `fact.NAME` of the state. Nothing is done before a leaf is reached, so a
    question in mid-tree leaves the world as it was.
    """
    missing = _missing(procedure.needs, state)
    if missing:
        return Ask(missing)
    steps = procedure.steps
    path: tuple[int, ...] = ()
    actions: tuple[Action, ...] = ()
    while True:
        index, step = next((i, s) for i, s in enumerate(steps) if s.when.holds(state))
        missing = _missing(step.needs, state)
        if missing:
            return Ask(missing)
        path, actions = (*path, index), (*actions, *step.do)
        if not step.steps:
            return Leaf(path, step, actions)
        steps = step.steps


def arguments(action: Action, state: State) -> dict[str, object]:
    """The action's arguments, with references and shares filled in from `state`."""
    return {name: _filled(value, state) for name, value in action.arguments.items()}


def _missing(needs: tuple[str, ...], state: State) -> tuple[str, ...]:
    return tuple(name for name in needs if state.get(f"fact.{name}") is None)


def _filled(value: Share | bool | float | str, state: State) -> object:
    if isinstance(value, Share):
        return share(value, state)
    if isinstance(value, str) and value.startswith("$"):
        return state.get(value[1:])
    return value


def share(given: Share, state: Mapping[str, Value]) -> float:
    """The money a Share stands for, rounded down to cents; 0 where its base is unknown."""
    base = state.get(given.of)
    money = float(base) * given.percent / 100 if isinstance(base, int | float) else 0.0
    if given.at_most is not None:
        money = min(money, given.at_most)
    return int(money * 100 + 1e-6) / 100
