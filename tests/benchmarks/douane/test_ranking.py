"""Metrics of a ranking against hand arithmetic and scikit-learn."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from benchmarks.douane.ranking import Ranked, gold_documents, judged
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.questions import Question

DOCUMENTS = {"a": "x.md", "b": "x.md", "c": "y.md", "head": "x.md"}


def paragraph(id: str, *within: str, document: str = "x.md") -> Paragraph:
    return Paragraph(id, "Tekst.", ("Boek",), id, document, within)


def metrics(ids: str | list[Paragraph], *gold: str, alternatives: bool = False) -> dict[str, float]:
    """The metrics of a ranking of one-letter ids."""
    ranked = [paragraph(id) for id in ids] if isinstance(ids, str) else ids
    question = Question("q", "?", gold, alternatives=alternatives)
    return judged([Ranked(question, ranked)], DOCUMENTS)["q"]


def test_gold_in_third_place_is_that_of_hand_arithmetic() -> None:
    found = metrics("zya", "a")
    assert (found["recall_at_1"], found["recall_at_5"], found["recall_at_10"]) == (0, 1, 1)
    assert found["mrr"] == pytest.approx(1 / 3)
    assert found["ndcg_at_10"] == pytest.approx(1 / log2(4))


def test_of_two_gold_paragraphs_both_are_needed_unless_either_will_do() -> None:
    both = metrics("za", "a", "b")
    assert (both["recall_at_10"], both["mrr"]) == (0.5, 0.5)
    assert both["ndcg_at_10"] == pytest.approx((1 / log2(3)) / (1 + 1 / log2(3)))
    either = metrics("zab", "a", "b", alternatives=True)
    assert (either["recall_at_10"], either["mrr"]) == (1, 0.5)
    assert either["ndcg_at_10"] == pytest.approx(1 / log2(3))


def test_paragraphs_under_a_gold_heading_count_once() -> None:
    under = [paragraph("z"), paragraph("p1", "head"), paragraph("p2", "head"), paragraph("a")]
    found = metrics(under, "head", "a")
    assert found["recall_at_10"] == 1
    ideal = 1 + 1 / log2(3)
    assert found["ndcg_at_10"] == pytest.approx((1 / log2(3) + 1 / log2(4)) / ideal)


def test_what_stands_beyond_the_tenth_place_does_not_count() -> None:
    found = metrics("zyxwvutsrqa", "a")
    assert [found[name] for name in ("recall_at_10", "mrr", "ndcg_at_10")] == [0, 0, 0]


def test_the_wrong_part_is_that_of_the_first_paragraph() -> None:
    right, wrong = paragraph("z"), paragraph("z", document="2026-01-01/y.md")
    assert metrics([right, wrong], "a")["wrong_part"] == 0
    assert metrics([wrong, right], "a")["wrong_part"] == 1
    assert metrics([wrong], "a", "c")["wrong_part"] == 0
    assert metrics([], "a")["wrong_part"] == 1


def test_nothing_found_and_unknown_gold_are_nought_and_not_left_out() -> None:
    assert set(metrics([], "a").values()) == {0.0, 1.0}
    assert metrics("z", "unknown")["recall_at_10"] == 0


def test_headings_and_paragraphs_lead_to_their_file() -> None:
    found = gold_documents([paragraph("p", "head", document="2026-01-01/deel/x.md")])
    assert found == {"p": "x.md", "head": "x.md"}


@given(st.permutations("abcdefghij"), st.sets(st.sampled_from("abcdefghij"), min_size=1))
def test_ndcg_is_that_of_scikit_learn(order: list[str], gold: set[str]) -> None:
    found = metrics("".join(order), *sorted(gold))["ndcg_at_10"]
    relevance = np.array([[float(id in gold) for id in order]])
    places = np.arange(len(order), 0, -1, dtype=float)[None, :]
    assert found == pytest.approx(ndcg_score(relevance, places, k=10))
