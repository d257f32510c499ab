"""The gate on whole letters in many voices: grounded as written, and with one invention each."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from linkit_letters.documents.json_resume import json_resume_text
from linkit_letters.documents.reading import source_of
from linkit_letters.gate.checking import Gate

FILE = Path(__file__).with_name("letters.yaml")
CASES = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SEEDS = [(place, *seed) for place, case in enumerate(CASES) for seed in case["seeds"]]


@cache
def gate(place: int) -> Gate:
    case = CASES[place]
    cv = json_resume_text(case["cv"], Path("cv.json")) if case.get("json") else case["cv"]
    sources = [source_of(cv, "cv"), source_of(case["notes"], "notes")]
    return Gate.of(sources, source_of(case["vacancy"], "vacancy"), today=date(2026, 7, 1))


@pytest.mark.parametrize("place", range(len(CASES)))
def test_a_grounded_letter_passes(place: int) -> None:
    checked = gate(place).check(source_of(CASES[place]["letter"], "letter"))
    assert [(claim.text, claim.reason) for claim in checked.failed] == []
    assert checked.claims


@pytest.mark.parametrize(("place", "words", "sown", "invented"), SEEDS)
def test_an_invention_is_caught_where_it_stands(
    place: int, words: str, sown: str, invented: str
) -> None:
    letter: Any = CASES[place]["letter"]
    assert letter.count(words) == 1
    text = letter.replace(words, sown)
    start = text.index(sown) + sown.index(invented)
    failed = gate(place).check(source_of(text, "letter")).failed
    assert any(c.start < start + len(invented) and start < c.end for c in failed)
