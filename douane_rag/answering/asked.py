"""What a question asks for: money, a time, a weight, someone, a document, a comparison, a term."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from douane_rag.text.words import folded

FILE = Path(__file__).with_name("asked.toml")
TERM_ASKED = (
    r"wat (?:is|zijn) (?:nou |nu |eigenlijk |precies )*(?:een |de |het |'n )?(?P<a>[^?.,]{2,60}?)"
    r"(?: eigenlijk| precies| ook alweer| nou)*[?.]?$",
    r"(?:wat|hoe) (?:betekent|houdt|omschrijft|definieert|definieren|verstaat|verstaan)\b(?: men| de \w+| we| je| "
    r"jullie| u)?(?: onder)? (?:een |de |het )?(?P<b>[^?.,]{2,60}?)(?: in)?[?.]?$",
    r"wat (?:wordt|word|moet ik|moeten we|versta\w* \w+)\b.{0,30}?\bonder (?:een |de |het )?(?P<c>[^?.,]{2,60}?)"
    r"(?: verstaan| bedoeld| vallen)?[?.]?$",
    r"(?:wat (?:wordt|is) (?:er )?bedoeld met|wat bedoel\w* \w+ met|definitie(?: van)?|betekenis van|"
    r"begrip|uitleg(?: van)?|what (?:is|are|does)(?: an?| the)?) (?:een |de |het |an? |the )?"
    r"(?P<d>[^?.,]{2,60}?)(?: mean)?[?.]?$",
    r"wanneer (?:is|zijn|spreek\w* \w+ van|geldt) (?:iets |er sprake van )?(?:een |de |het )?(?P<e>[^?.,]{2,40}?)[?.]?$",
)
TERM = tuple(re.compile(rf"(?:^|[,:;.!] *){pattern}") for pattern in TERM_ASKED)


def _patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    kinds = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        kind: re.compile("|".join(patterns[name]), re.I)
        for kind, patterns in kinds.items()
        if name in patterns
    }


QUESTION_WORDS = _patterns("question")
ANSWERS = _patterns("answer")
"""By which words a sentence holds a thing of a kind; a comparison has none of its own."""


def asked_for(question: str) -> frozenset[str]:
    """The kinds of asked.toml that the question asks for; empty where its words do not tell.

    A bare number is asked only where nothing more precise is.
    """
    text = folded(question)
    found = {kind for kind, pattern in QUESTION_WORDS.items() if pattern.search(text)}
    if found - {"number", "comparison"}:
        found.discard("number")
    return frozenset(found)


def term_asked(question: str) -> str | None:
    """The term whose meaning is asked, folded; None where no meaning is asked."""
    text = " ".join(folded(question).replace("'", "").replace('"', "").split())
    for pattern in TERM:
        found = pattern.search(text)
        if found:
            term = next(group for group in found.groups() if group)
            return term.strip(" ?.!")
    return None
