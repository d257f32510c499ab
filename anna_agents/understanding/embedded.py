"""Understanding without a language model: a trained router, rules for facts, words of temper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from anna_agents.understanding.choosing import CANDIDATES, Choice, fitted
from anna_agents.understanding.facts import facts_of
from anna_agents.understanding.language import language_of
from anna_agents.understanding.mood import mood_of
from anna_agents.understanding.router import Floats, Router
from anna_agents.understanding.understood import Alternative, Heard, Understood
from anna_agents.understanding.wordings import Wordings
from language_models.embeddings import Embedding

SHOWN = 5
SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
MOST_SENTENCES = 12
FEWEST_WORDS = 3
LONGEST_READ = 4_000


@dataclass(frozen=True)
class Thresholds:
    """When a message is none of the procedures, and when it holds a second wish.

    Attributes:
        none_below: the best probability below which it is none of these.
        second_at: probability that each of two sentences needs for its own procedure.
        whole: weight of the whole text's scores beside the best score of any sentence.
    """

    none_below: float = 0.25
    second_at: float = 0.9
    whole: float = 0.7


@dataclass(frozen=True)
class Candidates:
    """The likeliest procedures with what speaks for each.

    Attributes:
        columns: places in the router's names, the highest score first.
        features: shape (candidates, len(FEATURES)).
    """

    columns: NDArray[np.int_]
    features: Floats


@dataclass(frozen=True)
class EmbeddedReader:
    """Reads messages by a router taught on the procedures' examples.

    The router's sentence vectors find a handful of candidates; among these and "none of them" a
    choice is made that looks at the letters too, which tell near neighbours apart.
    """

    router: Router
    wordings: Wordings
    embedding: Embedding
    thresholds: Thresholds = Thresholds()
    choice: Choice = field(default_factory=fitted)

    def understand(self, heard: Heard) -> Understood:
        """What the words mean."""
        return self.understand_all([heard])[0]

    def understand_all(self, heard: Sequence[Heard]) -> list[Understood]:
        """What each of many messages means, in one pass of the encoder."""
        pieces = [pieces_of(each.text) for each in heard]
        # A second thread gains nothing on so little, and waits where the machine is busy.
        with _threads().limit(limits=1, user_api="blas"):
            vectors = self.embedding.encode([text for texts in pieces for text in texts])
            scores = self.router.scores(vectors)
            found, start = [], 0
            for each, texts in zip(heard, pieces, strict=True):
                own = slice(start, start + len(texts))
                found.append(self._understood(each, texts, vectors[own], scores[own]))
                start += len(texts)
        return found

    def candidates(self, texts: Sequence[str], vectors: Floats, language: str) -> Candidates:
        """What the choice is made among; `texts` are the whole message and then its sentences."""
        return self._candidates(self.router.scores(vectors), texts, vectors, language)

    def likeliest(self, text: str, most: int) -> list[str]:
        """The `most` likely procedures by the router alone, the best first."""
        pieces = pieces_of(text)
        with _threads().limit(limits=1, user_api="blas"):
            scores = self.router.scores(self.embedding.encode(pieces))
        order = np.argsort(-_mixed(scores, self.thresholds.whole))[:most]
        return [self.router.names[index] for index in order]

    def _candidates(
        self, scores: Floats, texts: Sequence[str], vectors: Floats, language: str
    ) -> Candidates:
        mixed = _mixed(scores, self.thresholds.whole)
        columns = np.argsort(-mixed)[:CANDIDATES]
        described = (vectors @ self.router.described[columns].T).max(axis=0)
        worded = self.wordings.likeness(texts, language, list(map(int, columns)))
        return Candidates(columns, np.column_stack([mixed[columns], worded, described]))

    def _understood(
        self, heard: Heard, texts: Sequence[str], vectors: Floats, scores: Floats
    ) -> Understood:
        lang = heard.lang or language_of(heard.text)
        found = self._candidates(scores, texts, vectors, lang or "en")
        chances = self.choice.probabilities(found.features)
        order = np.argsort(-chances[:-1])
        best, none = float(chances[order[0]]), float(chances[-1])
        names = [self.router.names[column] for column in found.columns[order]]
        sure = best >= max(none, self.thresholds.none_below)
        shown = list(zip(names, chances[order], strict=True))[:SHOWN]
        return Understood(
            lang=lang,
            procedure=names[0] if sure else None,
            confidence=best,
            alternatives=tuple(
                Alternative(procedure=name, confidence=float(chance))
                for name, chance in (shown[1:] if sure else shown)
            ),
            second=self._second(scores, int(found.columns[order[0]])) if sure else None,
            facts=facts_of(
                heard.text,
                lang or "en",
                asked=heard.asked,
                attachments=heard.attachments,
                today=heard.today,
            ),
            mood=mood_of(heard.text, lang or "en"),
        )

    def _second(self, scores: Floats, first: int) -> str | None:
        """Another procedure that one sentence is sure of while another is sure of the first."""
        if len(scores) < 3:
            return None
        sentences = self.router.chances(scores[1:])
        if sentences[:, first].max() < self.thresholds.second_at:
            return None
        others = sentences.copy()
        others[:, first] = 0.0
        row, column = np.unravel_index(int(others.argmax()), others.shape)
        if others[row, column] < self.thresholds.second_at:
            return None
        return self.router.names[int(column)]


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def pieces_of(text: str) -> list[str]:
    """The whole text first, then its sentences when there are several."""
    text = text[:LONGEST_READ]
    sentences = [part.strip() for part in SENTENCE.split(text)]
    sentences = [part for part in sentences if len(part.split()) >= FEWEST_WORDS][:MOST_SENTENCES]
    return [text, *sentences] if len(sentences) > 1 else [text]


def _mixed(scores: Floats, whole: float) -> Floats:
    """The whole text's scores with the best score that any sentence gives."""
    if len(scores) == 1:
        return np.asarray(scores[0])
    return np.asarray(whole * scores[0] + (1.0 - whole) * scores[1:].max(axis=0))
