"""A tool: a named deed with typed arguments, which does it or refuses with a reason."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_type_hints

from sqlalchemy.orm import Session

from anna_agents.procedures.schema import Limits
from anna_agents.shop.tables import Customer, Order


class Refused(Exception):
    """A tool will not do it: `reason` in English, an answer that a caller can act on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Work:
    """On what a tool works: an open transaction, the customer and the order of the contact."""

    session: Session
    today: date
    customer: Customer | None
    order: Order | None
    limits: Limits = field(default_factory=Limits)

    def own_order(self) -> Order:
        """The order, which is the customer's own.

        Raises:
            Refused: there is none, or it is another customer's.
        """
        if self.order is None:
            raise Refused("no order is known in this contact")
        if self.customer is None or self.order.customer_id != self.customer.id:
            raise Refused(f"order {self.order.id} is not this customer's")
        return self.order

    def own_account(self) -> Customer:
        """The customer, when we know who it is.

        Raises:
            Refused: an unknown customer.
        """
        if self.customer is None:
            raise Refused("the customer is not known")
        return self.customer


Result = dict[str, Any]
"""What a deed yields for the reply: placeholder to raw value."""


@dataclass(frozen=True)
class Tool:
    """A deed by name.

    Attributes:
        parameters: argument name to its type (str, int, float or date) and whether it is needed.
    """

    name: str
    run: Callable[..., Result] = field(repr=False)
    description: str = ""
    parameters: Mapping[str, tuple[type, bool]] = field(default_factory=dict)

    def __call__(self, work: Work, arguments: Mapping[str, object]) -> Result:
        """Do it.

        Raises:
            Refused: an argument is missing, unknown or of another type, or the guard says no.
        """
        for name in arguments:
            if name not in self.parameters:
                raise Refused(f"{self.name} takes no '{name}'; it takes {list(self.parameters)}")
        typed = {}
        for name, (kind, needed) in self.parameters.items():
            if arguments.get(name) is not None:
                typed[name] = _typed(self.name, name, kind, arguments[name])
            elif needed:
                raise Refused(f"{self.name} needs '{name}'")
        return self.run(work, **typed)


TOOLS: dict[str, Tool] = {}


def tool(run: Callable[..., Result]) -> Callable[..., Result]:
    """Register `run` under its own name; its docstring tells a model what it does."""
    hints = get_type_hints(run)
    parameters = {
        name: (_plain(hints[name]), parameter.default is inspect.Parameter.empty)
        for name, parameter in inspect.signature(run).parameters.items()
        if name != "work"
    }
    name = run.__name__
    TOOLS[name] = Tool(name, run, inspect.getdoc(run) or "", parameters)
    return run


def _plain(hint: Any) -> type:
    kinds = [kind for kind in getattr(hint, "__args__", (hint,)) if kind is not type(None)]
    kind: type = kinds[0]
    return kind


def _typed(tool_name: str, name: str, kind: type, value: object) -> object:
    try:
        if kind is date:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        if kind is str:
            return str(value).strip()[:500]
        number = float(value)  # type: ignore[arg-type]
        if not math.isfinite(number):
            raise ValueError(value)
        return int(number) if kind is int else number
    except (TypeError, ValueError):
        raise Refused(f"{tool_name}: {name} is no {kind.__name__}: {value!r}") from None
