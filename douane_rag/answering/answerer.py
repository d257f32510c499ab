"""Answering a question from the handbooks: search, weigh the evidence, quote, verify."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from douane_rag.answering.answer import Answer, Piece, Quote
from douane_rag.answering.asked import Asked, asked_for, term_asked
from douane_rag.answering.conversation import standalone
from douane_rag.answering.definitions import DefinedTerms, ranked
from douane_rag.answering.evidence import DEPTH, EvidenceModel, evidence_model, see, word_weights
from douane_rag.answering.extracting import Extractor
from douane_rag.answering.tasks import AnswerItem, ComposedAnswer, Part, answer_task, passages_of
from douane_rag.answering.verifying import verified
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.documents.references import cross_references
from douane_rag.retrieval.retriever import Found, Hit, Retriever
from language_models.model import LanguageModel

SEARCHED = DEPTH
PASSAGES = 6
NEAREST = 3
MOST_QUOTED = 3
MOST_FURTHER = 5
MOST_DEFINITIONS = 2


class Answerer:
    """Answers from one index. The embedded model extracts; any other composes and is verified."""

    def __init__(
        self,
        retriever: Retriever,
        model: LanguageModel,
        *,
        quoted_from: float = 0.8,
        evidence: EvidenceModel | None = None,
    ) -> None:
        self.retriever = retriever
        self._model = model
        self._index = retriever.index
        self._extractor = Extractor(self._index.analyzer)
        self._terms = DefinedTerms(self._index.glossary, self._index.analyzer)
        self._quoted_from = quoted_from
        embedded = self._index.vectors is not None and retriever.strategy.method != "bm25"
        self._evidence = evidence or evidence_model(embedding=embedded)

    def ask(
        self, question: str, *, history: Sequence[str] = (), as_of: date | None = None
    ) -> Answer:
        """The answer as the text stands on the day `as_of` (today if None).

        `history` are the earlier questions of the conversation, oldest first.
        """
        alone = standalone(question, history, self._index.analyzer, self._model)
        found = self.retriever.search(
            alone.question, top_k=SEARCHED, as_of=as_of, carried=alone.carried
        )
        read_as = " · ".join((alone.question, *alone.carried))
        handbook = tuple(hit for hit in found.hits if hit.paragraph.source == "handbook")
        other = self._other(found, alone.question)
        chance = self._chance(found)
        if chance < self._evidence.threshold or not handbook:
            return Answer(False, (), handbook[:NEAREST], (), other, chance, 0, read_as)
        definitions = self._definitions(alone.question, handbook, as_of)
        pieces, dropped = self._composed(alone.question, found, handbook, definitions)
        if not any(piece.quote for piece in pieces):
            return Answer(False, (), handbook[:NEAREST], (), other, chance, dropped, read_as)
        quoted = [piece.quote.paragraph for piece in pieces if piece.quote is not None]
        further = self._further(quoted, as_of)
        return Answer(True, pieces, handbook[:NEAREST], further, other, chance, dropped, read_as)

    def _chance(self, found: Found) -> float:
        if any(hit.named for hit in found.hits):
            return 1.0
        if not found.hits:
            return 0.0
        return self._evidence.chance(see(found))

    def _composed(
        self, question: str, found: Found, hits: Sequence[Hit], definitions: Sequence[Quote]
    ) -> tuple[tuple[Piece, ...], int]:
        extracted = [*definitions, *self._extracted(question, found, hits, definitions)]
        passages = _distinct(
            [*(quote.paragraph for quote in definitions), *(hit.paragraph for hit in hits)]
        )[:PASSAGES]
        if self._model.spec == "embedded":
            return tuple(Piece(quote) for quote in extracted), 0
        item = AnswerItem(
            question,
            passages_of([(p.reference, p.text) for p in passages]),
            lambda: _as_composed(extracted, passages),
        )
        answer = self._model.ask(answer_task(), item)
        if answer.value is None or not answer.value.answered:
            return (), 0
        checked = verified(answer.value, passages, self._index.analyzer)
        return checked.pieces, checked.dropped

    def _extracted(
        self, question: str, found: Found, hits: Sequence[Hit], definitions: Sequence[Quote]
    ) -> Iterator[Quote]:
        asked = asked_for(question)
        weights = word_weights(found.query, self._index.lexical)
        defined = {(quote.paragraph.id, quote.start) for quote in definitions}
        for hit in self._worth_quoting(hits, asked, bool(definitions)):
            if hit.named:
                yield Quote(hit.paragraph, 0, len(hit.paragraph.text))
                continue
            for quote in self._extractor.quotes(hit.paragraph, found.query, weights, asked):
                if (hit.paragraph.id, quote.start) not in defined:
                    yield quote

    def _worth_quoting(
        self, hits: Sequence[Hit], asked: frozenset[Asked], defined: bool
    ) -> Sequence[Hit]:
        """The best paragraph, and those nearly as good; of a comparison the second too."""
        named = [hit for hit in hits if hit.named]
        if named:
            return named
        least = 2 if "comparison" in asked else 1
        best = hits[0].score
        good = [hit for hit in hits if hit.score >= self._quoted_from * best]
        return good[: MOST_QUOTED - defined] if len(good) > least else hits[:least]

    def _definitions(
        self, question: str, hits: Sequence[Hit], as_of: date | None
    ) -> tuple[Quote, ...]:
        term = term_asked(question)
        if term is None:
            return ()
        valid = self._index.valid_on(as_of or date.today())
        handbook = self._index.handbook
        found = [d for d in self._terms.of(term) if valid[d.place] and handbook[d.place]]
        places = {hit.place: rank for rank, hit in enumerate(hits)}
        parts = {hit.paragraph.path[0]: rank for rank, hit in reversed(list(enumerate(hits)))}
        by_part = sorted(
            ranked(found, places),
            key=lambda d: (
                places.get(d.place, len(places)),
                parts.get(self._index.paragraphs[d.place].path[0], len(parts)),
            ),
        )
        return tuple(
            Quote(self._index.paragraphs[d.place], d.start, d.end)
            for d in by_part[:MOST_DEFINITIONS]
        )

    def _other(self, found: Found, question: str) -> tuple[Quote, ...]:
        """Quotes of further sources, if one of them is as near as the best handbook paragraph."""
        weights = word_weights(found.query, self._index.lexical)
        asked = asked_for(question)
        near = [h for h in found.hits[:PASSAGES] if h.paragraph.source == "further"][:1]
        return tuple(
            quote
            for hit in near
            for quote in self._extractor.quotes(hit.paragraph, found.query, weights, asked)
        )

    def _further(self, quoted: Sequence[Paragraph], as_of: date | None) -> tuple[Paragraph, ...]:
        valid = self._index.valid_on(as_of or date.today())
        found = [
            self._index.paragraphs[place]
            for paragraph in _distinct(quoted)
            for _, places in cross_references(paragraph, self._index.references)
            for place in [p for p in places if valid[p]][:1]
        ]
        known = {paragraph.id for paragraph in quoted}
        return tuple(p for p in _distinct(found) if p.id not in known)[:MOST_FURTHER]


def _distinct(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    return list({(p.id, p.valid_from): p for p in paragraphs}.values())


def _as_composed(quotes: Sequence[Quote], passages: Sequence[Paragraph]) -> ComposedAnswer:
    numbers = {id(paragraph): n for n, paragraph in enumerate(passages, start=1)}
    return ComposedAnswer(
        answered=bool(quotes),
        parts=[
            Part(kind="quote", passage=numbers.get(id(q.paragraph)), text=q.text) for q in quotes
        ],
    )
