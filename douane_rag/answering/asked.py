"""What a question asks for: a term, an amount, a time, someone, a document, a comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from douane_rag.text.words import folded

Asked = Literal["term", "amount", "time", "actor", "document", "comparison"]

QUESTION_WORDS: Mapping[Asked, re.Pattern[str]] = {
    "amount": re.compile(
        r"\bhoe\s?(?:veel|hoog|groot|zwaar)|\bwelk\w* (?:bedrag|tarief|percentage|hoeveelheid|grens|"
        r"drempel|maximum|waarde|boete)|\bbedrag|\btarief|\bpercentage|\bkost|\bmaxim|\bminim|"
        r"\bdrempel|\bgrens|\blimiet|\bhow (?:much|many|high)|\blimit|\brate\b"
    ),
    "time": re.compile(
        r"\bhoe (?:lang|snel|vaak|oud)|\bbinnen (?:hoeveel|welke)|\bwanneer|\btermijn|\bdeadline|"
        r"\bhoeveel (?:dag|week|weken|maand|jaar|jaren|uur|tijd|werkdag)|\bvoor wanneer|\btot wanneer|"
        r"\bhow (?:long|soon|often)|\bwhen\b"
    ),
    "actor": re.compile(
        r"\bwie\b|\bbij wie|\bwelk\w* (?:instantie|dienst|team|kantoor|afdeling|organisatie|ministerie)|"
        r"\bwaar (?:moet|kan|meld|dien)|\bwho\b|\bwhich (?:authority|office|team)"
    ),
    "document": re.compile(
        r"\bwelk\w* (?:document|formulier|papier|bescheid|certificaat|bewijs|vergunning|code|aangifte)|"
        r"\bformulier|\bpapieren|\bdocument|\bwhich (?:form|document|paper)"
    ),
    "comparison": re.compile(
        r"\bverschil|\bvergel|\bten opzichte van|\bin plaats van|\bof juist|\bdifference|\bversus|\bvs\b"
    ),
}
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

ANSWERS: Mapping[Asked, re.Pattern[str]] = {
    "amount": re.compile(
        r"€|\beuro\b|\d\s?%|\bprocent\b|\d[\d.,]*\s?(?:kg|kilo\w*|gram|g|l|liter\w*|ml|cl|hl|m3|m³|m2|"
        r"cm|meter|stuks|sigaret\w*|sigar\w*|ton|procentpunt\w*)\b|\b(?:twee|drie|vier|vijf|tien)\b|\d",
        re.I,
    ),
    "time": re.compile(
        r"\b(?:dag|dagen|werkdag\w*|week|weken|maand\w*|jaar|jaren|uur|uren|minuten|kwartaal|"
        r"kalender\w*|onverwijld|onmiddellijk|terstond|direct|vooraf|uiterlijk|voordat|zodra|datum)\b",
        re.I,
    ),
    "actor": re.compile(
        r"\b(?:[A-Z]{2,6}|team\w*|inspecteur|ontvanger|kantoor|douane\w*|klantmanager|medewerker|aangever|"
        r"vergunninghouder|politie|ministerie|officier|coördinator|dienst|regiokantoor|reiziger|importeur)\b"
    ),
    "document": re.compile(
        r"formulier|certificaat|document|bescheid|aangifte|vergunning|verklaring|\bcode\b|bewijs|factuur|"
        r"kopie|origine|carnet|paspoort|proces-verbaal|rapport|model",
        re.I,
    ),
}


def asked_for(question: str) -> frozenset[Asked]:
    """What the question asks for; empty where its words do not tell."""
    text = folded(question)
    found = {kind for kind, pattern in QUESTION_WORDS.items() if pattern.search(text)}
    if "time" in found and re.search(r"\bhoeveel (?:dag|week|weken|maand|jaar|uur|werkdag)", text):
        found.discard("amount")
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
