"""Chunks hold whole sentences, and all of a paragraph."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from douane_rag.documents.chunks import chunks_of
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.text.sentences import sentences

TEXTS = st.text(alphabet="ab. \n!?1)-|", min_size=1, max_size=200).filter(str.strip)


@given(TEXTS, st.integers(1, 20))
def test_chunks_are_whole_sentences_and_lose_none(text: str, words: int) -> None:
    chunks = chunks_of([Paragraph("p", text, ("A", "B"), "A", "a.md")], words=words)
    starts = {sentence.start for sentence in sentences(text)}
    ends = {sentence.end for sentence in sentences(text)}
    assert all(chunk.start in starts and chunk.end in ends for chunk in chunks)
    kept = "".join(text[chunk.start : chunk.end] for chunk in chunks)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(chunks))


@given(TEXTS, st.integers(1, 20))
def test_only_a_single_sentence_may_be_longer_than_a_chunk(text: str, words: int) -> None:
    for chunk in chunks_of([Paragraph("p", text, ("A",), "A", "a.md")], words=words):
        span = text[chunk.start : chunk.end]
        inside = [s for s in sentences(text) if chunk.start <= s.start < chunk.end]
        assert len(span.split()) <= words or len(inside) == 1


@pytest.mark.parametrize(
    ("path", "head"),
    [
        (("Handboek", "1 Deel", "1.1 Kern"), "Handboek. Kern"),
        (("Handboek VGEM, onderdeel 10.06.00 Wapens", "2. Doel"), "Wapens. Doel"),
        (("Handboek VGEM, onderdeel 10.06.00",), "Handboek VGEM, onderdeel 10.06.00"),
        (("Algemene douanewet", "Artikel 1:23"), "Algemene douanewet. Artikel 1:23"),
        (("Boek", "12"), "Boek. 12"),
    ],
)
def test_a_chunk_is_headed_by_what_its_part_and_its_own_title_are_about(
    paragraph: Callable[..., Paragraph], path: tuple[str, ...], head: str
) -> None:
    (chunk,) = chunks_of([paragraph("Tekst.", *path)], words=90)
    assert chunk.text == f"{head}. Tekst."


def test_equal_chunks_share_a_key_and_others_do_not(paragraph: Callable[..., Paragraph]) -> None:
    given = [paragraph("Tekst."), paragraph("Tekst."), paragraph("Anders.")]
    first, second, third = chunks_of(given, words=90)
    assert (first.place, second.place, third.place) == (0, 1, 2)
    assert first.key == second.key != third.key
