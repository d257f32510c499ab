"""Time saved per offer and per description, against writing by hand.

Lengths, requirements and errors are measured; the speeds of people are assumed. Nobody was timed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.estimate import Estimate
from benchmarks.published import published
from benchmarks.report.model import Assumption, Column, Item, Paragraph, Section, Table
from benchmarks.time_saved import (
    MENTAL_ACT,
    POINTING,
    READING,
    SKIMMING,
    Floats,
    Model,
    Quantity,
    assumption,
    simulate,
    tornado,
    tornado_items,
)

COMPOSING = Quantity(
    "composing", "words a minute", 12, 19, 33,
    "19 when composing, 33 when copying a text (Karat, Halverson, Horn and Karat 1999, CHI 99, "
    "568–575); low end ours",
)  # fmt: skip
CHASING = Quantity(
    "chasing the candidate", "minutes an offer", 0, 2, 6,
    "own assumption: one call in five of ten minutes; the letter's list of what the CV lacks "
    "gathers the questions, but the call is still made, so it counts on both sides",
)  # fmt: skip
LAYOUT = Quantity(
    "layout and pasting", "minutes a letter", 0.3, 1, 3,
    "own assumption: subject, salutation, a table or list, repairs after pasting",
)  # fmt: skip
LOOKING_UP = Quantity(
    "looking up", "seconds a requirement", 3, 8, 20,
    "own assumption: finding in the CV whether a requirement is met, by eye",
)  # fmt: skip
ASSESSING = Quantity(
    "assessing", "seconds a viewpoint", 5, 15, 40,
    "own assumption: weighing one viewpoint or element of the Wet DBA against the text",
)  # fmt: skip
QUANTITIES = (READING, SKIMMING, MENTAL_ACT, POINTING, COMPOSING, CHASING, LAYOUT, LOOKING_UP)
FOR_DESCRIPTIONS = (READING, SKIMMING, MENTAL_ACT, POINTING, COMPOSING, ASSESSING)
REPAIR_WORDS = 12
CLICKS = 6
VIEWPOINTS_AND_ELEMENTS = 22
PER_OFFERS = 1_000


@dataclass(frozen=True)
class Offer:
    """One offer: what had to be read, what was written, and what of it had to be repaired."""

    author: str
    cv_words: int
    vacancy_words: int
    notes_words: int
    hand_words: float
    our_words: int
    requirements: int
    wrong: int


@dataclass(frozen=True)
class Rewriting:
    """One description: the client's text, ours, the questions, and colours judged wrongly."""

    author: str
    words: int
    our_words: int
    question_words: int
    wrong: int


def offer_model(offers: Sequence[Offer]) -> Model:
    """Minutes by hand, with ours, and saved, per offer."""

    def column(name: str) -> Floats:
        return np.array([[getattr(offer, name) for offer in offers]], dtype=float)

    read = column("cv_words") + column("vacancy_words") + column("notes_words")

    def model(at: Mapping[str, Floats]) -> Mapping[str, Floats]:
        looked_up = column("requirements") * at["looking up"] / 60
        hand = (
            read / at["reading"]
            + looked_up
            + column("hand_words") / at["composing"]
            + at["layout and pasting"]
            + at["chasing the candidate"]
        )
        ours = (
            CLICKS * at["pointing"] / 60
            + read / at["skimming"]
            + column("our_words") / at["reading"]
            + column("requirements") * (2 * at["mental act"] + 0.5 * at["looking up"]) / 60
            + column("wrong") * (at["looking up"] / 60 + REPAIR_WORDS / at["composing"])
            + at["chasing the candidate"]
        )
        return {"by_hand": hand, "with_ours": ours, "saved": hand - ours}

    return model


def description_model(rewritings: Sequence[Rewriting]) -> Model:
    """Minutes by hand, with ours, and saved, per description."""

    def column(name: str) -> Floats:
        return np.array([[getattr(one, name) for one in rewritings]], dtype=float)

    def model(at: Mapping[str, Floats]) -> Mapping[str, Floats]:
        assessed = VIEWPOINTS_AND_ELEMENTS * at["assessing"] / 60
        hand = (
            column("words") / at["reading"]
            + assessed
            + (column("our_words") + column("question_words")) / at["composing"]
        )
        ours = (
            CLICKS * at["pointing"] / 60
            + column("words") / at["reading"]
            + column("our_words") / at["skimming"]
            + column("question_words") / at["reading"]
            + VIEWPOINTS_AND_ELEMENTS * 2 * at["mental act"] / 60
            + column("wrong") * (at["assessing"] / 60 + REPAIR_WORDS / at["composing"])
        )
        return {"by_hand": hand, "with_ours": ours, "saved": hand - ours}

    return model


def estimates(
    offers: Sequence[Offer], rewritings: Sequence[Rewriting], seed: int
) -> dict[str, dict[str, Estimate]]:
    """Minutes with their intervals, for offers and for descriptions."""
    return {
        "offer": simulate(
            offer_model(offers), QUANTITIES, groups=[o.author for o in offers], seed=seed
        )
        if offers
        else {},
        "description": simulate(
            description_model(rewritings),
            FOR_DESCRIPTIONS,
            groups=[r.author for r in rewritings],
            seed=seed,
        )
        if rewritings
        else {},
    }


def sections(
    offers: Sequence[Offer], rewritings: Sequence[Rewriting], seed: int
) -> tuple[Section, ...]:
    """What is saved beside the study, what it hangs on, and what was assumed."""
    if not offers:
        return (Section("Time saved", (Paragraph("No letter was written."),)),)
    found = estimates(offers, rewritings, seed)
    swings = tornado(offer_model(offers), QUANTITIES, "saved")
    items: tuple[Item, ...] = tornado_items("Minutes saved an offer", swings, unit="points")
    return (
        Section("Time saved", (Paragraph(_GUIDE), _table(found), _scale(found))),
        Section("What the saving hangs on", items),
        Section("What was assumed for it", _assumed()),
    )


_GUIDE = (
    "The study gives an impression of 15 to 30 minutes an offer and says that it was not measured. "
    "This is a calculation, not an observation: nobody was timed. *Measured* on the pairs of this "
    "run: words of CV, vacancy and notes, words of a letter by hand (those of the authors' own "
    "letters) and of ours, requirements, and statuses that ours gets wrong and a consultant must "
    "repair. *Assumed*: speeds of people, below. By hand everything is read and looked up; with "
    "ours the letter is read, each row checked, and the documents skimmed. That the consultant "
    "checks at all is put in: without it the saving would be larger and the risk too."
)


def _table(found: Mapping[str, Mapping[str, Estimate]]) -> Table:
    rows = []
    for name, title in (("offer", "An offer letter"), ("description", "A Wet DBA description")):
        minutes = found[name]
        study = published("linkit.minutes_saved_per_offer") if name == "offer" else None
        if minutes:
            rows.append((title, minutes["by_hand"], minutes["with_ours"], minutes["saved"], study))
    columns = ("", Column("by hand", "number"), Column("with ours", "number"),
               Column("saved", "points"), "study")  # fmt: skip
    return Table("Minutes", columns, tuple(rows), note="Values at the likely assumptions.")


def _scale(found: Mapping[str, Mapping[str, Estimate]]) -> Table:
    share = published("linkit.freelance_placements").number or 0.0
    offer, description = found["offer"]["saved"].value, None
    if found["description"]:
        description = found["description"]["saved"].value
    hours = None
    if offer is not None and description is not None:
        hours = PER_OFFERS * (offer + share * description) / 60
    label = f"Hours saved per {PER_OFFERS:,} offers, {share:.0%} of them to freelancers"
    return Table(
        "At the scale of LINKIT",
        ("", Column("hours", "count")),
        ((label, hours),),
        note="The study does not say how many offers are made; a freelancer's also needs a "
        "description.",
    )


def _assumed() -> tuple[Assumption, ...]:
    quantities = dict.fromkeys((*QUANTITIES, *FOR_DESCRIPTIONS))
    return (
        *(assumption(quantity) for quantity in quantities),
        Assumption("Words to repair a wrong row", str(REPAIR_WORDS), "own assumption"),
        Assumption("Acts with the mouse", str(CLICKS), "own assumption: open, choose, copy, paste"),
        Assumption(
            "Ranges", "averages over consultants, drawn independently from PERT distributions",
            "Malcolm and others 1959, Operations Research 7, 646–669",
        ),
    )  # fmt: skip
