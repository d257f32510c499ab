"""The sentences of a paragraph that answer a question, as exact spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from douane_rag.answering.answer import Quote
from douane_rag.answering.asked import ANSWERS, Asked
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.retrieval.query import Query
from douane_rag.text.sentences import Sentence, sentences
from douane_rag.text.words import Analyzer

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

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def quotes(
        self,
        paragraph: Paragraph,
        query: Query,
        weights: Mapping[str, float],
        asked: frozenset[Asked],
    ) -> list[Quote]:
        """The best sentences of a paragraph, neighbours joined, in the order of the text."""
        scored = self.scored(paragraph, query, weights, asked)
        if not scored:
            return []
        best = max(item.score for item in scored)
        by_score = sorted(range(len(scored)), key=lambda n: (-scored[n].score, n))
        chosen = {
            n for n in by_score[:MOST_SENTENCES] if best == 0 or scored[n].score >= NEAR_BEST * best
        }
        if best == 0:
            chosen = {0}
        chosen |= _lead_ins(scored, chosen)
        return list(_joined(paragraph, [s.sentence for s in scored], sorted(chosen)))

    def scored(
        self,
        paragraph: Paragraph,
        query: Query,
        weights: Mapping[str, float],
        asked: frozenset[Asked],
    ) -> list[Scored]:
        """Every sentence of the paragraph with its score."""
        titles = set(self._analyzer.terms(" ".join(paragraph.path)))
        total = sum(weights.values()) or 1.0
        return [
            Scored(sentence, self._score(sentence, titles, query, weights, asked) / total)
            for sentence in sentences(paragraph.text)
        ]

    def _score(
        self,
        sentence: Sentence,
        titles: set[str],
        query: Query,
        weights: Mapping[str, float],
        asked: frozenset[Asked],
    ) -> float:
        terms = set(self._analyzer.terms(sentence.text))
        score = 0.0
        for word, weight in weights.items():
            if query.words[word].keys() & terms:
                score += weight
            elif query.words[word].keys() & titles:
                score += TITLE * weight
        kinds = [kind for kind in asked if kind in ANSWERS]
        held = any(ANSWERS[kind].search(sentence.text) for kind in kinds)
        return score + (KIND * sum(weights.values()) if held else 0.0)


def _lead_ins(scored: Sequence[Scored], chosen: set[int]) -> set[int]:
    """The sentences that open the lists of which a line was chosen: "…: " before "- …"."""
    found = set()
    for n in chosen:
        before = n
        while before > 0 and (scored[before].sentence.item or scored[before].sentence.row):
            before -= 1
        if before < n and scored[before].sentence.text.endswith(":"):
            found.add(before)
        # The head of a table says what its cells are.
        if scored[n].sentence.row:
            head = n
            while head > 0 and scored[head - 1].sentence.row:
                head -= 1
            found.add(head)
    return found


def _joined(
    paragraph: Paragraph, every: Sequence[Sentence], chosen: Sequence[int]
) -> Sequence[Quote]:
    quotes: list[Quote] = []
    for n in chosen:
        if quotes and n > 0 and every[n - 1].end == quotes[-1].end:
            quotes[-1] = Quote(paragraph, quotes[-1].start, every[n].end)
        else:
            quotes.append(Quote(paragraph, every[n].start, every[n].end))
    return quotes
