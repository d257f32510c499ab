from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from language_models.task import Prompt, Task

PROMPT = "# system\nYou answer in JSON.\n# user\nWhat is the mood of: {{ text }}\n"


class Mood(BaseModel):
    model_config = ConfigDict(extra="forbid")
    mood: int


@pytest.fixture
def mood_task(tmp_path: Path) -> Task[str, Mood]:
    path = tmp_path / "mood.md"
    path.write_text(PROMPT, encoding="utf-8")
    return Task(
        name="test.mood",
        prompt=Prompt.from_file(path),
        variables=lambda text: {"text": text},
        answer=Mood,
        embedded=lambda text: Mood(mood=len(text)),
    )
