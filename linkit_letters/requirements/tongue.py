"""In which language a text is written."""

from __future__ import annotations

import re

DUTCH = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "van",
        "voor",
        "met",
        "bij",
        "die",
        "dat",
        "niet",
        "is",
        "zijn",
        "wordt",
        "werd",
        "aan",
        "op",
        "heeft",
        "ook",
        "naar",
        "als",
        "tot",
        "ik",
        "je",
        "wij",
        "jij",
        "onze",
    ]
)
ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "for",
        "with",
        "at",
        "that",
        "not",
        "was",
        "were",
        "are",
        "to",
        "has",
        "have",
        "also",
        "in",
        "on",
        "as",
        "i",
        "you",
        "we",
        "our",
        "his",
        "her",
    ]
)


def language_of(text: str) -> str:
    """`Dutch` or `English`, by the small words; Dutch where they say nothing."""
    words = re.findall(r"[a-z]+", text.lower()[:20_000])
    dutch = sum(word in DUTCH for word in words)
    english = sum(word in ENGLISH for word in words)
    return "English" if english > dutch else "Dutch"
