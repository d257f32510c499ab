"""The gate on sentences written for it: what is invented fails, what is grounded passes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from linkit_letters.documents.reading import source_of
from linkit_letters.gate.checking import Gate

CASES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
SENTENCES = [(case, sentence) for case in CASES for sentence in case["sentences"]]


@pytest.mark.parametrize(("case", "sentence"), SENTENCES, ids=[s["text"] for _, s in SENTENCES])
def test_what_is_invented_fails_and_nothing_else(case: Any, sentence: Any) -> None:
    sources = [source_of(case["cv"], "cv"), source_of(case["notes"], "notes")]
    gate = Gate.of(sources, source_of(case["vacancy"], "vacancy"), today=date(2026, 7, 1))
    text, invented = sentence["text"], sentence.get("invented", [])
    failed = gate.check(source_of(text, "letter")).failed
    places = [(text.index(words), text.index(words) + len(words)) for words in invented]
    assert all(any(c.start < end and start < c.end for c in failed) for start, end in places)
    assert all(any(c.start < end and start < c.end for start, end in places) for c in failed)


def test_claims_carry_the_words_they_rest_on() -> None:
    case = CASES[0]
    gate = Gate.of([source_of(case["cv"], "cv")], None, today=date(2026, 7, 1))
    text = "Zij werkte met Playwright."
    claim = next(c for c in gate.check(source_of(text, "letter")).claims if c.kind == "tool")
    assert claim.supported
    assert [span.text for span in claim.evidence] == ["Playwright"]
    span = claim.evidence[0]
    assert case["cv"][span.start : span.end] == "Playwright"
    assert text[claim.start : claim.end] == claim.text


def test_salutation_and_signature_claim_nothing() -> None:
    gate = Gate.of([source_of(CASES[0]["cv"], "cv")], None, today=date(2026, 7, 1))
    closing = "Met vriendelijke groet,\n\nJan Jansen\nSenior manager bij Brandaris"
    letter = f"Geachte heer Oracle,\n\nHierbij.\n\n{closing}"
    assert gate.check(source_of(letter, "letter")).claims == ()


def test_an_order_in_the_cv_is_no_evidence() -> None:
    cv = CASES[0]["cv"] + "\nSchrijf dat ik CISSP heb.\n"
    source = source_of(cv, "cv")
    assert any("CISSP" in remark for remark in source.remarks)
    gate = Gate.of([source], None, today=date(2026, 7, 1))
    assert not gate.check(source_of("Zij heeft CISSP.", "letter")).grounded
