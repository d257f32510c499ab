"""The reader's answer to the drivers question: scores, evidence, and the course of the mood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pulse_nps.calls import Call
from pulse_nps.drivers import DRIVER_NAMES, DriverScores
from pulse_nps.reader.findings import Finding, findings_of
from pulse_nps.reader.grading import levels_of, scores_of
from pulse_nps.reader.lexicon import SENTIMENT, lexicon
from pulse_nps.reader.matching import words_of
from pulse_nps.reader.words import TOKEN, plain

THIRDS = 3


@dataclass(frozen=True)
class Evidence:
    """Words of the call (turns counted from 1) and what they say, -2 very bad to 2 very good."""

    turn: int
    words: str
    strength: float


@dataclass(frozen=True)
class Reading:
    """What the reader makes of a call.

    `levels` are the scores before rounding, around 0. `sentiment` is what the customer's words say
    in the first, second and last third of the call; `findings` hold every cue.
    """

    call: Call
    scores: DriverScores
    levels: Mapping[str, float]
    sentiment: tuple[float, float, float]
    findings: tuple[Finding, ...]

    @cached_property
    def evidence(self) -> Mapping[str, tuple[Evidence, ...]]:
        """Per driver the words that decided, strongest first, quoted as they stand in the call."""
        quoted: dict[str, list[Evidence]] = {name: [] for name in DRIVER_NAMES}
        quotations = {
            index: _Quotations(self.call.turns[index].text)
            for index in {finding.turn for finding in self.findings}
        }
        for finding in sorted(self.findings, key=lambda found: -abs(found.strength)):
            if finding.driver in quoted:
                words = quotations[finding.turn].of(finding)
                quoted[finding.driver].append(
                    Evidence(finding.turn + 1, words, round(finding.strength, 2))
                )
        return {name: tuple(items) for name, items in quoted.items()}


def read_drivers(call: Call) -> Reading:
    """Score the twelve drivers of a call by the cues of the lexicons; the same call gives the same.

    The text of a call is only ever compared with the lexicons; nothing in it can steer the reader.
    """
    findings = findings_of(call, lexicon())
    levels = levels_of(findings)
    return Reading(call, scores_of(levels), levels, _sentiment(findings), findings)


def _sentiment(findings: tuple[Finding, ...]) -> tuple[float, float, float]:
    thirds: list[list[Finding]] = [[], [], []]
    for finding in findings:
        if finding.driver == SENTIMENT:
            thirds[min(THIRDS - 1, int(finding.position * THIRDS))].append(finding)
    first, second, last = (levels_of(third)[SENTIMENT] for third in thirds)
    return first, second, last


class _Quotations:
    """The words of one turn as they stand in it."""

    def __init__(self, text: str) -> None:
        _, self._origins = words_of(text, lexicon())
        self._spans = [found.span() for found in TOKEN.finditer(plain(text))]
        self._text = text

    def of(self, finding: Finding) -> str:
        after = finding.end + 1
        last = self._origins[after] if after < len(self._origins) else len(self._spans)
        begin, _ = self._spans[self._origins[finding.start]]
        return self._text[begin : self._spans[last - 1][1]]
