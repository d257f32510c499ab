from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COMMANDS = {
    "predict": ("pulse", "predict", "--prototype", "1", "--calls"),
    "drivers": ("pulse", "drivers", "--calls"),
    "evaluate": ("pulse", "evaluate", "--json", "-", "--calls"),
}


@pytest.fixture
def train(call_lines: Any, write_calls: Any) -> Path:
    return write_calls(call_lines(30), "train.jsonl")  # type: ignore[no-any-return]


@pytest.fixture(params=COMMANDS)
def with_calls(
    request: pytest.FixtureRequest, praktijkbench: Any, train: Path
) -> Callable[..., Any]:
    """Each command that reads calls: `with_calls(path, "--model", "mine")`."""
    further = ("--train", train) if request.param == "evaluate" else ()

    def call(path: object, *arguments: object, stdin: bytes = b"") -> Any:
        return praktijkbench(*COMMANDS[request.param], path, *further, *arguments, stdin=stdin)

    return call


@pytest.fixture
def configure(tmp_path: Path) -> Callable[[str], Path]:
    """Writes praktijkbench.toml into the folder where the test runs."""

    def write(text: str) -> Path:
        path = tmp_path / "praktijkbench.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
