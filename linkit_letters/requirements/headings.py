"""Headings and labels of a vacancy: which part asks, which wishes, which tells something else."""

from __future__ import annotations

import re
from typing import Literal

from linkit_letters.language.sentences import Piece

Mode = Literal["", "must", "wish", "other"]
WISHING = re.compile(
    r"\b(?:wens(?:en)?|pluspunt(?:en)?|plus(?:ses)?|nice|bonus|pr[eé]s?|gewenst|voorkeur|"
    r"meegenomen|fijn|"
    r"handig|graag|love|extra|waarder\w+|aanbeveling|gunning\w*|preferred|welcome|welkom|"
    r"voordelen|leuk als|helpt|"
    r"desirable|good to have|extra punten|streepje)\b",
    re.I,
)
ASKING = re.compile(
    r"\b(?:\w*eisen|eis|vragen|vraagt|gevraagd|knock-?outs?|profiel|profile|vereisten|"
    r"vereist|requirements?|required|must[- ]haves?|musts?|meebreng\w*|breng\w* (?:je|jij|"
    r"u) mee|mee\?|"
    r"moet (?:kunnen|hebben)|kunnen|in huis|zoeken|zoekt|herken|kwalificaties|competenties|"
    r"ervaring|"
    r"op je cv|verwacht\w*|you bring|bring|we ask|we need|looking for|say yes|rugzak|"
    r"neem je mee|verlangen|you have|you are|background|"
    r"about you|who you are|wie ben|ben jij|ben je|jij\b|je bent|je hebt|criteria|kandidaat|"
    r"achtergrond|voorwaarden aan|nodig|skills|qualifications|bagage|wat jij|over jou|"
    r"jouw kracht)\b",
    re.I,
)
OTHERWISE = re.compile(
    r"\b(?:bieden|bied|biedt|aanbod|krijg\w*|offer|gaan? doen|ga je|arbeidsvoorwaarden|"
    r"wie (?:zijn )?wij|"
    r"wie zijn|over (?:ons|de|het)|about (?:us|the)|bedrijf|organisatie|de opdracht|opdracht|taken|"
    r"werkzaamheden|verantwoordelijkheden|responsibilities|tasks|the (?:role|job|assignment|"
    r"project)|"
    r"de rol|context|contact|solliciteren|sollicitatie|procedure|voorwaarden|tarief|duur|planning|"
    r"geïnteresseerd|enthousiast|interesse|meer weten|even voorstellen|interested|apply|how to|"
    r"innovatie|project|onze kant|ervoor terug|reageren|looptijd|locatie|samenwerking|inleiding|"
    r"vervanging|prijs|risico|resultaat)\b",
    re.I,
)
LABEL = re.compile(
    r"\W*(?:(?:wij|we)\s+(?:vragen|zoeken|eisen)|eis(?:en)?|functie-?eisen|vereist|nodig|"
    r"noodzakelijk|must(?:[- ]haves?)?|wens(?:en)?|pr[eé]s?|nice(?:[- ]to[- ]haves?)?|profiel|"
    r"gevraagd|"
    r"requirements?|required|moet(?:en)?|needed|essential|you (?:have|bring)|je hebt|"
    r"pluspunten|bonus|"
    r"plus|pluses|"
    r"handig|welkom|welcome|(?:heel )?fijn[^:.\n]{0,30}|een plus(?:punt)?|we would love|"
    r"[^:.\n]{0,50}(?:verlangen|verwachten|vragen)|mooi(?: meegenomen)?|leuk|useful|helpful|"
    r"voorkeur|bij voorkeur|preferred|desirable)\s*:\s*",
    re.I,
)
WITHIN = re.compile(
    r"(?<=\s)(?:[Mm]oet|[Ll]euk|[Ww]ensen|Eisen|Eis|Wensen|Wens|Pr[eé]|Must|Nice|Nodig|"
    r"Vereist|Handig|Welkom|Fijn|"
    r"(?:heel )?fijn|Mooi meegenomen|Requirements|Welcome|Een plus|Een pluspunt|We would love|"
    r"Plus|Nice to have|Bonus)\s*:"
)
ITEM = re.compile(r"\s*(?:[-*•–▪·+>]\s*(?=[\w(\"'€])|\d+[.)]\s|[a-z][.)]\s)")


def heading_mode(piece: Piece) -> Mode | None:
    """What a line announces; None where it is no heading, empty where it says nothing of it."""
    text = piece.text.strip()
    emphasised = bool(re.fullmatch(r"[*_]{1,3}[^*_]+[*_]{1,3}:?", text))
    marked = text.startswith("#") or emphasised or text.endswith((":", "?")) or text.isupper()
    if len(text) > 70 or (not marked and len(text.split()) > 4):
        return None
    numbered = re.fullmatch(r"\d+[.)]\s+[A-Z]\w+(?:\s\w+){0,3}", text) is not None
    if not (emphasised or numbered) and (ITEM.match(text) or text.endswith((".", ";", ","))):
        return None
    return mode_of(text) or ("" if marked or numbered else None)


def mode_of(text: str) -> Mode:
    """What the words of a heading announce; empty where they say nothing of it."""
    words = text.strip("#*_ :")
    return next((mode for pattern, mode in MODES if pattern.search(words)), "")


def is_wish(label: str) -> bool:
    """Whether a label announces wishes: `handig:`."""
    return bool(WISHING.search(label)) or bool(re.search(r"mooi|leuk|useful|helpful", label, re.I))


MODES: tuple[tuple[re.Pattern[str], Mode], ...] = (
    (WISHING, "wish"),
    (
        re.compile(
            r"\b(?:bieden|biedt|offer|krijg\w*|gaat? doen|ga je doen|onze kant|terug)\b", re.I
        ),
        "other",
    ),
    (ASKING, "must"),
    (OTHERWISE, "other"),
)
