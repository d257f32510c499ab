"""Claims of rank and function: senior, lead, architect, manager."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkit_letters.documents.source import Source, Span
from linkit_letters.gate.claims import Claim
from linkit_letters.gate.evidence import Evidence
from linkit_letters.language.certificates import certificates_in
from linkit_letters.language.schooling import schooling_in
from linkit_letters.language.sentences import Piece
from linkit_letters.language.titles import RANKS, Title, functions_in, ranks_in
from linkit_letters.language.words import FUNCTION_WORDS

RANK_FORMS = {name: re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.I) for name, forms in RANKS.items()}
LEADS = re.compile(
    r"\b(?:team|tech|technisch|technical|chapter|practice|qa|test|data|development|"
    r"dev)?\s*-?lead(?:er)?s?\b|\b\w*leider\b|leiding\s*gev\w+|leiding\s+aan|aanstur\w+|"
    r"aangestuurd|\bstuur(?:t|de)\b[^.\n]{0,40}\baan\b|"
    r"\b(?:hoofd|principal|staff)\b|\bled\b|\bleading\b|\bmanag(?:ed|ing|er)\b|\bhead\s+of\b|"
    r"\bleid(?:t|de)\b|\bgeleid\b|coordinat\w+|coördin\w+|\bvoorman\b|\bvoortrekker\b|"
    r"verantwoordelijk\s+voor\s+(?:een|het)\s+team",
    re.I,
)
HEADS = {
    "manager": r"manage(?:r\w*|ment|d)|managing|hoofd|directeur|head|afdelingshoofd|leiding\w*",
    "architect": r"architect\w*",
    "lead": LEADS.pattern,
    "leider": r"\w*leider\w*|lead\w*|leiding\w*",
    "owner": r"owner\w*|\bPO\b|eigenaar|oprichter",
    "eigenaar": r"eigenaar|owner|zzp\w*|freelance\w*|oprichter|eigen bedrijf|zelfstandig\w*",
    "oprichter": r"oprichter|founder|opgericht|eigen bedrijf",
    "founder": r"oprichter|founder\w*|founded|opgericht",
    "master": r"scrum\s*-?master\w*|\bSM\b|masters?|release train",
    "coach": r"coach\w*",
    "coördinator": r"co[oö]rdin\w+",
    "coordinator": r"co[oö]rdin\w+",
    "scientist": r"scientist\w*|data\s*science",
    "auditor": r"audit\w*",
    "docent": r"docent\w*|lesgev\w*|lecturer|teach\w*|onderwijs|doceer\w*",
    "trainer": r"train\w*",
    "officer": r"officer\w*|ciso|\bFG\b|\bdpo\b",
    "ciso": r"ciso",
    "cto": r"\bcto\b",
    "specialist": r"speciali\w+",
    "expert": r"expert\w*|speciali\w+",
    "pentester": r"pen\w*test\w*|ethical hack\w*|hack\w*",
    "hacker": r"hack\w*|pen\w*test\w*",
    "testmanager": r"test\s*-?manag\w+",
}
TEAM_LEADER = re.compile(
    r"\b\w*leider\b|\b\w*-?lead(?:er)?s?\b(?!\s*time)|\bleiding|aanstur\w+|aangestuurd|\bhoofd\b|"
    r"\bhead\s+of\b|co[oö]rdinat\w+|\bvoorman\b|\bmanager\b|"
    r"(?:\bled\b|\bleid(?:t|de)\b|\bgeleid\b|\bstuur(?:t|de)\b)[^.;\n]{0,50}"
    r"(?:team|mensen|people|man\b|ontwikkelaars|engineers|developers|afdeling|ploeg)",
    re.I,
)
DIRECTOR = re.compile(r"\b(?:directeur|directie\w*|director|cto|cio|ciso|vp|chef)\b", re.I)
HEAD = re.compile(
    r"\b(?:\w*hoofd|head\s+of|directeur|director|leidinggev\w+|"
    r"(?<!systems )(?<!secrets )(?<!endpoint )manager)\b",
    re.I,
)
HEADING = re.compile(r"\b\w*(?:lead|hoofd|head)\b(?!\s*time)", re.I)
SELF = re.compile(
    r"\b(?:onder|by|door|van|with|met|samen\s+met|naast|rapporteer\w*|reporting\s+to|"
    r"aan\s+(?:de|een)|to\s+the)\s+(?:de\s+|een\s+|the\s+|a\s+|an\s+|twee\s+|"
    r"drie\s+)?(?:(?!tot\b|als\b|naar\b|uit\b|as\b)[\w-]+\s+)?$",
    re.I,
)


def title_claims(clause: Piece, evidence: Evidence, vacancy: Source | None) -> Iterator[Claim]:
    """A claim per rank and per function that not everybody in the trade has."""
    taken = [(c.start, c.end) for c in certificates_in(clause.text)]
    taken += [(s.start, s.end) for s in schooling_in(clause.text)]
    functions = [f for f in functions_in(clause.text) if not _within(f, taken)]
    for rank in ranks_in(clause.text):
        if _within(rank, taken):
            continue
        if rank.name in ("architect",) or SELF.search(clause.text[: rank.start]):
            continue
        if rank.name == "senior" and rank.text.lower() in ("ervaren", "experienced", "seasoned"):
            if not _beside_function(rank.end, clause.text):
                continue
            found = evidence.literally(rank.text, affirmed=True) or _long_enough(evidence)
        else:
            found = _rank(rank.name, rank.text, evidence)
        yield _claim(rank.start, rank.end, rank.text, clause, found)
    for function in functions:
        if SELF.search(clause.text[: function.start]) or any(
            r.start <= function.start < r.end and r.name != "architect"
            for r in ranks_in(clause.text)
        ):
            continue
        head = next((h for h in HEADS if function.name.rstrip("s").endswith(h)), None)
        if head is None or (vacancy is not None and _of_vacancy(function.text, clause, vacancy)):
            continue
        pattern = re.compile(rf"\b(?:{HEADS[head]})\b" if head != "lead" else HEADS[head], re.I)
        sort = function.name.rstrip("s")[: -len(head)].rstrip("-")
        qualified = _qualifier(function, clause) if head == "manager" and not sort else ""
        found = _named(function, qualified, evidence) or _of_that_sort(
            sort or qualified, pattern, evidence
        )
        yield _claim(function.start, function.end, function.text, clause, found)


def _qualifier(function: Title, clause: Piece) -> str:
    """The word before a function that says of what: `audit` of `audit manager`."""
    before = re.search(r"([A-Za-z]{3,})\s+$", clause.text[: function.start])
    word = before[1].lower() if before else ""
    return "" if word in FUNCTION_WORDS or ranks_in(word) else word


def _named(function: Title, qualifier: str, evidence: Evidence) -> Span | None:
    return evidence.literally(f"{qualifier} {function.text}".strip(), affirmed=True)


def _of_that_sort(sort: str, pattern: re.Pattern[str], evidence: Evidence) -> Span | None:
    """A line that names the function; of a compound such as `testmanager` also its first part."""
    if len(sort) < 3:
        return evidence.matching(pattern, affirmed=True)
    for line in evidence.lines:
        match = pattern.search(line.piece.text)
        if match and re.search(rf"\b{re.escape(sort[:6])}", line.piece.text, re.I):
            return evidence.span(line.source, line.piece.start, line.piece.end)
    return None


def _within(title: Title, taken: list[tuple[int, int]]) -> bool:
    return any(start < title.end and title.start < end for start, end in taken)


def _claim(start: int, end: int, text: str, clause: Piece, found: Span | None) -> Claim:
    return Claim(
        "seniority",
        clause.start + start,
        clause.start + end,
        text,
        found is not None,
        (found,) if found else (),
        "" if found else f"CV and notes do not call the candidate {text}",
    )


def _rank(name: str, text: str, evidence: Evidence) -> Span | None:
    literal = evidence.literally(text, affirmed=True)
    if literal is not None:
        return literal
    if name == "lead" and re.fullmatch(r"principal|staff|release train engineer|rte", text, re.I):
        return None
    if name == "lead" and re.fullmatch(r"lead|hoofd|leading|leidend", text, re.I):
        return evidence.matching(HEADING, affirmed=True)
    if name == "lead":
        return evidence.matching(TEAM_LEADER, affirmed=True)
    if name == "manager" and DIRECTOR.fullmatch(text):
        return evidence.matching(DIRECTOR, affirmed=True)
    if name == "manager" and text.lower() in ("head of", "hoofd", "afdelingshoofd"):
        return evidence.matching(HEAD, affirmed=True)
    if name == "manager":
        return evidence.matching(re.compile(rf"\b(?:{HEADS['manager']})\b", re.I))
    if name == "expert":
        return evidence.matching(re.compile(r"\b\w*(?:expert|speciali)\w*", re.I))
    return evidence.matching(RANK_FORMS[name], affirmed=True)


def _beside_function(end: int, text: str) -> bool:
    after = functions_in(text[end : end + 40])
    return bool(after) and after[0].start < 25


def _long_enough(evidence: Evidence) -> Span | None:
    employments = evidence.facts.employments
    return employments[0].header if employments and evidence.facts.months >= 36 else None


def _of_vacancy(text: str, clause: Piece, vacancy: Source) -> bool:
    """The function that the vacancy offers, named as such: `ik stel … voor als testmanager`."""
    return text.lower() in vacancy.text.lower() and bool(
        re.search(
            r"\b(?:voor|rol|functie|positie|vacature|opdracht|for|role|position|stel|draag|"
            r"propose|introduce|interesse|interest)\b",
            clause.text,
            re.I,
        )
    )
