import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from benchmarks.classification import UNANSWERED, Predictions
from benchmarks.reliability import abstention_curve, calibration

CLASSES = ("no", "yes")


def two_classes(sure: list[float], right: list[bool]) -> Predictions:
    shares = np.array([[1 - s, s] for s in sure])
    truth = np.array([1 if r else 0 for r in right])
    return Predictions(truth, np.ones(len(sure), dtype=np.int64), CLASSES, shares)


def test_the_surest_samples_are_answered_first() -> None:
    curve = abstention_curve(two_classes([0.9, 0.8, 0.7, 0.6], [True, True, False, False]))
    assert [point.answered for point in curve] == [0.25, 0.5, 0.75, 1.0]
    values = [point.accuracy.value for point in curve]
    assert values == pytest.approx([1, 1, 2 / 3, 0.5])


def test_samples_equally_sure_come_in_together() -> None:
    curve = abstention_curve(two_classes([0.9, 0.7, 0.7, 0.7], [True, False, True, False]))
    assert [point.answered for point in curve] == [0.25, 1.0]


def test_the_curve_ends_at_the_accuracy_of_all_and_stays_short() -> None:
    rng = np.random.default_rng(1)
    sure = (0.5 + rng.random(5000) / 2).tolist()
    row = two_classes(sure, (rng.random(5000) < 0.7).tolist())
    curve = abstention_curve(row)
    assert len(curve) <= 200
    assert curve[-1].answered == 1
    assert curve[-1].accuracy.value == pytest.approx(row.correct.mean())


def test_unanswered_comes_last() -> None:
    shares = np.array([[np.nan, np.nan], [0.4, 0.6]])
    row = Predictions(np.array([1, 1]), np.array([UNANSWERED, 1]), CLASSES, shares)
    assert [p.accuracy.value for p in abstention_curve(row)] == [1.0, 0.5]


def test_without_probabilities_there_is_no_curve_and_no_calibration() -> None:
    row = Predictions(np.array([0]), np.array([0]), CLASSES)
    assert abstention_curve(row) == ()
    assert calibration(row).error is None


def test_the_bins_agree_with_scikit_learn() -> None:
    rng = np.random.default_rng(2)
    sure = 0.5 + rng.random(2000) / 2
    right = rng.random(2000) < sure
    found = calibration(two_classes(sure.tolist(), right.tolist()))
    observed, claimed = calibration_curve(right, sure, n_bins=10)
    assert [b.accuracy.value for b in found.bins] == pytest.approx(observed.tolist())
    assert [b.confidence for b in found.bins] == pytest.approx(claimed.tolist())
    assert found.error is not None and found.error < 0.05


def test_always_sure_and_half_right_is_half_off() -> None:
    found = calibration(two_classes([1.0] * 10, [True, False] * 5))
    assert found.error == pytest.approx(0.5)
