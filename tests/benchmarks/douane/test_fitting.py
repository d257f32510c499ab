"""What is fitted on development questions, and how it is judged."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from benchmarks.douane.fitting import (
    FOLDS,
    LENGTHS,
    OWN_WORDS,
    Sample,
    area,
    fit_evidence,
    fit_ranking,
    held_out,
    threshold,
)
from douane_rag.answering import evidence, ranking
from douane_rag.answering.matching import Wanted
from douane_rag.questions import Question
from douane_rag.retrieval.query import Query

RANDOM = np.random.default_rng(7)


def sample(name: str, *, gold: int | None, words: int = 4, seen: float = 0.5, kind: str = "",
           group: str = "") -> Sample:  # fmt: skip
    """A question with five paragraphs found; the gold one scores highest on every feature."""
    answerable = gold is not None
    question = Question(name, "vraag", ("p",) if answerable else (), answerable, kind=kind,
                        group=group)  # fmt: skip
    query = Query("vraag", {f"w{n}": {f"w{n}": 1.0} for n in range(words)})
    fits = RANDOM.uniform(0, 0.5, size=(5, len(ranking.FEATURES)))
    flags = np.zeros(5, dtype=bool)
    if gold is not None:
        flags[gold] = True
        fits[gold] += 0.5
    return Sample(
        question,
        Wanted("vraag", query, dict.fromkeys(query.words, 1.0), frozenset(), {}),
        (),
        fits,
        np.full(len(evidence.FEATURES), seen) + RANDOM.uniform(-0.05, 0.05),
        flags,
    )


def test_paraphrases_stand_in_one_fold() -> None:
    folds = {sample(f"q{n}", gold=0, group="g").fold for n in range(20)}
    assert len(folds) == 1
    assert len({sample(f"q{n}", gold=0).fold for n in range(60)}) == FOLDS


def test_a_model_never_sees_the_fold_it_is_judged_on() -> None:
    every = [sample(f"q{n}", gold=0) for n in range(60)]
    seen = held_out(every, lambda others: {s.question.id for s in others})
    assert all(s.question.id not in seen[s.fold] for s in every)
    assert all(len(names) >= 40 for names in seen.values())


def test_the_fitted_order_puts_the_gold_paragraph_first() -> None:
    every = [sample(f"q{n}", gold=n % 5) for n in range(40)]
    model = fit_ranking(every, 1.0)
    for one in every:
        points = [model.points(ranking.Fit(*fit)) for fit in one.fits]
        assert int(np.argmax(points)) == int(np.argmax(one.gold))


def test_the_fitted_evidence_tells_found_from_unanswerable() -> None:
    yes = [sample(f"y{n}", gold=0, seen=0.8) for n in range(30)]
    no = [sample(f"n{n}", gold=None, seen=0.3) for n in range(30)]
    model = fit_evidence([*yes, *no])
    assert model.chance(evidence.Evidence(*yes[0].evidence)) > 0.5
    assert model.chance(evidence.Evidence(*no[0].evidence)) < 0.5


def test_questions_of_one_length_count_alike_whether_answered_or_not() -> None:
    from benchmarks.douane.fitting import _by_length

    used = [sample(f"y{n}", gold=0, words=4) for n in range(6)]
    used += [sample(f"n{n}", gold=None, words=4) for n in range(2)]
    right = np.array([s.found for s in used])
    weights = _by_length(used, right)
    assert weights[right].sum() == pytest.approx(weights[~right].sum())
    assert LENGTHS > 4 // 2


def test_the_threshold_refuses_a_tenth_of_what_was_found_and_leaves_own_words_out() -> None:
    every = [sample(f"q{n}", gold=0) for n in range(11)]
    every.append(sample("own", gold=0, kind=OWN_WORDS))
    every.append(sample("no", gold=None))
    chances = np.array([*np.linspace(0, 1, 11), 0.0, 0.0])
    assert threshold(every, chances) == pytest.approx(0.1)


def test_the_area_is_that_of_scikit_learn() -> None:
    chances = np.array([0.1, 0.4, 0.4, 0.8, 0.9, 0.3])
    yes = np.array([False, True, False, True, True, False])
    assert area(chances, yes, ~yes) == pytest.approx(roc_auc_score(yes, chances))


def test_with_lengths_only_questions_of_about_the_same_length_are_compared() -> None:
    chances = np.array([0.9, 0.2, 0.5])
    yes = np.array([True, True, False])
    assert area(chances, yes, ~yes) == pytest.approx(0.5)
    assert area(chances, yes, ~yes, np.array([9.0, 3.0, 9.0])) == pytest.approx(1.0)
