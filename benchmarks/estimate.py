"""An estimate: a value with its interval and the number of samples behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A measured value, its 95% interval unless said otherwise, and n.

    An undefined number is None (a precision where nothing was predicted, say) and is printed as
    "—"; it is never 0. A value without an interval has `low` and `high` None.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0

    @classmethod
    def undefined(cls, n: int = 0) -> Estimate:
        """The estimate of something that these n samples do not define."""
        return cls(None, None, None, n)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Low and high, or None where there is no interval."""
        return None if self.low is None or self.high is None else (self.low, self.high)

    def as_json(self) -> dict[str, float | int | None]:
        """The estimate as report.json holds it."""
        return dict(self._pairs())

    def _pairs(self) -> Iterator[tuple[str, float | int | None]]:
        for name in ("value", "low", "high"):
            number = getattr(self, name)
            # Twelve digits hide the last bits, in which two machines' sums may differ.
            yield name, None if number is None else float(f"{number:.12g}")
        yield "n", self.n
