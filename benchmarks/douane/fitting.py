"""What is fitted on development questions: the order of paragraphs, and whether to answer.

Every figure of a fitted model is held out: it is fitted on nine tenths of the questions and
judged on the tenth that it has not seen, paraphrases always together. Unanswerable questions of
our files are short and answerable ones long, which no model may learn: the handbooks' own terms
and titles are asked besides, as short questions that they do answer (`own_words`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from hashlib import sha256
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.douane.searching import search
from douane_rag.answering import evidence, ranking
from douane_rag.answering.evidence import EvidenceModel, see
from douane_rag.answering.matching import Matcher, Wanted
from douane_rag.answering.ranking import RankingModel, fits
from douane_rag.index.opened import HandbookIndex
from douane_rag.questions import Question
from douane_rag.retrieval.retriever import Hit, Retriever, Strategy

FOLDS = 10
TOP = 3
NUMBER = re.compile(r"^\d[\d.]*\s+")
REFUSED = 0.10
LENGTHS = 6
WEIGHT_AT_MOST = 6.0
OWN_WORDS = "own_words"
OWN_EACH = 80
OWN_WEIGHT = 0.5

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Fitted = TypeVar("Fitted")


@dataclass(frozen=True)
class Sample:
    """A question with what was found for it; `gold` tells which of the hits are right."""

    question: Question
    wanted: Wanted
    hits: tuple[Hit, ...]
    fits: Values
    evidence: Values
    gold: Flags

    @property
    def fold(self) -> int:
        """The tenth it belongs to; the same for all paraphrases of a question."""
        name = self.question.group or self.question.id
        return int(sha256(name.encode()).hexdigest(), 16) % FOLDS

    @property
    def found(self) -> bool:
        """Whether a right paragraph is among the best three."""
        return bool(self.gold[:TOP].any())


def samples(
    retriever: Retriever, questions: Sequence[Question], strategy: Strategy, day: date
) -> list[Sample]:
    """The questions with what the strategy finds on that day, and its features."""
    matcher = Matcher(retriever.index)
    return [_sample(retriever, matcher, question, strategy, day) for question in questions]


def _sample(
    retriever: Retriever, matcher: Matcher, question: Question, strategy: Strategy, day: date
) -> Sample:
    alone, found = search(retriever, question, strategy, day)
    earlier = question.history if alone.carried else ()
    wanted = matcher.wanted(alone.question, found.query, earlier=earlier)
    hits = tuple(hit for hit in found.hits if not hit.named)
    gold = [any(h.paragraph.covered_by(g) for g in question.gold) for h in hits]
    return Sample(
        question,
        wanted,
        hits,
        np.array([astuple(fit) for fit in fits(wanted, hits, matcher)]),
        np.array(astuple(see(wanted, found.by_words, matcher))),
        np.array(gold, dtype=bool),
    )


def own_words(index: HandbookIndex, day: date) -> list[Question]:
    """Terms and titles of the handbooks as questions; which ones, their hashes say."""
    valid = index.valid_on(day)
    terms = [
        (f"Wat is {definition.term}?", index.paragraphs[definition.place].id)
        for definitions in index.glossary.definitions.values()
        for definition in definitions
        if valid[definition.place]
    ]
    titles = [
        (NUMBER.sub("", paragraph.title), paragraph.id)
        for place, paragraph in enumerate(index.paragraphs)
        if valid[place] and NUMBER.match(paragraph.title)
    ]
    chosen = [*sorted(terms, key=_hash)[:OWN_EACH], *sorted(titles, key=_hash)[:OWN_EACH]]
    return [
        Question(f"own-{n}", text, (gold,), kind=OWN_WORDS) for n, (text, gold) in enumerate(chosen)
    ]


def _hash(pair: tuple[str, str]) -> str:
    return sha256("".join(pair).encode()).hexdigest()


def fit_ranking(chosen: Sequence[Sample], near_best: float) -> RankingModel:
    """Weights by which gold paragraphs come before others of the same question, each pair once."""
    pairs, weights = [], []
    for sample in (s for s in chosen if s.question.kind != OWN_WORDS):
        right, others = sample.fits[sample.gold], sample.fits[~sample.gold]
        for fit in right if len(others) else ():
            pairs.append(fit - others)
            weights.append(np.full(len(others), 1 / (len(others) * len(right))))
    ahead = np.vstack(pairs)
    scale = ahead.std(axis=0) + 1e-9
    both = np.vstack([ahead, -ahead]) / scale
    labels = np.repeat([1, 0], len(ahead))
    model = LogisticRegression(fit_intercept=False, max_iter=2000)
    model.fit(both, labels, sample_weight=np.tile(np.concatenate(weights), 2))
    return RankingModel(
        near_best=near_best, weights=_named(ranking.FEATURES, model.coef_[0] / scale)
    )


def fit_evidence(chosen: Sequence[Sample]) -> EvidenceModel:
    """Found questions against unanswerable ones; the threshold is left at a half.

    Questions are weighted so that of every length both sorts count alike, and nothing can be
    learned from it. Answerable questions whose paragraph was not found are left out: whether they
    should be answered is undecided.
    """
    used = [sample for sample in chosen if sample.found or not sample.question.answerable]
    seen = np.array([sample.evidence for sample in used])
    right = np.array([sample.found for sample in used])
    scaler = StandardScaler().fit(seen)
    model = LogisticRegression(max_iter=1000)
    model.fit(scaler.transform(seen), right, sample_weight=_by_length(used, right))
    weights = model.coef_[0] / scaler.scale_
    return EvidenceModel(
        intercept=round(float(model.intercept_[0] - weights @ scaler.mean_), 3),
        threshold=0.5,
        weights=_named(evidence.FEATURES, weights),
    )


def _by_length(used: Sequence[Sample], right: Flags) -> Values:
    lengths = np.array([min(LENGTHS, len(sample.wanted.weights) // 2) for sample in used])
    own = np.array([sample.question.kind == OWN_WORDS for sample in used])
    base = np.where(own, OWN_WEIGHT, 1.0)
    weights = base.copy()
    for length in np.unique(lengths):
        of_both = lengths == length
        for sort in (True, False):
            of_sort = of_both & (right == sort)
            if of_sort.any():
                share = base[of_both].sum() / base[of_sort].sum() / 2
                weights[of_sort] *= min(WEIGHT_AT_MOST, share)
    return weights


def threshold(chosen: Sequence[Sample], chances: Values) -> float:
    """The chance below which a tenth of the questions whose paragraph was found lie."""
    found = np.array([sample.found and sample.question.kind != OWN_WORDS for sample in chosen])
    return round(float(np.quantile(chances[found], REFUSED)), 3)


def held_out(
    every: Sequence[Sample], fit: Callable[[Sequence[Sample]], Fitted]
) -> dict[int, Fitted]:
    """For each fold the model that was fitted on all others."""
    return {n: fit([sample for sample in every if sample.fold != n]) for n in range(FOLDS)}


def held_out_chances(every: Sequence[Sample]) -> Values:
    """The chance of every sample by a model that has not seen it."""
    models = held_out(every, fit_evidence)
    return np.array(
        [models[s.fold].chance(evidence.Evidence(*s.evidence)) for s in every], dtype=float
    )


def held_out_ranks(every: Sequence[Sample], near_best: float) -> list[int | None]:
    """The rank of the first right paragraph by a model that has not seen the question; from 0."""
    models = held_out(every, lambda others: fit_ranking(others, near_best))
    ranks: list[int | None] = []
    for sample in every:
        model = models[sample.fold]
        points = np.array([model.points(ranking.Fit(*fit)) for fit in sample.fits])
        order = np.argsort(-points, kind="stable")
        right = [rank for rank, place in enumerate(order) if sample.gold[place]]
        ranks.append(right[0] if right else None)
    return ranks


def area(chances: Values, yes: Flags, no: Flags, lengths: Values | None = None) -> float:
    """The chance that a question of `yes` gets more than one of `no` (AUC).

    With `lengths` only pairs of about the same number of words are compared.
    """
    pairs = np.ones((int(yes.sum()), int(no.sum())), dtype=bool)
    if lengths is not None:
        pairs = np.abs(lengths[yes][:, None] - lengths[no][None]) <= 1
    more = chances[yes][:, None] > chances[no][None]
    same = chances[yes][:, None] == chances[no][None]
    return float((more + 0.5 * same)[pairs].mean())


def _named(names: Sequence[str], values: Values) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(names, values, strict=True)}
