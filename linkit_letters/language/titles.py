"""Titles of functions, and the seniority that they claim."""

from __future__ import annotations

import re
from dataclasses import dataclass

RANKS = {
    "junior": r"juniors?|trainee|stagiair\w*|intern|starter|aankomend",
    "medior": r"mediors?|mid-?level|intermediate",
    "senior": r"seniors?|sr\.?|ervaren|experienced|seasoned",
    "lead": (
        r"lead|technisch lead|release train engineer|tech ?lead|teamlead\w*|team ?lead(?:er)?|"
        r"teamleider|voorman|"
        r"principal|staff|hoofd|leidinggevende?|chapter lead|leading|leidend"
    ),
    "manager": r"manager|head of|directeur|director|cto|ciso|cio|vp|hoofd|afdelingshoofd|chef",
    "architect": r"[\w-]*architect",
    "expert": (
        r"expert|specialist|goeroe|guru|autoriteit|authority|evangelist|[\w-]+specialist|"
        r"[\w-]+expert"
    ),
}
ROLES = (
    r"[\w-]*(?:developer|ontwikkelaar|engineer|tester|testmanager|testcoördinator|analist|"
    r"analyst|consultant|adviseur|beheerder|administrator|"
    r"architect|scientist|programmeur|programmer|ontwerper|designer|coach|master|owner|"
    r"manager|coördinator|coordinator|specialist|expert|"
    r"medewerker|officer|auditor|hacker|pentester|trainer|docent|leider|lead|eigenaar|"
    r"oprichter|founder|cto|ciso|operator|technicus|monteur|assistent|controller|planner|"
    r"recruiter|secretaris|stagiaire?|trainee|"
    r"verkoper|verkoopster|leraar|lerares|onderzoeker|researcher|producer|redacteur|boekhouder|"
    r"accountant|jurist|verpleegkundige)"
)
_SENIOR = re.compile(
    r"(?<![\w])(?:"
    + "|".join(f"(?P<{name}>{forms})" for name, forms in RANKS.items())
    + r")(?![\w])",
    re.I,
)
_TITLE = re.compile(rf"(?<![\w]){ROLES}(?:s|en)?(?![\w])", re.I)
HIGHER = {
    "junior": 0,
    "medior": 1,
    "senior": 2,
    "expert": 2,
    "lead": 3,
    "architect": 3,
    "manager": 3,
}


@dataclass(frozen=True)
class Title:
    """A rank (`senior`) or a function (`testmanager`) named in a text."""

    kind: str
    name: str
    start: int
    end: int
    text: str


def ranks_in(text: str) -> list[Title]:
    """Words that claim a rank, in order."""
    return [
        Title("rank", match.lastgroup or "", match.start(), match.end(), match[0])
        for match in _SENIOR.finditer(text)
    ]


def functions_in(text: str) -> list[Title]:
    """Names of functions, in order."""
    return [
        Title("function", match[0].lower(), match.start(), match.end(), match[0])
        for match in _TITLE.finditer(text)
    ]
