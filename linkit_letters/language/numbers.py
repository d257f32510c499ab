"""Numbers in digits and in Dutch or English words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

UNITS = {
    "nl": [
        "nul",
        "een",
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "elf",
        "twaalf",
        "dertien",
        "veertien",
        "vijftien",
        "zestien",
        "zeventien",
        "achttien",
        "negentien",
    ],
    "en": [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ],
}
TENS = {
    "nl": ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"],
    "en": ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
}
FURTHER = {
    "één": 1, "anderhalf": 1.5, "anderhalve": 1.5, "dozijn": 12, "dozen": 12, "honderd": 100,
    "hundred": 100, "tweehonderd": 200, "driehonderd": 300, "vierhonderd": 400, "vijfhonderd": 500,
    "zeshonderd": 600, "zevenhonderd": 700, "achthonderd": 800, "negenhonderd": 900,
    "duizend": 1000, "thousand": 1000, "tweeduizend": 2000, "drieduizend": 3000,
    "vijfduizend": 5000, "tienduizend": 10000, "tweehonderdvijftig": 250,
}  # fmt: skip
SCALES = {
    "duizend": 1e3, "thousand": 1e3, "k": 1e3, "miljoen": 1e6, "mln": 1e6, "million": 1e6, "m": 1e6,
    "miljard": 1e9, "billion": 1e9, "honderd": 1e2, "hundred": 1e2,
}  # fmt: skip
HALF = re.compile(r"\s*(?:½|(?:en|and)\s+(?:een|a)\s+(?:half|halve)(?=\s))", re.I)
DIGITS = (
    r"(?<![\w.,/])(?<![A-Za-z]-)(?:€\s*)?(\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+)"
    r"(?:[.,](\d{1,2}))?(?!\d)"
)


@dataclass(frozen=True)
class Number:
    """A number, what it is counted in (percent, euro or nothing) and where it stands."""

    value: float
    start: int
    end: int
    text: str
    unit: str = ""


@cache
def number_words() -> dict[str, float]:
    """Every number word up to a hundred, and some above."""
    words: dict[str, float] = dict(FURTHER)
    for language in ("nl", "en"):
        words |= {word: float(value) for value, word in enumerate(UNITS[language]) if value > 1}
        for place, ten in enumerate(TENS[language], start=2):
            words[ten] = 10.0 * place
            for value, unit in enumerate(UNITS[language][1:10], start=1):
                if language == "en":
                    words[f"{ten}-{unit}"] = words[f"{ten} {unit}"] = 10.0 * place + value
                else:
                    joint = "ën" if unit.endswith("e") else "en"
                    words[f"{unit}{joint}{ten}"] = 10.0 * place + value
    for value, unit in enumerate(UNITS["nl"][2:13], start=2):
        joint = "ën" if unit.endswith("e") else "en"
        words[f"{unit}{joint}half"] = words[f"{unit}{joint}eenhalf"] = value + 0.5
    words["one"] = 1.0
    return words


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, number_words()), key=len, reverse=True))
    scales = "|".join(sorted(SCALES, key=len, reverse=True))
    return re.compile(
        rf"(?:{DIGITS}|(?<![\w-])({words})(?=tal\b|koppig|jarig|[^\w]|$))"
        rf"(?:\s*({scales})\b)?(\s*(?:%|procent|per\s?cent|pct)|\s*(?:euro|eur|€)\b)?",
        re.I,
    )


def numbers_in(text: str) -> Iterator[Number]:
    """The numbers, but for those inside other words, such as version 17 of `Java17`."""
    for match in _pattern().finditer(text):
        whole, decimals, word, scale, unit = match.groups()
        if word is not None:
            value = number_words()[" ".join(word.lower().split())]
        else:
            value = float(re.sub(r"\D", "", whole))
            if decimals is not None:
                value += int(decimals) / 10 ** len(decimals)
        half = HALF.match(text, match.end())
        if half:
            value += 0.5
        if scale:
            value *= SCALES[scale.lower()]
        kind = (
            "%"
            if unit and unit.strip().lower() in ("%", "procent", "percent", "per cent", "pct")
            else ""
        )
        if (unit and not kind) or "€" in match[0]:
            kind = "€"
        end = half.end() if half else match.end()
        yield Number(value, match.start(), end, text[match.start() : end], kind)
