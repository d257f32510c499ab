"""Whether a clause says that the candidate has something, lacks it, or that it is asked for."""

from __future__ import annotations

import re
from typing import Literal

from linkit_letters.language.sentences import Piece

Stance = Literal["claimed", "denied", "asked"]

DOUBLE = re.compile(
    r"\b(?:niet\s+(?:alleen|slechts|enkel|vreemd|eerder\s+dan|te\s+vergeten|minder\s+dan)|"
    r"geen\s+(?:onbekende?|vreemde|moeite\s+met|geheimen|probleem)|not\s+(?:only|just|least)|"
    r"no\s+(?:stranger|problem|fewer|less)|zonder\s+(?:moeite|problemen|meer)|"
    r"without\s+(?:problems|trouble|effort|a\s+single)|zonder\s+(?:een|één|ook)\s+(?:enkel\w*|maar)|"
    r"never\s+(?:fails?|failed)|nothing\s+but|"
    r"niet\s+(?:voor\s+niets|onverdienstelijk)|geen\s+wonder|no\s+wonder|niet\s+bang|"
    r"hand\s+niet\s+voor\s+om)\b",
    re.I,
)
LACK = re.compile(
    r"\b(?:niet|geen|nooit|noch|evenmin|nog\s+niet|not|no|never|neither|nor|cannot|can['’]t|"
    r"don['’]t|doesn['’]t|didn['’]t|hasn['’]t|haven['’]t|isn['’]t|wasn['’]t|"
    r"ontbreekt|ontbreken|ontbrekend\w*|mist|missen|zonder|without|(?:moet|"
    r"nog)\s+(?:\w+\s+){0,3}aanvragen|aan\s+te\s+vragen|gestopt|afgebroken|"
    r"gelaten\s+voor\s+wat|afgehaakt|op\s+(?:mijn|haar|zijn)\s+lijstje|on\s+(?:my|her|his)\s+(?:to-?do\s+)?list|leaves?\s+to\s+other\w*|aan\s+anderen\s+(?:over)?|dropped\s+out|unfinished|lacks?|lacking|missing|"
    r"absent|afwezig|nihil|none|nee|"
    r"onbekend|unfamiliar|verlopen|expired|lapsed|"
    r"wil\w*\s+(?:\w+\s+){0,5}(?:leren|verdiepen|bijleren|ontwikkelen|verbreden)|"
    r"leert\s+(?:\w+\s+){0,3}graag|(?:te|nog)\s+leren|eager\s+to\s+learn|keen\s+to\s+learn|"
    r"willing\s+to\s+learn|"
    r"to\s+be\s+learn\w+|yet\s+to|would\s+(?:have\s+to|need\s+to)\s+learn|learning\s+curve|"
    r"planned|gepland|aan\s+het\s+leren|in\s+voorbereiding|is\s+(?:hij|zij|ze)\s+begonnen|"
    r"inwerken|zich\s+eigen\s+(?:te\s+)?maken|inlezen|"
    r"bijspijkeren|omscholen|bijscholen|bezig\s+met|volgt\s+nu|in\s+opleiding|nieuw\s+voor|"
    r"new\s+to|"
    r"minder\s+(?:ervaring|bekend|thuis|sterk)|te\s+weinig|onvoldoende|ten\s+onrechte|niets|"
    r"nothing|niks|outside|buiten\s+(?:haar|zijn|mijn))\b|[✗✘❌☐]|\bn/a\b|n\.v\.t\.|^\W*(?:of|whether)\s+(?:hij|zij|ze|she|he)\b",
    re.I,
)
SOFT_LACK = re.compile(
    r"\b(?:leerpunt\w*|gaps?|hiaat|witte\s+vlek|blinde\s+vlek|aandachtspunt\w*|kanttekening\w*)\b",
    re.I,
)
ASKED = re.compile(
    r"\b(?:(?:u|jullie|je|men|opdrachtgever|klant|client|gemeente)\s+(?:zoekt?|zoeken|vraagt?|"
    r"vragen|wilt?|willen|wenst|noemt?|noemen|schrijft|schreef|eist|verlangt|verwacht\w*|"
    r"gebruikt|gebruiken|werkt?|werken|bouwt?|bouwen|hebt|stelt|vroeg|vroegen|noemde\w*)|"
    r"(?:zoekt?|zoeken|vraagt?|vragen|wilt|willen|noemt?|noemen|eist|verlangt|verwacht|"
    r"schrijft)\s+(?:u|jullie|je|men)|"
    r"(?:uw|jullie|je)\s+(?:vacature|opdracht|aanvraag|uitvraag|vraag|profiel|eis\w*|wens\w*|"
    r"lijst\w*|oproep|advertentie|mail|bericht|zoektocht)|"
    r"(?:de|deze|het|dit|bij\s+de|in\s+de)\s+(?:opdracht|vacature|functie|rol|aanvraag|"
    r"uitvraag|profiel|opdrachtomschrijving|functieomschrijving|advertentie)\s+(?:vraagt|"
    r"noemt|eist|vereist|verlangt|als|van|bij|voor|staat)|"
    r"(?:voor|naar|op|in|als|van)\s+(?:de|deze|uw|jullie|een|je)\s+(?:[\w-]+\s+)?(?:rol|"
    r"functie|positie|vacature|opdracht|aanvraag|uitvraag)\b|"
    r"gevraagd|gewenst|vereist|gezocht|wordt\s+gevraagd|staat\s+(?:in|als|bij)\s+(?:uw|de|jullie)|"
    r"you\s+(?:are\s+looking|['’]?re\s+looking|ask|asked|need|seek|want|require|mention|"
    r"mentioned|list|listed|work|use|were\s+looking|wrote|describe\w*)|"
    r"your\s+(?:vacancy|assignment|role|requirement\w*|request|description|list|posting|ad|"
    r"advert\w*|search|brief|call|tender|wish\w*)|"
    r"the\s+(?:role|position|assignment|vacancy|brief|posting|job)\s+(?:asks?|requires?|calls|"
    r"of|as|for|at|mentions|needs|lists)|"
    r"for\s+(?:the|your|this|a)\s+(?:[\w-]+\s+){0,3}(?:role|position|assignment|vacancy|job|"
    r"post|opening)|"
    r"required|requested|asked\s+for|desired|(?:de|uw|jullie|the|your)\s+(?:eis|wens|"
    r"requirement)\b)\b",
    re.I,
)
HAS = re.compile(
    r"\b(?:heeft|heb(?!\s+(?:ik\s+)?(?:iemand|het\s+genoegen|een\s+kandidaat))|hebt|bezit|"
    r"brengt|breng|beschikt|beschik|voldoet|voldoe|kent|ken|"
    r"beheerst|beheers|deed|doet|werkte|werkt|bouwde|spreekt|"
    r"meebreng\w*|is\s+(?:hij|zij|ze|ik)|has|have(?!\s+(?:pleasure|the\s+pleasure|someone))|"
    r"brings?|meets?|knows?|holds?|did|does|"
    r"worked|speaks?|ja|yes|voldaan|aanwezig|ruim|ruimschoots|geen\s+onbekende)\b|[✓✔☑✅]",
    re.I,
)
OF_CANDIDATE = re.compile(r"\b(?:ik|hij|zij|ze|I|he|she|my|his|her|mijn|zijn|haar)\b")
LEAST = re.compile(
    r"\b(?:minimaal|minstens|ten\s+minste|tenminste|minimum|at\s+least|min\.?|"
    r"a\s+minimum\s+of|de\s+gevraagde|het\s+gevraagde|gevraagde|vereiste|the\s+required|"
    r"required|in\s+plaats\s+van|instead\s+of|rather\s+than|onder\s+de|"
    r"short\s+of)\s*(?:de\s+)?$",
    re.I,
)
TO_COME = re.compile(
    r"\b(?:graag|wil|willen|wilt|zou|zouden|aan\s+de\s+slag|inzetten|kennismak\w+|"
    r"kennis\s+te\s+maken|past|passen|passend|gesprek|bijdrag\w+|sollicit\w+|"
    r"aanvraag|uitvraag|rol|functie|vacature|like\s+to|would|join|position|role|contribute|"
    r"opportunity|voorstel\w*|voordrag\w+|draag|stel|introduce|propos\w+|interesse|"
    r"aansluit\w*|sluit|reageer|reactie|"
    r"van\s+pas|spreekt|trekt|aanspreekt|aantrekt|beschikbaar|available|zal|vacancy|candidate|"
    r"voor\s+u|bij\s+u|uw|jullie|your|gelezen|zag|las|saw|read|dank|thank\w*|mail|gesproken|"
    r"belde|called)\b",
    re.I,
)


def stance_of(clause: Piece, sentence: Piece) -> Stance:
    """What a clause says; the first cell of a table row names what is asked, the rest answers."""
    text = DOUBLE.sub(lambda match: " " * len(match[0]), clause.text)
    if sentence.text.rstrip().endswith("?"):
        return "asked"
    if LACK.search(text) or (SOFT_LACK.search(text) and not HAS.search(text)):
        return "denied"
    if ASKED.search(text) and not (HAS.search(text) or OF_CANDIDATE.search(text)):
        return "asked"
    return "claimed"


def is_demand(clause: Piece, start: int) -> bool:
    """Whether what begins at `start` of the letter is told as what is asked: `minimaal 5 jaar`."""
    return bool(LEAST.search(clause.text[: start - clause.start][-30:]))


def is_of_client(clause: Piece, start: int) -> bool:
    """Whether what begins at `start` belongs to the client: `uw Kafka-platform`."""
    before = clause.text[: start - clause.start][-30:]
    return bool(re.search(r"\b(?:uw|jullie|your|je)\s+(?:[\w-]+\s+)?$", before, re.I))
