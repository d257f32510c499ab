"""A plain baseline: a sentence that is like no line of CV or notes is flagged, whole."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from benchmarks.linkit.data import Cases
from fixtures.linkit.cases import LetterCase
from linkit_letters.documents.reading import source_of
from linkit_letters.gate.claims import Claim
from linkit_letters.gate.frame import Frame

LIKE = 55


class FuzzyGate:
    """Fuzzy matching of sentences, as one would write it in ten lines."""

    def claims(self, case: LetterCase, cases: Cases) -> Sequence[Claim]:
        """A claim per sentence; supported where a line of the documents is like it."""
        facts = cases.composer(case.person, case.assignment).facts
        lines = [line for source in facts.sources for line in source.text.splitlines() if line]
        found = []
        for piece in Frame(source_of(case.text, "letter")).pieces:
            best = process.extractOne(piece.text, lines, scorer=fuzz.token_set_ratio)
            like = best is not None and best[1] >= LIKE
            found.append(Claim("achievement", piece.start, piece.end, piece.text, like))
        return found
