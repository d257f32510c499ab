"""The answers of SmolLM2 that the repository holds still belong to today's calls and prompts."""

from typing import Any

import pytest

from benchmarks.pulse.data import fixture_data, stratified_sample
from language_models.registry import open_model
from language_models.settings import ModelSettings, Settings
from pulse_nps.settings import RECORDED
from pulse_nps.targets import NPS
from pulse_nps.tasks import category_task, drivers_task

SAMPLE = 150
ASKED_AGAIN = 4


def sample() -> list[Any]:
    data = fixture_data(repeats=1)
    by_id = {call.id: call for call in data.calls}
    return [by_id[call_id] for call_id in stratified_sample()[:SAMPLE]]


@pytest.mark.parametrize("task", [category_task(NPS), drivers_task()], ids=lambda task: task.name)
def test_every_question_of_the_sample_is_recorded(task: Any) -> None:
    model = open_model("smollm2", Settings(), replay=RECORDED)
    answers = [model.ask(task, call) for call in sample()]
    assert all(answer.replayed for answer in answers)


@pytest.mark.smollm2
@pytest.mark.timeout(600)
def test_smollm2_says_the_same_when_asked_again() -> None:
    pytest.importorskip("llama_cpp", reason="needs the extra smollm2")
    settings = Settings(models={"smollm2": ModelSettings(threads=1)})
    recorded = open_model("smollm2", settings, replay=RECORDED)
    fresh = open_model("smollm2", settings, fresh=True)
    same = 0
    for call in sample()[:ASKED_AGAIN]:
        for task in (category_task(NPS), drivers_task()):
            same += recorded.ask(task, call).value == fresh.ask(task, call).value
    # Another processor may round otherwise and turn a close choice; not most of them.
    assert same >= 2 * ASKED_AGAIN - 2
