"""What a question asks for, by its words."""

import pytest

from douane_rag.answering.asked import ANSWERS, asked_for, term_asked


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Wat kost een vergunning?", "money"),
        ("Hoe lang moet ik de papieren bewaren?", "time"),
        ("hoeveel kilo mag er mee", "weight"),
        ("Wie beslist daarover?", "actor"),
        ("Welk formulier heb ik nodig?", "document"),
        ("Welk percentage geldt voor vijgen?", "share"),
        ("Wat is het verschil tussen een T1 en een T2?", "comparison"),
        ("How long is the certificate valid?", "time"),
    ],
)
def test_the_kind_asked_for_is_read_from_the_question(question: str, kind: str) -> None:
    assert kind in asked_for(question)


def test_a_bare_number_is_asked_only_where_nothing_more_precise_is() -> None:
    assert asked_for("Hoeveel sigaretten mogen mee?") == {"number"}
    assert "number" not in asked_for("Hoeveel dagen heb ik?")


def test_nothing_is_asked_for_where_the_words_do_not_tell() -> None:
    assert asked_for("sigaretten uit Turkije") == frozenset()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("money", "De boete is € 600."),
        ("time", "Meld het binnen drie werkdagen."),
        ("weight", "Tot 100 kg is geen certificaat nodig."),
        ("actor", "Bel de IGJ."),
        ("document", "Gebruik formulier TI-31."),
        ("heat", "Verbrand bij ten minste 1.100 °C."),
    ],
)
def test_a_sentence_holds_the_kind_that_it_names(kind: str, sentence: str) -> None:
    assert ANSWERS[kind].search(sentence)
    assert not ANSWERS[kind].search("Dit staat er los van.")


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Wat is een slof?", "slof"),
        ("wat betekent uitslag tot verbruik", "uitslag tot verbruik"),
        ("Wat wordt er bedoeld met 'voorhanden hebben'?", "voorhanden hebben"),
        ("Hoeveel sigaretten mogen mee?", None),
    ],
)
def test_a_term_is_asked_where_its_meaning_is(question: str, term: str | None) -> None:
    assert term_asked(question) == term
