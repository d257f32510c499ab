"""How well a paragraph meets a question: its words, its letters, and the kind of thing asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log, sqrt

from douane_rag.answering.asked import ANSWERS, asked_for, term_asked
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.opened import HandbookIndex
from douane_rag.retrieval.query import Query
from douane_rag.text.sentences import Sentence, sentences
from douane_rag.text.words import STOPWORDS, words

GRAM = 4
KEPT = 4096
"""Paragraphs whose terms are kept for the next question."""

Letters = Mapping[str, float]


@dataclass(frozen=True)
class Wanted:
    """What a question wants: how much each of its words tells, and the kinds it asks for."""

    question: str
    query: Query
    weights: Mapping[str, float]
    kinds: frozenset[str]
    letters: Letters

    @property
    def total(self) -> float:
        """The weights together; 1 where there are none."""
        return sum(self.weights.values()) or 1.0

    def expressed(self, word: str, terms: frozenset[str]) -> float:
        """How well these terms express the word, 0 to 1.

        Wholly by the word itself; of a compound by the share of its parts, so that feed is not
        dog feed; by what it stands for in the handbooks as much as that counts in the search.
        """
        every = self.query.words[word]
        whole, *parts = self.query.plain.get(word) or every
        if whole in terms:
            return every[whole]
        of_parts = sum(part in terms for part in parts) / len(parts) if parts else 0.0
        meant = (every[term] for term in terms & every.keys() if term not in parts)
        return max(of_parts, max(meant, default=0.0))

    def covered(self, terms: frozenset[str]) -> float:
        """The share of what the question's words tell that these terms express, 0 to 1."""
        held = sum(weight * self.expressed(word, terms) for word, weight in self.weights.items())
        return held / self.total


@dataclass(frozen=True)
class ReadParagraph:
    """A paragraph's sentences with their terms, and the terms of its titles."""

    sentences: tuple[Sentence, ...]
    terms: tuple[frozenset[str], ...]
    titles: frozenset[str]
    letters: Letters

    @cached_property
    def every(self) -> frozenset[str]:
        """The terms of text and titles."""
        return self.titles.union(*self.terms)


class Matcher:
    """Reads questions and paragraphs of one index into what can be compared."""

    def __init__(self, index: HandbookIndex) -> None:
        self.index = index
        self.read = lru_cache(KEPT)(self._read)

    def wanted(self, question: str, query: Query, *, earlier: Sequence[str] = ()) -> Wanted:
        """What the question wants; `query` is how it was read for the search.

        Where the meaning of a term is asked only the term tells, not the words that ask. A
        follow-up that does not say what kind of thing it asks for asks for what the questions
        before it (`earlier`, oldest first) did.
        """
        term = set(words(term_asked(question) or "")) & query.words.keys()
        weights = {
            word: self._unknown() if word in query.corrected else self._weight(query.words[word])
            for word in term or query.words
        }
        kinds = next(
            (k for q in (question, *reversed(earlier)) if (k := asked_for(q))), frozenset()
        )
        return Wanted(question, query, weights, kinds, self._letters(query.words))

    def held(self, wanted: Wanted, read: ReadParagraph) -> float:
        """The share of the asked kinds that a sentence holds; half where none is asked."""
        kinds = [kind for kind in wanted.kinds if kind in ANSWERS]
        if not kinds:
            return 0.5
        found = [any(ANSWERS[k].search(s.text) for s in read.sentences) for k in kinds]
        return sum(found) / len(kinds)

    def near(self, wanted: Wanted, read: ReadParagraph) -> float:
        """How much of the question the best sentence that holds what is asked covers, 0 to 1."""
        covered = [wanted.covered(terms | read.titles) for terms in read.terms]
        kinds = [kind for kind in wanted.kinds if kind in ANSWERS]
        if not kinds:
            return max(covered, default=0.0)
        best = [
            max((c for c, s in zip(covered, read.sentences, strict=True)
                 if ANSWERS[kind].search(s.text)), default=0.0)
            for kind in kinds
        ]  # fmt: skip
        return sum(best) / len(best)

    def _weight(self, terms: Mapping[str, float]) -> float:
        lexical = self.index.lexical
        known = (lexical.idf(term) for term in terms if term in lexical)
        return max(terms.values()) * min(known, default=self._unknown())

    def _unknown(self) -> float:
        """What a word tells that no handbook has; what it was read as instead is a guess."""
        return self.index.lexical.idf("")

    def _read(self, paragraph: Paragraph) -> ReadParagraph:
        every = sentences(paragraph.text)
        terms = self.index.analyzer.terms
        title = " ".join(paragraph.path[1:]) or paragraph.title
        return ReadParagraph(
            every,
            tuple(frozenset(terms(sentence.text)) for sentence in every),
            frozenset(terms(title)),
            self._letters(words(f"{title} {paragraph.text}")),
        )

    def _letters(self, found: Iterable[str]) -> Letters:
        """Grams of four letters with their tf-idf, of length 1: "kado's" is near "kado"."""
        counts = Counter(gram for word in found if word not in STOPWORDS for gram in _grams(word))
        total = sum(self.index.frequencies.values()) or 1
        weights = {
            gram: (1 + log(count)) * log(1 + total / (1 + self._gram_counts[gram]))
            for gram, count in counts.items()
        }
        length = sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}

    @cached_property
    def _gram_counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for word, count in self.index.frequencies.items():
            for gram in _grams(word):
                counts[gram] += count
        return counts


def alike(one: Letters, other: Letters) -> float:
    """The cosine of two texts' grams."""
    return sum(weight * other[gram] for gram, weight in one.items() if gram in other)


def _grams(word: str) -> set[str]:
    marked = f"^{word}$"
    return {marked[n : n + GRAM] for n in range(max(1, len(marked) - GRAM + 1))}
