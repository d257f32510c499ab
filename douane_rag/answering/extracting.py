"""The sentences of a paragraph that answer a question, as exact spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from douane_rag.answering.answer import Quote
from douane_rag.answering.asked import ANSWERS
from douane_rag.answering.matching import Matcher, ReadParagraph, Wanted
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.text.sentences import Sentence

WHOLE = 90
"""Words up to which a paragraph is quoted whole: shorter than what is lost by choosing wrongly."""

KIND = 0.35
"""What it adds to a sentence to hold the kind of thing that is asked, of the best coverage."""

TITLE = 0.4
NEAR_BEST = 0.6
MOST_SENTENCES = 3


@dataclass(frozen=True)
class Scored:
    """A sentence with how well it fits the question, 0 to about 1.4."""

    sentence: Sentence
    score: float


class Extractor:
    """Picks sentences by the question's words they express and the kind of answer they hold."""

    def __init__(self, matcher: Matcher, *, whole: int = WHOLE) -> None:
        self._matcher = matcher
        self._whole = whole

    def quotes(self, paragraph: Paragraph, wanted: Wanted) -> list[Quote]:
        """A short paragraph whole; of another the best sentences, neighbours joined."""
        read = self._matcher.read(paragraph)
        if not read.sentences:
            return []
        if len(paragraph.text.split()) <= self._whole:
            return [Quote(paragraph, read.sentences[0].start, read.sentences[-1].end)]
        scored = scores(read, wanted)
        best = max(item.score for item in scored)
        by_score = sorted(range(len(scored)), key=lambda n: (-scored[n].score, n))
        chosen = {
            n for n in by_score[:MOST_SENTENCES] if best == 0 or scored[n].score >= NEAR_BEST * best
        }
        if best == 0:
            chosen = {0}
        chosen |= _lead_ins(read.sentences, chosen)
        return _joined(paragraph, read.sentences, sorted(chosen))


def scores(read: ReadParagraph, wanted: Wanted) -> list[Scored]:
    """Every sentence of the paragraph with its score."""
    return [
        Scored(sentence, _score(sentence, terms, read.titles, wanted))
        for sentence, terms in zip(read.sentences, read.terms, strict=True)
    ]


def _score(
    sentence: Sentence, terms: frozenset[str], titles: frozenset[str], wanted: Wanted
) -> float:
    score = 0.0
    for word, weight in wanted.weights.items():
        here, above = wanted.expressed(word, terms), wanted.expressed(word, titles)
        score += weight * max(here, TITLE * above)
    kinds = [ANSWERS[kind] for kind in wanted.kinds if kind in ANSWERS]
    held = any(pattern.search(sentence.text) for pattern in kinds)
    return score / wanted.total + (KIND if held else 0.0)


def _lead_ins(every: Sequence[Sentence], chosen: set[int]) -> set[int]:
    """The sentences that open the lists of which a line was chosen: "…: " before "- …"."""
    found = set()
    for n in chosen:
        before = n
        while before > 0 and (every[before].item or every[before].row):
            before -= 1
        if before < n and every[before].text.endswith(":"):
            found.add(before)
        # The head of a table says what its cells are.
        if every[n].row:
            head = n
            while head > 0 and every[head - 1].row:
                head -= 1
            found.add(head)
    return found


def _joined(paragraph: Paragraph, every: Sequence[Sentence], chosen: Sequence[int]) -> list[Quote]:
    quotes: list[Quote] = []
    for n in chosen:
        if quotes and n > 0 and every[n - 1].end == quotes[-1].end:
            quotes[-1] = Quote(paragraph, quotes[-1].start, every[n].end)
        else:
            quotes.append(Quote(paragraph, every[n].start, every[n].end))
    return quotes
