import numpy as np
import pytest
from numpy.typing import NDArray

from pulse_nps.arithmetic import NetCount, PlainSum
from pulse_nps.estimators import COLUMN_LEARNERS, ColumnLearner, column_learner
from pulse_nps.ordinal import OrdinalLogit
from pulse_nps.thresholds import ThresholdTunedForest

Data = tuple[NDArray[np.float64], NDArray[np.int64]]


@pytest.fixture
def skewed() -> Data:
    """Columns of which three decide, with few of class 0, more of 1 and most of 2."""
    chance = np.random.default_rng(5)
    columns = chance.integers(0, 5, size=(240, 12)).astype(float)
    felt = columns @ np.array([1.0] * 3 + [0.2] * 9) + chance.normal(0, 0.5, size=240)
    return columns, np.digitize(felt, np.quantile(felt, [0.15, 0.45])).astype(np.int64)


@pytest.mark.parametrize("learner", COLUMN_LEARNERS, ids=lambda learner: str(learner.name))
def test_every_learner_predicts_known_classes_and_repeats_itself(
    learner: ColumnLearner, skewed: Data
) -> None:
    columns, labels = skewed
    once = learner.make(3).fit(columns[:180], labels[:180]).predict(columns[180:])
    again = learner.make(3).fit(columns[:180], labels[:180]).predict(columns[180:])
    assert set(once) <= {0, 1, 2}
    assert (once == again).all()


@pytest.mark.parametrize(
    "name", ["prototype_3", "logistic", "ordinal", "boosted_trees", "plain_sum"]
)
def test_what_can_be_learned_is_learned(name: str, skewed: Data) -> None:
    columns, labels = skewed
    made = column_learner(name).make(0).fit(columns[:180], labels[:180])
    majority = np.mean(labels[180:] == 2)
    least = majority + (0.02 if name == "plain_sum" else 0.1)
    assert np.mean(made.predict(columns[180:]) == labels[180:]) > least


def test_smote_in_the_pipeline_leaves_the_test_calls_alone(skewed: Data) -> None:
    columns, labels = skewed
    made = column_learner("prototype_3_smote").make(0).fit(columns, labels)
    assert len(made.predict(columns[:7])) == 7


def test_oversampling_finds_more_of_the_rare_class(skewed: Data) -> None:
    columns, labels = skewed
    chance = np.random.default_rng(1)
    noisy = columns + chance.normal(0, 2.5, size=columns.shape)

    def recall(name: str) -> float:
        made = column_learner(name).make(0).fit(noisy[:180], labels[:180])
        return float(np.mean(made.predict(noisy[180:])[labels[180:] == 0] == 0))

    assert recall("balanced_forest") > recall("prototype_3")


def test_the_plain_sum_predicts_the_shares_it_was_trained_on(skewed: Data) -> None:
    columns, labels = skewed
    shares = np.bincount(PlainSum().fit(columns, labels).predict(columns), minlength=3) / 240
    assert shares == pytest.approx(np.bincount(labels) / 240, abs=0.06)


def test_the_net_count_needs_no_training() -> None:
    columns = np.full((3, 12), 2.0)
    columns[0, :2], columns[2, :2] = 1.0, 4.0
    labels = np.array([2, 2, 2])
    assert NetCount().fit(columns, labels).predict(columns).tolist() == [0, 1, 2]


def test_ordinal_logit_agrees_with_statsmodels_on_the_order(skewed: Data) -> None:
    columns, labels = skewed
    shares = OrdinalLogit().fit(columns, labels).predict_proba(columns)
    assert shares.sum(axis=1) == pytest.approx(np.ones(240))
    felt = columns @ np.array([1.0] * 3 + [0.2] * 9)
    best, worst = felt.argmax(), felt.argmin()
    assert shares[best, 2] > shares[worst, 2]


def test_ordinal_logit_bears_a_column_that_never_varies(skewed: Data) -> None:
    columns, labels = skewed
    columns = columns.copy()
    columns[:, 4] = 2.0
    assert OrdinalLogit().fit(columns, labels).predict(columns).shape == (240,)


def test_threshold_tuning_gives_probabilities_that_add_up(skewed: Data) -> None:
    columns, labels = skewed
    made = ThresholdTunedForest(n_estimators=60).fit(columns, labels)
    assert made.predict_proba(columns).sum(axis=1) == pytest.approx(np.ones(240))
