"""`python -m benchmarks.douane.tune`: what is chosen on the development questions only.

The weight of an embedding's scores in the hybrid, and the model of the evidence with the chance
from which on a question is answered.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np

from benchmarks.douane.ranking import Ranked, gold_documents, judged
from douane_rag.answering.conversation import standalone
from douane_rag.answering.evidence import DEPTH, FEATURES, FILE, Evidence, EvidenceModel, see
from douane_rag.questions import Question, read_questions
from douane_rag.retrieval.retriever import Found, Retriever, Strategy
from douane_rag.settings import FIXTURES
from language_models.backends.embedded import EmbeddedReader

DEVELOPMENT = FIXTURES / "questions" / "development.jsonl"
WEIGHTS = tuple(step / 20 for step in range(13))
TOP = 3
REFUSED = 0.10


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
            Ranked(q, [hit.paragraph for hit in search(retriever, q, strategy).hits[:10]])
            for q in asked
        ]
        scores = judged(rankings, documents)
        found[weight] = float(np.mean([score["ndcg_at_10"] for score in scores.values()]))
        advance()
    return found


def tuned_evidence(
    retriever: Retriever, questions: Sequence[Question], strategy: Strategy
) -> EvidenceModel:
    """A logistic regression on whether a gold paragraph is among the best three.

    The threshold is the one at which a tenth of the questions whose paragraph was found are
    refused: what is answered wrongly can be seen from its quotes, what is refused is lost.
    """
    from sklearn.linear_model import LogisticRegression

    found = [search(retriever, question, strategy) for question in questions]
    seen = np.array([astuple(see(f)) for f in found])
    right = np.array([_holds_gold(f, q) for f, q in zip(found, questions, strict=True)])
    model = LogisticRegression(C=3.0, max_iter=1000).fit(seen, right)
    fitted = EvidenceModel(
        intercept=round(float(model.intercept_[0]), 3),
        threshold=0.5,
        weights=dict(zip(FEATURES, (round(float(c), 3) for c in model.coef_[0]), strict=True)),
    )
    chances = np.array([fitted.chance(Evidence(*row)) for row in seen])
    threshold = float(np.quantile(chances[right], REFUSED))
    return fitted.model_copy(update={"threshold": round(threshold, 3)})


def search(retriever: Retriever, question: Question, strategy: Strategy) -> Found:
    """What the strategy finds for a question in its conversation, as deep as evidence needs."""
    alone = standalone(
        question.question, question.history, retriever.index.analyzer, EmbeddedReader()
    )
    return retriever.search(alone.question, top_k=DEPTH, carried=alone.carried, strategy=strategy)


def _holds_gold(found: Found, question: Question) -> bool:
    return any(hit.paragraph.covered_by(gold) for hit in found.hits[:TOP] for gold in question.gold)


def _toml(models: Mapping[str, EvidenceModel]) -> str:
    lines = [
        "# Written by `python -m benchmarks.douane.tune --write` from the development questions."
    ]
    for name, model in models.items():
        weights = ", ".join(f"{feature} = {value}" for feature, value in model.weights.items())
        lines += [
            "",
            f"[{name}]",
            f"intercept = {model.intercept}",
            f"threshold = {model.threshold}",
            f"weights = {{ {weights} }}",
        ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """Print what is best on the development questions; with --write put the evidence in place."""
    from douane_rag.opening import open_assistant
    from language_models.progress import progress_bar
    from language_models.settings import read_settings

    parser = argparse.ArgumentParser(prog="python -m benchmarks.douane.tune", description=__doc__)
    parser.add_argument("--questions", type=Path, default=DEVELOPMENT)
    parser.add_argument("--index", type=Path, help="default: the project's handbooks")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    chosen = parser.parse_args(arguments)
    assistant = open_assistant(read_settings(None), chosen.index)
    questions = read_questions(chosen.questions).items
    retriever = assistant.retriever()
    with progress_bar("Weights", len(WEIGHTS)) as advance:
        by_weight = tuned_weight(retriever, questions, advance=advance)
    for weight, score in by_weight.items():
        print(f"weight {weight:.2f}: nDCG@10 {score:.4f}")
    best = max(by_weight, key=lambda weight: by_weight[weight])
    print(f"best for {assistant.index.manifest.embedding}: {best:.2f}")
    models = {
        "hybrid": tuned_evidence(retriever, questions, assistant.strategy()),
        "bm25": tuned_evidence(retriever, questions, Strategy("bm25")),
    }
    print(_toml(models))
    if chosen.write:
        FILE.write_text(_toml(models), encoding="utf-8")


if __name__ == "__main__":
    main()
