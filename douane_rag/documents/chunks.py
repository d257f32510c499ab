"""Paragraphs as chunks for the embedding: whole sentences, with the titles they stand under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.documents.references import NUMBERED, PART
from douane_rag.text.sentences import sentences

CHUNKER = "sentences-3"
"""Changes whenever the chunks of the same paragraph would; part of an index's fingerprint."""


@dataclass(frozen=True)
class Chunk:
    """A span of the paragraph at `place`, and the text that is embedded for it."""

    place: int
    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        """What names its vector: the same text has the same vector."""
        return sha256(self.text.encode()).hexdigest()[:32]


def chunks_of(paragraphs: Sequence[Paragraph], *, words: int) -> tuple[Chunk, ...]:
    """Every paragraph in chunks of at most about `words` words, each headed by its titles."""
    return tuple(
        chunk
        for place, paragraph in enumerate(paragraphs)
        for chunk in _chunks(paragraph, place, words)
    )


def _chunks(paragraph: Paragraph, place: int, most: int) -> Iterator[Chunk]:
    head = ". ".join((_subject(paragraph.path[0]), *map(_subject, paragraph.path[1:][-1:])))
    for start, end in _spans(paragraph.text, most):
        yield Chunk(place, start, end, f"{head}. {paragraph.text[start:end]}")


def _subject(title: str) -> str:
    """A title without handbook, part and number, which tell an embedding nothing."""
    part = PART.search(title)
    bare = title[part.end() :] if part else NUMBERED.sub("", title)
    return bare.strip(" ,:.–-") or title


def _spans(text: str, most: int) -> Iterator[tuple[int, int]]:
    start: int | None = None
    end = count = 0
    for sentence in sentences(text):
        size = len(sentence.text.split())
        if start is not None and count + size > most:
            yield start, end
            start, count = None, 0
        if start is None:
            start = sentence.start
        end, count = sentence.end, count + size
    if start is not None:
        yield start, end
