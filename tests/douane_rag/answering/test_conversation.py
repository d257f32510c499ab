"""A follow-up is read in the light of the questions before it."""

from collections.abc import Callable

import pytest

from douane_rag.answering.conversation import carried_over, leans, standalone
from douane_rag.index.opened import HandbookIndex
from douane_rag.text.words import Analyzer
from language_models.backends.scripted import scripted_model

BEFORE = "Hoeveel sigaretten mag een reiziger uit Marokko meenemen?"


@pytest.fixture
def analyzer(open_corpus: Callable[..., HandbookIndex]) -> Analyzer:
    return open_corpus().analyzer


@pytest.mark.parametrize(
    "question",
    [
        "en wijn?",
        "Mag dat ook met sigaren?",
        "Mag ik het in stukjes betalen?",
        "En als er daarna niets binnenkomt van het kantoor van bestemming, wie gaat dan zoeken?",
        "what about cigars?",
        "Wat is de termijn?",
        "Wat is dat?",
    ],
)
def test_a_question_that_points_back_leans_on_the_one_before(
    analyzer: Analyzer, question: str
) -> None:
    assert leans(question, analyzer)


@pytest.mark.parametrize(
    "question",
    [
        "Hoeveel dagen heeft een importeur om bezwaar te maken tegen een naheffing?",
        "Wat is een douane-entrepot?",
        "Andere vraag: mag die urn mee naar Suriname?",
        "Dan nog iets heel anders: moet ik daar een formulier voor invullen?",
    ],
)
def test_a_question_of_its_own_does_not_lean(analyzer: Analyzer, question: str) -> None:
    assert not leans(question, analyzer)
    assert carried_over(question, [BEFORE], analyzer).carried == []


def test_the_words_of_the_turn_before_are_carried_and_stopwords_are_not(analyzer: Analyzer) -> None:
    carried = carried_over("en wijn?", [BEFORE], analyzer).carried
    assert {"sigaretten", "reiziger", "marokko"} <= set(carried)
    assert "een" not in carried


def test_earlier_turns_are_carried_only_where_the_last_one_leans_too(analyzer: Analyzer) -> None:
    leaning = carried_over("en wijn?", [BEFORE, "en kaas?"], analyzer).carried
    assert "kaas" in leaning
    assert "sigaretten" in leaning
    whole = "Hoe vraagt een brouwerij een vergunning voor opslag aan bij de inspecteur?"
    assert "sigaretten" not in carried_over("en wijn?", [BEFORE, whole], analyzer).carried


def test_without_history_a_question_is_left_as_it_is(analyzer: Analyzer) -> None:
    assert standalone("en wijn?", [], analyzer, scripted_model([])).question == "en wijn?"


def test_a_model_may_complete_the_question(analyzer: Analyzer) -> None:
    model = scripted_model([{"question": "Hoeveel wijn mag een reiziger meenemen?", "carried": []}])
    read = standalone("en wijn?", [BEFORE], analyzer, model)
    assert read.question == "Hoeveel wijn mag een reiziger meenemen?"


def test_a_model_without_a_usable_answer_leaves_the_words_of_the_turn_before(
    analyzer: Analyzer,
) -> None:
    read = standalone("en wijn?", [BEFORE], analyzer, scripted_model(["no", "no", "no"]))
    assert read.question == "en wijn?"
    assert "sigaretten" in read.carried
