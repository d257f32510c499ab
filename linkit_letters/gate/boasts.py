"""Success that a letter tells of in passing: prizes, standards, spotless records, savings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkit_letters.gate.claims import Claim
from linkit_letters.gate.evidence import Evidence
from linkit_letters.language.sentences import Piece
from linkit_letters.language.stems import content_stems
from linkit_letters.language.words import words_of

WHOLE = (
    r"(?:hele|gehele|volledige|whole|entire)\s+(?:concern|organisatie|bedrijf|regio|sector|"
    r"branche|land|provincie|keten|company|organi[sz]ation|group|region|industry|country)"
)
BOAST = re.compile(
    r"\b\w*prijs(?:winn\w+)?\b(?=[^.;]{0,30}\b(?:won|gewonnen|winn\w+|kreeg|ontving))|"
    r"\b(?:won|gewonnen|wint)\b[^.;]{0,40}?prijs\w*|"
    r"\b(?:award|prize|bekroond|gelauwerd|prijswinnend|onderscheiding)\b(?:-winning)?|"
    rf"\b(?:door|in|voor|by|across|throughout)\s+(?:de|het|the)\s+{WHOLE}\b"
    r"[^.;,]{0,20}\b(?:overgenomen|gebruikt|ingevoerd|uitgerold|adopted|used|taken\s+over)\b|"
    rf"\b(?:overgenomen|adopted|used|gebruikt)\s+(?:door|by|across|in)\s+(?:de|het|the)\s+{WHOLE}\b|"
    r"\b(?:bedrijfsstandaard|landelijke?\s+standaard|company\s+standard|industry\s+standard)\b|"
    r"\bzonder\s+(?:een\s+enkel\w*|één\s+(?:enkel\w*\s+)?|ook\s+maar)\b[^.;,]{0,40}|"
    r"\bwithout\s+(?:a\s+single|one|any)\b[^.;,]{0,40}|"
    r"\b(?:foutloos|vlekkeloos|flawless\w*|spotless)\b|"
    r"\b(?:ruim\s+)?(?:binnen|onder)\s+(?:de\s+|het\s+)?(?:begroting|budget|planning|tijd)\b|"
    r"\b(?:under|within|below)\s+(?:the\s+)?budget\b|\bahead\s+of\s+(?:time|schedule)\b|"
    r"\b(?:terug\s*(?:te\s+)?dringen|teruggedrongen|terugdrong)\b|"
    r"\bcut\s+(?:the|its|their)\s+(?:[\w-]+\s+){0,2}(?:bill|costs?|spend\w*|time)\b|"
    r"\b(?:halved|doubled|tripled|gehalveerd|halveerde|verdubbeld\w*|verdrievoudigd\w*)\b|"
    r"\b(?:carried|guided|steered|loodste)\s+(?:the|its|de|het)\b[^.;,]{0,20}\b(?:through|door)\b"
    r"[^.;,]{0,30}|"
    r"\b(?:eigenhandig|single-handedly|in\s+z['’]?n\s+eentje|op\s+eigen\s+kracht)\b|"
    r"\b(?:als\s+(?:eerste|beste)\s+van|the\s+(?:first|best)\s+in)\s+(?:het|de|the|nederland)\b",
    re.I,
)
FRAMED = re.compile(
    r"\b(?:u|uw|jullie|je|you|your|kan|kunnen|zal|zou|will|would|could|wil)\b", re.I
)
REACH = 40
ENOUGH = 0.6


def boast_claims(clause: Piece, evidence: Evidence) -> Iterator[Claim]:
    """A claim per boast whose words no document of the candidate holds near one another."""
    for match in BOAST.finditer(clause.text):
        if FRAMED.search(clause.text[: match.start()][-REACH:]):
            continue
        words = words_of("soft_words.txt")
        stems = [stem for stem in content_stems(match[0]) if stem not in words]
        share, where = evidence.likeness(stems)
        told = bool(stems) and share >= ENOUGH and where is not None
        yield Claim(
            "achievement",
            clause.start + match.start(),
            clause.start + match.end(),
            match[0].strip(),
            told,
            (where,) if told and where else (),
            "" if told else "CV and notes tell of no such success",
        )
