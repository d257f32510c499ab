"""Figures of the suite checked by hand arithmetic."""

from __future__ import annotations

import pytest

from benchmarks.linkit.dba_section import flag_scores, missing_scores, verdicts_right
from benchmarks.linkit.gate_section import (
    false_alarms_per_letter,
    letters_alarmed,
    letters_stopped,
    precision,
    recall,
)
from benchmarks.linkit.letter_lines import reading_ease
from benchmarks.linkit.letters_section import coverage, grounded, overclaimed
from benchmarks.linkit.time_saved import Offer, Rewriting, estimates
from fixtures.linkit.written import ELEMENTS, VIEWPOINTS

SOWN = {
    "inventions": [{"kind": "tool", "caught": True}, {"kind": "years", "caught": False}],
    "alarms": [{"kind": "tool", "true": True}, {"kind": "number", "true": False}],
}
GROUNDED = {"inventions": [], "alarms": [{"kind": "tool", "true": False}]}
CLEAN: dict[str, list[object]] = {"inventions": [], "alarms": []}


def test_recall_and_precision_of_the_gate() -> None:
    lines = [SOWN, GROUNDED, CLEAN]
    assert recall(lines).value == 0.5
    assert recall(lines, "tool").value == 1
    assert precision(lines).value == pytest.approx(1 / 3)
    assert precision(lines, "number").value == 0
    assert recall(lines, "language").value is None
    assert letters_alarmed(lines).value == 0.5
    assert letters_stopped(lines).value == 1
    assert false_alarms_per_letter(lines, 1).value == 0.5


def test_coverage_counts_what_is_met_and_overclaiming_what_is_not() -> None:
    line = {
        "told": 4,
        "grounded": 3,
        "requirements": [
            {"gold": "met", "told": True},
            {"gold": "partly", "told": False},
            {"gold": "no", "told": True},
        ],
    }
    assert coverage([line]).value == 0.5
    assert overclaimed([line]).value == 1
    assert grounded([line]).value == 0.75


def judged(gold: str, ours: str) -> dict[str, object]:
    return {
        "viewpoints": {n: {"gold": gold, "ours": ours, "quote_fits": True} for n in VIEWPOINTS},
        "elements": {n: {"gold": gold == "green", "ours": ours == "green"} for n in ELEMENTS},
        "verdict": {"gold": gold, "ours": ours},
    }


def test_flags_and_missing_elements() -> None:
    lines = [judged("red", "red"), judged("red", "green"), judged("green", "green")]
    assert [e.value for e in flag_scores(lines, "inbedding", 1)] == [1, 0.5, pytest.approx(2 / 3)]
    assert [e.value for e in missing_scores(lines, None, 1)] == [1, 0.5, pytest.approx(2 / 3)]
    assert verdicts_right(lines).value == pytest.approx(2 / 3)


def test_minutes_by_hand_arithmetic() -> None:
    offer = Offer("a", 238, 238, 0, 190, 238, 6, 1)
    found = estimates([offer], [Rewriting("a", 238, 190, 19, 2)], 1)["offer"]
    by_hand = 2 + 6 * 8 / 60 + 10 + 1 + 2
    ours = 6 * 1.1 / 60 + 476 / 450 + 1 + 6 * (2.7 + 4) / 60 + (8 / 60 + 12 / 19) + 2
    assert found["by_hand"].value == pytest.approx(by_hand)
    assert found["with_ours"].value == pytest.approx(ours)
    assert found["saved"].value == pytest.approx(by_hand - ours)


def test_short_words_read_easier() -> None:
    easy = reading_ease("Jan is er. Hij kan het.", english=False)
    assert easy > reading_ease(
        "Verantwoordelijkheidsbesef veronderstelt documentatie.", english=False
    )
