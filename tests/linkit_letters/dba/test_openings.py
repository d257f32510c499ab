"""What a wording can begin with; a wording that is skipped could not have matched."""

from __future__ import annotations

import pytest
import yaml

from linkit_letters.dba import signals
from linkit_letters.dba.openings import can_begin, openings_of, starts_in
from linkit_letters.dba.wording import compiled


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("onbepaalde tijd", {"onbep"}),
        ("(?:wij|we) zorgen", {"wij", "we"}),
        ("de opdracht", {"de$"}),
        ("(?:nieuwe )?collega", {"nieuw", "colle"}),
        ("(?:(?:zeer )?vaste|open) dagen", {"zeer$", "vaste", "open"}),
        ("e-?mail", {"e"}),
        ("uren?", {"ure"}),
        (r"\d dagen", None),
    ],
)
def test_openings(wording: str, expected: set[str] | None) -> None:
    assert openings_of(wording) == (None if expected is None else frozenset(expected))


def test_no_match_is_lost_by_skipping() -> None:
    content = yaml.safe_load(signals.FILE.read_text(encoding="utf-8"))
    text = (
        "De nieuwe collega draait mee in het team, e-mail en laptop van de zaak, 40 uur per week. "
        "Per maand een vast bedrag, 8% vakantiegeld, geen KvK-nummer, onder leiding van de chef."
    )
    for wording in (w for entry in content for w in entry["wording"]):
        if compiled(wording).search(text):
            assert can_begin(openings_of(wording), starts_in(text)), wording
