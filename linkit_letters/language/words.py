"""Word lists, read once from `vocabulary/`."""

from __future__ import annotations

from pathlib import Path

VOCABULARY = Path(__file__).parent / "vocabulary"


def words_of(name: str) -> frozenset[str]:
    """Every word of a list; lines that begin with # are remarks."""
    return frozenset(word for line in lines_of(name) for word in line.split())


def lines_of(name: str) -> list[str]:
    """The lines of a list that hold something, without remarks."""
    text = (VOCABULARY / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def groups_of(name: str) -> dict[str, str]:
    """Word → first word of its line."""
    found: dict[str, str] = {}
    for line in lines_of(name):
        first, *others = line.split()
        for word in (first, *others):
            found.setdefault(word, first)
    return found


FUNCTION_WORDS = words_of("function_words.txt")
SYNONYMS = groups_of("synonyms.txt")
