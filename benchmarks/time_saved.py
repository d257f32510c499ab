"""Time saved, worked out from counts that were measured and times that were assumed.

An assumed quantity is a range. It is drawn from the PERT distribution: a beta distribution from
low to high with its mode at the likely value and the mean (low + 4 likely + high) / 6 (Malcolm,
Roseboom, Clark and Fazar 1959, Operations Research 7, 646–669). With every draw the items are
drawn again too, so that an interval holds both what is not known of the quantities and that
other items might have come along. The quantities are drawn independently of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose, isfinite
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.estimate import Estimate
from benchmarks.report import plots
from benchmarks.report.model import Assumption, Column, Figure, Item, Table, Unit
from benchmarks.report.shown import number_text
from benchmarks.statistics import LEVEL

Floats: TypeAlias = NDArray[np.float64]
Model: TypeAlias = Callable[[Mapping[str, Floats]], Mapping[str, Floats]]
"""From each quantity's values, shape (draws, 1), to outcomes per item, shape (draws, items)."""

DRAWS = 10_000
CELLS_AT_ONCE = 400_000


@dataclass(frozen=True)
class Quantity:
    """A number that was not measured: its range, its likely value and where they come from.

    The range is that of the average over everybody concerned, not of one person.
    """

    name: str
    unit: str
    low: float
    likely: float
    high: float
    source: str

    def __post_init__(self) -> None:
        values = (self.low, self.likely, self.high)
        if not all(map(isfinite, values)) or not self.low <= self.likely <= self.high:
            raise ValueError(
                f"Quantity {self.name!r} needs low ≤ likely ≤ high, got "
                f"{self.low:g}, {self.likely:g}, {self.high:g}"
            )

    def drawn(self, generator: np.random.Generator, draws: int) -> Floats:
        """Values from the PERT distribution, shape (draws, 1)."""
        width = self.high - self.low
        if width == 0:
            return np.full((draws, 1), self.likely)
        below, above = (self.likely - self.low) / width, (self.high - self.likely) / width
        return self.low + width * generator.beta(1 + 4 * below, 1 + 4 * above, size=(draws, 1))


READING = Quantity(
    "reading", "words a minute", 175, 238, 300,
    "silent reading of English non-fiction, most adults 175–300 (Brysbaert 2019, Journal of Memory "
    "and Language 109); about the same in Dutch: 238 at 5.1 letters a word, 202 at 6.0 (Brysbaert "
    "and others 2021, Quarterly Journal of Experimental Psychology, doi 10.1177/17470218211017100)",
)  # fmt: skip
SKIMMING = Quantity(
    "skimming", "words a minute", 300, 450, 600,
    "skimming 450, scanning for a word 600, ordinary reading 300 (Carver 1990, Reading Rate); "
    "about two to three times the speed of reading",
)  # fmt: skip
MENTAL_ACT = Quantity(
    "mental act", "seconds", 0.6, 1.35, 5,
    "1.35 in the keystroke-level model (Card, Moran and Newell 1980, Communications of the ACM "
    "23, 396–410), for practised users; range ours, since finding words for a query takes longer",
)  # fmt: skip
KEYSTROKE = Quantity(
    "keystroke", "seconds", 0.12, 0.28, 0.5,
    "good typist 0.12, skilled 0.20, average office worker 0.28 (Card, Moran and Newell 1980); "
    "upper end ours",
)  # fmt: skip
POINTING = Quantity(
    "pointing", "seconds", 0.8, 1.1, 1.5,
    "1.1 with a mouse, 0.8–1.5 by distance and size (Card, Moran and Newell 1980)",
)  # fmt: skip
KEYS_PER_WORD = 7
"""Six letters and a space."""


def simulate(
    model: Model,
    quantities: Sequence[Quantity],
    *,
    groups: Sequence[Hashable],
    seed: int,
    draws: int = DRAWS,
) -> dict[str, Estimate]:
    """The mean over the items of each outcome, with its 95% percentile interval.

    The value is the one at the likely quantities, which a reader can check by hand. Without items
    every outcome is undefined.

    Args:
        model: linear or not; all outcomes see the same draws, so that they may be compared.
        quantities: what the model may ask for by name.
        groups: one per item; items with the same group are drawn together.
        seed: the same seed gives the same intervals.
        draws: of the quantities and of the groups.
    """
    n = len(groups)
    at_likely = model({q.name: np.full((1, 1), q.likely) for q in quantities})
    if n == 0:
        return {name: Estimate.undefined() for name in at_likely}
    generator = np.random.default_rng(seed)
    drawn = {q.name: q.drawn(generator, draws) for q in quantities}
    means: dict[str, list[Floats]] = {name: [] for name in at_likely}
    for part, weights in _weights(groups, draws, generator):
        outcomes = model({name: values[part] for name, values in drawn.items()})
        for name, per_item in outcomes.items():
            per_draw = np.broadcast_to(per_item, weights.shape)
            means[name].append(np.einsum("dn,dn->d", weights, per_draw))
    return {
        name: _estimate(float(np.mean(per_item)), np.concatenate(means[name]), n)
        for name, per_item in at_likely.items()
    }


@dataclass(frozen=True)
class Swing:
    """An outcome with one quantity at its low and at its high, the others at their likely."""

    quantity: Quantity
    likely: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far the quantity moves the outcome over its range."""
        return max(self.likely, self.at_low, self.at_high) - min(
            self.likely, self.at_low, self.at_high
        )


def tornado(model: Model, quantities: Sequence[Quantity], outcome: str) -> tuple[Swing, ...]:
    """Each quantity that moves the outcome, moved alone, the widest first; () without items."""
    values = {q.name: np.full((2 * len(quantities) + 1, 1), q.likely) for q in quantities}
    for place, quantity in enumerate(quantities):
        values[quantity.name][1 + 2 * place] = quantity.low
        values[quantity.name][2 + 2 * place] = quantity.high
    per_item = model(values)[outcome]
    if per_item.size == 0:
        return ()
    means = np.broadcast_to(per_item, (2 * len(quantities) + 1, per_item.shape[-1])).mean(axis=1)
    swings = [
        Swing(quantity, float(means[0]), float(means[1 + 2 * place]), float(means[2 + 2 * place]))
        for place, quantity in enumerate(quantities)
    ]
    return tuple(
        sorted((s for s in swings if s.width > 0), key=lambda swing: swing.width, reverse=True)
    )


def tornado_items(title: str, swings: Sequence[Swing], *, unit: Unit) -> tuple[Item, ...]:
    """The swings as a plot and as a table."""
    if not swings:
        return ()
    ends = {s.quantity.name: (s.at_low, s.at_high) for s in swings}
    likely = number_text(swings[0].likely, unit)
    figure = Figure(
        title,
        plots.tornado(swings[0].likely, ends, unit=unit, x_label=title),
        f"Each quantity alone at its low and its high; with all at their likely values {likely}.",
        f"Bars of how far each assumed quantity moves the outcome; widest: {', '.join(ends)}.",
    )
    rows = tuple((_name_and_range(s.quantity), s.at_low, s.at_high, s.width) for s in swings)
    outcomes = (Column(label, unit) for label in ("at its low", "at its high", "moved over"))
    return figure, Table(title, ("Quantity", *outcomes), rows, note=f"Likely: {likely}.")


def assumption(quantity: Quantity) -> Assumption:
    """The quantity as the report prints it."""
    value = f"{quantity.likely:g}, from {quantity.low:g} to {quantity.high:g} {quantity.unit}"
    return Assumption(_capital(quantity.name), value, quantity.source)


def _name_and_range(quantity: Quantity) -> str:
    return f"{_capital(quantity.name)}, {quantity.low:g}–{quantity.high:g} {quantity.unit}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _estimate(value: float, means: Floats, n: int) -> Estimate:
    ends = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    # Where nothing varies, rounding must not put the value outside.
    low, high = (value if isclose(end, value, rel_tol=1e-9) else float(end) for end in ends)
    return Estimate(value, low, high, n)


def _weights(
    groups: Sequence[Hashable], draws: int, generator: np.random.Generator
) -> Iterator[tuple[slice, Floats]]:
    """Which draws, and each item's weight in them, shape (some, items), rows adding up to 1."""
    places = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    group_of = np.array([places[group] for group in groups])
    shares = np.full(len(places), 1 / len(places))
    at_once = max(1, CELLS_AT_ONCE // len(groups))
    for start in range(0, draws, at_once):
        part = slice(start, min(draws, start + at_once))
        counts = generator.multinomial(len(places), shares, size=part.stop - start)[:, group_of]
        yield part, counts / counts.sum(axis=1, keepdims=True)
