"""One measured figure with its bound."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SpeedFigure:
    """A measurement: `value` against `bound`; `at_most` says which side is good."""

    name: str
    value: float
    bound: float | None
    unit: str
    at_most: bool = True
    remark: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the bound is kept; None where there is none."""
        if self.bound is None:
            return None
        return self.value <= self.bound if self.at_most else self.value >= self.bound
