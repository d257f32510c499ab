"""Wording and paraphrase, denied and not, under the nine viewpoints."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from linkit_letters.dba.description import PARTS, POINTING, describe
from linkit_letters.dba.judging import RULES_VERSION, judge
from linkit_letters.documents.reading import source_of
from linkit_letters.documents.source import Span

FILE = Path(__file__).with_name("sentences.yaml")
SENTENCES = yaml.safe_load(FILE.read_text(encoding="utf-8"))
EMBEDDED = """\
Je werkt onder leiding van de teamlead en plant je verlof met Marieke.
Tarief € 75 per uur, per factuur.
U mag voor andere opdrachtgevers werken.
"""


@pytest.mark.parametrize(("viewpoint", "colour", "text"), SENTENCES)
def test_a_sentence_gets_its_colour(viewpoint: str, colour: str, text: str) -> None:
    found = {v.id: v for v in judge(text).viewpoints}
    assert found[viewpoint].colour == colour


def test_every_quote_stands_in_the_text() -> None:
    judgement = judge(EMBEDDED)
    signals = [s for v in judgement.viewpoints for s in v.signals]
    assert signals
    assert all(EMBEDDED[s.start : s.end] == s.text for s in signals)


def test_a_text_that_says_nothing_gets_no_judgement() -> None:
    assert judge("Het systeem verwerkt aanvragen.").verdict == "no_judgement"


def test_the_result_carries_version_and_that_it_is_no_advice() -> None:
    shown = judge(EMBEDDED).as_json()
    assert shown["rules_version"] == RULES_VERSION
    assert "geen juridisch advies" in str(shown["notice"])


def test_a_description_keeps_what_points_to_employment() -> None:
    description = describe(source_of(EMBEDDED, "assignment"))
    assert description.before.verdict == description.after.verdict
    pointing = [t.text for t in description.sentences if t.part == "pointing"]
    assert pointing == ["Je werkt onder leiding van de teamlead en plant je verlof met Marieke."]


def test_a_description_asks_for_what_is_missing_and_takes_the_answer() -> None:
    source = source_of(EMBEDDED, "assignment")
    before = describe(source)
    assert {"R1", "R5"} <= set(before.questions)
    answer = "Opdrachtnemer werkt met eigen apparatuur."
    after = describe(source, [("R5", Span("answers", 0, len(answer), answer))])
    assert "R5" not in after.questions
    assert answer in after.text


def test_headings_of_a_description_say_nothing_themselves() -> None:
    titles = [title for _, _, titles in PARTS for title in titles.values()]
    text = ".\n".join([*titles, *POINTING.values()])
    assert not [s for v in judge(text).viewpoints for s in v.signals]
