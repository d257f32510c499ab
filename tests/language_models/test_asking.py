from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from language_models.answer import Usage
from language_models.asking import Prices, ask_all
from language_models.backends.embedded import EmbeddedReader
from language_models.backends.scripted import ScriptedBackend, scripted_model
from language_models.errors import ModelUnavailable
from language_models.model import NoAnswer

GOOD = {"mood": 1}


def test_the_embedded_reader_answers_without_tokens_or_cost(mood_task: Any) -> None:
    answer = EmbeddedReader().ask(mood_task, "four")
    assert answer.value == mood_task.answer(mood=4)
    assert (answer.usage.prompt_tokens, answer.usage.cost, answer.replayed) == (0, 0.0, False)


def test_a_scripted_model_answers_in_order_and_keeps_what_it_was_asked(mood_task: Any) -> None:
    model = scripted_model([GOOD, '```json\n{"mood": 2}\n```'])
    moods = [model.ask(mood_task, text).value for text in "ab"]
    assert moods == [mood_task.answer(mood=1), mood_task.answer(mood=2)]
    assert isinstance(model.backend, ScriptedBackend)
    assert model.backend.asked[1][-1].content == "What is the mood of: b"


def test_an_answer_that_does_not_fit_is_asked_once_more(mood_task: Any) -> None:
    answer = scripted_model([{"mood": "low"}, GOOD]).ask(mood_task, "a")
    assert (answer.value, answer.attempts) == (mood_task.answer(mood=1), 2)


def test_after_two_wrong_answers_the_question_is_unanswered(mood_task: Any) -> None:
    model = scripted_model(["no", "no", GOOD])
    answer = model.ask(mood_task, "a")
    assert (answer.value, answer.attempts) == (None, 2)
    assert answer.error == ("no valid answer, also when re-asked: it holds no complete JSON object")


def test_a_backend_without_an_answer_leaves_the_question_unanswered(mood_task: Any) -> None:
    answer = scripted_model([NoAnswer("too slow")]).ask(mood_task, "a")
    assert (answer.value, answer.error) == (None, "too slow")


def test_costs_are_unknown_without_prices_and_nothing_at_price_zero() -> None:
    assert Prices().cost(10, 10) is None
    assert Prices(1.0, 2.0).cost(None, 10) is None
    assert Prices(0.0, 0.0).cost(None, None) == 0.0
    assert Prices(1.0, 2.0).cost(1_000_000, 500_000) == 2.0


def test_usage_adds_up_and_an_unknown_part_makes_the_whole_unknown() -> None:
    total = Usage(1, 2, 0.5, None) + Usage(10, 20, 1.5, 3.0)
    assert total == Usage(11, 22, 2.0, None)


def test_at_most_the_models_concurrency_is_in_flight_and_nothing_is_lost(mood_task: Any) -> None:
    lock, now, most = threading.Lock(), 0, 0

    class Counting:
        spec, sample, concurrency = "counting", None, 5

        def ask(self, task: Any, item: Any, *, trial: int = 0) -> Any:
            nonlocal now, most
            with lock:
                now += 1
                most = max(most, now)
            time.sleep(0.002)
            with lock:
                now -= 1
            return EmbeddedReader().ask(task, item)

    items = [f"{number}" for number in range(200)]
    answers = dict(ask_all(Counting(), mood_task, items))
    assert sorted(answers) == list(range(200))
    assert most == 5
    now = most = 0
    assert len(list(ask_all(Counting(), mood_task, items[:30], jobs=2))) == 30
    assert most == 2


def test_a_model_that_answers_one_at_a_time_is_asked_in_order_in_this_thread(
    mood_task: Any,
) -> None:
    threads = set()

    class OneAtATime(EmbeddedReader):
        def ask(self, task: Any, item: Any, *, trial: int = 0) -> Any:
            threads.add(threading.get_ident())
            return super().ask(task, item)

    positions = [position for position, _ in ask_all(OneAtATime(), mood_task, "abcdef", jobs=4)]
    assert positions == list(range(6))
    assert threads == {threading.get_ident()}


def test_no_items_give_no_answers(mood_task: Any) -> None:
    assert list(ask_all(scripted_model([], concurrency=3), mood_task, [])) == []


@pytest.mark.parametrize("concurrency", [1, 3])
def test_an_exception_stops_the_asking_and_is_raised(mood_task: Any, concurrency: int) -> None:
    asked = []

    def fail_at_ten(messages: Any) -> Any:
        asked.append(1)
        return ModelUnavailable("server gone") if len(asked) == 10 else GOOD

    model = scripted_model(fail_at_ten, concurrency=concurrency)
    with pytest.raises(ModelUnavailable, match="server gone"):
        list(ask_all(model, mood_task, [str(n) for n in range(500)]))
    assert len(asked) < 60


def test_a_reader_that_stops_early_stops_the_asking(mood_task: Any) -> None:
    asked = []

    def slowly(messages: Any) -> Any:
        asked.append(1)
        time.sleep(0.001)
        return GOOD

    answers = ask_all(scripted_model(slowly, concurrency=3), mood_task, ["a"] * 500)
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert len(asked) < 60
