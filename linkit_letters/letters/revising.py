"""Instructions on a letter: `korter`, `noem Kafka eerst`, `laat SAP weg`, `in het Engels`."""

from __future__ import annotations

import re
from dataclasses import replace

from linkit_letters.letters.parts import Style
from linkit_letters.letters.writing import LENGTHS, Wishes

SHORTER = re.compile(
    r"\b(?:korter|kort|inkorten|beknopt\w*|bondig\w*|shorter|short|brief(?:er)?|concise|"
    r"minder lang|kort houden)\b",
    re.I,
)
LONGER = re.compile(
    r"\b(?:langer|uitgebreid\w*|uitvoerig\w*|longer|more detail\w*|meer detail\w*|expand)\b", re.I
)
STYLES: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("english", re.compile(r"\b(?:engels|engelse|english)\b", re.I)),
    (
        "informal",
        re.compile(
            r"\b(?:informe(?:el|ler)|losser|minder formeel|informal|less formal|casual|"
            r"vlotter|je-vorm|tutoyeren)\b",
            re.I,
        ),
    ),
    ("formal", re.compile(r"\b(?:formeel|formeler|zakelijk(?:er)?|formal|u-vorm|netter)\b", re.I)),
)
FIRST = re.compile(
    r"\b(?:noem|zet|begin met|start met|open met|mention|put|start with|begin with|"
    r"lead with)\s+(?:(?:de|het|the|ervaring met|"
    r"experience with)\s+)*([\w.#+/ -]+?)\s*(?:eerst|als eerste|vooraan|bovenaan|voorop|first|"
    r"at the top|up front|$)",
    re.I,
)
OUT = re.compile(
    r"\b(?:laat|haal|schrap|verwijder|noem|leave|drop|remove|omit|skip|don't mention|"
    r"do not mention)\s+(?:out\s+)?(?:(?:de|het|the)\s+)*([\w.#+/ -]+?)\s*(?:\s+(?:weg|eruit|"
    r"niet|buiten beschouwing|out)|$)",
    re.I,
)
TABLE_OFF = re.compile(
    r"\b(?:zonder|geen|no|without)\s+(?:de |een |a |the )?(?:tabel|overzicht|table)\b|"
    r"lopende tekst|running text",
    re.I,
)
TABLE_ON = re.compile(
    r"\b(?:met|als|with|as)\s+(?:de |een |a |the )?(?:tabel|overzicht|table)\b", re.I
)


def revised(wishes: Wishes, instruction: str) -> Wishes:
    """The wishes after an instruction; what is not understood is remarked, never guessed."""
    before = wishes
    for part in re.split(
        r"\s*[;.\n]\s*|,\s+(?:en\s+)?(?=(?:noem|zet|laat|maak|korter|langer|mention|put|leave|"
        r"make|shorter|longer)\b)",
        instruction.strip(),
    ):
        if part:
            wishes = _one(wishes, part)
    if wishes == before:
        return replace(
            wishes, remarks=(*wishes.remarks, f"not understood: {instruction.strip()!r}")
        )
    return wishes


def _one(wishes: Wishes, text: str) -> Wishes:
    if TABLE_OFF.search(text):
        return replace(wishes, table=False)
    if TABLE_ON.search(text):
        return replace(wishes, table=True)
    out = OUT.search(text)
    if out and re.search(
        r"\b(?:laat|haal|schrap|verwijder|niet|leave|drop|remove|omit|skip|not)\b", text, re.I
    ):
        return replace(wishes, leave_out=(*wishes.leave_out, out[1].strip()))
    first = FIRST.search(text)
    if first and first[1].strip():
        return replace(wishes, first=(*wishes.first, first[1].strip()))
    style = next((name for name, pattern in STYLES if pattern.search(text)), None)
    if style is not None:
        wishes = replace(wishes, style=style)
    place = LENGTHS.index(wishes.length)
    if SHORTER.search(text):
        wishes = replace(wishes, length=LENGTHS[max(place - 1, 0)])
    elif LONGER.search(text):
        wishes = replace(wishes, length=LENGTHS[min(place + 1, 2)])
    return wishes
