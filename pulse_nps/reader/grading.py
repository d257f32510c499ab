"""From the findings to a level per driver and a score 0..4.

The findings for and against a driver are added apart, the strongest whole, the next by half, the
next by a quarter: many words about one thing weigh little more than one clear word. The level is
what speaks for the driver minus what speaks against it; events that cannot be undone (waiting,
transfers, earlier contacts, broken promises) let praise take back little. Late findings weigh
more where the state at the end counts. The borders below turn a level into a score.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence

from pulse_nps.drivers import DRIVER_NAMES, DriverScores
from pulse_nps.reader.findings import Finding
from pulse_nps.reader.lexicon import SENTIMENT

FADING = 0.5
BORDERS = (-1.5, -0.5, 0.6, 1.6)
LASTING = frozenset({"waiting", "transfers", "repeat_contact"})
PRAISE_AGAINST_EVENTS = 0.4
STATE_AT_END = frozenset({"resolution", "closing_mood"})
SENTIMENT_IN_MOOD = 0.4


def levels_of(findings: Sequence[Finding]) -> dict[str, float]:
    """A level per driver: 0 not at issue, about -2 very bad, about 2 very good; and sentiment."""
    by_driver: dict[str, list[Finding]] = {name: [] for name in (*DRIVER_NAMES, SENTIMENT)}
    for finding in findings:
        by_driver[finding.driver].append(finding)
    return {name: _level(name, found) for name, found in by_driver.items()}


def scores_of(levels: Mapping[str, float]) -> DriverScores:
    """The levels as scores 0..4."""
    return DriverScores({name: bisect(BORDERS, levels[name]) for name in DRIVER_NAMES})


def _level(name: str, findings: list[Finding]) -> float:
    said = _once_per_turn(name, findings)
    praise = _fading_sum(strength for strength in said if strength > 0)
    blame = _fading_sum(-strength for strength in said if strength < 0)
    if name in LASTING and blame:
        praise *= PRAISE_AGAINST_EVENTS
    return praise - blame


def _once_per_turn(name: str, findings: list[Finding]) -> list[float]:
    said: dict[tuple[int, int], float] = {}
    for finding in findings:
        strength = finding.strength * _weight(name, finding.position)
        place = (finding.turn, finding.cue)
        if abs(strength) > abs(said.get(place, 0.0)):
            said[place] = strength
    return list(said.values())


def _weight(name: str, position: float) -> float:
    """Late words weigh more; words of goodbye also count whole in a call of a single turn."""
    if name not in STATE_AT_END:
        return 1.0
    late = 0.5 + position
    return max(1.0, late) if name == "closing_mood" else late


def _fading_sum(strengths: Iterable[float]) -> float:
    total, weight = 0.0, 1.0
    for strength in sorted(strengths, reverse=True):
        total += strength * weight
        weight *= FADING
    return total
