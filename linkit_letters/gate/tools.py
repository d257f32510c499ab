"""Claims of knowing a technology or a way of working."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkit_letters.gate.claims import Claim
from linkit_letters.gate.evidence import Evidence
from linkit_letters.gate.stance import is_of_client
from linkit_letters.language.certificates import certificates_in
from linkit_letters.language.lexicon import tools_in
from linkit_letters.language.sentences import Piece

SLIGHTLY = re.compile(
    r"\b(?:zijdelings|kort|korte|beperkt\w*|basis\w*|enige|kennisgemaakt|zijlijn|nauwelijks|hardly|barely|cursus|course|reading|anderen|others?|oppervlakkig|"
    r"een\s+beetje|theoretisch|alleen|privé|hobby\w*|"
    r"limited|brief\w*|basic|some|little|side|touched|only|exposure|geproefd|aangeraakt|"
    r"snuffel\w*|één\s+keer|eenmaal|once)\b",
    re.I,
)
STRONGLY = re.compile(
    r"\b(?:dagelijks|elke\s+dag|daily|every\s+day|jaar|jaren|years?|productie|production|ran|runs?|"
    r"draai\w*|gebruik\w*|used?|shipped|projects|projecten|clients|cluster|ruim\w*|bouw\w*|built)\b",
    re.I,
)
WEAK = re.compile(r"\b(?:zijdelings|theoretisch|alleen|basis)\b", re.I)


FLATLY = re.compile(r"\b(?:niet|geen|nooit|nee|no|not|never)\b", re.I)


def _is_touched(weak: str) -> bool:
    """Whether what is said of it leaves something: `alleen zijdelings`, and not `Azure: no`."""
    return bool(SLIGHTLY.search(weak)) or not FLATLY.search(weak)


def tool_claims(clause: Piece, evidence: Evidence) -> Iterator[Claim]:
    """A claim per technology named; one that belongs to a certificate is left to that."""
    certificates = certificates_in(clause.text)
    for tool in tools_in(clause.text):
        start, end = clause.start + tool.start, clause.start + tool.end
        if is_of_client(clause, start):
            continue
        if any(
            c.start <= tool.start < c.end and c.name.lower() != tool.name.lower()
            for c in certificates
        ):
            continue
        spans = evidence.facts.tools.get(tool.name)
        if spans is None:
            literal = evidence.literally(re.sub(r"[ -]?v?[\d.x]+\+?$", "", tool.text) or tool.text)
            number = re.search(r"(?<!\d)\d{3}(?!\d)", tool.text)
            if literal is None and number and tool.name != "Dynamics 365":
                literal = evidence.literally(number[0])
            spans = [literal] if literal and tool.name not in evidence.facts.denied_tools else None
        weak = evidence.facts.denied_tools.get(tool.name)
        if (
            spans is None
            and weak is not None
            and (
                (SLIGHTLY.search(clause.text) and _is_touched(weak.text))
                or (WEAK.search(weak.text) and not STRONGLY.search(clause.text))
            )
        ):
            spans = [weak]
        yield Claim(
            "tool",
            start,
            end,
            tool.text,
            spans is not None,
            tuple(spans[:2]) if spans else (),
            "" if spans else f"neither CV nor notes say that the candidate knows {tool.name}",
        )
