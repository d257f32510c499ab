"""The rows of the Pulse table: what each learns from and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from pulse_nps.drivers import DRIVER_NAMES
from pulse_nps.estimators import COLUMN_LEARNERS

View = Literal["columns", "text", "embedding", "columns and text"]
SMALL_TABLE = ("prototype_3", "prototype_3_smote", "logistic", "plain_sum", "spur")


@dataclass(frozen=True)
class LearnedRow:
    """A row that is trained in each fold and predicts the calls left out.

    `invented` adds the invented transcripts of dissatisfied callers whose two parents are both
    in the training fold.
    """

    name: str
    title: str
    view: View
    make: Callable[[int], Any]
    invented: bool = False

    @property
    def reads_columns(self) -> bool:
        """Whether the row needs a model's driver scores."""
        return self.view in ("columns", "columns and text")


def column_rows(names: tuple[str, ...] | None = None) -> list[LearnedRow]:
    """The learners on driver columns, all or those named."""
    return [
        LearnedRow(learner.name, learner.title, "columns", learner.make)
        for learner in COLUMN_LEARNERS
        if names is None or learner.name in names
    ]


def model_rows() -> list[LearnedRow]:
    """The further rows that need a model's columns: invented transcripts, columns with text."""
    forest = next(row for row in column_rows(("prototype_3",)))
    return [
        LearnedRow(
            "forest_invented",
            "Random Forest with invented dissatisfied callers",
            "columns",
            forest.make,
            invented=True,
        ),
        LearnedRow(
            "columns_and_text",
            "Columns and TF-IDF together, logistic regression",
            "columns and text",
            _columns_and_text,
        ),
    ]


def text_rows() -> list[LearnedRow]:
    """The baselines that need no model."""
    return [
        LearnedRow("majority", "Majority class", "columns", _majority),
        LearnedRow("tfidf_logistic", "TF-IDF and logistic regression", "text", _tfidf),
    ]


def embedding_row(spec: str) -> LearnedRow:
    """Sentence embeddings of the transcript and logistic regression."""
    return LearnedRow(
        "embedding_logistic",
        f"Sentence embeddings ({spec}) and logistic regression",
        "embedding",
        _embedding,
    )


def _majority(_seed: int) -> Any:
    from sklearn.dummy import DummyClassifier

    return DummyClassifier(strategy="prior")


def _vectorizer() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, min_df=3, max_features=20_000, dtype=np.float32)


def _tfidf(_seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(_vectorizer(), LogisticRegression(C=4.0, max_iter=300))


def _embedding(_seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=300))


def _columns_and_text(_seed: int) -> Any:
    from sklearn.compose import ColumnTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    views = ColumnTransformer(
        [
            ("columns", StandardScaler(), list(DRIVER_NAMES)),
            ("text", _vectorizer(), "text"),
        ]
    )
    return make_pipeline(views, LogisticRegression(C=1.0, max_iter=300))
