"""An answer: quotes that are exact spans of stored paragraphs, each with its reference."""

from __future__ import annotations

from dataclasses import dataclass

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.retrieval.retriever import Hit


@dataclass(frozen=True)
class Quote:
    """The characters from `start` up to `end` of a paragraph, as they stand there."""

    paragraph: Paragraph
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.paragraph.text):
            raise ValueError(f"No span of {self.paragraph.id}: {self.start} to {self.end}")

    @property
    def text(self) -> str:
        """The words quoted."""
        return self.paragraph.text[self.start : self.end]


@dataclass(frozen=True)
class Piece:
    """A piece of an answer: a quote, or words between quotes that say nothing new."""

    quote: Quote | None = None
    phrase: str = ""


@dataclass(frozen=True)
class Answer:
    """What the handbooks say to a question.

    `answered` is false where the evidence is too thin; then there are no pieces, and `nearest`
    shows where it might stand. `further` are paragraphs that the quoted ones refer to, `other`
    quotes from sources beside the handbooks, never mixed with theirs. `evidence` is the
    estimated chance that the question can be answered; `dropped` counts sentences of a model
    that could not be verified. `read_as` is the question as it was read in its conversation.
    """

    answered: bool
    pieces: tuple[Piece, ...]
    nearest: tuple[Hit, ...]
    further: tuple[Paragraph, ...] = ()
    other: tuple[Quote, ...] = ()
    evidence: float = 0.0
    dropped: int = 0
    read_as: str = ""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes in the order of the answer."""
        return tuple(piece.quote for piece in self.pieces if piece.quote is not None)

    @property
    def text(self) -> str:
        """The answer as text: quotes in quotation marks, each followed by its reference."""
        if not self.answered:
            return "Dit staat niet in de handboeken."
        parts = []
        for piece in self.pieces:
            if piece.quote is None:
                parts.append(piece.phrase)
            else:
                parts.append(f"“{piece.quote.text}” ({piece.quote.paragraph.reference})")
        return "\n\n".join(parts)
