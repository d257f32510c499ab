"""Staff and their work: how many people are needed, and what is left for them to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import Any

from benchmarks.anna.aftermath import World
from benchmarks.anna.staffing import Service, people_needed
from benchmarks.estimate import Estimate
from benchmarks.published import published
from benchmarks.report.model import Assumption, Cell, Column, Paragraph, Section, Table
from benchmarks.statistics import wilson_estimate

Line = Mapping[str, Any]
STAFF_BEFORE = 100
COST_OF_AN_HOUR = 34.0
"""Euro for an hour of a service employee with all charges: an assumption."""
LEARN_PER_PROCEDURE_HOURS = 1.6
"""250 procedures learnt in two to three months of 160 hours give about this much each."""


def volume(service: Service) -> float:
    """Contacts a day that keep the study's 100 people busy when nothing is automated."""
    low, high = 1.0, 100_000.0
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (
            (middle, high) if people_needed(middle, service) < STAFF_BEFORE else (low, middle)
        )
    return low


def staff_section(lines: Sequence[Line], world: World) -> Section:
    """People needed before and now, by Erlang C, beside the study's 100 and 20."""
    service = Service()
    per_day = volume(service)
    written = 1 - world.telephone
    by_people = sum(not line["automated"] for line in lines) / len(lines)
    wrong = sum(line["automated"] and not line["right"] for line in lines) / len(lines)
    shares = {
        "nothing automated": 1.0,
        "now, telephone as it was": world.telephone + written * by_people,
        "now, and customers whom Anna left unsettled come to people": world.telephone
        + written * (by_people + wrong * world.back_unsettled),
        "now, chats and e-mails only": written * by_people,
    }
    rows: list[tuple[Cell, ...]] = []
    for name, share in shares.items():
        contacts = per_day * share
        hours = contacts * service.handling_minutes / 60 / (1 - service.shrinkage)
        rows.append((name, contacts, people_needed(contacts, service), hours * COST_OF_AN_HOUR))
    table = Table(
        "People needed",
        ("Situation", Column("Contacts a day for people", "count"), Column("People", "count"),
         Column("Euro a day", "count")), tuple(rows),
        note=f"Study: {published('anna.staff_before').shown} before, "
        f"{published('anna.staff_now').shown} now.",
    )  # fmt: skip
    assumed = [
        Assumption(
            "contacts a day", f"{per_day:.0f}", "fitted: 100 people when nothing is automated"
        ),
        Assumption(
            "a person's time for a contact", f"{service.handling_minutes} minutes", "assumed"
        ),
        Assumption("service level", "80% within 60 seconds, chats and calls", "assumed"),
        Assumption("shrinkage", f"{service.shrinkage:.0%}", "assumed"),
        Assumption("cost of an hour", f"€ {COST_OF_AN_HOUR:.0f}", "assumed"),
    ]
    return Section("Staff", (table, *assumed))


def work_section(lines: Sequence[Line]) -> Section:
    """What is left for people: mix, difficulty, variety, and what began with Anna's mistake."""
    left = [line for line in lines if not line["automated"]]
    by_policy = [line for line in left if line["expected"] == "handed_over"]
    mistaken = [line for line in left if line["expected"] != "handed_over"]
    rows: tuple[tuple[Cell, ...], ...] = (
        ("contacts", len(lines), len(left)),
        ("procedures that occur", _kinds(lines), _kinds(left)),
        ("variety (effective number of procedures)", _effective(lines), _effective(left)),
    )
    shares: tuple[tuple[Cell, ...], ...] = tuple(
        (name, _share(picked(line) for line in lines), _share(picked(line) for line in left))
        for name, picked in (
            ("complaints", lambda line: ".complaint_" in line["procedure"]),
            ("annoyed or angry", lambda line: line["mood"] != "calm"),
            ("two questions at once", lambda line: line["two_questions"]),
            ("policy wants a person", lambda line: line["expected"] == "handed_over"),
        )
    )
    months = _kinds(left) * LEARN_PER_PROCEDURE_HOURS / 160
    return Section(
        "What is left for people",
        (
            Table("Amount and variety",
                  ("", Column("All contacts", "count"), Column("Left for people", "count")), rows),
            Table("Difficulty",
                  ("Share of", Column("All contacts", "share"), Column("Left for people", "share")),
                  shares),
            Paragraph(
                f"Of the {len(left)} contacts that people take over {len(by_policy)} are theirs by "
                f"the policy and {len(mistaken)} begin with something that Anna did not "
                f"understand or could not do. The procedures that still reach people would take a "
                f"newcomer about {months:.1f} months to learn at {LEARN_PER_PROCEDURE_HOURS} hours "
                f"each (study: {published('anna.new_staff_learning').shown}); what is left is "
                "harder on average, which is the study's own direction: difficulty and load up."
            ),
        ),
    )  # fmt: skip


def _kinds(lines: Sequence[Line]) -> int:
    return len({line["procedure"] for line in lines})


def _effective(lines: Sequence[Line]) -> float:
    """The entropy as a number: so many equally frequent procedures vary as much (Hill 1973)."""
    counts = Counter(line["procedure"] for line in lines)
    total = sum(counts.values())
    entropy = -sum(n / total * log(n / total) for n in counts.values()) if total else 0.0
    return 2.718281828459045**entropy


def _share(values: Any) -> Estimate:
    found = [bool(value) for value in values]
    return wilson_estimate(sum(found), len(found)) if found else Estimate.undefined()
