"""The sections of a CV: which lines tell of work, of schooling, of skills."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkit_letters.language.sentences import Piece, lines_of

HEADINGS = {
    "work": (
        r"(?:relevante |recente |professionele |eerdere |overige |"
        r"belangrijkste )?(?:werk)?ervaring|"
        r"loopbaan|carri[eè]re|projecten|project(?:ervaring|overzicht|lijst)?|opdrachten|"
        r"werkzaamheden|arbeidsverleden|werkverleden|functies|banen|waar ik werkte|wat ik deed|"
        r"werk|"
        r"employment(?: history)?|work(?: history| experience)?|(?:professional |work |relevant |"
        r"selected |earlier )?experience|projects|assignments|career(?: history)?|positions|jobs|"
        r"trackrecord|track record"
    ),
    "schooling": (
        r"opleiding(?:en)?(?:\s*(?:en|&|/|\+)\s*[\w ]+)?|studie(?:s)?|scholing|"
        r"education(?:\s*(?:and|&)\s*[\w ]+)?|academic background|school|diploma'?s"
    ),
    "certificates": (
        r"certific\w+|cursussen(?:\s*(?:en|&|/)\s*[\w ]+)?|trainingen|courses?|training|papieren|"
        r"awards|prijzen"
    ),
    "skills": (
        r"(?:technische |harde |soft ?)?(?:vaardigheden|kennis|kennisgebieden|competenties|"
        r"skills?)(?:\s*(?:en|and|&|/)\s*[\w ]+)?|techniek(?:en)?|technologie[ëe]n|"
        r"tools?(?:\s*(?:en|and|&)\s*\w+)?|technical skills|tech ?stack|stack|technology|"
        r"technologies|expertise|gereedschap|it-?kennis|methoden|kerncompetenties|specialismen|"
        r"specialisaties"
    ),
    "languages": (r"talen(?:kennis)?|taalvaardigheid|languages?"),
    "profile": (
        r"(?:persoonlijk )?profiel|over mij(?:zelf)?|wie ben ik|samenvatting|profile|summary|"
        r"about(?: me)?|introductie|intro|in het kort|personalia|persoonlijke gegevens|gegevens|"
        r"contact|personal(?: details)?"
    ),
    "other": (
        r"hobby'?s|interesses|interests|referenties|references|vrije tijd|nevenactiviteiten|"
        r"vrijwilligerswerk|volunteer\w*|publicaties|publications|beschikbaarheid|availability|"
        r"overig|diversen"
    ),
}
_HEADING = {name: re.compile(rf"\W*(?:{pattern})\b\W*", re.I) for name, pattern in HEADINGS.items()}
MARKED = re.compile(r"^\s*(?:#{1,4}\s|\*\*[^*]+\*\*:?\s*$|__)|:\s*$|^[^a-zà-ÿ]{4,}$")


@dataclass(frozen=True)
class Section:
    """A stretch of a CV under one heading; `kind` is empty before the first heading."""

    kind: str
    start: int
    end: int


def sections_of(text: str) -> list[Section]:
    """The sections in their order; together they are the whole text."""
    starts = [(0, "")]
    for line in lines_of(text):
        kind = heading_kind(line)
        if kind:
            starts.append((line.start, kind))
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [
        Section(kind, start, end)
        for (start, kind), end in zip(starts, ends, strict=True)
        if end > start
    ]


def heading_kind(line: Piece) -> str:
    """What a heading announces; empty where the line is none, or of a kind not known."""
    words = line.text.strip(" #*_=-–:\t|")
    shouted = re.match(r"([A-Z][A-Z &/]{3,28})\b(?=\s+\S)", words)
    if shouted and not words.isupper():
        words = shouted[1].strip()
    if not 2 < len(words) < 45:
        return ""
    for name, pattern in _HEADING.items():
        if pattern.fullmatch(words):
            return name
    # A line such as `Talen: Nederlands, Engels` opens and closes its own section.
    label = re.match(r"([^:]{3,30}):\s+\S", words)
    if label and len(words) < 200:
        for name, pattern in _HEADING.items():
            if name != "work" and pattern.fullmatch(label[1]):
                return name
    return ""
