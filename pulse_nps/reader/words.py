"""Tokens and their cheap normal form, in which inflection and mishearing fall together."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import Stemmer
import yaml

LEXICONS = Path(__file__).parent / "lexicons"
TOKEN = re.compile(r"\[\w+\]|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[.!?;:…]|,|€")
SENTENCE_ENDS = frozenset(".!?;:…")

_SEPARABLE = (
    "terug|door|op|af|uit|aan|na|in|mee|toe|weg|over|bij|voor|om|vast|rond|langs|neer|tegen|dicht"
)
_INNER_GE = re.compile(rf"^({_SEPARABLE})ge(?=\w{{3}})")
_LEADING_GE = re.compile(r"^ge(?!wel|lij|woo|dul|voel|val|noe|hee|lede|zin|luk|bie|spre)(?=\w{4})")
# Pairs that a telephone line and a speech recogniser confuse, folded to one form.
_FOLDS = (
    (re.compile(r"ij|y"), "ei"),
    (re.compile(r"ou"), "au"),
    (re.compile(r"ch"), "g"),
    (re.compile(r"c"), "k"),
    (re.compile(r"dt?$"), "t"),
    (re.compile(r"v$"), "f"),
    (re.compile(r"z$"), "s"),
    (re.compile(r"([^aeiou\W])\1+"), r"\1"),
    (re.compile(r"(?<=\w\w\w)([aeou])\1(?=\w)|(?<=\w\w)([aeou])\2(?=\w\w)"), r"\1\2"),
    (re.compile(r"(?<=\w\w\w[^aeiou\W])t$"), ""),
)
_ACCENTS = str.maketrans("áàäâéèëêíìïîóòöôúùüûçñ’", "aaaaeeeeiiiioooouuuucn'")


def read_yaml(name: str) -> object:
    """The content of a lexicon file, by the fast loader where it exists."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((LEXICONS / name).read_text(encoding="utf-8"), Loader=loader)


def plain(text: str) -> str:
    """The text in lower case without accents, of the same length, so that offsets stay true."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return lower.translate(_ACCENTS)


def tokens_of(text: str) -> list[str]:
    """Lower-case words, numbers, anonymisation tags and punctuation, accents removed."""
    return TOKEN.findall(plain(text))


@cache
def _irregular() -> dict[str, str]:
    forms = read_yaml("forms.yaml")
    assert isinstance(forms, dict)
    return {form: base for base, line in forms.items() for form in str(line).split()}


_stemmer = Stemmer.Stemmer("dutch_porter")


def key_of(word: str) -> str:
    """The normal form of a lower-case word: irregular forms, stem, no ge-, confusions folded."""
    base = _irregular().get(word, word)
    stem = _stemmer.stemWord(base)
    stem = _LEADING_GE.sub("", _INNER_GE.sub(r"\1", stem))
    for pattern, replacement in _FOLDS:
        stem = pattern.sub(replacement, stem)
    return stem or word
