"""Numbers, ordinals and durations in running Dutch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

UNITS = {
    **dict(
        zip(
            [
                "nul",
                "één",
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
            range(20),
            strict=True,
        )
    ),
    "anderhalf": 1.5,
    "anderhalve": 1.5,
    "half": 0.5,
    "halve": 0.5,
    "tweeeneenhalf": 2.5,
}
TENS = {
    "twintig": 20,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "zeventig": 70,
    "tachtig": 80,
    "negentig": 90,
}
ORDINALS = {
    "eerste": 1,
    "tweede": 2,
    "derde": 3,
    "vierde": 4,
    "vijfde": 5,
    "zesde": 6,
    "zevende": 7,
    "achtste": 8,
    "negende": 9,
    "tiende": 10,
    "zoveelste": 5,
    "tigste": 5,
}
MINUTES = {"minuut": 1, "minuten": 1, "minuutje": 1, "minuutjes": 1, "min": 1}
HOURS = {"uur": 60, "uren": 60, "uurtje": 60}
QUARTERS = {"kwartier": 15, "kwartiertje": 15}
HALVES = {"halfuur": 30, "halfuurtje": 30}
FULL = frozenset(["vol", "volle", "dik", "goed", "stief", "klein", "krap", "heel", "hele", "rond"])
CLOCK_WORDS = frozenset(["om", "rond", "tegen", "voor", "tot", "vanaf", "sinds", "na", "tussen"])


STARTERS = frozenset({*ORDINALS, *QUARTERS, *HALVES, *FULL, "een", "paar", "uren"})


@dataclass(frozen=True)
class Quantity:
    """A value that stands in `length` tokens; `kind` is number, ordinal or minutes."""

    kind: str
    value: float
    length: int


@lru_cache(maxsize=50_000)
def number_of(token: str) -> float | None:
    """The value of one token as a number; `een` alone is an article and no number."""
    if token[0].isdecimal():
        digits = token.replace(".", "").replace(",", ".")
        return float(digits) if len(digits) < 12 and digits.count(".") < 2 else None
    if token in UNITS:
        return UNITS[token]
    if token in TENS:
        return TENS[token]
    if token in ("honderd", "duizend"):
        return {"honderd": 100.0, "duizend": 1000.0}[token]
    return _joined_tens(token)


def quantity_at(tokens: list[str], start: int) -> Quantity | None:
    """The quantity that begins at this token, or None."""
    token = tokens[start]
    if token not in STARTERS and number_of(token) is None:
        return None
    if token in ORDINALS:
        return Quantity("ordinal", ORDINALS[token], 1)
    if token in QUARTERS:
        return Quantity("minutes", 15, 1)
    if token in HALVES:
        return Quantity("minutes", 30, 1)
    following = tokens[start + 1] if start + 1 < len(tokens) else ""
    if token in FULL:
        whole = HOURS.get(following)
        return Quantity("minutes", whole, 2) if whole else None
    value = 1.0 if token in ("een", "paar") and following in (*HOURS, *MINUTES) else None
    value = value if value is not None else number_of(token)
    if value is None:
        return Quantity("minutes", 90, 1) if token == "uren" else None
    if following in MINUTES:
        return Quantity("minutes", value, 2)
    if following in QUARTERS:
        return Quantity("minutes", value * 15, 2)
    clock = start > 0 and tokens[start - 1] in CLOCK_WORDS and token != "half"
    if following in HOURS and not clock and value < 12:
        return Quantity("minutes", value * 60, 2)
    return Quantity("number", value, 1)


def _joined_tens(token: str) -> float | None:
    for word, tens in TENS.items():
        if token.endswith(word):
            unit = token[: -len(word)].removesuffix("en")
            unit = unit.removesuffix("-")
            value = {**UNITS, "een": 1}.get(unit)
            return None if value is None else tens + value
    return None
