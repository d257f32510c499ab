"""A ← B in the design: B may import A, never the other way round."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPLICATIONS = {"pulse_nps", "douane_rag", "anna_agents", "linkit_letters"}
ROOMS = {"language_models", "benchmarks", "praktijkbench", "fixtures"} | APPLICATIONS
ALLOWED = {
    "language_models": set(),
    "fixtures": set(),
    **{application: {"language_models"} for application in APPLICATIONS},
    "benchmarks": {"language_models", "fixtures"} | APPLICATIONS,
    "praktijkbench": {"language_models", "fixtures", "benchmarks"} | APPLICATIONS,
}


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported_rooms(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "absolute imports only, so that direction can be seen"
            names = [node.module or ""]
        else:
            continue
        for name in names:
            room = name.split(".")[0]
            if room in ROOMS:
                yield room, node.lineno


@pytest.mark.parametrize("room", sorted(room for room in ROOMS if (ROOT / room).is_dir()))
def test_a_room_imports_only_rooms_below_it(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {other}"
        for path in modules(room)
        for other, line in imported_rooms(ast.parse(path.read_text(encoding="utf-8")))
        if other != room and other not in ALLOWED[room]
    ]
    assert wrong == []


def test_every_room_with_code_is_watched() -> None:
    folders = {path.parent.relative_to(ROOT).parts[0] for path in ROOT.glob("*/*.py")}
    assert folders - {"tests"} <= ROOMS


def test_a_wrong_import_would_be_seen() -> None:
    tree = ast.parse("def f():\n    from benchmarks.statistics import holm\n")
    assert list(imported_rooms(tree)) == [("benchmarks", 2)]
