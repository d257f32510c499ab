"""`python -m benchmarks.anna.fit`: fits how customers behave after a contact to TNO 2026, §3.3.

Lives through the development scenarios, then chooses the world's parameters so that the expected
figures come as near to the study's as they can, on the calibration seeds alone. Prints both.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from scipy.optimize import least_squares

from anna_agents.contact.anna import Anna
from anna_agents.opening import open_database, open_embedded_reader
from anna_agents.procedures.reading import read_procedures
from anna_agents.settings import AnnaSettings
from benchmarks.anna.aftermath import FITTED, WORLD, World
from benchmarks.anna.contacts import live
from benchmarks.anna.customer import customers
from benchmarks.anna.measured import rates, whole_service
from benchmarks.anna.scenarios import read_scenarios
from benchmarks.published import published
from language_models.settings import read_settings

SEEDS = (101, 102, 103, 104, 105)
BOUNDS = {
    "back_settled": (0.02, 0.5), "back_person": (0.02, 0.5), "back_unsettled": (0.3, 0.95),
    "same_day": (0.3, 0.95), "next_day": (0.02, 0.4), "content_settled": (3.2, 4.6),
    "content_unsettled": (1.5, 3.4), "content_person": (-0.5, 0.8),
}  # fmt: skip
TARGETS = {
    "ftr": "anna.first_time_resolution",
    "same_day": "anna.back_same_day",
    "next_day": "anna.back_next_day",
    "service": "anna.service_first_time_resolution",
    "satisfaction": "anna.satisfaction",
    "people": "anna.satisfaction_people",
}
PULL = 0.03
"""How strongly a parameter is held where it stood: what the figures leave open stays put."""


def fit(lines: Sequence[Mapping[str, Any]], start: World) -> World:
    """The world whose figures come nearest to the study's."""
    wanted = np.array([_study(figure) for figure in TARGETS.values()])
    first = np.array([getattr(start, name) for name in FITTED])
    low, high = np.array([BOUNDS[name] for name in FITTED]).T

    def misses(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        world = _with(start, values)
        found = np.array(list(figures(lines, world).values()))
        return np.concatenate(
            [(found - wanted) / _scale(wanted), PULL * (values - first) / (high - low)]
        )

    found = least_squares(
        misses, np.clip(first, low, high), bounds=(low, high), diff_step=np.full(len(FITTED), 0.02)
    )
    return _with(start, found.x)


def figures(lines: Sequence[Mapping[str, Any]], world: World) -> dict[str, float]:
    """The fitted figures, averaged over the calibration seeds."""
    sums = dict.fromkeys(TARGETS, 0.0)
    for seed in SEEDS:
        ours = rates(lines, world, seed=seed)
        service, _, people = whole_service(lines, world, seed=seed)
        found = {**ours, "service": service, "people": people}
        for name in TARGETS:
            sums[name] += (found[name].value or 0.0) / len(SEEDS)
    return sums


def main() -> int:
    """Fit, write world.toml, print the figures."""
    toml = read_settings(None)
    catalogue = read_procedures(toml.application("anna", AnnaSettings).procedures)
    engine, clock = open_database(None)
    anna = Anna(engine, catalogue, open_embedded_reader(toml, catalogue), clock=clock)
    scenarios = read_scenarios("development")
    lines = [live(customer, anna) for customer in customers(scenarios, seed=SEEDS[0])]
    world = fit(lines, World.read())
    for name, value in figures(lines, world).items():
        print(f"{name:14s} {value:7.3f}   study {_study(TARGETS[name]):7.3f}")
    told = "\n".join(f"{name} = {value:.4f}" for name, value in asdict(world).items())
    WORLD.write_text(
        "# Written by `python -m benchmarks.anna.fit`; every value is about the synthetic "
        f"customers.\n[world]\n{told}\n", encoding="utf-8",
    )  # fmt: skip
    return 0


def _with(world: World, values: Sequence[float] | np.ndarray[Any, Any]) -> World:
    return replace(world, **{n: float(v) for n, v in zip(FITTED, values, strict=True)})


def _study(figure: str) -> float:
    number = published(figure).number
    assert number is not None
    return number


def _scale(wanted: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.where(wanted > 1, 0.1, 0.01)


if __name__ == "__main__":
    sys.exit(main())
