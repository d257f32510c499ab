"""Sentences and clauses with their offsets, in running text, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

ABBREVIATION = re.compile(
    r"(?:\b(?:o\.a|d\.w\.z|bijv|m\.b\.t|t\.b\.v|i\.c\.m|t/m|incl|excl|evt|resp|ca|nr|tel|dhr|"
    r"mevr|mw"
    r"|drs|ir|ing|dr|mr|prof|jan|feb|mrt|apr|jun|jul|aug|sep|sept|okt|oct|nov|dec|e\.g|i\.e|approx"
    r"|max|min|enz|etc|art|lid|jl|a\.s|vnl|afd|bv|zgn|o\.l\.v|i\.v\.m|m\.i\.v|n\.v\.t|v\.a|mld|mln"
    r"|ms|mrs|st|vs|inc|ltd|b\.v|n\.v)|\b[A-Z])\.$",
    re.I,
)
END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)")
LINE = re.compile(r"[^\r\n]+")
BULLET = re.compile(r"\s*(?:[-*•–▪◦·+>]|\(?\d{1,2}[.)]|\[[ x]\])\s+|\s*\|?\s*")
WRAPPED_FROM = re.compile(r"[\w,;)\]’'\"%/&-]$")
CONTRAST = (
    r"maar|echter|doch|wel\b|terwijl|hoewel|ofschoon|want|omdat|aangezien|zodat|waardoor|"
    r"waarbij|waarin|"
    r"waarvoor|waarmee|daarnaast|bovendien|verder|but|though|although|while|whereas|however|yet|"
    r"because|since|which|whose|plus|daarvoor|daarna|vervolgens|eerder|before that|then|previously"
)
SUBJECT = r"hij|zij|ze|ik|he|she|they|I|we|wij|u|jullie|you|je"
CLAUSE = re.compile(
    rf"\s*;\s+|\s+[–—-]\s+|\s*,\s+(?=(?:en\s+|and\s+)?(?:{CONTRAST}|(?:{SUBJECT})\s)\b)"
    rf"|\s+(?=(?:maar|but|though|although|terwijl|whereas|hoewel)\s)|\s*[()]\s*"
    rf"|\s+(?:en|and)\s+(?=(?:{SUBJECT})\s)",
    re.I,
)

JOINT = re.compile(r"\s*,\s+(?:(?:en|and)\s+)?|\s+(?:en|and)\s+", re.I)
VERB = re.compile(
    r"\b(?:heeft|heb|hebt|hebben|had|hadden|is|was|waren|ben|bent|kan|kon|kent|ken|kende|"
    r"staat|spreekt|spreek|sprak|werkt|werk|werkte|ontbreekt|mist|beheerst|beheers|gebruikt|"
    r"gebruikte|"
    r"deed|doet|volgt|volgde|behaalde|bouwt|bouwde|leidt|leidde|zet|zette|schrijft|schreef|"
    r"kwam|komt|ging|gaat|maakt|maakte|weet|begon|wil|wilde|brengt|bracht|haalde|nam|gaf|"
    r"geeft|vraagt|vraagt|woont|"
    r"has|have|are|were|holds?|held|knows?|knew|speaks?|worked|works|lacks?|does|did|brings?|"
    r"brought|built|builds|led|leads|spent|used|uses|touched|wrote|writes|took|joined|moved|"
    r"ran|runs|lives?|can|"
    r"(?:automatiseer|migreer|introduceer|ontwikkel|beheer|begeleid|coach|ontwierp|verbeter|"
    r"realiseer|implementeer|test|stuur|trok|richt|ontving|won)(?:t|de|te|d)?|bezit|zat|trok|"
    r"sloot|richtte|stuurde|verdubbelde|bespaarde|regelde|verzorgde|\w{3,}eerden?|beschikt?|"
    r"beschikken|haalt?|woonde|studeert|studeerde|leerde|deelt|zoekt|zocht|voldoet|kreeg|"
    r"krijgt|hield|houdt|verliet|vervulde|draait|draaide|legt|legde|nodigt|past|reist|geldt|"
    r"telt|telde)\b",
    re.I,
)


@dataclass(frozen=True)
class Piece:
    """A sentence, line or clause: its text stands at `start` to `end`."""

    start: int
    end: int
    text: str
    table: bool = False


def lines_of(text: str) -> list[Piece]:
    """Every line that holds something, without its line end."""
    return [Piece(m.start(), m.end(), m[0]) for m in LINE.finditer(text) if m[0].strip()]


def sentences(text: str) -> list[Piece]:
    """Sentences; list items, table rows and headings end where their line does."""
    found: list[Piece] = []
    for start, end in _paragraphs(text):
        table = text[start:end].count("|") >= 2
        if table:
            found.append(_trimmed(text, start, end, table=True))
            continue
        at = start
        for stop in END.finditer(text, start, end):
            if stop.end() >= end or not ABBREVIATION.search(
                text, max(at, stop.start() - 8), stop.end()
            ):
                found.append(_trimmed(text, at, stop.end()))
                at = stop.end()
        found.append(_trimmed(text, at, end))
    return [piece for piece in found if re.search(r"\w", piece.text)]


def clauses(piece: Piece) -> list[Piece]:
    """The parts of a sentence that are denied or asked for separately; a table row stays whole."""
    if piece.table:
        return [piece]
    parts = []
    at = 0
    for cut in _cuts(piece.text):
        if cut.start() > at:
            parts.append((at, cut.start()))
        at = cut.end()
    parts.append((at, len(piece.text)))
    return [
        Piece(piece.start + start, piece.start + end, piece.text[start:end])
        for start, end in parts
        if piece.text[start:end].strip()
    ]


def _cuts(text: str) -> list[re.Match[str]]:
    """Where a new clause surely begins, and each comma or `en` with a verb on either side."""
    sure = list(CLAUSE.finditer(text))
    places = [0, *(m.end() for m in sure), len(text)]
    found = list(sure)
    for low, high in pairwise(places):
        at = low
        for joint in JOINT.finditer(text, low, high):
            nearest = min((m.start() for m in sure if m.start() >= joint.end()), default=len(text))
            if VERB.search(text, at, joint.start()) and VERB.search(text, joint.end(), nearest):
                found.append(joint)
                at = joint.end()
    return sorted(found, key=lambda match: match.start())


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of lines that belong together: a line that was merely wrapped goes on."""
    start = end = -1
    previous = ""
    for match in LINE.finditer(text):
        line = match[0]
        if not line.strip():
            continue
        blank = end >= 0 and text[end : match.start()].count("\n") > 1
        if start >= 0 and not blank and _goes_on(previous, line):
            end = match.end()
        else:
            if start >= 0:
                yield start, end
            start, end = match.span()
        previous = line
    if start >= 0:
        yield start, end


def _goes_on(previous: str, line: str) -> bool:
    if "|" in line and line.count("|") >= 2:
        return False
    if re.match(
        r"\s*(?:[-*•–▪◦·+>#]|(?:\d{1,2}|[a-z])[.)]\s)", line
    ) or previous.lstrip().startswith("#"):
        return False
    stripped = previous.rstrip()
    return (
        len(stripped) >= 45
        and bool(WRAPPED_FROM.search(stripped))
        and not (len(stripped) < 60 and stripped.endswith(","))
        and not (line[:1].isupper() and len(stripped) < 60)
    ) or (
        len(stripped) >= 30 and line.strip()[:1].islower() and bool(WRAPPED_FROM.search(stripped))
    )


def _trimmed(text: str, start: int, end: int, *, table: bool = False) -> Piece:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Piece(start, end, text[start:end], table)
