"""What holds for every test: no money is spent, nothing of the user's is touched."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_record(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAKTIJKBENCH_RECORD", str(tmp_path_factory.mktemp("record") / "answers"))
    monkeypatch.delenv("PRAKTIJKBENCH_CONFIG", raising=False)


@pytest.fixture
def fixtures_folder() -> Path:
    return Path(__file__).resolve().parent.parent / "fixtures" / "pulse"
