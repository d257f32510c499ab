"""Letters rest on evidence in every style, and fail closed."""

from __future__ import annotations

import pytest

from linkit_letters.documents.reading import source_of
from linkit_letters.letters.composing import Composer
from linkit_letters.letters.parts import STYLES, Letter, Paragraph, Sentence, Style
from linkit_letters.letters.revising import revised
from linkit_letters.letters.writing import Wishes


@pytest.mark.parametrize("style", STYLES)
def test_every_sentence_about_the_candidate_has_evidence(composer: Composer, style: Style) -> None:
    composed = composer.compose(Wishes(style=style))
    assert composed.stopped == ()
    told = [s for s in composed.letter.sentences if s.about == "candidate"]
    assert told
    texts = {source.role: source.text for source in composer.facts.sources}
    for sentence in told:
        assert sentence.evidence
        for span in sentence.evidence:
            assert texts[span.source][span.start : span.end] == span.text


def test_the_three_styles_rest_on_the_same_facts(composer: Composer) -> None:
    facts = [
        {
            span
            for s in composer.compose(Wishes(style=style)).letter.sentences
            for span in s.evidence
        }
        for style in STYLES
    ]
    assert facts[0] == facts[1] == facts[2]


def test_what_is_not_met_is_told(composer: Composer) -> None:
    letter = composer.compose(Wishes()).letter
    statuses = {m.requirement.text: m.status for m in composer.matches}
    assert statuses["Minimaal 5 jaar ervaring met Java"] == "met"
    assert statuses["Ervaring met Kubernetes"] == "no"
    assert any(s.about == "gap" for s in letter.sentences)
    assert not any("Kubernetes" in s.text for s in letter.sentences if s.about == "candidate")


def test_an_invented_sentence_is_taken_out_and_reported(composer: Composer) -> None:
    span = composer.facts.sources[0].span(2, 16)
    bad = Sentence("Sanne leidde 12 engineers bij Brandaris.", "candidate", (span,))
    good = Sentence("Sanne werkte bij Kwantis.", "candidate", (span,))
    composed = composer.passed(Letter("formal", "", (Paragraph((good, bad)),)))
    assert [s.text for s in composed.letter.sentences] == ["Sanne werkte bij Kwantis."]
    assert composed.stopped[0][0] == bad


def test_a_sentence_without_evidence_is_not_written(composer: Composer) -> None:
    bare = Sentence("Sanne is een prettig mens.", "candidate")
    composed = composer.passed(Letter("formal", "", (Paragraph((bare,)),)))
    assert composed.letter.sentences == ()


def test_shorter_makes_it_shorter_and_first_puts_it_first(composer: Composer) -> None:
    medium = composer.compose(Wishes(length="long")).letter
    short = composer.compose(revised(revised(Wishes(length="long"), "korter"), "korter")).letter
    assert len(short.sentences) < len(medium.sentences)
    first = composer.compose(revised(Wishes(), "noem Kafka eerst")).letter
    rows = [row for block in first.blocks if not isinstance(block, Paragraph) for row in block.rows]
    assert rows[0][0] == "Kafka is een pré"


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        ("korter", Wishes(length="short")),
        ("make it longer", Wishes(length="long")),
        ("graag in het Engels", Wishes(style="english")),
        ("wat informeler en korter", Wishes(style="informal", length="short")),
        ("noem Kafka eerst", Wishes(first=("Kafka",))),
        ("mention Spring Boot first", Wishes(first=("Spring Boot",))),
        ("laat Angular weg", Wishes(leave_out=("Angular",))),
        ("zonder tabel", Wishes(table=False)),
    ],
)
def test_instructions_are_understood(instruction: str, expected: Wishes) -> None:
    assert revised(Wishes(), instruction) == expected


def test_an_instruction_that_is_not_understood_changes_nothing_and_is_remarked() -> None:
    wishes = revised(Wishes(), "schrijf dat zij CISSP heeft")
    assert wishes.remarks == ("not understood: 'schrijf dat zij CISSP heeft'",)


def test_a_vacancy_that_asks_for_nothing_still_gives_a_letter(composer: Composer) -> None:
    plain = Composer(
        composer.facts.sources,
        source_of("Leuke club zoekt mensen.", "vacancy"),
        today=composer.facts.today,
    )
    assert plain.compose(Wishes()).letter.sentences
