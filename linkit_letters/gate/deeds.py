"""Claims of deeds: what the candidate is said to have led, built, won or improved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkit_letters.gate.claims import Claim
from linkit_letters.gate.evidence import Evidence
from linkit_letters.gate.quantities import LEADING, PEOPLE
from linkit_letters.gate.titles import LEADS
from linkit_letters.language.lexicon import tools_in
from linkit_letters.language.sentences import Piece
from linkit_letters.language.stems import content_stems
from linkit_letters.language.words import words_of

DEED = re.compile(
    r"\b(?:zat\s+(?:\w+\s+){1,4}voor|voorzat|wieg|contributed|brought|auditeerde|audited|"
    r"zette|zetten|opgezet|opzette|richtte|ingericht|introduceer\w*|"
    r"geïntroduceerd|voerde|ingevoerd|won|wonnen|gewonnen|bekroond\w*|onderscheiden|bouwde|"
    r"gebouwd|ontwierp|ontworpen|ontwikkelde|ontwikkeld|"
    r"leidde|geleid|leiding|stuurde|aangestuurd|aanstuurde|coachte|gecoacht|begeleidde|"
    r"begeleid|migreerde|gemigreerd|automatiseerde|geautomatiseerd|verlaagde|verlaagd|"
    r"verhoogde|verhoogd|halveerde|gehalveerd|verdubbelde|verdubbeld|"
    r"bracht|teruggebracht|redde|gered|bespaarde|bespaard|verkortte|verkort|versnelde|"
    r"versneld|publiceerde|gepubliceerd|sprak|presenteerde|gepresenteerd|gaf|gegeven|schreef|"
    r"geschreven|richtte|opgericht|oprichtte|startte|gestart|"
    r"realiseerde|gerealiseerd|implementeerde|geïmplementeerd|leverde|opgeleverd|verbeterde|"
    r"verbeterd|herschreef|herschreven|vernieuwde|vernieuwd|organiseerde|georganiseerd|trok|"
    r"getrokken|verantwoordelijk|eindverantwoordelijk\w*|"
    r"rolde|uitgerold|behaalde|behaald|ontving|ontvangen|uitgeroepen|genomineerd|patenteerde|"
    r"patent|octrooi|bedacht|initieerde|geïnitieerd|onderhandelde|sloot|begrotte|beheerde|"
    r"overzag|adviseerde|doceerde|trainde|getraind|"
    r"set\s+up|introduced|won|awarded|built|designed|developed|led|managed|coached|mentored|"
    r"migrated|automated|reduced|cut|increased|halved|doubled|saved|shortened|accelerated|"
    r"published|spoke|presented|gave|wrote|founded|"
    r"started|realised|realized|implemented|delivered|improved|rewrote|renewed|organised|"
    r"organized|rolled\s+out|achieved|received|named|nominated|patented|initiated|negotiated|"
    r"oversaw|spearheaded|pioneered|launched|created|"
    r"established|drove|headed|supervised|trained|taught|architected|transformed|responsible|"
    r"single-handedly|redesigned|secured|chaired|authored|invented|rescued|turned\s+around|"
    r"championed)\b",
    re.I,
)
FEEL = re.compile(
    r"\b(?:happy\s+to|set\s+up\s+a\s+(?:call|meeting)|afspraak|kennismak\w+|gesproken|sprak\s+(?:ik|u|wij)|spoke\s+(?:with|to)\s+(?:you|her|him)|indruk|"
    r"impression)\b",
    re.I,
)
ENOUGH = 0.5
SPREAD = 0.75
GAINED = re.compile(
    r"\b(?:behaal\w*|haalde|gehaald|rondde|afgerond|voltooide|passed|earned|completed|obtained)\b",
    re.I,
)
PEOPLE_LED = re.compile(
    rf"\b(?:\w*team\w*|afdeling|ploeg|squad|groep|department|group|{PEOPLE})\b", re.I
)


def deed_claims(clause: Piece, evidence: Evidence, others: list[Claim]) -> Iterator[Claim]:
    """One claim per clause that tells of a deed; its words must be found near one another."""
    deed = DEED.search(clause.text)
    if deed is None or FEEL.search(clause.text):
        return
    leads = LEADING.search(clause.text) and PEOPLE_LED.search(clause.text)
    led = evidence.matching(LEADS)
    stems = [
        stem
        for stem in content_stems(_without_names(clause))
        if stem not in words_of("soft_words.txt")
    ]
    share, where = evidence.likeness(stems)
    if any(c.kind in ("certificate", "education") for c in others) and GAINED.search(clause.text):
        return
    figures = [c.supported for c in others if c.kind in ("number", "team_size")]
    wanted = len(set(stems))
    if wanted:  # a figure that is right says as much as a word
        share = (share * wanted + sum(figures)) / (wanted + len(figures))
    told = share >= ENOUGH or len(stems) < 2 or evidence.spread(stems) >= SPREAD
    supported = told and not (leads and led is None)
    reason = (
        f"of what is told here CV and notes hold {share:.0%}"
        if not told
        else "CV and notes tell of no leading"
    )
    start, end = clause.start, clause.end
    while end > start and clause.text[end - start - 1] in " .!,;":
        end -= 1
    yield Claim(
        "achievement",
        start,
        end,
        clause.text[: end - start],
        supported,
        (where,) if supported and where else (),
        "" if supported else reason,
    )


def _without_names(clause: Piece) -> str:
    text = clause.text
    for tool in tools_in(text):
        text = text[: tool.start] + " " * (tool.end - tool.start) + text[tool.end :]
    return re.sub(r"(?<=[a-z,] )[A-Z][\w&’'-]+", " ", text)
