"""In which language a message is written."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from anna_agents.procedures.vocabulary import LANGUAGES

SURELY_FOREIGN = 0.97
"""Probability among 97 languages from which a message is none of ours."""
FEWEST_LETTERS = 25
"""Shorter messages are always taken for one of ours."""
FEWEST_FOR_ANY = 4


def language_of(text: str) -> str | None:
    """Two letters: one of ours, another language when that is sure, None for too few letters."""
    letters = sum(sign.isalpha() for sign in text)
    if letters < FEWEST_FOR_ANY:
        return None
    if letters >= FEWEST_LETTERS:
        found, probability = _any().classify(text)
        if found not in LANGUAGES and float(probability) >= SURELY_FOREIGN:
            return str(found)
    return str(_ours().classify(text)[0])


@cache
def _ours() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


@cache
def _any() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
