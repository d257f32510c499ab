"""The Douane suite on two tiny handbooks and a handful of questions, without any weights."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.douane import suite
from benchmarks.report import plots
from benchmarks.speed.handbooks_growth import HashedEmbedding
from douane_rag import opening

HANDBOOKS = {
    "2025-01-01/accijns.md": """\
# Handboek Accijns, onderdeel 30.01.00 Tarieven

## 1 Wijn

### 1.1 Tarief van wijn {#a-1.1}

De accijns op wijn bedraagt 80 euro per hectoliter.

### 1.2 Aangifte {#a-1.2}

De aangifte van accijns wordt elke maand gedaan.
""",
    "2026-01-01/accijns.md": """\
# Handboek Accijns, onderdeel 30.01.00 Tarieven

## 1 Wijn

### 1.1 Tarief van wijn {#a-1.1}

De accijns op wijn bedraagt 88 euro per hectoliter.

### 1.2 Aangifte {#a-1.2}

De aangifte van accijns wordt elke maand gedaan.
""",
    "2026-01-01/reizigers.md": """\
# Handboek Reizigers, onderdeel 40.01.00 Vrijstellingen

## 2 Goederen

### 2.1 Sigaretten {#r-2.1}

Een reiziger van buiten de Unie mag 200 sigaretten meenemen.

### 2.2 Vuurwerk {#r-2.2}

Vuurwerk mag een reiziger niet meenemen.
""",
}
WINE = {"quotes": ["De accijns op wijn bedraagt 88 euro"], "before": ["bedraagt 80 euro"]}
QUESTIONS: tuple[Mapping[str, Any], ...] = (
    {"id": "q1", "question": "Hoe hoog is de accijns op wijn?", "gold": ["a-1.1"], "group": "g",
     "kind": "amount", **WINE},
    {"id": "q2", "question": "accijns wijn hectoliter", "gold": ["a-1.1"], "group": "g",
     "kind": "amount", **WINE},
    {"id": "q3", "question": "Mag een reiziger vuurwerk meenemen?", "gold": ["r-2.2"],
     "kind": "exception", "quotes": ["Vuurwerk mag een reiziger niet meenemen."]},
    {"id": "q4", "question": "En sigaretten?", "gold": ["r-2.1"], "kind": "follow-up",
     "history": ["Mag een reiziger vuurwerk meenemen?"]},
    {"id": "q5", "question": "Hoeveel parkeerplaatsen heeft het douanekantoor?", "gold": [],
     "answerable": False, "kind": "unanswerable"},
)  # fmt: skip


@pytest.fixture
def unplotted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tornadoes of time saved are not drawn: they take longest, and have tests of their own."""
    monkeypatch.setattr(plots, "tornado", lambda *_, **__: "<svg/>")


@pytest.fixture
def write_questions(tmp_path: Path) -> Callable[[Sequence[Mapping[str, Any]]], Path]:
    """Writes questions as JSON Lines."""

    def write(questions: Sequence[Mapping[str, Any]]) -> Path:
        path = tmp_path / "questions.jsonl"
        path.write_text("".join(json.dumps(q) + "\n" for q in questions), encoding="utf-8")
        return path

    return write


@pytest.fixture
def write_handbooks(tmp_path: Path) -> Callable[..., Path]:
    """Writes a folder of handbooks, by default the tiny ones."""

    def write(files: Mapping[str, str] = HANDBOOKS, name: str = "handbooks") -> Path:
        for file, text in files.items():
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


@pytest.fixture
def tiny_suite(
    write_handbooks: Callable[..., Path],
    write_questions: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The suite looks at the tiny handbooks; its embedding is drawn from the texts' hashes."""
    monkeypatch.setattr(suite, "FIXTURES", tmp_path)
    monkeypatch.setattr(suite, "HANDBOOKS", write_handbooks())
    monkeypatch.setattr(suite, "QUESTIONS", write_questions(QUESTIONS))
    monkeypatch.setattr(opening, "chunk_minilm", HashedEmbedding)
    monkeypatch.setattr(opening, "open_embedding", lambda *_: HashedEmbedding())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
