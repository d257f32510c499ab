"""The report of Anna's suite, made from the lines alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.anna.aftermath import World
from benchmarks.anna.measured import rates, whole_service, year_before
from benchmarks.anna.sections import all_sections
from benchmarks.anna.strategies import EMBEDDED, FREE, ORACLE, TITLES, WEAKER, title_of
from benchmarks.comparison import comparisons
from benchmarks.estimate import Estimate
from benchmarks.published import published
from benchmarks.report.model import Metric, Row, SuiteReport

Lines = Mapping[str, Sequence[Mapping[str, Any]]]
METRICS = (
    Metric("ftr", "FTR", main=True, description="Settled, and no new contact on the matter."),
    Metric("automated", "Automated", main=True, description="Ended without a person."),
    Metric("right_automated", "Right of automated", main=True,
           description="Of what ended without a person: state, facts and ending as the policy has "
           "them, nothing else written."),
    Metric("right", "Right", description="Of all contacts, hand-overs by the policy included."),
    Metric("same_day", "Back same day", main=True, better="lower"),
    Metric("next_day", "Back next day", better="lower"),
    Metric("satisfaction", "Satisfaction", "number", description="1 to 5; a fitted behaviour."),
    Metric("routed", "Routed right", main=True, description="First message to its procedure."),
    Metric("wrong_writes", "Wrong writes", better="lower",
           description="Contacts with any write that the policy does not have."),
    Metric("costly_writes", "Costly wrong writes", better="lower",
           description="The same without notes, logged complaints and links."),
    Metric("ftr_service", "FTR of chats and e-mails",
           description="Anna's and people's contacts together."),
)  # fmt: skip


def anna_report(
    lines: Lines, *, seed: int, title: str = "Anna: a print shop's customer service"
) -> SuiteReport:
    """Rows of strategies and of the whole service, and the sections that explain them."""
    world = World.read()
    by_row: dict[str, list[Mapping[str, Any]]] = {}
    for line in lines["anna_contacts"]:
        by_row.setdefault(line["row"], []).append(line)
    rows = [_row(name, found, world, seed) for name, found in by_row.items()]
    rows = _compared(rows, by_row, seed)
    if EMBEDDED in by_row:
        rows += _service_rows(by_row[EMBEDDED], world, seed)
    return SuiteReport(
        suite="anna",
        title=title,
        lead=_lead(rows),
        metrics=METRICS,
        headline="ftr",
        rows=tuple(rows),
        sections=tuple(all_sections(lines, by_row, world, seed)),
    )


def _row(name: str, found: Sequence[Mapping[str, Any]], world: World, seed: int) -> Row:
    model = {ORACLE: "the scenario's truth", WEAKER: "embedded reader (no LLM)",
             EMBEDDED: "embedded reader (no LLM)"}.get(name, name.removesuffix(FREE))  # fmt: skip
    main = name not in (ORACLE, WEAKER)
    return Row(
        name=name, title=title_of(name), model=model,
        metrics=rates(found, world, seed=seed), group="Anna",
        published=published("anna.first_time_resolution") if main else None,
    )  # fmt: skip


def _compared(
    rows: list[Row], by_row: Mapping[str, Sequence[Mapping[str, Any]]], seed: int
) -> list[Row]:
    if EMBEDDED not in by_row:
        return rows
    ids = [line["id"] for line in by_row[EMBEDDED]]
    right = {
        name: {line["id"]: float(line["right"]) for line in found} for name, found in by_row.items()
    }
    others = {
        name: [values[i] for i in ids]
        for name, values in right.items()
        if name != EMBEDDED and all(i in values for i in ids)
    }
    base = [right[EMBEDDED][i] for i in ids]
    found = comparisons(base, others, against=TITLES[EMBEDDED], seed=seed)
    return [
        Row(**{**row.__dict__, "comparison": found[row.name]}) if row.name in found else row
        for row in rows
    ]


def _service_rows(lines: Sequence[Mapping[str, Any]], world: World, seed: int) -> list[Row]:
    now, people, content = whole_service(lines, world, seed=seed)
    before, _, _ = whole_service(year_before(lines), world, seed=seed)
    shown = (
        ("service", "Whole service, this year", now, "anna.service_first_time_resolution"),
        ("before", "Whole service, the year before", before,
         "anna.service_first_time_resolution_before"),
        ("people", "People", people, None),
    )  # fmt: skip
    return [
        Row(
            name=name, title=title, model="–",
            metrics={"ftr": estimate} | ({"satisfaction": content} if name == "people" else {}),
            published=published(figure) if figure else None, group="The whole service",
        )
        for name, title, estimate, figure in shown
    ]  # fmt: skip


def _lead(rows: Sequence[Row]) -> str:
    found = {row.name: row.metrics for row in rows}
    if EMBEDDED not in found:
        return "No contact was lived through yet."
    ours = found[EMBEDDED]
    return (
        f"Of the simulated contacts {_percent(ours['automated'])} end without a person (study: "
        f"83%) and {_percent(ours['ftr'])} of those are settled for good at once (study: about "
        f"48%). Of the first messages {_percent(ours['routed'])} reach their procedure."
    )


def _percent(estimate: Estimate) -> str:
    return "—" if estimate.value is None else f"{100 * estimate.value:.0f}%"
