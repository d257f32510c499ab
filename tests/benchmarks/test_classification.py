import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    cohen_kappa_score,
    f1_score,
    log_loss,
    precision_score,
    recall_score,
)

from benchmarks.classification import (
    UNANSWERED,
    Codes,
    Floats,
    Predictions,
    classification_metrics,
    codes,
)

CLASSES = ("detractor", "passive", "promoter")


def drawn(seed: int, n: int = 400) -> tuple[Codes, Codes, Floats]:
    rng = np.random.default_rng(seed)
    truth = rng.choice(3, n, p=[0.2, 0.3, 0.5])
    shares = rng.dirichlet([1, 1, 1], n) + 0.5 * np.eye(3)[truth]
    shares /= shares.sum(axis=1, keepdims=True)
    return truth, shares.argmax(axis=1), shares


def test_every_metric_agrees_with_scikit_learn() -> None:
    truth, predicted, shares = drawn(1)
    found = classification_metrics(Predictions(truth, predicted, CLASSES, shares), seed=1)
    expected = {
        "accuracy": accuracy_score(truth, predicted),
        "macro_f1": f1_score(truth, predicted, average="macro"),
        "kappa": cohen_kappa_score(truth, predicted),
        "brier": brier_score_loss(truth, shares, scale_by_half=False),
        "log_loss": log_loss(truth, shares),
    }
    for code, name in enumerate(CLASSES):
        expected[f"recall_{name}"] = recall_score(truth, predicted, average=None)[code]
        expected[f"precision_{name}"] = precision_score(truth, predicted, average=None)[code]
    for name, value in expected.items():
        assert found[name].value == pytest.approx(value), name


def test_every_interval_holds_its_value() -> None:
    truth, predicted, shares = drawn(2)
    for name, e in classification_metrics(
        Predictions(truth, predicted, CLASSES, shares), seed=1
    ).items():
        assert e.low is not None and e.value is not None and e.high is not None
        assert e.low <= e.value <= e.high, name
        assert e.n > 0


def test_unanswered_counts_as_wrong_and_agrees_with_scikit_learn_as_a_category_of_its_own() -> None:
    truth, predicted, _ = drawn(3)
    predicted[:60] = UNANSWERED
    found = classification_metrics(Predictions(truth, predicted, CLASSES), seed=1)
    assert found["accuracy"].value == pytest.approx(accuracy_score(truth, predicted))
    assert found["answered"].value == pytest.approx(340 / 400)
    assert found["kappa"].value == pytest.approx(cohen_kappa_score(truth, predicted))
    f1 = f1_score(truth, predicted, average="macro", labels=[0, 1, 2])
    assert found["macro_f1"].value == pytest.approx(f1)
    assert found["brier"].value is None


def test_an_unanswered_sample_has_even_probabilities() -> None:
    truth = np.array([0, 1])
    shares = np.array([[1.0, 0, 0], [np.nan] * 3])
    found = classification_metrics(
        Predictions(truth, np.array([0, UNANSWERED]), CLASSES, shares), seed=1
    )
    assert found["brier"].value == pytest.approx((0 + 6 / 9) / 2)


def test_a_precision_without_predictions_is_undefined() -> None:
    found = classification_metrics(
        Predictions(np.array([0, 1, 2, 2]), np.array([2, 2, 2, 2]), CLASSES), seed=1
    )
    assert found["precision_detractor"].value is None
    assert found["recall_detractor"].value == 0
    assert found["kappa"].value == pytest.approx(0)


def test_one_class_only_leaves_kappa_undefined() -> None:
    same = np.array([2, 2, 2])
    found = classification_metrics(Predictions(same, same, CLASSES), seed=1)
    assert found["kappa"].value is None
    assert found["macro_f1"].value == 1


def test_the_net_score_error_is_in_points() -> None:
    truth = np.array([0, 1, 2, 2])  # 2/4 − 1/4 = +25
    predicted = np.array([2, 1, 2, UNANSWERED])  # of three answered 2/3 − 0 = +66.7
    found = classification_metrics(Predictions(truth, predicted, CLASSES), seed=1)
    assert found["nps_error"].value == pytest.approx(100 * (2 / 3 - 1 / 4))


def test_nothing_answered_leaves_the_net_score_undefined() -> None:
    found = classification_metrics(
        Predictions(np.array([0, 2]), np.array([UNANSWERED] * 2), CLASSES), seed=1
    )
    assert found["nps_error"].value is None
    assert found["accuracy"].value == 0


def test_repeats_give_the_pooled_confusion_and_count_samples_once() -> None:
    truth, first, _ = drawn(4)
    second = np.roll(first, 1)
    both = Predictions(truth, np.stack([first, second]), CLASSES)
    found = classification_metrics(both, seed=1)
    stacked = np.concatenate([truth, truth]), np.concatenate([first, second])
    assert found["accuracy"].n == len(truth)
    assert found["accuracy"].value == pytest.approx(accuracy_score(*stacked))
    assert found["macro_f1"].value == pytest.approx(f1_score(*stacked, average="macro"))
    assert found["kappa"].value == pytest.approx(cohen_kappa_score(*stacked))
    assert both.confusion.sum() == pytest.approx(len(truth))


def test_labels_become_codes_and_unanswered_is_known() -> None:
    assert codes(["promoter", None, "unanswered", "detractor"], CLASSES).tolist() == [2, -1, -1, 0]


def test_predictions_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="3 predictions for 2 true classes"):
        Predictions(np.array([0, 1]), np.array([0, 1, 2]), CLASSES)
    with pytest.raises(ValueError, match="need shape"):
        Predictions(np.array([0, 1]), np.array([0, 1]), CLASSES, np.zeros((2, 2)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-1, 2)), min_size=1, max_size=40))
def test_any_predictions_give_metrics_in_their_range(pairs: list[tuple[int, int]]) -> None:
    truth, predicted = (np.array(side) for side in zip(*pairs, strict=True))
    found = classification_metrics(Predictions(truth, predicted, CLASSES), seed=1)
    for name, estimate in found.items():
        if estimate.value is not None and name not in ("nps_error", "kappa"):
            assert -1e-9 <= estimate.value <= 1 + 1e-9, name
