"""The learners that judge driver columns: forests, oversampling inside the fold, simple arithmetic.

Every factory takes a seed and returns an unfitted scikit-learn estimator. Classes are the integers
0, 1, 2, worst first; columns are driver scores 0..4, shape (calls, 12).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from imblearn.ensemble import BalancedRandomForestClassifier
from imblearn.over_sampling import ADASYN, SMOTE, BorderlineSMOTE, RandomOverSampler
from imblearn.pipeline import make_pipeline as make_resampling_pipeline
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from pulse_nps.arithmetic import NetCount, PlainSum
from pulse_nps.ordinal import OrdinalLogit
from pulse_nps.thresholds import ThresholdTunedForest

# Fixed before any reported call was read; see README, "Choices".
FOREST: dict[str, Any] = {"n_estimators": 200, "min_samples_leaf": 5, "max_features": "sqrt"}


@dataclass(frozen=True)
class ColumnLearner:
    """A way to judge the twelve columns; `trained` is False for fixed arithmetic."""

    name: str
    title: str
    make: Callable[[int], Any]
    trained: bool = True


def forest(seed: int, **changes: Any) -> RandomForestClassifier:
    """Prototype 3's learner."""
    return RandomForestClassifier(random_state=seed, n_jobs=1, **{**FOREST, **changes})


def _resampled(sampler: type, seed: int) -> Any:
    return make_resampling_pipeline(sampler(random_state=seed), forest(seed))


def _logistic(_seed: int) -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))


COLUMN_LEARNERS: tuple[ColumnLearner, ...] = (
    ColumnLearner("prototype_3", "Random Forest on the columns", forest),
    ColumnLearner(
        "prototype_3_smote", "Random Forest with SMOTE in the fold", lambda s: _resampled(SMOTE, s)
    ),
    ColumnLearner(
        "forest_borderline_smote",
        "Random Forest with BorderlineSMOTE",
        lambda s: _resampled(BorderlineSMOTE, s),
    ),
    ColumnLearner("forest_adasyn", "Random Forest with ADASYN", lambda s: _resampled(ADASYN, s)),
    ColumnLearner(
        "forest_random_oversampling",
        "Random Forest with random over-sampling",
        lambda s: _resampled(RandomOverSampler, s),
    ),
    ColumnLearner(
        "forest_class_weights",
        "Random Forest with class weights",
        lambda s: forest(s, class_weight="balanced"),
    ),
    ColumnLearner(
        "forest_thresholds",
        "Random Forest with tuned thresholds",
        lambda s: ThresholdTunedForest(seed=s, **FOREST),
    ),
    ColumnLearner(
        "balanced_forest",
        "Balanced Random Forest",
        lambda s: BalancedRandomForestClassifier(random_state=s, n_jobs=1, **FOREST),
    ),
    ColumnLearner("logistic", "Logistic regression on the columns", _logistic),
    ColumnLearner("ordinal", "Ordinal logistic regression", lambda _s: OrdinalLogit()),
    ColumnLearner(
        "boosted_trees",
        "Gradient-boosted trees",
        lambda s: HistGradientBoostingClassifier(
            random_state=s, max_iter=80, learning_rate=0.06, max_leaf_nodes=8
        ),
    ),
    ColumnLearner("plain_sum", "Plain sum, borders learned", lambda _s: PlainSum()),
    ColumnLearner("spur", "SPUR: fixed arithmetic", lambda _s: NetCount(), trained=False),
)


def column_learner(name: str) -> ColumnLearner:
    """The learner of that name; KeyError when there is none."""
    return {learner.name: learner for learner in COLUMN_LEARNERS}[name]
