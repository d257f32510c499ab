"""Answering a question from the handbooks: search, weigh the evidence, quote, verify."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from douane_rag.answering.answer import Answer, Piece, Quote
from douane_rag.answering.asked import term_asked
from douane_rag.answering.conversation import standalone
from douane_rag.answering.definitions import DefinedTerms, whole
from douane_rag.answering.definitions import ranked as ranked_definitions
from douane_rag.answering.evidence import DEPTH, EvidenceModel, evidence_model, see
from douane_rag.answering.extracting import Extractor
from douane_rag.answering.matching import Matcher, Wanted
from douane_rag.answering.ranking import Ranked, RankingModel, ranked, ranking_model
from douane_rag.answering.tasks import AnswerItem, ComposedAnswer, Part, answer_task, passages_of
from douane_rag.answering.verifying import verified
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.documents.references import cross_references
from douane_rag.retrieval.retriever import Found, Hit, Retriever
from language_models.model import LanguageModel

SEARCHED = DEPTH
PASSAGES = 6
NEAREST = 3
MOST_QUOTED = 2
MOST_FURTHER = 5
MOST_DEFINITIONS = 2


class Answerer:
    """Answers from one index. The embedded model extracts; any other composes and is verified."""

    def __init__(
        self,
        retriever: Retriever,
        model: LanguageModel,
        *,
        ranking: RankingModel | None = None,
        evidence: EvidenceModel | None = None,
    ) -> None:
        self.retriever = retriever
        self._model = model
        self._index = retriever.index
        self._matcher = Matcher(self._index)
        self._extractor = Extractor(self._matcher)
        self._terms = DefinedTerms(self._index.glossary, self._index.analyzer)
        self._ranking = ranking or ranking_model()
        self._evidence = evidence or evidence_model()

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
        earlier = history if alone.carried else ()
        wanted = self._matcher.wanted(alone.question, found.query, earlier=earlier)
        other = self._other(found, wanted)
        hits = tuple(hit for hit in found.hits if hit.paragraph.source == "handbook")
        chance = self._chance(wanted, found)
        best = self._ranked(wanted, hits)
        nearest = tuple(item.hit for item in best[:NEAREST])
        if chance < self._evidence.threshold or not best:
            return Answer(False, (), nearest, (), other, chance, 0, read_as)
        definitions = self._definitions(alone.question, best, as_of)
        pieces, dropped = self._composed(wanted, best, definitions)
        if not any(piece.quote for piece in pieces):
            return Answer(False, (), nearest, (), other, chance, dropped, read_as)
        quoted = [piece.quote.paragraph for piece in pieces if piece.quote is not None]
        further = self._further(quoted, as_of)
        return Answer(True, pieces, nearest, further, other, chance, dropped, read_as)

    def _chance(self, wanted: Wanted, found: Found) -> float:
        if any(hit.named and hit.paragraph.source == "handbook" for hit in found.hits):
            return 1.0
        seen = [hit for hit in found.by_words if hit.paragraph.source == "handbook"]
        return self._evidence.chance(see(wanted, seen, self._matcher)) if seen else 0.0

    def _ranked(self, wanted: Wanted, hits: Sequence[Hit]) -> list[Ranked]:
        """Those that the question names first; a cross-encoder's order is left as it is.

        Its points are not ours: then only the best is near enough to be quoted.
        """
        named = [Ranked(hit, 0.0) for hit in hits if hit.named]
        others = [hit for hit in hits if not hit.named]
        if self.retriever.strategy.rerank:
            apart = 2 * self._ranking.near_best
            return [*named, *(Ranked(hit, -apart * n) for n, hit in enumerate(others))]
        return [*named, *ranked(wanted, others, self._matcher, self._ranking)]

    def _composed(
        self, wanted: Wanted, best: Sequence[Ranked], definitions: Sequence[Quote]
    ) -> tuple[tuple[Piece, ...], int]:
        extracted = [*definitions, *self._extracted(wanted, best, definitions)]
        if self._model.spec == "embedded":
            return tuple(Piece(quote) for quote in extracted), 0
        passages = _distinct(
            [*(quote.paragraph for quote in definitions), *(r.hit.paragraph for r in best)]
        )[:PASSAGES]
        item = AnswerItem(
            wanted.question,
            passages_of([(p.reference, p.text) for p in passages]),
            lambda: _as_composed(extracted, passages),
        )
        answer = self._model.ask(answer_task(), item)
        if answer.value is None or not answer.value.answered:
            return (), 0
        checked = verified(answer.value, passages, self._index.analyzer)
        return checked.pieces, checked.dropped

    def _extracted(
        self, wanted: Wanted, best: Sequence[Ranked], definitions: Sequence[Quote]
    ) -> Iterator[Quote]:
        for item in self._worth_quoting(best, wanted, len(definitions)):
            paragraph = item.hit.paragraph
            if item.hit.named:
                yield Quote(paragraph, 0, len(paragraph.text))
                continue
            for quote in self._extractor.quotes(paragraph, wanted):
                if not any(_within(quote, defined) for defined in definitions):
                    yield quote

    def _worth_quoting(
        self, best: Sequence[Ranked], wanted: Wanted, defined: int
    ) -> Sequence[Ranked]:
        """The best paragraph, and one nearly as good; of a comparison the second too."""
        named = [item for item in best if item.hit.named]
        if named:
            return named
        least = 2 if "comparison" in wanted.kinds else 1
        near = best[0].points - self._ranking.near_best
        good = [item for item in best if item.points >= near]
        return best[: max(least, min(len(good), MOST_QUOTED))]

    def _definitions(
        self, question: str, best: Sequence[Ranked], as_of: date | None
    ) -> tuple[Quote, ...]:
        term = term_asked(question)
        if term is None:
            return ()
        valid = self._index.valid_on(as_of or date.today())
        handbook = self._index.handbook
        found = [d for d in self._terms.of(term) if valid[d.place] and handbook[d.place]]
        hits = [item.hit for item in best]
        places = {hit.place: rank for rank, hit in enumerate(hits)}
        parts = {hit.paragraph.path[0]: rank for rank, hit in reversed(list(enumerate(hits)))}
        by_part = sorted(
            ranked_definitions(found, places),
            key=lambda d: (
                places.get(d.place, len(places)),
                parts.get(self._index.paragraphs[d.place].path[0], len(parts)),
            ),
        )
        return tuple(
            Quote(paragraph := self._index.paragraphs[d.place], d.start, whole(d, paragraph))
            for d in by_part[:MOST_DEFINITIONS]
        )

    def _other(self, found: Found, wanted: Wanted) -> tuple[Quote, ...]:
        """Quotes of further sources, if one of them is as near as the best handbook paragraph."""
        near = [h for h in found.hits[:PASSAGES] if h.paragraph.source == "further"][:1]
        return tuple(q for hit in near for q in self._extractor.quotes(hit.paragraph, wanted))

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


def _within(quote: Quote, other: Quote) -> bool:
    """Whether a quote says nothing that the other does not."""
    return (
        quote.paragraph is other.paragraph and other.start <= quote.start and quote.end <= other.end
    )


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
