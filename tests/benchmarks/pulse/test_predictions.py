import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.pulse.asking import ANSWERS, DRIVERS, ask_categories, ask_drivers, ask_judgements
from benchmarks.pulse.cross_validation import UNANSWERED, OutOfFold
from benchmarks.pulse.predictions import Spent, asked, learned, prediction_lines
from benchmarks.run_folder import RunFolder
from benchmarks.suite import RunSettings
from language_models.backends.embedded import EmbeddedReader
from pulse_nps.columns import DriverColumns
from pulse_nps.drivers import DRIVER_NAMES
from pulse_nps.targets import CSAT, NPS


def stored(lines: Any) -> list[dict[str, Any]]:
    """The lines as they come back from a file."""
    return [json.loads(json.dumps(line, allow_nan=False)) for line in lines]


@pytest.fixture
def result() -> OutOfFold:
    """Six calls, two repeats; call 4 unanswered in both, call 5 in the second."""
    predicted = np.array([[0, 1, 2, 0, -1, 1], [0, 1, 2, 2, -1, -1]])
    shares = np.full((2, 6, 3), 0.2)
    for repeat, call in np.ndindex(2, 6):
        shares[repeat, call, predicted[repeat, call]] = 0.6
    shares[predicted == UNANSWERED] = np.nan
    return OutOfFold(predicted, shares, 0.001)


def test_predictions_come_back_from_their_lines(labelled_calls: Any, result: OutOfFold) -> None:
    calls = labelled_calls(6)
    (found,) = learned(stored(prediction_lines("forest", "embedded", calls, result)))
    assert (found.row, found.model) == ("forest", "embedded")
    assert found.ids == tuple(call.id for call in calls)
    assert found.predictions.predicted.tolist() == result.predicted.tolist()
    assert found.predictions.truth.tolist() == [0, 1, 2, 0, 1, 2]
    np.testing.assert_allclose(found.predictions.probabilities, result.probabilities)
    assert found.spent.seconds == 0.001 and found.spent.tokens is None


def test_a_call_is_as_correct_as_the_share_of_its_repeats(
    labelled_calls: Any, result: OutOfFold
) -> None:
    (found,) = learned(stored(prediction_lines("forest", "embedded", labelled_calls(6), result)))
    assert found.correct_by_id() == {"c0": 1, "c1": 1, "c2": 1, "c3": 0.5, "c4": 0, "c5": 0}


def test_a_row_without_probabilities_comes_back_without(
    labelled_calls: Any, result: OutOfFold
) -> None:
    plain = OutOfFold(result.predicted, None, 0.001)
    (found,) = learned(stored(prediction_lines("spur", "embedded", labelled_calls(6), plain)))
    assert found.predictions.probabilities is None


def test_satisfaction_has_its_own_classes(labelled_calls: Any, result: OutOfFold) -> None:
    lines = stored(prediction_lines("forest", "m", labelled_calls(6), result, CSAT))
    assert {label for line in lines for label in line["predicted"]} == {*CSAT.classes, None}
    assert learned(lines, CSAT)[0].predictions.classes == CSAT.classes


def test_rows_and_models_are_kept_apart(labelled_calls: Any, result: OutOfFold) -> None:
    calls = labelled_calls(6)
    lines = [
        line
        for row, model in (("a", "x"), ("b", "x"), ("a", "y"))
        for line in prediction_lines(row, model, calls, result)
    ]
    assert [(item.row, item.model) for item in learned(stored(lines))] == [
        ("a", "x"), ("b", "x"), ("a", "y"),
    ]  # fmt: skip


def answer(call_id: str, trial: int, predicted: str | None, **further: Any) -> dict[str, Any]:
    shares = None if predicted is None else [0.2, 0.6, 0.2]
    return {
        "row": "prototype_1", "model": "m", "id": call_id, "trial": trial, "truth": "passive",
        "predicted": predicted, "probabilities": shares, **further,
    }  # fmt: skip


def test_trials_take_the_place_of_repeats_whatever_their_order() -> None:
    lines = [
        answer("b", 1, "promoter", seconds=3.0, prompt_tokens=10, completion_tokens=2),
        answer("a", 0, "passive", seconds=1.0, prompt_tokens=20, completion_tokens=4),
        answer("b", 0, "passive", seconds=3.0, prompt_tokens=10, completion_tokens=2),
        answer("a", 1, "passive", seconds=1.0, prompt_tokens=20, completion_tokens=4),
    ]
    (found,) = asked(lines)
    assert dict(zip(found.ids, found.predictions.predicted.T.tolist(), strict=True)) == {
        "a": [1, 1],
        "b": [1, 2],
    }
    assert found.correct_by_id() == {"a": 1.0, "b": 0.5}
    assert (found.spent.seconds, found.spent.tokens) == (2.0, 18.0)


def test_a_trial_that_was_cut_short_is_left_out_for_every_call() -> None:
    (found,) = asked([answer("a", 0, "passive"), answer("a", 1, None), answer("b", 0, "passive")])
    assert found.predictions.predicted.tolist() == [[1, 1]]


def test_an_unanswered_call_counts_as_wrong_and_keeps_the_others_probabilities() -> None:
    (found,) = asked([answer("a", 0, None), answer("b", 0, "passive")])
    assert found.predictions.predicted.tolist() == [[UNANSWERED, 1]]
    assert found.correct.tolist() == [0, 1]
    shares = found.predictions.probabilities
    assert shares is None or np.isnan(shares[0, 0]).all()


def test_unknown_tokens_stay_unknown() -> None:
    assert Spent.mean([{"prompt_tokens": 3, "completion_tokens": None}, {}]) == Spent()
    lines = [
        {"prompt_tokens": 3, "completion_tokens": 4, "seconds": 2.0},
        {"prompt_tokens": 5, "completion_tokens": 4, "seconds": 4.0, "cost": 0.5},
    ]
    assert Spent.mean(lines) == Spent(3.0, 8.0, 0.5)
    assert Spent(1.0, None, 0.5) + Spent(2.0, 3.0) == Spent(3.0, 3.0, 0.5)


@pytest.fixture
def settings(tmp_path: Path) -> RunSettings:
    return RunSettings(out=tmp_path / "run")


def test_the_answers_of_a_model_come_back_from_the_run_folder(
    labelled_calls: Any, settings: RunSettings
) -> None:
    calls, model, advanced = labelled_calls(6), EmbeddedReader(), []
    with RunFolder.create(["pulse"], settings, {}) as run:

        def ask_everything() -> DriverColumns:
            columns = ask_drivers(run, model, calls, advance=lambda: advanced.append(1))
            for trial in (0, 1):
                ask_categories(run, model, calls, NPS, trial=trial, advance=lambda: None)
                ask_judgements(run, model, calls, columns, NPS, trial=trial, advance=lambda: None)
            return columns

        columns = ask_everything()
        assert columns.scores.shape == (6, len(DRIVER_NAMES)) and columns.answered.all()
        first, second = asked(run.lines(ANSWERS))
        assert (first.row, second.row) == ("prototype_1", "prototype_2")
        assert first.predictions.predicted.shape == (2, 6)
        assert first.ids == second.ids == tuple(call.id for call in calls)
        assert first.predictions.truth.tolist() == [0, 1, 2, 0, 1, 2]
        assert first.spent.tokens == 0
        saved = run.saved()
        again = ask_everything()
        assert run.saved() == saved == 6 + 2 * 2 * 6
        assert again.scores.tolist() == columns.scores.tolist()
    assert len(advanced) == 6


def test_a_call_without_driver_scores_is_unanswered_in_prototype_2(
    labelled_calls: Any, settings: RunSettings
) -> None:
    calls = labelled_calls(3)
    columns = DriverColumns(np.array([[2.0] * 12, [np.nan] * 12, [2.0] * 12]))
    with RunFolder.create(["pulse"], settings, {}) as run:
        ask_judgements(run, EmbeddedReader(), calls, columns, NPS, trial=0, advance=lambda: None)
        lines = {line["id"]: line for line in run.lines(ANSWERS)}
        assert lines["c1"]["predicted"] is None
        assert lines["c1"]["error"] == "no driver columns"
        (found,) = asked(run.lines(ANSWERS))
    assert sorted(found.ids) == ["c0", "c1", "c2"]
    assert found.correct_by_id()["c1"] == 0


def test_a_driver_line_that_is_missing_is_asked_and_no_other(
    labelled_calls: Any, settings: RunSettings
) -> None:
    calls = labelled_calls(4)
    with RunFolder.create(["pulse"], settings, {}) as run:
        ask_drivers(run, EmbeddedReader(), calls[:3], advance=lambda: None)
        ask_drivers(run, EmbeddedReader(), calls, advance=lambda: None)
        assert [line["id"] for line in run.lines(DRIVERS)] == ["c0", "c1", "c2", "c3"]
