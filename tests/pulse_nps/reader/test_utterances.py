"""Labelled utterances by other authors: two thirds to develop the reader on, a third held out."""

import json
from pathlib import Path

import pytest

from pulse_nps.calls import Call, Turn
from pulse_nps.drivers import NEUTRAL
from pulse_nps.reader import read_drivers


def polarity_and_exact(name: str) -> tuple[float, float]:
    """Share read as bad, neutral or good as labelled, and share with the very score."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    pairs = []
    for line in map(json.loads, lines):
        turns = tuple(Turn(turn["speaker"], turn["text"]) for turn in line["turns"])
        pairs.append((line["score"], read_drivers(Call("u", turns)).scores[line["driver"]]))
    same_side = [
        (meant > NEUTRAL, meant < NEUTRAL) == (read > NEUTRAL, read < NEUTRAL)
        for meant, read in pairs
    ]
    return sum(same_side) / len(pairs), sum(meant == read for meant, read in pairs) / len(pairs)


@pytest.mark.parametrize(
    ("name", "least_polarity", "least_exact"),
    [("utterances_development.jsonl", 0.9, 0.65), ("utterances_test.jsonl", 0.62, 0.48)],
)
def test_utterances_are_read_at_least_as_well_as_measured(
    name: str, least_polarity: float, least_exact: float
) -> None:
    polarity, exact = polarity_and_exact(name)
    print(f"{name}: polarity {polarity:.3f}, exact {exact:.3f}")
    assert polarity >= least_polarity
    assert exact >= least_exact
