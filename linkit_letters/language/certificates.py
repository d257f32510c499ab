"""Certificates: the well-known ones by name, others by the word that says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from linkit_letters.language.words import lines_of

NAMED = (
    r"(?:certificaat|certificering|certificaten|gecertificeerd\w*|certificate|certification|"
    r"certified|diploma)"
)
LIKELY = re.compile(r"[A-Z]|\d|certif|diploma|belt")
LAPSED = re.compile(
    r"\b(?:verlopen|expired|lapsed|niet\s+meer\s+geldig|in\s+opleiding|bezig|deel\s+\d|niet\s+vernieuwd|not\s+renewed|no\s+exam|pending|nog\s+niet|nooit"
    r"|in\s+voorbereiding|planned|not\s+taken|in\s+progress|preparing|gestart"
    r"|zonder|geen|not\s+yet|no\b|gezakt|niet\s+(?:behaald|gehaald)|wil|plan|gepland)\b",
    re.I,
)


@dataclass(frozen=True)
class Certificate:
    """A certificate named in a text; `name` is canonical."""

    name: str
    start: int
    end: int
    text: str


@lru_cache(maxsize=8_192)
def certificates_in(text: str) -> tuple[Certificate, ...]:
    """The certificates named, in order; the longest name wins."""
    found: list[Certificate] = []
    if not LIKELY.search(text):
        return ()
    for name, pattern in _patterns():
        for match in pattern.finditer(text):
            if not any(c.start < match.end() and match.start() < c.end for c in found):
                exact = _code(match[0]) if r"\d{3}" in pattern.pattern else name
                found.append(Certificate(exact, match.start(), match.end(), match[0]))
    found += [
        c for c in _described(text) if not any(f.start < c.end and c.start < f.end for f in found)
    ]
    return tuple(sorted(found, key=lambda certificate: certificate.start))


def _code(text: str) -> str:
    """An examination by its own number: `MB 330` is `MB-330`, and no other."""
    return re.sub(r"[ -]+", "-", text.upper())


def _described(text: str) -> Iterator[Certificate]:
    """`gecertificeerd Scrum Master`, `AWS-certificering`: a name beside the word certificate."""
    name = r"(?:[A-Z][\w+#.-]*(?:[ -](?:[A-Z0-9][\w+#.-]*|for|of|in))*)"
    for match in re.finditer(
        rf"\b(?:(?i:gecertificeerd\w*|certified|certificaat|certificering|certificate\s+(?:in|"
        rf"of))\s+(?:als\s+|as\s+(?:an?\s+)?|in\s+|voor\s+)?({name})"
        rf"|({name})[ -](?i:gecertificeerd\w*|certificaat|certificaten|certificering\w*|"
        rf"certified|certification|certificate)\b)",
        text,
    ):
        named = match[1] or match[2]
        yield Certificate(
            " ".join(named.lower().replace("-", " ").split()), match.start(), match.end(), match[0]
        )


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for line in lines_of("certificates.txt"):
        name, _, pattern = line.partition(" = ")
        flags = re.I if re.search(r"[a-z]{4}", pattern) else 0
        found.append((name.strip(), re.compile(rf"(?<![\w-])(?:{pattern.strip()})(?![\w])", flags)))
    return tuple(found)
