"""Results in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from linkit_letters.dba.judging import Judgement
    from linkit_letters.gate.claims import Checked

COLOURS = {"green": "green", "yellow": "yellow", "red": "red", "none": "dim"}


def print_claims(checked: Checked) -> None:
    """A line per claim, what fails in red."""
    table = Table(
        "claim", "kind", "supported", "evidence or reason", title="Claims about the candidate"
    )
    for claim in checked.claims:
        evidence = "; ".join(" ".join(span.text.split())[:60] for span in claim.evidence[:2])
        sign = Text("yes", "green") if claim.supported else Text("NO", "bold red")
        table.add_row(Text(claim.text), claim.kind, sign, Text(evidence or claim.reason))
    console = Console()
    console.print(table)
    console.print(
        f"grounded: {'yes' if checked.grounded else 'no'}, {len(checked.failed)} of "
        f"{len(checked.claims)} claims fail"
    )


def print_judgement(judgement: Judgement) -> None:
    """The viewpoints with their quotes, the elements, and the verdict."""
    console = Console()
    table = Table(
        "viewpoint", "colour", "words", title=f"Verdict: {judgement.verdict} ({judgement.reason})"
    )
    for viewpoint in judgement.viewpoints:
        words = "; ".join(f"{' '.join(s.text.split())} ({s.ground})" for s in viewpoint.quotes)
        table.add_row(viewpoint.id, Text(viewpoint.colour, COLOURS[viewpoint.colour]), Text(words))
    console.print(table)
    elements = Table("element", "", "stated as", title="What a description must contain")
    for element in judgement.elements:
        sign = Text("present", "green") if element.present else Text("missing", "red")
        elements.add_row(
            f"{element.id} {element.title}", sign, Text(" ".join(element.quote.split()))
        )
    console.print(elements)
    from linkit_letters.dba.judging import NO_ADVICE, RULES_VERSION

    console.print(f"Rules of {RULES_VERSION}. {NO_ADVICE[judgement.language]}")
