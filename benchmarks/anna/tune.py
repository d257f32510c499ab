"""`python -m benchmarks.anna.tune [--write]`: fits the choice among the router's candidates.

Uses the development messages alone. Prints held-out figures (ten folds) of the router by itself
and of the choice, and writes `anna_agents/understanding/choosing.toml` when asked to.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from anna_agents.opening import open_embedded_reader
from anna_agents.procedures.reading import read_procedures
from anna_agents.settings import AnnaSettings
from anna_agents.understanding.choosing import CANDIDATES, WEIGHTS, Choice, as_toml
from anna_agents.understanding.embedded import EmbeddedReader, pieces_of
from anna_agents.understanding.language import language_of
from benchmarks.anna.routing import Labelled, cleaned
from benchmarks.anna.suite import labelled
from language_models.settings import read_settings

Floats: TypeAlias = NDArray[np.float64]
FOLDS = 10
PENALTY = 1e-3
MISSED = -1
"""Gold that is not among the candidates: no choice can be right, so it teaches nothing."""


@dataclass(frozen=True)
class Observed:
    """Features of each message's candidates, and which one is gold (CANDIDATES is none)."""

    features: Floats
    gold: NDArray[np.int_]
    inside: NDArray[np.bool_]


def observe(reader: EmbeddedReader, messages: Sequence[Labelled]) -> Observed:
    """What the choice sees of each message."""
    features, gold = [], []
    for message in messages:
        texts = pieces_of(cleaned(message))
        vectors = reader.embedding.encode(texts)
        found = reader.candidates(texts, vectors, language_of(texts[0]) or "en")
        names = [reader.router.names[column] for column in found.columns]
        features.append(found.features)
        if message.procedure is None:
            gold.append(CANDIDATES)
        else:
            there = message.procedure in names
            gold.append(names.index(message.procedure) if there else MISSED)
    inside = np.array([message.procedure is not None for message in messages])
    return Observed(np.array(features, dtype=float), np.array(gold), inside)


def fit(features: Floats, gold: NDArray[np.int_]) -> Choice:
    """The conditional logit that makes the gold choices likeliest, lightly penalised."""
    flat = features.reshape(-1, features.shape[-1])
    means, scales = flat.mean(axis=0), flat.std(axis=0)
    standard, chosen = (features - means) / scales, gold != MISSED

    def loss(values: Floats) -> float:
        utility = np.column_stack([standard @ values[:-1], np.full(len(gold), values[-1])])
        utility -= utility.max(axis=1, keepdims=True)
        logs = utility - np.log(np.exp(utility).sum(axis=1, keepdims=True))
        likelihood = logs[chosen, gold[chosen]].mean()
        return float(-likelihood + PENALTY * (values[:-1] ** 2).sum())

    found: Any = minimize(loss, np.zeros(features.shape[-1] + 1), method="L-BFGS-B")
    return Choice(tuple(found.x[:-1]), float(found.x[-1]), tuple(means), tuple(scales))


def held_out(observed: Observed) -> Floats:
    """Probabilities of each message by a choice fitted without it, shape (messages, choices)."""
    fold = np.random.default_rng(0).integers(0, FOLDS, len(observed.gold))
    found = np.zeros((len(observed.gold), CANDIDATES + 1))
    for number in range(FOLDS):
        rest = fold != number
        choice = fit(observed.features[rest], observed.gold[rest])
        for place in np.flatnonzero(~rest):
            found[place] = choice.probabilities(observed.features[place])
    return found


def main(arguments: list[str]) -> int:
    """Print held-out figures; with --write, write the weights fitted on all messages."""
    settings = read_settings(None)
    catalogue = read_procedures(settings.application("anna", AnnaSettings).procedures)
    reader = open_embedded_reader(settings, catalogue)
    observed = observe(reader, labelled("development"))
    chances = held_out(observed)
    gold, inside = observed.gold, observed.inside
    best, choice = chances[:, :-1].argmax(axis=1), chances.argmax(axis=1)
    router = observed.features[:, :, 0].argmax(axis=1)
    print(f"{inside.sum()} messages of a procedure, {(~inside).sum()} of none; held out:")
    print(f"router alone          {(router == gold)[inside].mean():.3f}")
    print(f"choice                {(best == gold)[inside].mean():.3f}")
    print(f"choice, none allowed  {(choice == gold)[inside].mean():.3f}")
    print(f"none of these, recall {(choice == CANDIDATES)[~inside].mean():.3f}")
    print(f"none of these, AUC    {roc_auc_score(~inside, chances[:, -1]):.3f}")
    print(f"among the candidates  {(gold != MISSED)[inside].mean():.3f}")
    if "--write" in arguments:
        told = "Fitted by `python -m benchmarks.anna.tune --write` on the development messages."
        WEIGHTS.write_text(as_toml(fit(observed.features, gold), told), encoding="utf-8")
        print(f"wrote {WEIGHTS.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
