"""What is written down for each question: how every row ranks, what is answered, what it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeAlias

import numpy as np

from benchmarks.douane.keyword import KeywordSearch, Searched
from benchmarks.douane.ranking import DEPTH, Ranked, gold_documents, judged
from douane_rag.answering.answer import Answer
from douane_rag.answering.answerer import Answerer
from douane_rag.answering.conversation import standalone
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.questions import Question
from douane_rag.retrieval.retriever import Retriever, Strategy
from language_models.backends.embedded import EmbeddedReader

Line: TypeAlias = dict[str, Any]
KEYWORD = "keyword"
OPENED_AT_MOST = 20
NEARLY = 0.9
PLAIN = Strategy("bm25", parts=0.0, expand=False)


@dataclass(frozen=True)
class RetrievalRow:
    """A way to find paragraphs; without a strategy it is keyword search."""

    name: str
    title: str
    strategy: Strategy | None
    rewritten: bool = True


def retrieval_rows(tuned: Strategy) -> tuple[RetrievalRow, ...]:
    """The rows of the table; `tuned` is the strategy that the assistant itself uses."""
    hybrid = replace(tuned, rerank=False)
    rows = [
        RetrievalRow(KEYWORD, "Keyword search, in book order", None),
        RetrievalRow("bm25", "BM25, Dutch stems and compounds", PLAIN),
        RetrievalRow("expanded", "BM25 with expansion and parts", Strategy("bm25")),
        RetrievalRow("dense", "Dense", Strategy("dense", parts=0.0, expand=False)),
        RetrievalRow("rrf", "Reciprocal rank fusion", _fused("rrf", 0.5)),
        RetrievalRow("min_max", "Min-max fusion, equal weights", _fused("min_max", 0.5)),
        RetrievalRow("tuned", "Min-max fusion, tuned weight", _fused("min_max", tuned.weight)),
        RetrievalRow("hybrid", "Tuned hybrid with expansion and parts", hybrid),
        RetrievalRow("hybrid_alone", "… follow-ups read without history", hybrid, False),
    ]
    if tuned.rerank:
        rows.append(RetrievalRow("reranked", "… with the reranker", tuned))
    return tuple(rows)


def _fused(fusion: Any, weight: float) -> Strategy:
    return Strategy(fusion=fusion, weight=weight, parts=0.0, expand=False)


class Examiner:
    """Asks one index the questions, as its text stands on the day `as_of`."""

    def __init__(self, retriever: Retriever, *, as_of: date | None = None) -> None:
        self._retriever = retriever
        self._paragraphs = retriever.index.paragraphs
        self._day = as_of or date.today()
        self._valid = [int(n) for n in np.flatnonzero(retriever.index.valid_on(self._day))]
        self._day_before = _last_day_of_text_before(self._paragraphs, self._day)
        self._documents = gold_documents(self._paragraphs)
        self._keyword = KeywordSearch(self._paragraphs, self._valid)

    def rankings(
        self, row: RetrievalRow, questions: Sequence[Question], advance: Callable[[], None]
    ) -> Iterator[Line]:
        """One line per answerable question: the row's metrics for it."""
        asked = [question for question in questions if question.answerable]
        ranked = []
        for question in asked:
            ranked.append(Ranked(question, self._ranked(row, question)))
            advance()
        scores = judged(ranked, self._documents)
        for question in asked:
            yield {"row": row.name, "id": question.id, "kind": question.kind, **scores[question.id]}

    def _ranked(self, row: RetrievalRow, question: Question) -> list[Paragraph]:
        if row.strategy is None:
            found = self._keyword.search(question.question).places[:DEPTH]
            return [self._paragraphs[place] for place in found]
        history = question.history if row.rewritten else ()
        analyzer = self._retriever.index.analyzer
        alone = standalone(question.question, history, analyzer, EmbeddedReader())
        found_by = self._retriever.search(
            alone.question,
            top_k=DEPTH,
            as_of=self._day,
            carried=alone.carried,
            strategy=row.strategy,
        )
        return [hit.paragraph for hit in found_by.hits]

    def answered(self, answerer: Answerer, question: Question) -> Line:
        """What was answered, judged against the gold, and how it is looked up by hand."""
        return {**self.judged(answerer, question), **self._by_hand(question)}

    def judged(self, answerer: Answerer, question: Question) -> Line:
        """What was answered, judged against the gold."""
        answer = answerer.ask(question.question, history=question.history, as_of=self._day)
        return {
            "id": question.id,
            "kind": question.kind,
            "group": question.group,
            "answerable": question.answerable,
            "answered": answer.answered,
            "evidence": answer.evidence,
            "dropped": answer.dropped,
            **self._judged(question, answer),
            **self._earlier(answerer, question, answer),
        }

    def _judged(self, question: Question, answer: Answer) -> Line:
        cited = {quote.paragraph.id: quote.paragraph for quote in answer.quotes}
        good = [p for p in cited.values() if any(p.covered_by(g) for g in question.gold)]
        named = [g for g in question.gold if any(p.covered_by(g) for p in cited.values())]
        recall = float(bool(named)) if question.alternatives else _share(named, question.gold)
        texts = [_flat(quote.text) for quote in answer.quotes]
        stale = [words for words in question.before if any(_flat(words) in text for text in texts)]
        return {
            "exact": sum(q.paragraph.text[q.start : q.end] == q.text for q in answer.quotes),
            "quotes": len(answer.quotes),
            "cited": sorted(cited),
            "citation_precision": _share(good, list(cited)) if cited else None,
            "citation_recall": recall if question.answerable else None,
            "answer_found": _found(question, texts),
            "stale": len(stale),
            "invalid": sum(not q.paragraph.valid_on(self._day) for q in answer.quotes),
            "answer_words": sum(len(text.split()) for text in texts),
            "source_words": [len(p.text.split()) for p in cited.values()],
        }

    def _earlier(self, answerer: Answerer, question: Question, answer: Answer) -> Line:
        """Where the answer changed: what was answered on the last day of the text before."""
        if not question.before or self._day_before is None:
            return {}
        before = answerer.ask(question.question, history=question.history, as_of=self._day_before)
        old, new = ([_flat(q.text) for q in a.quotes] for a in (before, answer))
        return {
            "earlier": {
                "answered": before.answered and answer.answered,
                "differs": old != new,
                "invalid": sum(not q.paragraph.valid_on(self._day_before) for q in before.quotes)
                + sum(not q.paragraph.valid_on(self._day) for q in answer.quotes),
                "old_found": _held(question.before, old) / len(question.before),
                "new_found": _found(question, new),
            }
        }

    def _by_hand(self, question: Question) -> Line:
        parts = {self._documents[gold] for gold in question.gold if gold in self._documents}
        within = {
            place
            for place in self._valid
            if self._paragraphs[place].document.rsplit("/", 1)[-1] in parts
        }
        text = question.question
        return {
            "question_words": len(text.split()),
            "newcomer": self._opened(question, self._keyword.search(text)),
            "experienced": self._opened(question, self._keyword.search(text, within=within)),
        }

    def _opened(self, question: Question, searched: Searched) -> Line:
        opened: list[int] = []
        for place in searched.places[:OPENED_AT_MOST]:
            paragraph = self._paragraphs[place]
            opened.append(len(paragraph.text.split()))
            if any(paragraph.covered_by(gold) for gold in question.gold):
                return {"queries": searched.queries, "opened": opened, "found": True}
        return {"queries": searched.queries, "opened": opened, "found": False}


def _found(question: Question, texts: Sequence[str]) -> float | None:
    """The share of the gold quotes whose words, nearly all, stand in one quote of the answer."""
    if not question.answerable or not question.quotes:
        return None
    held = _held(question.quotes, texts)
    return float(held > 0) if question.alternatives else held / len(question.quotes)


def _held(quotes: Sequence[str], texts: Sequence[str]) -> int:
    """How many of the quotes stand, nearly all their words, in one of the texts."""
    held = 0
    for quote in quotes:
        gold = set(_flat(quote).split())
        held += any(len(gold & set(text.split())) >= NEARLY * len(gold) for text in texts)
    return held


def _last_day_of_text_before(paragraphs: Sequence[Paragraph], day: date) -> date | None:
    """The day before the newest edition that applies on `day` began; None if there is but one."""
    starts = {p.valid_from for p in paragraphs if p.valid_from and p.valid_from <= day}
    last = max(starts, default=None)
    earlier = None if last is None else last - timedelta(days=1)
    return earlier if earlier and any(p.valid_on(earlier) for p in paragraphs) else None


def _share(part: Sequence[object], whole: Sequence[object]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _flat(text: str) -> str:
    return " ".join(text.split())
