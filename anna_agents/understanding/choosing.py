"""Choosing among the router's candidates, with "none of these" as one of the choices."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

CANDIDATES = 8
FEATURES = ("score", "nearest_wordings", "whole_wording", "description")
WEIGHTS = Path(__file__).with_name("choosing.toml")


@dataclass(frozen=True)
class Choice:
    """A conditional logit (McFadden 1974) over candidates and "none of these".

    Attributes:
        weights: of each feature, standardised by means and scales.
        none: the utility of "none of these".
    """

    weights: tuple[float, ...]
    none: float
    means: tuple[float, ...]
    scales: tuple[float, ...]

    def probabilities(self, features: NDArray[np.floating]) -> Floats:
        """Of each candidate and, last, of none; shape (candidates + 1,), summing to one.

        Args:
            features: shape (candidates, len(FEATURES)).
        """
        standard = (features - np.array(self.means)) / np.array(self.scales)
        utility = np.append(standard @ np.array(self.weights), self.none)
        raised = np.exp(utility - utility.max())
        return np.asarray(raised / raised.sum())


@cache
def fitted() -> Choice:
    """The choice as `python -m benchmarks.anna.tune --write` fitted it on development messages."""
    told = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Choice(
        tuple(told["weights"][name] for name in FEATURES), told["none"],
        tuple(told["means"][name] for name in FEATURES),
        tuple(told["scales"][name] for name in FEATURES),
    )  # fmt: skip


def as_toml(choice: Choice, remark: str) -> str:
    """The file that `fitted` reads."""

    def table(name: str, values: Sequence[float]) -> str:
        lines = [f"{key} = {value:.6g}" for key, value in zip(FEATURES, values, strict=True)]
        return "\n".join([f"[{name}]", *lines])

    tables = [table("weights", choice.weights), table("means", choice.means),
              table("scales", choice.scales)]  # fmt: skip
    return f"# {remark}\nnone = {choice.none:.6g}\n\n" + "\n\n".join(tables) + "\n"
