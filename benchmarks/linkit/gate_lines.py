"""What the gate makes of one letter, beside what was sown into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

from benchmarks.linkit.data import Cases
from fixtures.linkit.cases import LetterCase
from linkit_letters.documents.reading import source_of
from linkit_letters.gate.claims import Claim

Line: TypeAlias = dict[str, Any]


class Checker(Protocol):
    """Anything that names stretches of a letter as unsupported."""

    def claims(self, case: LetterCase, cases: Cases) -> Sequence[Claim]:
        """The claims of a letter, supported or not."""
        ...


class OurGate:
    """The gate of linkit_letters."""

    def claims(self, case: LetterCase, cases: Cases) -> Sequence[Claim]:
        """The claims of a letter, supported or not."""
        gate = cases.composer(case.person, case.assignment).gate
        return gate.check(source_of(case.text, "letter")).claims


def gate_line(checker: Checker, case: LetterCase, cases: Cases) -> Line:
    """Which inventions were caught, which alarms were false, how many claims were found."""
    claims = checker.claims(case, cases)
    failed = [claim for claim in claims if not claim.supported]
    return {
        "id": case.id,
        "base": case.base,
        "author": case.author,
        "style": case.style,
        "layout": case.person.layout,
        "claims": len(claims),
        "supported": len(claims) - len(failed),
        "inventions": [
            {"kind": i.kind, "caught": any(_meet(i.start, i.end, c) for c in failed)}
            for i in case.inventions
        ],
        "alarms": [
            {"kind": c.kind, "true": any(_meet(i.start, i.end, c) for i in case.inventions)}
            for c in failed
        ],
    }


def _meet(start: int, end: int, claim: Claim) -> bool:
    return claim.start < end and start < claim.end
