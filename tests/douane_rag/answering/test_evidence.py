from pathlib import Path

import numpy as np
import pytest

from benchmarks.douane.tune import DEVELOPMENT, search
from douane_rag.answering.evidence import Evidence, evidence_model, see
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.building import build_index
from douane_rag.index.opened import open_index
from douane_rag.questions import read_questions
from douane_rag.retrieval.query import Query
from douane_rag.retrieval.retriever import Found, Hit, Retriever, Strategy
from douane_rag.settings import HANDBOOKS


def found(*scores: float | None) -> Found:
    paragraph = Paragraph("a", "Tekst.", ("Boek", "Kop"), "Boek, Kop", "boek.md")
    hits = (Hit(n, paragraph, 1.0, lexical=score) for n, score in enumerate(scores))
    return Found(Query("vraag", {}), tuple(hits))


def test_a_paragraph_far_before_the_others_is_more_evidence_than_one_among_many() -> None:
    model = evidence_model(embedding=True)
    apart, among = found(10.0, *[2.0] * 19), found(10.0, *[9.5] * 19)
    assert see(apart) == Evidence(pytest.approx(0.8), pytest.approx(0.8))
    assert model.chance(see(apart)) > model.threshold > model.chance(see(among))


def test_a_paragraph_found_alone_lies_before_all_others() -> None:
    assert see(found(3.0)) == Evidence(1.0, 1.0)


def test_nothing_found_by_words_is_no_evidence() -> None:
    assert see(found()) == see(found(None, None)) == Evidence(0.0, 0.0)


def test_more_of_the_unanswerable_than_of_the_answerable_questions_are_refused(
    tmp_path: Path,
) -> None:
    build_index(HANDBOOKS, tmp_path / "index", embedding=None)
    retriever = Retriever(open_index(tmp_path / "index"), None, Strategy("bm25"))
    model = evidence_model(embedding=False)
    questions = read_questions(DEVELOPMENT).items
    refused = np.array(
        [model.chance(see(search(retriever, q, Strategy("bm25")))) < model.threshold
         for q in questions]
    )  # fmt: skip
    answerable = np.array([question.answerable for question in questions])
    assert refused[answerable].mean() < refused[~answerable].mean()
