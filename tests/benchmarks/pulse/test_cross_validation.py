from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.pulse.cross_validation import (
    UNANSWERED,
    Invented,
    Material,
    OutOfFold,
    cross_validate,
)
from benchmarks.pulse.rows import LearnedRow

CALL = 0  # the column that holds the call's own number


class Memory:
    """Learns its rows by heart: right about a call it has seen, class 0 about any other."""

    seen: list["Memory"]

    def fit(self, columns: NDArray[np.float64], codes: NDArray[np.int64]) -> "Memory":
        self.classes_ = np.unique(codes)
        self.codes_of = dict(zip(columns[:, CALL].tolist(), codes.tolist(), strict=True))
        self.size = len(codes)
        type(self).seen.append(self)
        return self

    def predict(self, columns: NDArray[np.float64]) -> NDArray[np.int64]:
        self.tested = set(columns[:, CALL].tolist())
        return np.array([self.codes_of.get(call, 0) for call in columns[:, CALL].tolist()])


@pytest.fixture(autouse=True)
def forget() -> None:
    Memory.seen = []


def memory(*, invented: bool = False) -> LearnedRow:
    return LearnedRow("memory", "Memory", "columns", lambda _seed: Memory(), invented=invented)


def logistic() -> LearnedRow:
    return LearnedRow("logistic", "Logistic", "columns", lambda _seed: LogisticRegression())


def out_of_fold(row: LearnedRow, material: Material) -> OutOfFold:
    (_, result), *rest = cross_validate([row], material, seed=1, jobs=1)
    assert rest == []
    return result


def test_a_learner_never_sees_a_call_that_it_is_tested_on(material: Any) -> None:
    found = out_of_fold(memory(), material())
    assert len(Memory.seen) == 10
    for learner in Memory.seen:
        assert learner.tested.isdisjoint(learner.codes_of)
        assert len(learner.tested) + len(learner.codes_of) == 60
    assert (found.predicted == 0).all()


def test_every_repeat_predicts_every_call_once_in_its_own_folds(material: Any) -> None:
    found = out_of_fold(memory(), material())
    assert found.predicted.shape == (2, 60)
    assert (found.predicted != UNANSWERED).all()
    for repeat in (Memory.seen[:5], Memory.seen[5:]):
        tested = [call for learner in repeat for call in learner.tested]
        assert sorted(tested) == list(range(60))


def test_a_row_without_probabilities_has_none(material: Any) -> None:
    assert out_of_fold(memory(), material()).probabilities is None


def test_probabilities_add_up_and_agree_with_the_prediction(material: Any) -> None:
    found = out_of_fold(logistic(), material())
    assert found.probabilities is not None
    assert found.probabilities.shape == (2, 60, 3)
    assert found.probabilities.sum(axis=-1) == pytest.approx(np.ones((2, 60)))
    assert (found.probabilities.argmax(axis=-1) == found.predicted).all()


def test_calls_without_columns_train_nothing_and_stay_unanswered(material: Any) -> None:
    usable = np.arange(60) >= 6
    data = material(usable=usable)
    found = out_of_fold(memory(), data)
    assert (found.predicted[:, ~usable] == UNANSWERED).all()
    assert (found.predicted[:, usable] != UNANSWERED).all()
    assert all(learner.codes_of.keys().isdisjoint(range(6)) for learner in Memory.seen)
    shares = out_of_fold(logistic(), data).probabilities
    assert shares is not None
    assert np.isnan(shares[:, ~usable]).all() and not np.isnan(shares[:, usable]).any()


def test_a_fold_without_any_columns_stays_unanswered_and_the_others_go_on(material: Any) -> None:
    data = material()
    usable = data.folds[0] != 2
    found = out_of_fold(logistic(), Material(data.codes, data.folds[:1], data.views, usable))
    assert (found.predicted[0] == UNANSWERED).tolist() == (~usable).tolist()


def test_no_columns_at_all_leave_every_call_unanswered(material: Any) -> None:
    found = out_of_fold(logistic(), material(usable=np.zeros(60, dtype=bool)))
    assert (found.predicted == UNANSWERED).all()


def test_too_few_answered_calls_of_a_class_leave_the_rest_unanswered(material: Any) -> None:
    usable = (np.arange(60) % 3 != 0) | (np.arange(60) < 12)
    assert (out_of_fold(logistic(), material(usable=usable)).predicted == UNANSWERED).all()


def test_a_row_that_reads_text_needs_no_columns(material: Any) -> None:
    data = material(usable=np.zeros(60, dtype=bool))
    views = {"text": data.views["columns"]}
    row = LearnedRow("text", "Text", "text", lambda _seed: LogisticRegression())
    found = out_of_fold(row, Material(data.codes, data.folds, views, data.usable))
    assert (found.predicted != UNANSWERED).all()


def test_a_class_that_a_fold_cannot_learn_has_probability_zero(material: Any) -> None:
    data = material()
    codes = np.where((data.codes == 1) & (data.folds[0] != 0), 2, data.codes)
    found = out_of_fold(logistic(), Material(codes, data.folds[:1], data.views, data.usable))
    assert found.probabilities is not None
    untaught = found.probabilities[0][data.folds[0] == 0]
    taught = found.probabilities[0][data.folds[0] != 0]
    assert (untaught[:, 1] == 0).all() and (untaught[:, [0, 2]] > 0).all()
    assert (taught > 0).all()


def test_only_inventions_of_two_training_calls_are_learned_from(material: Any) -> None:
    data = material()
    codes = np.where(np.arange(60) % 10 == 0, 0, 1)  # six of the rare class
    rare = np.flatnonzero(codes == 0)
    parents = np.array([(a, b) for a in rare for b in rare if a != b])
    columns = np.column_stack([1000 + np.arange(len(parents)), np.zeros(len(parents))])
    whole = Material(
        codes, data.folds, data.views, data.usable, invented=Invented(columns, parents)
    )
    out_of_fold(memory(invented=True), whole)
    used = 0
    for learner in Memory.seen:
        for number in (int(call) - 1000 for call in learner.codes_of if call >= 1000):
            used += 1
            assert set(parents[number].tolist()) <= learner.codes_of.keys()
            assert learner.codes_of[1000 + number] == 0
    assert used > 0


def test_inventions_bring_the_rare_class_level_and_no_further(material: Any) -> None:
    data = material()
    codes = np.where(np.arange(60) % 3 == 0, 0, 1)
    rare = np.flatnonzero(codes == 0)
    parents = np.array([(a, b) for a in rare for b in rare if a != b])
    columns = np.column_stack([1000 + np.arange(len(parents)), np.zeros(len(parents))])
    columns[:20] = np.nan  # never read by the model
    invented = Invented(columns, parents)
    out_of_fold(
        memory(invented=True), Material(codes, data.folds, data.views, data.usable, invented)
    )
    for learner in Memory.seen:
        learned = list(learner.codes_of.values())
        assert learned.count(0) == learned.count(1)
        assert not any(np.isnan(call) for call in learner.codes_of)


def test_a_row_without_inventions_does_not_use_them(material: Any) -> None:
    data = material()
    invented = Invented(np.array([[1000.0, 0.0]]), np.array([[0, 3]]))
    out_of_fold(memory(), Material(data.codes, data.folds, data.views, data.usable, invented))
    assert all(1000.0 not in learner.codes_of for learner in Memory.seen)


def test_further_training_calls_are_added_to_every_fold_and_never_tested(material: Any) -> None:
    data = material()
    extra = Material(
        np.array([2, 2]),
        np.zeros((1, 2), dtype=np.int64),
        {"columns": np.array([[500.0, 2.0], [501.0, 2.0]])},
        np.ones(2, dtype=bool),
    )
    found = out_of_fold(
        memory(), Material(data.codes, data.folds, data.views, data.usable, extra=extra)
    )
    assert found.predicted.shape == (2, 60)
    assert all({500.0, 501.0} <= learner.codes_of.keys() for learner in Memory.seen)


def test_the_seed_decides_and_jobs_do_not(material: Any) -> None:
    from pulse_nps.estimators import forest

    row = LearnedRow("forest", "Forest", "columns", lambda seed: forest(seed, n_estimators=5))
    data = material()

    def shares(seed: int, jobs: int = 1) -> Any:
        (_, result), *_ = cross_validate([row], data, seed=seed, jobs=jobs)
        return result.probabilities.tolist()

    assert shares(1) == shares(1)
    assert shares(1) != shares(2)


def test_rows_come_out_whole_whatever_order_they_end_in(material: Any) -> None:
    found = dict(cross_validate([memory(), logistic()], material(), seed=1, jobs=1))
    assert {row.name for row in found} == {"memory", "logistic"}
    assert all(result.seconds_per_call > 0 for result in found.values())
