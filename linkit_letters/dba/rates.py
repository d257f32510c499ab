"""The rate that an assignment names, an hour or a day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkit_letters.dba.wording import Colour, Signal

HOURS_A_DAY = 8
PRESUMED_BELOW = 38
"""Euros an hour under which the bill of 2026 presumes employment."""
ENTREPRENEURIAL = 50
_AMOUNT = r"(\d{1,4}(?:[.,]\d{3})?(?:[.,]\d{1,2})?)"
_RANGE = (
    rf"{_AMOUNT}(?:\s*(?:,-|,--|euro|eur))?(?:\s*(?:-|–|tot|à|to|en|and)\s*(?:€|eur|"
    rf"euro)?\s*{_AMOUNT})?"
)
HOURLY = re.compile(
    rf"(?:€|\beur\b|\beuro\b)\s*{_RANGE}(?:\s*(?:,-|,--))?(?:\s*(?:ex(?:cl(?:usief|"
    rf"\.)?)?\.?\s*btw|excl\.?\s*vat|all-?in|bruto|gross|euro|eur|max(?:imaal)?))*\s*(?:per|/|"
    rf"an|a|p\.?)\s*\.?\s*(?:gewerkt\s+)?(uur|u\b|hour|hr|h\b|dag|day)"
    rf"|\b{_RANGE}\s*(?:euros?|eur|€)(?:\s*(?:excl?\.?|ex)\.?\s*(?:btw|vat))?\s*(?:per|/|an|a|"
    rf"p\.?)\s*(?:gewerkt\s+)?(uur|u\b|hour|hr|dag|day)"
    rf"|(?:indicatie|uurprijs|richtprijs|"
    rf"tariefindicatie)\W+(?:[a-z]+\s+){{0,3}}(?:€\s*)?{_RANGE}(?=\s*(?:euro|eur|€|per|/|,|\.|"
    rf"$))"
    rf"|(?:uurtarief|tarief|hourly\s+rate)\s*:?\s+(?:is\s+|bedraagt\s+|max(?:imaal|imum|"
    rf"\.)?\s+|tot\s+|"
    rf"up\s+to\s+){{0,2}}(?:€\s*)?{_RANGE}(?=\s|[.,;|]|$)"
    rf"|(?:indicatie|uurprijs|richtprijs|"
    rf"tariefindicatie)\W+(?:[a-z]+\s+){{0,3}}(?:€\s*)?{_RANGE}(?=\s*(?:euro|eur|€|per|/|,|\.|"
    rf"$))"
    rf"|(?:uurtarief|tarief|hourly\s+rate|rate|dagtarief|"
    rf"day\s+rate)\W+(?:[a-zà-ÿ.'-]+\W+){{0,4}}?(?:€|eur|euro)\s*{_RANGE}",
    re.I,
)
FIXED = re.compile(
    r"(?:vaste|totale?|fixed|overeengekomen)\s+(?:prijs|aanneemsom|som|price|fee|bedrag|"
    r"totaalprijs|projectprijs)\W+(?:\w+\W+){0,4}?(?:€|eur|euro)\s*\d|"
    r"aanneemsom\W+(?:\w+\W+){0,3}?€\s*\d|€\s*\d{1,3}(?:[.,]\d{3})+\s*(?:,-)?\s*(?:ex|excl|"
    r"exclusief|all|vast|fixed|in\s+totaal|totaal)",
    re.I,
)
MONTHLY = re.compile(
    r"(?:€|\beur\b|\beuro\b)\s*\d[\d.,]*(?:\s*(?:bruto|gross))?\s*(?:per|a|p/)\s*(?:maand|month)\b"
    r"|\b\d[\d.,]*\s*(?:euros?|€)\s*(?:bruto|gross)?\s*(?:per|a)\s*(?:maand|month)\b",
    re.I,
)
WHOLE = re.compile(
    r"(?:richt|totaal|project|vaste?|plafond)\w*\s?(?:bedrag|prijs|budget|"
    r"som)\W+(?:\w+\W+){0,4}?(?:€|euro)\s*\d"
    r"|\b\d{1,3}(?:\s+(?:en|tot|à|-)\s+\d{1,3})?\s+duizend\s+euro|"
    r"\b\d{1,3}\s?k\b(?=\s*(?:euro|€|voor|all|ex))",
    re.I,
)
ALL_IN = re.compile(
    r"€\s*(\d{2,3})(?:,-|,\d{2})?(?:\s*[-–]\s*€?\s*(\d{2,3}))?\s*,?\s*all[- ]?in", re.I
)
BARE_HOURLY = re.compile(
    r"(?<![\d.,€])(?<!€ )\b(\d{2,3}(?:[.,]\d{2})?)\s*(?:per\s+uur|p/?u\b|an\s+hour|per\s+hour)",
    re.I,
)
MARKET = re.compile(r"\bmarktconform\w*|\bmarket\s+rates?\b", re.I)
BY_SCALE = re.compile(
    r"\b(?:cao-?(?:schaal|loon)?|salarisschaal|loonschaal|schaal\s+\d+|minimumloon|"
    r"minimum\s+wage|pay\s+scale|conform\s+cao)\b",
    re.I,
)


def rate_signals(text: str) -> Iterator[Signal]:
    """Green from € 50 an hour, red under € 38, yellow between; a scale of wages is red."""
    for match in HOURLY.finditer(text):
        amounts = [_number(group) for group in match.groups() if group and group[0].isdigit()]
        if not amounts:
            continue
        by_day = "dag" in match[0].lower() or "day" in match[0].lower()
        highest = max(amounts) / (HOURS_A_DAY if by_day else 1)
        if highest < 8 or highest > 400:
            continue
        yield Signal(
            "hoogte_beloning", "tarief", _colour(highest), match.start(), match.end(), match[0]
        )
    for match in FIXED.finditer(text):
        yield Signal("hoogte_beloning", "prijs", "green", match.start(), match.end(), match[0])
    for match in ALL_IN.finditer(text):
        colour = _colour(_number(match[2] or match[1]))
        yield Signal("hoogte_beloning", "tarief", colour, match.start(), match.end(), match[0])
    for match in BARE_HOURLY.finditer(text):
        colour = _colour(_number(match[1]))
        yield Signal("hoogte_beloning", "tarief", colour, match.start(), match.end(), match[0])
    for match in WHOLE.finditer(text):
        yield Signal("hoogte_beloning", "prijs", "green", match.start(), match.end(), match[0])
    for match in MARKET.finditer(text):
        yield Signal("hoogte_beloning", "tarief", "yellow", match.start(), match.end(), match[0])
    for match in MONTHLY.finditer(text):
        yield Signal("hoogte_beloning", "loontaal", "red", match.start(), match.end(), match[0])
    for match in BY_SCALE.finditer(text):
        yield Signal("hoogte_beloning", "loontaal", "red", match.start(), match.end(), match[0])


def _colour(hourly: float) -> Colour:
    if hourly < PRESUMED_BELOW:
        return "red"
    return "yellow" if hourly < ENTREPRENEURIAL else "green"


def _number(text: str) -> float:
    whole = re.sub(r"[.,](?=\d{3}(?!\d))", "", text)
    return float(whole.replace(",", "."))
