"""Whether what was found is enough to answer."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.douane import fitting
from benchmarks.douane.suite import DAY
from benchmarks.douane.tune import DEVELOPMENT, OFF_TOPIC
from douane_rag.answering.evidence import NOTHING, Evidence, evidence_model, see
from douane_rag.answering.matching import Matcher
from douane_rag.index.building import build_index
from douane_rag.index.opened import HandbookIndex, open_index
from douane_rag.questions import read_questions
from douane_rag.retrieval.retriever import Retriever, Strategy
from douane_rag.settings import HANDBOOKS

Open = Callable[..., HandbookIndex]


@pytest.fixture
def seen(open_corpus: Open) -> Callable[..., Evidence]:
    """The evidence for a question in a corpus: `seen("question", {"a.md": "# A"})`."""

    def see_it(question: str, files: dict[str, str] | None = None) -> Evidence:
        index = open_corpus(files)
        matcher = Matcher(index)
        found = Retriever(index, None, Strategy("bm25")).search(question, top_k=20)
        return see(matcher.wanted(question, found.query), found.hits, matcher)

    return see_it


def test_nothing_found_by_words_is_no_evidence(seen: Callable[..., Evidence]) -> None:
    assert seen("xylofoon qwerty") == NOTHING


def test_a_paragraph_that_holds_the_whole_question_covers_it(
    seen: Callable[..., Evidence],
) -> None:
    whole, half = seen("accijns wijn"), seen("accijns xylofoon")
    assert whole.covered == pytest.approx(1.0)
    assert half.covered < 0.6
    assert whole.amount > half.amount


def test_of_a_compound_the_parts_cover_only_their_share(seen: Callable[..., Evidence]) -> None:
    text = "# Boek\n\n## Tarief\n\n{}\n\n## Wijn\n\nWijn.\n\n## Anders\n\nAccijns volgt accijns.\n"
    both, one = text.format("De accijns op wijn is laag."), text.format("Laag.")
    assert seen("wijnaccijns", {"a.md": both}).covered == pytest.approx(1.0)
    assert seen("wijnaccijns", {"a.md": one}).covered == pytest.approx(0.5)


def test_more_evidence_is_a_higher_chance() -> None:
    model = evidence_model()
    little, much = Evidence(0.2, 0.4, 0.2, 0.2, 0.1), Evidence(0.6, 1.2, 0.9, 0.8, 0.3)
    assert model.chance(little) < model.threshold < model.chance(much)


def test_a_paragraph_that_holds_more_of_the_question_never_lowers_the_chance() -> None:
    weights = evidence_model().weights
    assert all(weights[name] > 0 for name in ("amount", "together", "covered", "letters"))


def test_questions_that_are_not_answered_are_refused_more_often_than_those_that_are(
    tmp_path: Path,
) -> None:
    build_index(HANDBOOKS, tmp_path / "index", embedding=None)
    index = open_index(tmp_path / "index")
    questions = (*read_questions(DEVELOPMENT).items, *read_questions(OFF_TOPIC).items)
    asked = (*questions, *fitting.own_words(index, DAY))
    strategy = Strategy("bm25")
    every = fitting.samples(Retriever(index, None, strategy), asked, strategy, DAY)
    model = evidence_model()
    refused = np.array([model.chance(Evidence(*s.evidence)) < model.threshold for s in every])
    kinds = np.array([sample.question.kind for sample in every])
    found = np.array([sample.found for sample in every])
    assert refused[kinds == "off_topic"].mean() > 0.75
    assert refused[kinds == "unanswerable"].mean() > 2 * refused[found].mean()
    assert refused[kinds == fitting.OWN_WORDS].mean() < 0.1
