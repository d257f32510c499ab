"""What a vacancy is for, in its own words."""

from __future__ import annotations

import re

from linkit_letters.documents.source import Source, Span
from linkit_letters.language.sentences import lines_of
from linkit_letters.language.titles import functions_in
from linkit_letters.language.words import FUNCTION_WORDS

PATTERNS = (
    re.compile(
        r"(?im)^(?:title|titel|functie(?:titel|naam)?|rol|role|opdracht|vacature|betreft|"
        r"onderwerp|subject|position|job title|naam opdracht)\s*:\s*[\"']?(.+?)[\"']?\s*$"
    ),
    re.compile(r"(?m)^#{1,2}\s+(.+?)\s*#*\s*$"),
    re.compile(r"(?m)^\*\*(.+?)\*\*\s*$"),
)
EMPTY = re.compile(
    r"(?i)^(?:wie zijn wij|over ons|about us|de opdracht|the assignment|even voorstellen|"
    r"introductie|inleiding|opdracht|vacature)\W*$"
)
LONGEST = 90
CALLING = frozenset(
    (
        "zoekt",
        "zoeken",
        "gezocht",
        "vraagt",
        "vragen",
        "gevraagd",
        "looking",
        "wanted",
        "seeks",
        "seeking",
        "hiring",
        "needs",
        "need",
        "nodig",
        "zzp'er",
        "hi",
        "hallo",
    )
)


def vacancy_title(vacancy: Source) -> Span | None:
    """The title: a field or heading that names a function, else the first short line that does."""
    candidates = [
        (match.start(1), match.end(1))
        for pattern in PATTERNS
        for match in pattern.finditer(vacancy.text)
    ]
    candidates += [
        (line.start, line.end) for line in lines_of(vacancy.text)[:3] if len(line.text) <= LONGEST
    ]
    for start, end in candidates:
        text = vacancy.text[start:end]
        if len(text) <= LONGEST and functions_in(text) and not EMPTY.match(text):
            return _trimmed(vacancy, start, end)
    for sentence in lines_of(vacancy.text)[:12]:
        found = functions_in(sentence.text)
        if found:
            start, end = _with_words_before(sentence.text, found[0].start, found[0].end)
            return vacancy.span(sentence.start + start, sentence.start + end)
    return None


def _trimmed(vacancy: Source, start: int, end: int) -> Span:
    prefix = re.match(
        r"(?i)\W*(?:(?:vacature|gezocht|opdracht|freelance opdracht|zzp-opdracht|wij zoeken|"
        r"te vervullen)\s*:?\s+(?:een\s+)?)",
        vacancy.text[start:end],
    )
    start += prefix.end() if prefix else 0
    while start < end and vacancy.text[start] in " #*_\"'":
        start += 1
    while end > start and vacancy.text[end - 1] in " #*_\"'.":
        end -= 1
    return vacancy.span(start, end)


def _with_words_before(text: str, start: int, end: int) -> tuple[int, int]:
    """A function with up to three words of its name before it: `medior data engineer`."""
    for word in reversed(list(re.finditer(r"[\w./#+-]+", text[:start]))[-3:]):
        gap = text[word.end() : start]
        if gap.strip() or word[0].lower() in FUNCTION_WORDS or word[0].lower() in CALLING:
            break
        start = word.start()
    return start, end
