"""`python -m benchmarks.douane.tune`: what is chosen on the development questions only.

The weight of an embedding's scores in the hybrid, the order in which paragraphs are quoted, and
the model of the evidence with the chance from which on a question is answered. Printed figures
of fitted models are held out (`fitting.py`).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.douane import fitting
from benchmarks.douane.fitting import Sample
from benchmarks.douane.lines import Examiner, Line
from benchmarks.douane.ranking import Ranked, gold_documents, judged
from benchmarks.douane.report import answer_row
from benchmarks.douane.searching import search
from benchmarks.douane.suite import DAY
from douane_rag.answering import evidence, ranking
from douane_rag.answering.answerer import Answerer
from douane_rag.answering.evidence import EvidenceModel
from douane_rag.answering.ranking import RankingModel
from douane_rag.questions import Question, read_questions
from douane_rag.retrieval.retriever import Retriever
from douane_rag.settings import FIXTURES
from language_models.backends.embedded import EmbeddedReader

DEVELOPMENT = FIXTURES / "questions" / "development.jsonl"
OFF_TOPIC = FIXTURES / "questions" / "off_topic_development.jsonl"
WEIGHTS = tuple(step / 20 for step in range(13))
NEAR_BEST = 1.3
"""Chosen on half of the development questions and confirmed on the other."""


def tuned_weight(
    retriever: Retriever,
    questions: Sequence[Question],
    *,
    weights: Sequence[float] = WEIGHTS,
    advance: Callable[[], None] = lambda: None,
) -> dict[float, float]:
    """Mean nDCG@10 of the hybrid on answerable questions, by the weight of the dense scores."""
    documents = gold_documents(retriever.index.paragraphs)
    asked = [question for question in questions if question.answerable]
    found = {}
    for weight in weights:
        strategy = replace(retriever.strategy, weight=weight)
        rankings = [
            Ranked(q, [hit.paragraph for hit in search(retriever, q, strategy, DAY)[1].hits[:10]])
            for q in asked
        ]
        scores = judged(rankings, documents)
        found[weight] = float(np.mean([score["ndcg_at_10"] for score in scores.values()]))
        advance()
    return found


def tuned_evidence(every: Sequence[Sample]) -> EvidenceModel:
    """The evidence model, with a threshold chosen on chances that are held out.

    It is the one at which a tenth of the questions whose paragraph was found are refused: what is
    answered wrongly can be seen from its quotes, what is refused is lost.
    """
    limit = fitting.threshold(every, fitting.held_out_chances(every))
    return fitting.fit_evidence(every).model_copy(update={"threshold": limit})


def held_out_answers(retriever: Retriever, every: Sequence[Sample], day: date) -> list[Line]:
    """The answer to every question by models that were fitted without it."""

    def fit(others: Sequence[Sample]) -> tuple[RankingModel, EvidenceModel]:
        return fitting.fit_ranking(others, NEAR_BEST), tuned_evidence(others)

    examiner = Examiner(retriever, as_of=day)
    answerers = {
        fold: Answerer(retriever, EmbeddedReader(), ranking=order, evidence=enough)
        for fold, (order, enough) in fitting.held_out(every, fit).items()
    }
    asked = [sample for sample in every if sample.question.kind != fitting.OWN_WORDS]
    return [examiner.judged(answerers[s.fold], s.question) for s in asked]


def _print_samples(every: Sequence[Sample]) -> None:
    short = np.array([sample.question.kind == fitting.OWN_WORDS for sample in every])
    answerable = [
        s for s, own in zip(every, short, strict=True) if s.question.answerable and not own
    ]
    before = [int(np.argmax(s.gold)) if s.gold.any() else None for s in answerable]
    for name, ranks in (
        ("as found", before),
        ("ranked, held out", fitting.held_out_ranks(answerable, NEAR_BEST)),
    ):
        shares = [np.mean([r is not None and r < k for r in ranks]) for k in (1, 2, 3, 5)]
        print(f"right among 1, 2, 3, 5 {name}: " + ", ".join(f"{s:.3f}" for s in shares))
    chances = fitting.held_out_chances(every)
    lengths = np.array([len(sample.wanted.weights) for sample in every], dtype=float)
    found = np.array([sample.found for sample in every]) & ~short
    off = np.array([sample.question.kind == "off_topic" for sample in every])
    no = np.array([not sample.question.answerable for sample in every]) & ~off
    for name, others in (("unanswerable", no), ("off-topic", off)):
        if others.any():
            whole = fitting.area(chances, found, others)
            alike = fitting.area(chances, found, others, lengths)
            print(f"AUC found against {name}, held out: {whole:.3f}; of equal length {alike:.3f}")
    refused = chances[short] < fitting.threshold(every, chances)
    print(f"terms and titles asked and refused, held out: {np.mean(refused):.3f} of {short.sum()}")


def _print_answers(lines: Sequence[Line]) -> None:
    off = [line for line in lines if line["kind"] == "off_topic"]
    row = answer_row([line for line in lines if line["kind"] != "off_topic"], "embedded", 1)
    print("answers, held out:")
    for name, estimate in row.metrics.items():
        print(f"  {name}: {estimate.value:.3f}" if estimate.value is not None else f"  {name}: —")
    if off:
        refused = float(np.mean([not line["answered"] for line in off]))
        print(f"  off-topic questions refused: {refused:.3f} of {len(off)}")
    words = np.mean([line["answer_words"] for line in lines if line["answered"]])
    print(f"  words quoted an answer: {words:.0f}")


def _toml(order: RankingModel, enough: EvidenceModel) -> dict[Path, str]:
    head = "# Written by `python -m benchmarks.douane.tune --write` from the development questions."
    texts = {
        ranking.FILE: f"near_best = {order.near_best}\nweights = {_table(order.weights)}\n",
        evidence.FILE: f"intercept = {enough.intercept}\nthreshold = {enough.threshold}\n"
        f"weights = {_table(enough.weights)}\n",
    }
    return {file: f"{head}\n\n{text}" for file, text in texts.items()}


def _table(weights: dict[str, float]) -> str:
    return f"{{ {', '.join(f'{name} = {value}' for name, value in weights.items())} }}"


def main(arguments: list[str] | None = None) -> None:
    """Print what is best on the development questions; with --write put the models in place."""
    from douane_rag.opening import open_assistant
    from language_models.progress import progress_bar
    from language_models.settings import read_settings

    parser = argparse.ArgumentParser(prog="python -m benchmarks.douane.tune", description=__doc__)
    parser.add_argument("--questions", type=Path, default=DEVELOPMENT)
    parser.add_argument("--off-topic", type=Path, default=OFF_TOPIC)
    parser.add_argument("--index", type=Path, help="default: the project's handbooks")
    parser.add_argument("--skip-weights", action="store_true", help="leave the hybrid as it is")
    parser.add_argument("--skip-answers", action="store_true", help="do not judge the answers")
    parser.add_argument("--write", action="store_true", help="write ranking.toml, evidence.toml")
    chosen = parser.parse_args(arguments)
    assistant = open_assistant(read_settings(None), chosen.index)
    questions = read_questions(chosen.questions).items
    retriever = assistant.retriever()
    if not chosen.skip_weights:
        with progress_bar("Weights", len(WEIGHTS)) as advance:
            by_weight = tuned_weight(retriever, questions, advance=advance)
        for weight, score in by_weight.items():
            print(f"weight {weight:.2f}: nDCG@10 {score:.4f}")
        best = max(by_weight, key=lambda weight: by_weight[weight])
        print(f"best for {assistant.index.manifest.embedding}: {best:.2f}")
    off_topic = read_questions(chosen.off_topic).items
    asked = (*questions, *off_topic, *fitting.own_words(assistant.index, DAY))
    hybrid = fitting.samples(retriever, asked, assistant.strategy(), DAY)
    _print_samples(hybrid)
    if not chosen.skip_answers:
        _print_answers(held_out_answers(retriever, hybrid, DAY))
    order = fitting.fit_ranking([s for s in hybrid if s.question.answerable], NEAR_BEST)
    for file, text in _toml(order, tuned_evidence(hybrid)).items():
        print(f"\n{text}")
        if chosen.write:
            file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
