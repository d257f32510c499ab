"""Degrees, schools and fields of study named in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

LEVELS = {
    "mbo": r"mbo(?:[- ]?(?:niveau|level)? ?-?[234])?|middelbaar beroepsonderwijs|mts|roc",
    "hbo": (
        r"hbo\+?|hogeschool|hts|heao|university of applied sciences|"
        r"bachelor of (?:applied science|ict)"
    ),
    "bachelor": (
        r"bachelors?(?:'s)?(?: of (?:science|arts|applied science|ict|engineering|laws|"
        r"business administration))?|bachelordiploma|b\.?sc\.?|b\.?a\.?|b\.?ict|b\.?eng|ba\b"
    ),
    "master": (
        r"masters?(?:'s)?(?: of (?:science|arts|engineering|laws|"
        r"business administration))?(?: degree)?|masterdiploma|m\.?sc\.?|m\.?a\.|mba|doctorandus|"
        r"drs\.?|ir\.|ingenieurstitel"
    ),
    "wo": (
        r"wo\b|universit(?:eit|air|y)\w*|academisch|academic|tu (?:delft|eindhoven|twente)|"
        r"rijksuniversiteit|vu\b|uva\b"
    ),
    "honours": r"cum laude|with honours|with distinction|met onderscheiding|met lof",
    "phd": (
        r"ph\.?d\.?|promoveerde|gepromoveerd|promotieonderzoek|doctoraat|doctorate|proefschrift|"
        r"dissertation"
    ),
    "school": r"vwo|havo|vmbo|gymnasium|atheneum|bootcamp",
}
WEIGHT = {
    "school": 0,
    "mbo": 1,
    "hbo": 2,
    "bachelor": 2,
    "wo": 3,
    "master": 3,
    "phd": 4,
    "honours": 9,
}
SCHOOLS = (
    r"(?:TU|Technische Universiteit|Universiteit(?: van)?|Hogeschool(?: van)?|"
    r"Rijksuniversiteit|University of|"
    r"Radboud(?: Universiteit)?|Erasmus(?: Universiteit)?|Vrije Universiteit|"
    r"Haagse Hogeschool|Open Universiteit|"
    r"Fontys|Avans|Saxion|Windesheim|Hanzehogeschool|HAN|HvA|HU|HZ|NHL(?: Stenden)?|Zuyd|"
    r"Inholland|NCOI|LOI|"
    r"ROC(?: van)?|Novi|Codam|Nyenrode|Graafschap College|Deltion|Albeda|"
    r"Koning Willem I College|KU|Universidad|"
    r"Università|Université|Technical University(?: of)?|[A-Z]\w+ (?:University|College|"
    r"Hogeschool|Universiteit|Institute of Technology))"
)
SCHOOL = re.compile(rf"(?<![\w-]){SCHOOLS}(?:(?: (?:of|van|in|te))?(?: [A-Z][\w-]+){{0,3}})?")
FIELDS = (
    r"(?:technische |bedrijfskundige |toegepaste |medische |higher )?(?:informatica|wiskunde|"
    r"natuurkunde|econometrie)|"
    r"computer science|software engineering|kunstmatige intelligentie|artificial intelligence|"
    r"data science|"
    r"bedrijfskunde|bestuurskunde|bedrijfseconomie|economie|economics|elektrotechniek|"
    r"electrical engineering|"
    r"werktuigbouwkunde|mechanical engineering|mechatronica|embedded systems|"
    r"information science|informatiekunde|"
    r"bedrijfsinformatiesystemen|business it(?: & management| and management)?|"
    r"cyber ?security|communication|"
    r"communicatie(?:wetenschap)?|psychologie|psychology|rechten|law|statistics|statistiek|"
    r"mathematics|physics|"
    r"hbo-?ict|ict-?beheer|network engineering|netwerkbeheer|applicatieontwikkeling|"
    r"media(?:technologie| design)?|"
    r"multimedia|grafisch ontwerp|industrial design|industrieel ontwerpen|logistiek|chemie|"
    r"biologie|geodesie|"
    r"geschiedenis|history|taalwetenschap|linguistics|accountancy|bio-?informatica|"
    r"bioinformatics|astronomie|filosofie|"
    r"communication|multimedia design|human-computer interaction|systeembeheer|ict"
)
_LEVEL = re.compile(
    "|".join(rf"(?P<{name}>{pattern})" for name, pattern in LEVELS.items()).join(
        (r"(?<![\w-])(?:", r")(?![\w])")
    ),
    re.I,
)
_FIELD = re.compile(rf"(?<![\w])(?:{FIELDS})(?![\w])", re.I)
STUDY = re.compile(
    r"\b(?:studie|studeerde|studeert|gestudeerd|afgestudeerd\w*|opleiding|diploma|graad|"
    r"degree|graduat\w+|studied|"
    r"study|studies|rond\w* af|behaald\w*|behaalde|cum laude|titel|minor|major|propedeuse|"
    r"master|bachelor|hbo|wo|mbo|universit\w*|hogeschool)\b",
    re.I,
)


@dataclass(frozen=True)
class Schooling:
    """A degree, a school or a field named in a text; `name` says which."""

    kind: str
    name: str
    start: int
    end: int
    text: str


def schooling_in(text: str) -> list[Schooling]:
    """Degrees and schools, and fields where the words nearby speak of study."""
    found: list[Schooling] = []
    for match in SCHOOL.finditer(text):
        found.append(Schooling("school", match[0].lower(), match.start(), match.end(), match[0]))
    for match in _LEVEL.finditer(text):
        level = match.lastgroup or ""
        if not any(s.start <= match.start() < s.end for s in found) and not _only_thinking(
            text, match
        ):
            found.append(Schooling("level", level, match.start(), match.end(), match[0]))
    for match in _FIELD.finditer(text):
        near = text[max(0, match.start() - 70) : match.end() + 40]
        if STUDY.search(near):
            found.append(Schooling("field", match[0].lower(), match.start(), match.end(), match[0]))
    return sorted(found, key=lambda schooling: schooling.start)


def highest(text: str) -> int:
    """The weight of the highest degree that the text names; -1 if it names none."""
    return max((WEIGHT[s.name] for s in schooling_in(text) if s.kind == "level"), default=-1)


def _only_thinking(text: str, match: re.Match[str]) -> bool:
    """`hbo werk- en denkniveau` is no degree; a scrum master has no master's degree."""
    after = text[match.end() : match.end() + 32].lower()
    before = text[max(0, match.start() - 7) : match.start()].lower()
    return (
        "denkniveau" in after
        or before.endswith(("scrum ", "scrum-", "data ", "web"))
        or after.startswith((" data", "data", "-branch", " branch", " node"))
        or (
            match.lastgroup == "wo"
            and match[0].islower()
            and match[0].lower() == "wo"
            and "niveau" not in after
        )
    )
