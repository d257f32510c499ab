"""The best paragraphs of a search in the order in which they are likely to answer."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from douane_rag.answering.matching import Matcher, Wanted, alike
from douane_rag.retrieval.retriever import Hit

FILE = Path(__file__).with_name("ranking.toml")
NEIGHBOURS = 10
"""Of so many best paragraphs is counted how many stand in the same part."""


@dataclass(frozen=True)
class Fit:
    """How well one of the paragraphs found fits the question, each feature 0 to 1.

    `score` is the search's, as a share of the best; `part` the share of the ten best that stand
    in its part; `letters` the likeness of the letters, as a share of the best; `kind` and `near`
    whether it holds the kind of thing that is asked, and how near to the question's words.
    """

    score: float
    part: float
    letters: float
    kind: float
    near: float


FEATURES = tuple(item.name for item in fields(Fit))


@dataclass(frozen=True)
class Ranked:
    """A hit with its points; the hits with the most come first."""

    hit: Hit
    points: float


class RankingModel(BaseModel):
    """Weights of a logistic regression on pairs of a gold paragraph and another (Bradley-Terry)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weights: dict[str, float]
    near_best: float = 1.0
    """Points that a further paragraph may lie behind the best one and still be quoted."""

    def points(self, fit: Fit) -> float:
        """The points of a paragraph; only differences between those of one question count."""
        values = zip(FEATURES, astuple(fit), strict=True)
        return float(sum(self.weights.get(name, 0.0) * value for name, value in values))


@cache
def ranking_model() -> RankingModel:
    """The model of ranking.toml; fitted on the development questions."""
    return RankingModel.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def fits(wanted: Wanted, hits: Sequence[Hit], matcher: Matcher) -> list[Fit]:
    """The features of every hit."""
    read = [matcher.read(hit.paragraph) for hit in hits]
    letters = [alike(wanted.letters, paragraph.letters) for paragraph in read]
    parts = [int(matcher.index.part_of[hit.place]) for hit in hits]
    among = Counter(parts[:NEIGHBOURS])
    best = max((hit.score for hit in hits), default=0.0)
    most = max(letters, default=0.0)
    return [
        Fit(
            score=_share(hit.score, best),
            part=among[part] / NEIGHBOURS,
            letters=_share(likeness, most),
            kind=matcher.held(wanted, paragraph),
            near=matcher.near(wanted, paragraph),
        )
        for hit, part, likeness, paragraph in zip(hits, parts, letters, read, strict=True)
    ]


def ranked(
    wanted: Wanted, hits: Sequence[Hit], matcher: Matcher, model: RankingModel
) -> list[Ranked]:
    """The hits by their points, best first; of equals the one found first."""
    points = [model.points(fit) for fit in fits(wanted, hits, matcher)]
    scored = [Ranked(hit, value) for hit, value in zip(hits, points, strict=True)]
    return sorted(scored, key=lambda item: -item.points)


def _share(value: float, best: float) -> float:
    return max(0.0, value / best) if best > 0 else 0.0
