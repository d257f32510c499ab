"""Content words as stems, Dutch and English together, for comparing what two texts say."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import local
from typing import Any

from linkit_letters.language.numbers import number_words
from linkit_letters.language.words import FUNCTION_WORDS, SYNONYMS

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENGLISH_SIGNS = re.compile(r"(?:ing|ed|tion|ment|ness|ly)$")
_stemmers = local()


def content_stems(text: str) -> list[str]:
    """The stems of the words that say something, synonyms and translations made one."""
    found = []
    for match in WORD.finditer(text):
        word = match[0].lower()
        if word not in FUNCTION_WORDS and len(word) > 1 and word not in number_words():
            found.append(stem(word))
    return found


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """One word's stem, or the name of its group of synonyms."""
    word = word.lower()
    if word in SYNONYMS:
        return SYNONYMS[word]
    root = _stemmer("dutch").stemWord(word)
    if root in SYNONYMS:
        return SYNONYMS[root]
    english = _stemmer("english").stemWord(word)
    if english in SYNONYMS:
        return SYNONYMS[english]
    return str(root)


def alike(one: str, other: str) -> bool:
    """Whether two stems are one word, or one is the head or the first part of the other."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 5:
        return len(short) == 4 and len(long) > 7 and long.endswith(short)
    return long.startswith(short) or long.endswith(short) or one[:6] == other[:6]


def _stemmer(language: str) -> Any:
    import Stemmer

    # A stemmer keeps state, so that every thread has its own.
    if not hasattr(_stemmers, language):
        setattr(_stemmers, language, Stemmer.Stemmer(language))
    return getattr(_stemmers, language)
