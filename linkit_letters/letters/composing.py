"""A letter from documents: read, matched, drafted, and let through by the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from linkit_letters.documents.source import Source
from linkit_letters.facts.cv import Facts, read_facts
from linkit_letters.facts.problems import Problem, problems_of
from linkit_letters.gate.checking import Gate
from linkit_letters.gate.claims import Claim
from linkit_letters.letters.parts import Letter, Sentence
from linkit_letters.letters.writing import LetterWriter, Wishes
from linkit_letters.requirements.matching import Match, Matcher
from linkit_letters.requirements.reading import read_requirements


@dataclass(frozen=True)
class Composed:
    """A letter that passed the gate, what was taken out of it, and what the input lacks."""

    letter: Letter
    matches: tuple[Match, ...]
    problems: tuple[Problem, ...]
    stopped: tuple[tuple[Sentence, Claim], ...] = field(default=())

    def as_json(self) -> dict[str, object]:
        """The evidence of every sentence, as `evidence.json` holds it."""
        return {
            "subject": self.letter.subject,
            "style": self.letter.style,
            "sentences": [sentence.as_json() for sentence in self.letter.sentences],
            "requirements": [_match(match) for match in self.matches],
            "problems": [problem.as_json() for problem in self.problems],
            "taken_out": [
                {"text": sentence.text, "claim": claim.text, "reason": claim.reason}
                for sentence, claim in self.stopped
            ],
        }


class Composer:
    """Composes letters about one candidate for one vacancy; documents are read once."""

    def __init__(self, sources: Sequence[Source], vacancy: Source, *, today: date) -> None:
        self.facts: Facts = read_facts(sources, today=today)
        self.vacancy = vacancy
        self.gate = Gate(self.facts, vacancy)
        matcher = Matcher(self.gate.evidence)
        self.matches = tuple(matcher.match(r) for r in read_requirements(vacancy))
        self.problems = tuple(problems_of(self.facts, vacancy))
        self._writer = LetterWriter(self.facts, self.matches, vacancy)

    def compose(self, wishes: Wishes) -> Composed:
        """The letter with every claim supported."""
        return self.passed(self._writer.write(wishes))

    def passed(self, letter: Letter) -> Composed:
        """The letter without sentences that fail; whatever fails is reported with its reason.

        A sentence about the candidate without evidence fails too, whoever wrote it.
        """
        stopped: list[tuple[Sentence, Claim]] = []
        for sentence in letter.sentences:
            claims = self.gate.check(Source("letter", sentence.text)).failed
            if claims:
                stopped.append((sentence, claims[0]))
            elif sentence.about == "candidate" and not sentence.evidence:
                whole = Claim(
                    "achievement",
                    0,
                    len(sentence.text),
                    sentence.text,
                    False,
                    (),
                    "no evidence was given",
                )
                stopped.append((sentence, whole))
        kept = letter.without(frozenset(sentence.text for sentence, _ in stopped))
        return Composed(kept, self.matches, self.problems, tuple(stopped))


def _match(match: Match) -> dict[str, object]:
    requirement = match.requirement
    return {
        "id": requirement.id,
        "text": requirement.text,
        "start": requirement.span.start,
        "end": requirement.span.end,
        "weight": requirement.weight,
        "status": match.status,
        "evidence": [span.as_json() for span in match.evidence],
        "lacking": [part.name for part in match.lacking],
    }
