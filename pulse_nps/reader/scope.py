"""What the surroundings of a cue do to it: negation, force, condition, question, other people."""

from __future__ import annotations

from pulse_nps.reader.lexicon import Word
from pulse_nps.reader.matching import Match

NEGATION_REACH = 5
AFTER_REACH = 3
CONDITION_REACH = 7
OTHERS_REACH = 9
SUPPOSITION_REACH, SUPPOSED_REACH = 12, 4
QUESTION_REACH = 30
STRONGER, WEAKER = 1.4, 0.6
LITOTES = 0.5
CONDITIONAL_PRAISE, CONDITIONAL_BLAME = 0.0, 0.6
REASONS = frozenset(
    {"dat", "als", "om", "bedankt", "dank", "dankjewel", "gesprek", "gedaan"}
    | {"geholpen", "opgelost", "geregeld", "uitgelegd"}
)
MINUTES = ((2, 1.0), (4, 0.0), (8, -0.6), (14, -1.1), (19, -1.6))
TIMES = ((0, 1.0), (1, -1.1))
ORDINAL = ((1, 0.5), (2, -1.1))


def strength_of(match: Match, words: list[Word], *, guarded: frozenset[str]) -> float:
    """The cue's strength in this place; 0 when it says nothing here."""
    cue = match.cue
    strength = cue.strength
    if cue.scale:
        strength = _scaled(cue.scale, match, words)
    if cue.guarded and cue.driver in guarded and speaks_of_others(match, words):
        return 0.0
    if _before(match, words, "feared", CONDITION_REACH):
        return 0.0
    if is_hypothetical(match, words):
        return 0.0
    if cue.negated == "keep":
        return strength * _intensity(match, words)
    if strength > 0 and is_asked(match, words):
        return 0.0
    if is_negated(match, words):
        return _turned(strength, match, words)
    strength *= _intensity(match, words)
    if is_conditional(match, words):
        strength *= CONDITIONAL_PRAISE if strength > 0 else CONDITIONAL_BLAME
    return strength


def is_ironic(match: Match, words: list[Word]) -> bool:
    """Whether a word of praise stands alone: `fijn hoor`, and not `fijn dat u het regelt`."""
    following = words[match.end + 1 : match.end + 4]
    return match.cue.ironic and not any(word.text in REASONS for word in following)


def is_negated(match: Match, words: list[Word]) -> bool:
    """Whether an odd number of negations reaches the cue; two of them cancel out."""
    negated = False
    reach = NEGATION_REACH
    position = match.start - 1
    while position >= 0 and reach and not _stops(words, position):
        word = words[position]
        if "negator" in word.roles and not _is_no_negation(words, position):
            negated = not negated
        reach -= 0 if word.passed else 1
        position -= 1
    if match.cue.negated == "after":
        negated ^= _negated_behind(match, words)
    return negated


def is_conditional(match: Match, words: list[Word]) -> bool:
    """Whether a word of condition or wish stands before the cue in its sentence."""
    return _before(match, words, "condition", CONDITION_REACH)


def is_hypothetical(match: Match, words: list[Word]) -> bool:
    """Whether the cue is only supposed: `stel dat ...`, or in the clause that `als ik` opens."""
    aside = False
    for back in range(1, min(match.start, SUPPOSITION_REACH) + 1):
        word = words[match.start - back]
        if word.ends:
            return False
        if word.text == "stel":
            return words[match.start - back + 1].text in ("dat", "nou", "nu", ",")
        aside = aside or word.text == "," or back > SUPPOSED_REACH
        if not aside and word.text in ("als", "indien", "mocht"):
            following = words[match.start - back + 1]
            return "subject" in following.roles or following.text in ("het", "zoiets")
    return False


def is_asked(match: Match, words: list[Word]) -> bool:
    """Whether the sentence of the cue ends in a question mark."""
    for word in words[match.end + 1 : match.end + 1 + QUESTION_REACH]:
        if word.ends:
            return word.text == "?"
    return False


def speaks_of_others(match: Match, words: list[Word]) -> bool:
    """Whether the clause is about a doctor, hospital or other firm instead of the insurer."""
    return _others_before(match, words) or _others_behind(match, words)


def _before(match: Match, words: list[Word], role: str, reach: int) -> bool:
    for position in range(match.start - 1, max(-1, match.start - 1 - reach), -1):
        word = words[position]
        if word.ends or "contrast" in word.roles:
            return False
        if role in word.roles:
            return True
    return False


def _turned(strength: float, match: Match, words: list[Word]) -> float:
    if match.cue.negated == "drop":
        return 0.0
    return -strength if strength > 0 else -strength * LITOTES


def _negated_behind(match: Match, words: list[Word]) -> bool:
    negated = False
    reach = AFTER_REACH
    for position in range(match.end + 1, len(words)):
        word = words[position]
        if not reach or _stops(words, position) or word.text in ("dan", "nou", "geen", "zonder"):
            break
        if "negator" in word.roles and not _is_no_negation(words, position):
            negated = not negated
        reach -= 0 if word.passed else 1
    return negated


def _stops(words: list[Word], position: int) -> bool:
    """Clause borders; a subject right behind a negation also opens a clause."""
    word = words[position]
    if word.ends or word.text == "," or "border" in word.roles:
        return True
    if "subject" not in word.roles or position == 0:
        return False
    return "negator" in words[position - 1].roles


def _is_no_negation(words: list[Word], position: int) -> bool:
    text = words[position].text
    following = words[position + 1].text if position + 1 < len(words) else ""
    before = words[position - 1].text if position else ""
    if text == "nooit":
        return "zo" in (following, words[min(position + 2, len(words) - 1)].text)
    return following in ("alleen", "waar") or before in ("of", "waarom")


def _intensity(match: Match, words: list[Word]) -> float:
    factor = 1.0
    for word in words[max(0, match.start - 2) : match.end + 1]:
        if word.ends or "border" in word.roles:
            factor = 1.0
        elif "stronger" in word.roles:
            factor = STRONGER
        elif "weaker" in word.roles:
            factor = WEAKER
    return factor


def _scaled(scale: str, match: Match, words: list[Word]) -> float:
    value = next((w.value for w in words[match.start : match.end + 1] if w.value), 0.0)
    steps = {"minutes": MINUTES, "times": TIMES, "ordinal": ORDINAL}[scale]
    return next((strength for border, strength in steps if value <= border), -2.0)


def _others_before(match: Match, words: list[Word]) -> bool:
    for position in range(match.start - 1, max(-1, match.start - 1 - OTHERS_REACH), -1):
        word = words[position]
        if word.ends or "us" in word.roles or "contrast" in word.roles:
            return False
        if "other" in word.roles and _is_subject_or_place(words, position):
            return True
    return False


def _others_behind(match: Match, words: list[Word]) -> bool:
    within = words[match.start : match.end + 1]
    if any("us" in word.roles for word in within):
        return False
    if any("other" in word.roles for word in within):
        return True
    for position in range(match.end + 1, min(len(words), match.end + 6)):
        word = words[position]
        if word.ends or "us" in word.roles or "border" in word.roles:
            return False
        if "other" in word.roles:
            return _is_subject_or_place(words, position)
    return False


def _is_subject_or_place(words: list[Word], position: int) -> bool:
    """Not the other party of a bill or treatment: `de nota van de tandarts` is our business."""
    place = position - 1
    while place >= 0 and (words[place].passed or "possessive" in words[place].roles):
        if words[place].text == ",":
            return True
        place -= 1
    if place < 0 or words[place].ends:
        return True
    before = words[place]
    if before.text in ("van", "voor", "aan", "over", "naar"):
        return False
    return before.text in ("bij", "in", "door", "met") or bool(
        before.roles & {"border", "subordinator"}
    )
