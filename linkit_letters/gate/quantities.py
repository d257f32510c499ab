"""Claims in numbers: years of experience, team sizes, and every other figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkit_letters.documents.source import Source, Span
from linkit_letters.gate.claims import Claim, Kind
from linkit_letters.gate.evidence import Evidence
from linkit_letters.gate.experience import Experience
from linkit_letters.gate.stance import HAS, is_demand, is_of_client
from linkit_letters.language.certificates import certificates_in
from linkit_letters.language.dates import years_in
from linkit_letters.language.lexicon import tools_in
from linkit_letters.language.numbers import Number, numbers_in
from linkit_letters.language.sentences import Piece
from linkit_letters.language.stems import alike, content_stems

YEARS = re.compile(
    r"\s*(?:à\s*\d+\s*)?\+?\s*(?:volle\s+|hele\s+|full\s+|lange\s+)?(?:-?jarige|jaar|jaren|"
    r"jr\b|years?|yrs|-year)",
    re.I,
)
MONTHS = re.compile(r"\s*(?:volle\s+)?(?:maanden|maand|months?)\b", re.I)
AGO = re.compile(r"\s*(?:jaar|jaren|years?)\s+(?:geleden|ago|oud|old|later)\b", re.I)
PER_YEAR = re.compile(r"\bper\s+$|\ba\s+$", re.I)
PEOPLE = (
    r"(?:man|mensen|personen|medewerkers?|collega['’]?s|ontwikkelaars|developers|engineers|"
    r"testers|consultants|analisten|specialisten|beheerders|"
    r"teamleden|leden|people|members|colleagues|fte|fte['’]s|professionals|programmeurs|"
    r"scientists|persons|juniors|mediors|seniors|junioren|senioren|mediors|trainees|stagiaire?s?|"
    r"architecten|architects|analysts|technici|monteurs|programmers|direct reports|reports|"
    r"staff|koppen|heads|vakgenoten|projectleiders|teamgenoten|agents|operators|krachten)"
)
TEAM_AFTER = re.compile(
    rf"\s*(?:[-–]\s*)?(?:koppig\w*|person|man\b|strong)|\s+(?:[\w-]+\s+){{0,2}}{PEOPLE}\b", re.I
)
TEAM_BEFORE = re.compile(
    r"\b(?:\w*team\w*|squads?|ploeg|groep|group|afdeling|department|crew|club)\s+(?:van|of|"
    r"met|with)\s+(?:in\s+totaal\s+|ongeveer\s+|zo['’]n\s+|circa\s+|ca\.?\s+|about\s+|"
    r"around\s+|some\s+|een\s+man\s+of\s+|ruim\s+|meer\s+dan\s+|more\s+than\s+|over\s+)?$|"
    r"\been\s+man\s+of\s+$",
    re.I,
)
LEADING = re.compile(
    r"\b(?:leid(?:t|de|den|ing\w*|en)|geleid|leidinggev\w+|aanstur\w+|aangestuurd|stuurde|"
    r"stuurt|sturen|manag(?:e|ed|es|ing)|gemanaged|led|lead|leads|leading|head(?:ed|s)?|"
    r"supervis\w+|teamlead\w*|teamleider|hoofd|line\s+manag\w+|voorman)\b",
    re.I,
)
MORE = re.compile(
    r"\b(?:ruim|meer\s+dan|over|more\s+than|dik|boven\s+de|upwards\s+of|well\s+over|minstens|"
    r"at\s+least)\s*(?:de\s+)?$",
    re.I,
)
NEARLY = re.compile(
    r"\b(?:bijna|circa|ca\.?|ongeveer|zo['’]n|rond(?:\s+de)?|pakweg|about|around|nearly|"
    r"almost|some|roughly|approximately|tegen\s+de|een\s+kleine|just\s+under|krap)\s*$",
    re.I,
)
OF_LETTER = re.compile(
    r"\s*(?:van\s+(?:de|uw|het|jullie)\s+\w+\s+)?(?:van\s+de\s+)?(?:gevraagde|genoemde|gewenste|dingen|zaken|punten?|"
    r"redenen|vragen|eisen|wensen|kanttekening\w*|opmerking\w*|alinea\w*|criteria|gesprek\w*|"
    r"bijlagen?|things|points?|reasons|reservations?|beperking\w*|limitations?|voorbehoud\w*|questions|requirements|wishes|caveats?|remarks?|gaps?|"
    r"of\s+(?:your|the)|van\s+(?:de|uw|het|jullie)|musts?|keer|times|kanten|sides|wereld\w*|"
    r"worlds|vliegen|woorden|words|zinnen)\b",
    re.I,
)
UNIT = re.compile(
    r"\s*(?:(?P<hours>uur|uren|u\b|hours?|hrs?|h\b)|(?P<minutes>minuten|minuut|minutes?|min)\b"
    r"|(?P<days>dagen|days?|dgn)\b|(?P<weeks>weken|weeks?)\b)",
    re.I,
)
SINCE = re.compile(r"\b(?:sinds|sedert|since|vanaf|from)\s+(?:\w+\.?\s+){0,2}$", re.I)
HIGHER = re.compile(
    r"\s*(?:euro|uur|procent|%|jaar)?\s*(?:hoger|lager|meer|minder|boven|onder|above|below|higher|lower|less|more)\b",
    re.I,
)
ASKER = re.compile(r"\b(?:u|jullie|je|you)\s+(?:[\w€.,-]+\s+){0,4}$", re.I)
ASKS = re.compile(
    r"[^.;]{0,40}\b(?:vraagt|vragen|zoekt|zoeken|wenst|noemt|noemen|biedt|bieden|ask|want|need|mention)\b",
    re.I,
)
PREPOSITION = re.compile(r"\s+(?:met|in|bij|als|with|at|as|van\s+(?:die|deze))\b", re.I)
OF_WHICH = re.compile(r"\b(?:waarvan|of\s+which|de\s+laatste|the\s+last)\s+(?:\w+\s+)?$", re.I)
LED = re.compile(LEADING.pattern + r"|\bco[oö]rdin\w+|\b\w*leider\b", re.I)
LARGEST_TEAM = 60
THEM = re.compile(r"\b(?:er|onder\s+zich|of\s+them)\s+$", re.I)
TIMES = re.compile(r"\s*(?:keer|maal|times)\b", re.I)
OWN = re.compile(r"\b(?:uw|jullie|your)\s+(?:[\w-]+\s+){0,2}(?:van\s+|of\s+)?(?:€\s*)?$", re.I)
RATE = re.compile(r"\b(?:tarief|uurtarief|rate)\b", re.I)
SECOND = re.compile(r"^\s*(?:tot|à|-|–|of|to|or)\s*[\w,.]+(?=\s*[a-z])", re.I)
MINUTES = re.compile(r"\s*(?:minuten|minutes|min|kwartier|uur|dagen|days|weken|weeks)\b", re.I)
TALK = re.compile(
    r"\?|\b(?:gesprek|bellen|kennismak\w+|call|talk|meet|praten|reageer\w*|reactie)\b", re.I
)
HARMLESS_BEFORE = re.compile(
    r"(?:\b(?:tel|telefoon|phone|mobiel|nummer|number|nr|versie|version|release|v|fase|phase|"
    r"level|niveau|top|deel|part|stap|step|iso|nen|windows|ref|kenmerk|artikel|art|schaal|"
    r"azure|http|layer|laag|tier|eerste|bijlage|pagina|perceel|lot|die|deze|those|these|beide|variant)\.?\s*:?\s*|[A-Za-z]-)$",
    re.I,
)
COUNTED = re.compile(
    r"\s*(?:[\w-]+\s+)?(?:werkgevers?|opdrachtgevers?|klanten|projecten|opdrachten|bedrijven|"
    r"organisaties|functies|employers?|clients?|projects|assignments|companies|organisations|"
    r"jobs|banen|sectoren|rollen|roles|talen|languages|certificaten|certificates)\b",
    re.I,
)


def quantity_claims(
    clause: Piece,
    sentence: Piece,
    evidence: Evidence,
    experience: Experience,
    vacancy: Source | None,
) -> Iterator[Claim]:
    """A claim per number that says something of the candidate."""
    skipped = [(t.start, t.end) for t in tools_in(clause.text)]
    skipped += [(c.start, c.end) for c in certificates_in(clause.text)]
    calendar = list(years_in(clause.text))
    for year, start, end in calendar:
        skipped.append((start, end))
        if claim := _calendar(year, start, end, clause, evidence, experience):
            yield claim
    for number in numbers_in(clause.text):
        if any(s <= number.start < e for s, e in skipped) or _harmless(number, clause.text):
            continue
        if is_demand(clause, clause.start + number.start) or _of_client(number, clause, vacancy):
            continue
        yield from _claim(number, clause, sentence, evidence, experience)


def _of_client(number: Number, clause: Piece, vacancy: Source | None) -> bool:
    """`waar u 36 uur vraagt`, `jullie acht scenario's`, `zes euro hoger dan`."""
    before, after = clause.text[: number.start], clause.text[number.end :]
    return (
        is_of_client(clause, clause.start + number.start)
        or bool(OWN.search(before))
        or bool(HIGHER.match(after))
        or bool(ASKER.search(before) and ASKS.match(after))
        or (vacancy is not None and _in_vacancy(number, clause, vacancy))
    )


def _in_vacancy(number: Number, clause: Piece, vacancy: Source) -> bool:
    """A figure of the vacancy that is no deed of the candidate: its rate, `for the 40 links`."""
    if HAS.search(clause.text):
        return False
    following = re.match(r"\s*[\w-]{4,}", clause.text[number.end :])
    wanted = following[0].strip().lower() if following else None
    for other in numbers_in(vacancy.text):
        if other.value == number.value and (
            RATE.search(clause.text)
            or (wanted and vacancy.text[other.end :].lstrip().lower().startswith(wanted))
        ):
            return True
    return False


def _claim(
    number: Number, clause: Piece, sentence: Piece, evidence: Evidence, experience: Experience
) -> Iterator[Claim]:
    text, after = clause.text, clause.text[number.end :]
    before = text[: number.start]
    if AGO.match(after) or PER_YEAR.search(before):
        return
    if OF_WHICH.search(before) and PREPOSITION.match(after):
        spans = experience.of_years(number.value, clause, sentence)
        yield _made(
            "years", number.start, number.end, clause, spans, "CV and notes give fewer years"
        )
    elif years := YEARS.match(after):
        spans = experience.of_years(
            number.value, clause, sentence, nearly=bool(NEARLY.search(before))
        )
        yield _made(
            "years",
            number.start,
            number.end + years.end(),
            clause,
            spans,
            "CV and notes give fewer years, or none",
        )
    elif months := MONTHS.match(after):
        spans = experience.of_years(number.value / 12, clause, sentence, nearly=True)
        yield _made(
            "years",
            number.start,
            number.end + months.end(),
            clause,
            spans,
            "CV and notes give fewer months, or none",
        )
    elif (team := TEAM_AFTER.match(after)) and number.value <= LARGEST_TEAM:
        yield _team(number, number.end + team.end(), clause, before, evidence)
    elif TEAM_BEFORE.search(before) or (THEM.search(before) and LEADING.search(text)):
        yield _team(number, number.end, clause, before, evidence)
    elif (not OF_LETTER.match(after) or (TIMES.match(after) and number.value > 3)) and not (
        MINUTES.match(after) and TALK.search(text)
    ):
        spans = _figure(number, clause, before, after, evidence)
        noun = re.match(r"\s*[\w-]+", after)
        end = number.end + (noun.end() if noun and not number.unit else 0)
        yield _made("number", number.start, end, clause, spans, "no such figure in CV or notes")


def _made(
    kind: Kind, start: int, end: int, clause: Piece, spans: tuple[Span, ...] | None, reason: str
) -> Claim:
    return Claim(
        kind,
        clause.start + start,
        clause.start + end,
        clause.text[start:end].strip(),
        spans is not None,
        spans or (),
        "" if spans is not None else reason,
    )


def _calendar(
    year: int, start: int, end: int, clause: Piece, evidence: Evidence, experience: Experience
) -> Claim | None:
    if year >= evidence.facts.today.year and not LEADING.search(clause.text):
        return None  # when somebody can begin is no fact of the past
    short = rf"['’‘]{year % 100:02d}"
    span = evidence.matching(re.compile(rf"(?<!\d){year}(?!\d)|{short}(?!\d)"))
    if span is not None and SINCE.search(clause.text[:start]):
        span = span if experience.began(year, clause) else None
    return _made(
        "years",
        start,
        end,
        clause,
        (span,) if span else None,
        f"{year} stands neither in CV nor notes",
    )


def _team(number: Number, end: int, clause: Piece, before: str, evidence: Evidence) -> Claim:
    """A team of the same size; if it is said to have been led, the documents must say that too."""
    near = [
        (place, other)
        for place, other in evidence.numbers
        if _close(number.value, other.value, before) and _of_people(place, other, evidence)
    ]
    led = LEADING.search(clause.text)
    reason = "no team of that size in CV or notes"
    if led and near:
        near = [
            (place, other) for place, other in near
            if LED.search(evidence.around(place, other.start, other.end, 160))
        ]  # fmt: skip
        reason = "CV and notes do not say that the candidate led them"
    spans = tuple(evidence.span(place, other.start, other.end) for place, other in near[:1])
    start = (
        led.start()
        if led and not near and led.start() < number.start and number.start - led.start() < 40
        else number.start
    )
    return _made("team_size", start, end, clause, spans or None, reason)


def _of_people(place: int, number: Number, evidence: Evidence) -> bool:
    text = evidence.facts.sources[place].evidence
    after = text[number.end : number.end + 40]
    before = text[max(0, number.start - 40) : number.start]
    return bool(
        TEAM_AFTER.match(after)
        or TEAM_BEFORE.search(before)
        or re.search(
            r"\b(?:\w*team\w*|ploeg|squad|afdeling|group|groep)\W+(?:\w+\W+){0,3}$", before, re.I
        )
        or re.match(r"[\w\s,-]{0,25}\b(?:team|ploeg|squad)\b", after, re.I)
    )


def _figure(
    number: Number, clause: Piece, before: str, after: str, evidence: Evidence
) -> tuple[Span, ...] | None:
    """The same figure in the documents, counted in the same thing or told in like words."""
    stems = content_stems(clause.text)
    following = content_stems(after[:40])[:2]
    best: tuple[int, Span] | None = None
    for place, other in evidence.numbers:
        if not _close(number.value, other.value, before) or _unlike(number, other, after):
            continue
        if _unit(after) and _unit(after) == _unit(evidence.after(place, other.end, 14)):
            return (evidence.span(place, other.start, other.end),)
        sure = number.value == other.value and (
            other.value >= 100 or not float(other.value).is_integer()
        )
        if sure or (evidence.facts.sources[place].role == "notes" and other.value >= 10):
            return (evidence.span(place, other.start, other.end),)
        nearby = content_stems(evidence.around(place, other.start, other.end, 90))
        score = sum(any(alike(stem, one) for one in nearby) for stem in stems)
        score += sum(any(alike(stem, one) for one in nearby) for stem in following)
        if best is None or score > best[0]:
            best = score, evidence.span(place, other.start, other.end)
    if best is not None and (best[0] > 0 or not stems):
        return (best[1],)
    if COUNTED.match(after) and number.value <= max(
        2,
        len(evidence.facts.employments),
        len(evidence.facts.tongues),
        len(evidence.facts.certificates),
    ):
        return tuple(e.header for e in evidence.facts.employments[:3])
    return None


def _unit(after: str) -> str:
    """Hours, minutes, days or weeks, where a number is followed by them."""
    match = UNIT.match(SECOND.sub("", after, count=1))
    return (match.lastgroup or "") if match else ""


def _unlike(number: Number, other: Number, after: str) -> bool:
    """Whether only one of them is a percentage; of `19 naar 6%` the first is one too."""
    if number.unit == "" and re.match(
        r"\s*(?:to|naar|tot|-|–)\s*\S+\s*(?:%|procent|per ?cent)", after
    ):
        return False
    return (number.unit == "%") != (other.unit == "%")


def _close(claimed: float, told: float, before: str) -> bool:
    if claimed == told:
        return True
    if MORE.search(before):
        return claimed <= told <= 1.3 * claimed
    if NEARLY.search(before):
        return abs(claimed - told) <= 0.08 * told
    return False


def _harmless(number: Number, text: str) -> bool:
    """Phone numbers, versions, clock times, dates, `één van`, numbers within names."""
    before, after = text[: number.start], text[number.end :]
    if number.start == 0 and re.match(r"[.)](?:\s|$)", after):
        return True  # the number of an item
    if number.text.lower() == "acht" and re.match(r"\s*[.,;!]|\s*$", after) and number.start > 12:
        return True  # Dutch: `zinvol acht`
    if HARMLESS_BEFORE.search(before) or re.match(
        r"[./:]\d|\s*[ap]m\b|\s*uur\s*(?:'s|precies)|e\b|de\b|ste\b|th\b|st\b|nd\b|rd\b|x\b|"
        r"\s+(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|"
        r"november|december|january|february|march|may|june|july|august|october)\b|"
        r"-[a-z]{0,2}\d",
        after,
        re.I,
    ):
        return True
    if number.text[0].isdigit() and len(re.sub(r"\D", "", number.text)) >= 7:
        return True
    if number.text.lower() == "ten" and re.match(
        r"\s+[a-z]+(?:de|ste|slotte|opzichte|behoeve)\b", after
    ):
        return True  # Dutch: `ten tweede`
    if number.text.lower() in ("één", "one"):
        return not (YEARS.match(after) or number.unit == "%")
    if number.value < 13 and PREPOSITION.match(after) and number.text.isalpha():
        return not OF_WHICH.search(before)  # `waarvan zes met dit gereedschap` counts years
    if number.value == 0 or (number.value == 24 and after.startswith("/7")):
        return True
    return bool(re.search(r"[\d][./-]$", before)) or bool(
        re.search(
            r"\b(?:january|february|march|april|may|june|july|august|september|october|"
            r"november|december)\s+$",
            before,
            re.I,
        )
    )
