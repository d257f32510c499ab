"""A letter as sentences with their evidence, in paragraphs, lists and a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from linkit_letters.documents.source import Span

Style = Literal["formal", "informal", "english"]
STYLES: tuple[Style, ...] = ("formal", "informal", "english")
About = Literal["frame", "client", "candidate", "gap"]


@dataclass(frozen=True)
class Sentence:
    """One sentence; what is about the candidate carries the words it rests on."""

    text: str
    about: About = "frame"
    evidence: tuple[Span, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The sentence as `evidence.json` holds it."""
        return {
            "text": self.text,
            "about": self.about,
            "evidence": [span.as_json() for span in self.evidence],
        }


@dataclass(frozen=True)
class Paragraph:
    """Sentences that run on."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Glance:
    """The table of what is asked and what is shown; a row is (asked, sign, sentence)."""

    head: tuple[str, str]
    rows: tuple[tuple[str, str, Sentence], ...]


Block: TypeAlias = Paragraph | Glance


@dataclass(frozen=True)
class Letter:
    """A whole letter."""

    style: Style
    subject: str
    blocks: tuple[Block, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in its order."""
        return tuple(_sentences(self.blocks))

    def without(self, texts: frozenset[str]) -> Letter:
        """The letter without these sentences; what becomes empty goes too."""
        kept: list[Block] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                rest = tuple(s for s in block.sentences if s.text not in texts)
                if rest:
                    kept.append(Paragraph(rest))
            else:
                rows = tuple(row for row in block.rows if row[2].text not in texts)
                if rows:
                    kept.append(replace(block, rows=rows))
        return replace(self, blocks=tuple(kept))


def _sentences(blocks: tuple[Block, ...]) -> Iterator[Sentence]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.sentences
        else:
            yield from (sentence for _, _, sentence in block.rows)
