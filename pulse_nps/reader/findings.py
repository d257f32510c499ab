"""The findings of one call: every cue that says something, with its strength in its place."""

from __future__ import annotations

from dataclasses import dataclass

from pulse_nps.calls import Call, Speaker
from pulse_nps.drivers import DRIVER_NAMES
from pulse_nps.reader.lexicon import SPEAKER, Cue, Lexicon, Word
from pulse_nps.reader.matching import Match, matches_in, without_overlaps, words_of
from pulse_nps.reader.scope import is_ironic, strength_of

# What a doctor or another firm may have done as well; money and solutions are always ours.
GUARDED = frozenset(DRIVER_NAMES) - {"resolution", "outcome", "closing_mood"}
BEGIN_BORDER, LATE_BORDER, END_BORDER = 0.35, 0.5, 0.55
CLOSING_TURNS = 3
WRONG_SPEAKER = 1.5
COMPLAINT = -1.2


@dataclass(frozen=True, slots=True)
class Finding:
    """A cue in its place: `position` runs from 0 (first word of the call) to 1 (last)."""

    driver: str
    strength: float
    turn: int
    start: int
    end: int
    position: float
    cue: int
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class _ReadTurn:
    speaker: Speaker
    words: list[Word]
    matches: list[Match]


def findings_of(call: Call, lexicon: Lexicon) -> tuple[Finding, ...]:
    """What all cues of the call say, in the order of the text, without those that say nothing."""
    turns = [_read_turn(turn.speaker, turn.text, lexicon) for turn in call.turns]
    total = max(1, sum(len(turn.words) for turn in turns))
    closing, last = _closing_turns(turns)
    found: list[Finding] = []
    before = 0
    for index, turn in enumerate(turns):
        for match, strength in _said_in(turn):
            position = (before + match.start) / total
            if strength and _in_place(
                match.cue, 1.0 if index >= last else position, closing=index >= closing
            ):
                place = (index, match.start, match.end, position)
                found.append(
                    Finding(match.cue.driver, strength, *place, match.cue.number, turn.speaker)
                )
        before += len(turn.words)
    return tuple(found)


def _said_in(turn: _ReadTurn) -> list[tuple[Match, float]]:
    """The strength of every match; praise that stands alone among complaints is ironic."""
    said = [(m, strength_of(m, turn.words, guarded=GUARDED)) for m in turn.matches]
    blame = sum(strength for _, strength in said if strength < 0)
    if blame > COMPLAINT:
        return said
    return [
        (m, -strength if strength > 0 and is_ironic(m, turn.words) else strength)
        for m, strength in said
    ]


def _read_turn(labelled: Speaker, text: str, lexicon: Lexicon) -> _ReadTurn:
    words, _ = words_of(text, lexicon)
    found = matches_in(words, lexicon.root)
    speaker = _heard_speaker(labelled, found)
    said = [
        match for match in found if match.cue.driver != SPEAKER and _may_say(match.cue, speaker)
    ]
    return _ReadTurn(speaker, words, without_overlaps(said))


def _heard_speaker(labelled: Speaker, found: list[Match]) -> Speaker:
    """The label, unless the words clearly belong to the other speaker (speech recognisers err)."""
    signs = {m.cue.number: m.cue.strength for m in found if m.cue.driver == SPEAKER}
    balance = sum(signs.values())
    if labelled == "klant" and balance >= WRONG_SPEAKER:
        return "medewerker"
    if labelled == "medewerker" and balance <= -WRONG_SPEAKER:
        return "klant"
    return labelled


def _closing_turns(turns: list[_ReadTurn]) -> tuple[int, int]:
    """Where the customer's last few turns begin, and his very last."""
    customer = [index for index, turn in enumerate(turns) if turn.speaker == "klant"]
    if not customer:
        return len(turns), len(turns) - 1
    return customer[-CLOSING_TURNS:][0], customer[-1]


def _may_say(cue: Cue, speaker: Speaker) -> bool:
    return cue.who in ("any", speaker)


def _in_place(cue: Cue, position: float, *, closing: bool) -> bool:
    if cue.where == "any":
        return True
    if cue.where == "begin":
        return position <= BEGIN_BORDER
    if cue.where == "late":
        return position >= LATE_BORDER
    if cue.where == "end":
        return closing and position >= END_BORDER
    return BEGIN_BORDER < position < END_BORDER
