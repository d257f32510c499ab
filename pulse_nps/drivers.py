"""The twelve satisfaction drivers, as an experience manager defines them, and their scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from language_models.errors import InputError

DEFINITIONS = Path(__file__).parent / "drivers.yaml"
LOWEST, NEUTRAL, HIGHEST = 0, 2, 4


@dataclass(frozen=True)
class Driver:
    """One driver: Dutch texts for people and prompts; `anchors` describe the scores 0 to 4."""

    name: str
    title: str
    definition: str
    question: str
    anchors: tuple[str, str, str, str, str]
    polarity: str


def _read_definitions(path: Path) -> tuple[Driver, ...]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return tuple(Driver(**{**entry, "anchors": tuple(entry["anchors"])}) for entry in entries)


DRIVERS: tuple[Driver, ...] = _read_definitions(DEFINITIONS)
DRIVER_NAMES: tuple[str, ...] = tuple(driver.name for driver in DRIVERS)


class DriverScores(Mapping[str, int]):
    """A score 0 (very bad for the customer) to 4 (very good) for every driver, in their order."""

    def __init__(self, scores: Mapping[str, int]) -> None:
        """Check that every driver is there, nothing else, and every score is a whole 0..4."""
        missing = [name for name in DRIVER_NAMES if name not in scores]
        unknown = [name for name in scores if name not in DRIVER_NAMES]
        if missing or unknown:
            wrong = f"missing {', '.join(missing)}" if missing else f"unknown {unknown[0]!r}"
            raise InputError(f"driver scores: {wrong}; the drivers are {', '.join(DRIVER_NAMES)}")
        self._scores = {name: _checked(name, scores[name]) for name in DRIVER_NAMES}

    def __getitem__(self, name: str) -> int:
        return self._scores[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._scores)

    def __len__(self) -> int:
        return len(self._scores)

    def __repr__(self) -> str:
        return f"DriverScores({self._scores})"


def _checked(name: str, score: int) -> int:
    whole = isinstance(score, int) and not isinstance(score, bool)
    if not whole or not LOWEST <= score <= HIGHEST:
        raise InputError(f"driver {name}: {score!r} is no whole number from {LOWEST} to {HIGHEST}")
    return score
