"""How a customer feels, by the words, capitals and exclamation marks of a message."""

from __future__ import annotations

import re
from typing import Literal

from anna_agents.procedures.vocabulary import LANGUAGES
from anna_agents.understanding.choices import NEGATORS
from anna_agents.understanding.phrases import Found, Words, folded, listed, phrases

Mood = Literal["calm", "annoyed", "angry"]
LONGEST_READ = 4_000
SHOUTED = re.compile(r"(?<![^\W_])[^\W\d_a-z]{4,}(?![^\W_])")
CALLS = re.compile(r"[!?]{2,}")
CAPITALS = re.compile(r"(?<![^\W_])[A-ZÀ-Ý]{2,}(?![^\W_])")
ANGRY_FACES, ANNOYED_FACES = ("😡", "🤬", "😠", "🖕"), ("😤", "🙄", "😒", "😞", "😩", "☹")
FEWEST_SHOUTED = 3
SHOUTED_SHARE = 0.5
NOT_SHOUTED = frozenset((
    "CMYK", "IBAN", "PAYPAL", "HTML", "JPEG", "TIFF", "ISBN", "GMBH", "SARL", "BVBA", "WETRANSFER",
    "PANTONE", "INDESIGN", "DRUKHUIS", "IDEAL", "SEPA", "POSTNL",
))  # fmt: skip
"""Words that are written in capitals by anybody."""


def mood_of(text: str, language: str) -> Mood:
    """Angry for insults, threats and shouting, annoyed for disappointment, calm for the rest."""
    text = text[:LONGEST_READ]
    words = Words.of(folded(text))
    temper = _temper(words, language)
    angry = "angry" in temper or _shouts(text) or any(face in text for face in ANGRY_FACES)
    if angry:
        return "angry"
    calls = CALLS.findall(text)
    if temper.count("annoyed") and (len(calls) > 1 or any(len(call) > 2 for call in calls)):
        return "angry"
    pressed = calls or _presses(text, language)
    annoyed = "annoyed" in temper or pressed or any(face in text for face in ANNOYED_FACES)
    return "annoyed" if annoyed and not _only_glad(text, temper) else "calm"


def _temper(words: Words, language: str) -> list[str]:
    found = phrases("mood", language).find(words)
    if language not in LANGUAGES:
        # Another language's everyday words may sound like a curse of ours.
        found = [each for each in found if each.stop - each.first > 1 or each.end - each.start > 6]
    return [each.value for each in found if each.value != "soothing" and not _denied(words, each)]


def _denied(words: Words, found: Found) -> bool:
    """Whether a feeling is denied: "not disappointed"; a phrase that holds its own no stays."""
    single = found.stop - found.first == 1
    return single and any(word in NEGATORS for word in words.before(found.first, 2))


def _shouts(text: str) -> bool:
    shouted = [word for word in SHOUTED.findall(text) if word not in NOT_SHOUTED]
    letters = sum(sign.isalpha() for sign in text)
    share = sum(len(word) for word in shouted) / letters if letters else 0.0
    return len(shouted) >= FEWEST_SHOUTED and share >= SHOUTED_SHARE


def _presses(text: str, language: str) -> bool:
    """Whether a small word stands in capitals: "it is NOT here"."""
    words = listed("pressed", "pressed", language)
    return any(folded(word) in words for word in CAPITALS.findall(text))


GLAD = re.compile(
    r"(?<![^\W_])(?:bedankt|dankjewel|dank je|dank u|thanks|thank you|danke|merci|gracias|grazie|"
    r"super|geweldig|perfect|great|toll|parfait|genial|perfetto|fantastisch|love|prachtig|mooi|"
    r"bravo|top|wunderbar|excellent|excelente|ottimo|fantastico|amazing|brilliant)(?![^\W_])"
)


def _only_glad(text: str, temper: list[str]) -> bool:
    """Whether the exclamation marks are those of somebody who is pleased."""
    return not temper and bool(GLAD.search(folded(text)))
