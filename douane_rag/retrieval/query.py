"""A question as weighted terms: its own words, and what they stand for in the handbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from douane_rag.index.lexical import Alternatives
from douane_rag.index.opened import HandbookIndex
from douane_rag.text.glossary import Glossary
from douane_rag.text.thesaurus import thesaurus
from douane_rag.text.words import STOPWORDS, words

LONGEST_QUESTION = 2_000
"""Characters of a question that are read; nobody asks more in one go."""

ABBREVIATED = 0.7
MEANT = 0.6
CORRECTED = 0.8
CARRIED = 0.7
SHORTEST_CORRECTED = 5
LONGEST_PHRASE = 8


@dataclass(frozen=True)
class Query:
    """What is searched for.

    `words` gives for each word of the question the terms that express it, with weights from 0 to
    1: its own, and what it stands for in the handbooks. `plain` has the question's own words with
    their own terms only. `corrected` tells which words were read as which; `text`, the question and
    the words of earlier turns, is embedded.
    """

    text: str
    words: Mapping[str, Alternatives]
    plain: Mapping[str, Alternatives] = field(default_factory=dict)
    corrected: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing can be searched for: no words, only signs or stopwords."""
        return not self.words


class QueryReader:
    """Reads questions in the words of one index."""

    def __init__(self, index: HandbookIndex) -> None:
        self._index = index
        self._analyzer = index.analyzer
        self._thesaurus = thesaurus()
        self._phrases = Phrases(index.glossary)
        self._vocabulary = [w for w in index.frequencies if len(w) >= SHORTEST_CORRECTED]

    def read(self, question: str, *, carried: Iterable[str] = ()) -> Query:
        """The question as a query; `carried` are words of earlier turns, with less weight."""
        text = question[:LONGEST_QUESTION]
        found, earlier = list(words(text)), list(carried)
        corrected = dict(self._corrections(found))
        own = {word: dict.fromkeys(self._analyzer.of_word(word), 1.0) for word in found}
        own |= {
            word: dict.fromkeys(self._analyzer.of_word(word), CARRIED)
            for word in earlier
            if word not in own
        }
        plain = {word: terms for word, terms in own.items() if terms}
        expressed = {word: dict(terms) for word, terms in own.items()}
        for said, meant, weight in self._meanings(found, corrected):
            # Of a phrase the first word stands for the whole.
            terms = expressed[said[0]]
            for term in self._analyzer.terms(meant):
                terms[term] = max(weight, terms.get(term, 0.0))
        whole = {word: terms for word, terms in expressed.items() if terms}
        return Query(" ".join([*text.split(), *earlier]), whole, plain, corrected)

    def _meanings(
        self, found: list[str], corrected: Mapping[str, str]
    ) -> Iterator[tuple[list[str], str, float]]:
        """Words of the question, what they may mean, and how much that counts."""
        whole = [corrected.get(word, word) for word in found]
        for word, right in corrected.items():
            yield [word], right, CORRECTED
        for (start, end), meant in self._phrases.in_question(whole):
            yield found[start:end], meant, ABBREVIATED
        for (start, end), meant in self._thesaurus.meanings(whole):
            yield found[start:end], meant, MEANT

    def _corrections(self, found: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Words that no handbook has, beside the known word they were probably meant to be."""
        for word in found:
            if len(word) < SHORTEST_CORRECTED or not word.isalpha() or word in STOPWORDS:
                continue
            if any(term in self._index.lexical for term in self._analyzer.of_word(word)):
                continue
            most = 1 if len(word) < 8 else 2
            best = process.extractOne(
                word, self._vocabulary, scorer=OSA.distance, score_cutoff=most
            )
            if best is not None and best[0][0] == word[0]:
                yield word, best[0]


class Phrases:
    """The glossary's abbreviations and full forms, found in a question's words."""

    def __init__(self, glossary: Glossary) -> None:
        self._meant: dict[tuple[str, ...], set[str]] = {}
        for forms in (glossary.short, glossary.full):
            for said, meant in forms.items():
                key = tuple(words(said))[:LONGEST_PHRASE]
                if key:
                    self._meant.setdefault(key, set()).update(meant)

    def in_question(self, question: list[str]) -> Iterator[tuple[tuple[int, int], str]]:
        """Where the question's abbreviations and full forms stand, with what they stand for."""
        for start in range(len(question)):
            for end in range(start + 1, start + LONGEST_PHRASE + 1):
                for meant in sorted(self._meant.get(tuple(question[start:end]), ())):
                    yield (start, end), meant
