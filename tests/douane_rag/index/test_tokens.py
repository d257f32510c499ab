"""Words are kept by the hash of their text, so that only changed text is taken apart again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index import tokens
from douane_rag.index.building import build_index
from douane_rag.index.tokens import read_tokens, tokens_of, word_frequencies, write_tokens
from douane_rag.text.words import words

Write = Callable[..., Path]
Build = Callable[..., Paragraph]
BODY = "# Boek\n\n## A\n\nDe accijns op wijn.\n\n## B\n\nDe aangifte is maandelijks.\n"


@pytest.fixture
def taken_apart(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were read word by word."""
    read: list[str] = []

    def counted(text: str) -> Iterator[str]:
        read.append(text)
        return words(text)

    monkeypatch.setattr(tokens, "words", counted)
    return read


def test_the_titles_count_double(paragraph: Build) -> None:
    [(_, found)] = tokens_of([paragraph("Per fles.", "Handboek", "Wijn")])
    assert found == "handboek wijn handboek wijn per fles"


def test_equal_texts_are_read_once_and_known_ones_never(
    paragraph: Build, taken_apart: list[str]
) -> None:
    same = [paragraph("Wijn."), paragraph("Wijn.", id="q"), paragraph("Bier.")]
    first = tokens_of(same)
    assert len(taken_apart) == 2
    assert tokens_of(same, dict(first)) == first
    assert len(taken_apart) == 2


def test_indexing_again_reads_only_the_changed_paragraph(
    write_corpus: Write, tmp_path: Path, taken_apart: list[str]
) -> None:
    build_index(write_corpus({"a.md": BODY}), tmp_path / "index", embedding=None)
    taken_apart.clear()
    changed = BODY.replace("maandelijks", "wekelijks")
    build_index(write_corpus({"a.md": changed}), tmp_path / "index", embedding=None)
    assert [text.splitlines()[-1] for text in taken_apart] == ["De aangifte is wekelijks."]


def test_other_reading_code_takes_every_text_apart_again(
    write_corpus: Write, tmp_path: Path, taken_apart: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_corpus({"a.md": BODY})
    build_index(folder, tmp_path / "index", embedding=None)
    taken_apart.clear()
    monkeypatch.setattr("douane_rag.index.reuse.reader", lambda: "other")
    build_index(folder, tmp_path / "index", embedding=None)
    assert len(taken_apart) == 2


@given(st.lists(st.text(max_size=40), max_size=6))
def test_no_word_holds_a_blank_so_that_none_is_lost_between_them(texts: list[str]) -> None:
    paragraphs = [Paragraph("p", text, ("Boek",), "Boek", "boek.md") for text in texts]
    for paragraph, (_, found) in zip(paragraphs, tokens_of(paragraphs), strict=True):
        assert found.split() == list(words(tokens.lexical_text(paragraph)))


def test_what_is_written_is_read_back(paragraph: Build, tmp_path: Path) -> None:
    found = tokens_of([paragraph("Eén café à 5%."), paragraph("✈"), paragraph("Bier.")])
    write_tokens(tmp_path / "t", [*found, found[0]])
    assert read_tokens(tmp_path / "t") == dict(found)
    assert len((tmp_path / "t").read_text(encoding="utf-8").splitlines()) == 3


def test_a_word_seen_once_has_no_frequency() -> None:
    assert word_frequencies([["wijn", "bier"], ["wijn"]]) == {"wijn": 2}
    assert word_frequencies([]) == {}
