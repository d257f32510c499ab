from collections.abc import Callable

import pytest

from pulse_nps.calls import Call, Turn

GOOD = (
    ("medewerker", "Goedemorgen, waarmee kan ik u helpen?"),
    ("klant", "Ik had meteen iemand aan de lijn, wat fijn. Ik bel over de nota van de tandarts."),
    ("medewerker", "Ik heb het voor u rechtgezet, u krijgt het bedrag morgen op uw rekening."),
    ("klant", "Geweldig, u heeft me enorm goed geholpen. Heel erg bedankt!"),
)
BAD = (
    ("medewerker", "Goedemorgen, waarmee kan ik u helpen?"),
    ("klant", "Ik heb drie kwartier in de wacht gestaan en ik bel nu al voor de vierde keer."),
    ("medewerker", "Ja, daar kan ik niets aan doen."),
    ("klant", "Belachelijk. U zou me terugbellen en dat is nooit gebeurd. Ik zeg mijn polis op."),
)
Build = Callable[..., Call]


@pytest.fixture
def call() -> Build:
    """Builds a call: `call("a")`, `call("b", BAD, nps=3)`, `call("c", nps=9, csat=5)`."""

    def build(
        call_id: str, turns: tuple[tuple[str, str], ...] = GOOD, *, nps: int | None = None,
        csat: int | None = None,
    ) -> Call:  # fmt: skip
        return Call(
            id=call_id, turns=tuple(Turn(who, text) for who, text in turns), nps=nps, csat=csat
        )

    return build


@pytest.fixture
def good() -> tuple[tuple[str, str], ...]:
    return GOOD


@pytest.fixture
def bad() -> tuple[tuple[str, str], ...]:
    return BAD
