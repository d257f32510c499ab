"""A text as words and as the terms under which it is found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from threading import local

import Stemmer

from douane_rag.text.compounds import CompoundSplitter

JOINT = r"['’‐‑\-]"
WORD = re.compile(
    r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.])|\d+(?:[.,:]\d+)*|"
    rf"[^\W\d_]+(?:{JOINT}[^\W\d_]+)*|[^\W_]+|[€%]"
)
THOUSANDS = re.compile(r"^\d{1,3}(?:\.\d{3})+(?:,\d+)?$")
SIGNS = {"€": "euro", "%": "procent", "eur": "euro", "percent": "procent"}
STOPWORDS = frozenset(Path(__file__).with_name("stopwords.txt").read_text(encoding="utf-8").split())
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_stemmers = local()


class _Folding(dict[int, str]):
    """A table for `str.translate` that learns each sign when it is first met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        lower = sign.lower()
        base = unicodedata.normalize("NFD", lower)[:1]
        self[code] = base if base.isalnum() else lower[:1] or sign
        return self[code]


_FOLDING = _Folding()


def words(text: str) -> Iterator[str]:
    """The words of a text, lower case, without accents; hyphenated ones whole."""
    for word in WORD.findall(folded(_composed(text))):
        if "." in word and THOUSANDS.match(word):
            word = word.replace(".", "")
        yield SIGNS.get(word, word)


def folded(text: str) -> str:
    """The text in lower case and without accents; as long as before, so that places stay."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def _composed(text: str) -> str:
    """The text with its letters whole: no accents apart, no ligatures, no invisible hyphens."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(INVISIBLE)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The word's stem by Snowball's Dutch algorithm; numbers stay as they are."""
    if word[:1].isdigit():
        return word
    # A stemmer is not to be shared by threads.
    if not hasattr(_stemmers, "dutch"):
        _stemmers.dutch = Stemmer.Stemmer("dutch")
    found: str = _stemmers.dutch.stemWord(word)
    return found


class Analyzer:
    """Texts as terms: stems without stopwords, and the parts of compounds besides.

    Compounds are split by the words of the corpus itself (`CompoundSplitter`).
    """

    def __init__(self, splitter: CompoundSplitter) -> None:
        self._splitter = splitter
        self._of_word = cache(self._terms)

    def terms(self, text: str) -> list[str]:
        """The terms of a text in its order, repeated as often as they occur."""
        return self.of_words(words(text))

    def of_words(self, found: Iterable[str]) -> list[str]:
        """The terms of words in their order, repeated as often as they occur."""
        return [term for word in found for term in self._of_word(word)]

    def of_word(self, word: str) -> Sequence[str]:
        """The terms of one word; none for a stopword."""
        return self._of_word(word)

    def _terms(self, word: str) -> tuple[str, ...]:
        if word in STOPWORDS:
            return ()
        pieces = () if word.isalpha() else [piece for piece in re.split(JOINT, word) if piece]
        if len(pieces) > 1:
            whole = stem("".join(pieces))
            parts = (t for piece in pieces if len(piece) > 1 for t in self._terms(piece))
            return tuple(dict.fromkeys((whole, *parts)))
        parts = (stem(part) for part in self._splitter.split(word))
        return tuple(dict.fromkeys((stem(word), *parts)))
