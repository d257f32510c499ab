import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from language_models.answer import Completion
from language_models.asking import CompletionModel
from language_models.backends.embedded import EmbeddedReader
from language_models.errors import InputError
from language_models.model import Sampling
from language_models.task import Message
from pulse_nps.columns import DriverColumns, score_drivers
from pulse_nps.drivers import DRIVER_NAMES
from pulse_nps.prototypes import (
    predict,
    predict_with_forest,
    prediction_of,
    prototype_named,
)
from pulse_nps.targets import NPS, NpsAnswer

NEUTRAL = dict.fromkeys(DRIVER_NAMES, 2)


class Says:
    """A backend that says what a function makes of the prompt."""

    identity = "says"

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def complete(
        self, messages: tuple[Message, ...], _schema: Mapping[str, object], _sampling: Sampling
    ) -> Completion:
        return Completion(self.answer("\n".join(message.content for message in messages)), 1, 1)


def model(answer: Any) -> CompletionModel:
    return CompletionModel("says", Says(answer))


def test_stated_certainty_becomes_probabilities_that_add_up() -> None:
    found = prediction_of(NpsAnswer(category="passive", certainty=70), NPS)
    assert found.probabilities == pytest.approx((0.15, 0.7, 0.15))


def test_a_certainty_that_contradicts_the_choice_counts_as_an_even_share() -> None:
    found = prediction_of(NpsAnswer(category="passive", certainty=5), NPS)
    assert found.probabilities == pytest.approx((1 / 3, 1 / 3, 1 / 3))


@pytest.mark.parametrize("name", ["1", "2", "3", "prototype_2"])
def test_a_prototype_is_known_by_number_or_name(name: str) -> None:
    assert prototype_named(name).endswith(name[-1])


def test_an_unknown_prototype_names_those_there_are() -> None:
    with pytest.raises(InputError, match=r"'4'.*1, 2, 3"):
        prototype_named("4")


def test_an_answer_outside_the_schema_stays_unanswered(call: Any) -> None:
    found = predict("prototype_1", model(lambda _: "Ik denk promoter."), [call("a")], NPS)
    assert found[0].category is None


def test_a_call_without_columns_is_unanswered_in_prototype_2(call: Any, bad: Any) -> None:
    def answers(prompt: str) -> str:
        if "Wachttijd" in prompt:
            return json.dumps({"category": "passive", "certainty": 60})
        return json.dumps(NEUTRAL) if "Geweldig" in prompt else "geen idee"

    found = predict("prototype_2", model(answers), [call("a", bad), call("b")], NPS)
    assert [prediction.category for prediction in found] == [None, "passive"]


def test_prototype_3_learns_from_labelled_calls(call: Any, bad: Any) -> None:
    training = [call(f"g{i}", nps=10) for i in range(20)]
    training += [call(f"b{i}", bad, nps=2) for i in range(20)]
    found = predict(
        "prototype_3", EmbeddedReader(), [call("x"), call("y", bad)], NPS, training=training
    )
    assert [prediction.category for prediction in found] == ["promoter", "detractor"]
    assert sum(found[0].probabilities or ()) == pytest.approx(1)


def test_training_calls_of_one_category_are_refused(call: Any) -> None:
    training = [call(f"g{i}", nps=10) for i in range(5)]
    with pytest.raises(InputError, match="one category only"):
        predict("prototype_3", EmbeddedReader(), [call("x")], NPS, training=training)


def test_training_calls_without_labels_are_refused(call: Any) -> None:
    with pytest.raises(InputError, match="No training call carries 'nps'"):
        predict("prototype_3", EmbeddedReader(), [call("x")], NPS, training=[call("a")])


def test_calls_that_stay_unread_neither_train_nor_are_predicted() -> None:
    scores = np.vstack([np.zeros((10, 12)), np.full((10, 12), 4.0), np.full((1, 12), np.nan)])
    labels = ["detractor"] * 10 + ["promoter"] * 10 + ["passive"]
    columns = DriverColumns(np.array([[np.nan] * 12, [4.0] * 12]))
    found = predict_with_forest(DriverColumns(scores), labels, columns, NPS)
    assert [prediction.category for prediction in found] == [None, "promoter"]


def test_columns_keep_the_order_of_the_calls(call: Any, bad: Any) -> None:
    calls = [call("a"), call("b", bad), call("c")]
    scores = score_drivers(EmbeddedReader(), calls).scores
    assert (scores[0] == scores[2]).all()
    assert scores[1].sum() < scores[0].sum()
