"""Time saved per question against finding the paragraph by hand with keyword search.

The study has no figure for it. Here the searches, the lengths and the answers are measured, the
speeds of people assumed; `benchmarks.time_saved` carries both into the intervals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.douane.time_saved_model import LEVELS as LEVELS
from benchmarks.douane.time_saved_model import Level, groups, model
from benchmarks.douane.time_saved_model import Lookup as Lookup
from benchmarks.douane.time_saved_model import Search as Search
from benchmarks.douane.time_saved_model import estimates as estimates
from benchmarks.douane.time_saved_quantities import PATIENCE
from benchmarks.douane.time_saved_quantities import QUANTITIES as QUANTITIES
from benchmarks.estimate import Estimate
from benchmarks.published import published
from benchmarks.report.model import Assumption, Cell, Column, Item, Paragraph, Section, Table, Unit
from benchmarks.report.shown import estimate_text, number_text
from benchmarks.statistics import proportion_estimate
from benchmarks.time_saved import KEYS_PER_WORD, assumption, simulate, tornado, tornado_items

_SAVED_AND_COSTS: tuple[tuple[str, Unit], ...] = (
    ("minutes_saved", "points"),
    ("costs_time", "share"),
)
_TORNADOES: tuple[tuple[str, str, Unit], ...] = (
    ("newcomer.minutes_saved", "Minutes saved a question, newcomer", "points"),
    ("experienced.minutes_saved", "Minutes saved a question, experienced", "points"),
    ("everyone.hours_saved_a_year", "Hours saved a year, all daily users", "count"),
)


def sections(lookups: Sequence[Lookup], seed: int) -> tuple[Section, ...]:
    """What was found, beside the study; what it hangs on; what was measured; what was assumed."""
    if not lookups:
        nothing = Paragraph("No question was looked up, so no time saved can be given.")
        return (Section("Time saved", (nothing,)),)
    found = estimates(lookups, seed)
    return (
        Section("Time saved", (_reading_guide(found), _beside_the_study(found), _per_level(found))),
        _what_it_hangs_on(lookups),
        Section("What was measured for it", _measured(lookups, seed)),
        Section("What was assumed for it", _assumed()),
    )


def _reading_guide(found: Mapping[str, Mapping[str, Estimate]]) -> Paragraph:
    risk = estimate_text(found["everyone"]["wrong_unnoticed"], "share")
    return Paragraph(
        "The study could not yet say how much time the assistant saves. This is a calculation, "
        "not an observation: nobody was timed. *Measured* on the questions of this run: how many "
        "queries and opened paragraphs a keyword search needs to reach the paragraph that "
        "answers, how long those paragraphs are, and which answers of the assistant are right. "
        "*Assumed*: how fast people read, type and wait, when they give up and ask a colleague, "
        "and how often they have a question. Values hold at the likely assumptions; the intervals "
        "hold both the assumptions' ranges and the choice of questions.\n\n"
        "Only a right answer saves a search. After no answer, or a wrong one, the search by hand "
        "is added to the time with the assistant; a wrong answer that nobody notices is charged "
        f"in the same way, so that it never counts as a gain. It is a risk instead: {risk} of "
        "questions would end with a wrong answer taken for right. The hours of a year suppose "
        "that all daily users put every question to the assistant and open every source; time "
        "freed is not yet work done. That newcomers gain more is partly put in: they are taken to "
        "search all handbooks, and to read where the experienced skim."
    )


def _beside_the_study(found: Mapping[str, Mapping[str, Estimate]]) -> Table:
    new, old, everyone = (found[who] for who in (*LEVELS, "everyone"))
    saved, costs = (
        f"newcomer {estimate_text(new[metric], unit)}, "
        f"experienced {estimate_text(old[metric], unit)}"
        for metric, unit in _SAVED_AND_COSTS
    )
    more = estimate_text(everyone["newcomers_gain_more"], "points")
    hours = estimate_text(everyone["hours_saved_a_year"], "count")
    lines: tuple[tuple[Cell, ...], ...] = (
        ("Minutes saved a question", published("douane.time_saved"), saved),
        ("Minutes a newcomer gains more", published("douane.time_saved"), more),
        ("Questions that take longer", published("douane.judged"), costs),
        ("Hours saved a year by all daily users", published("douane.daily_users"), hours),
    )
    return Table("Time saved, beside the study", ("", "TNO 2026, §3.2", "Here"), lines)


def _per_level(found: Mapping[str, Mapping[str, Estimate]]) -> Table:
    columns = (
        ("minutes_by_hand", Column("minutes by hand", "number")),
        ("minutes_with_assistant", Column("minutes with the assistant", "number")),
        ("minutes_saved", Column("minutes saved", "points")),
        ("costs_time", Column("questions that take longer", "share")),
        ("minutes_saved_a_day", Column("minutes saved a day", "points")),
    )
    return Table(
        "Per question, and per person and day",
        ("Officer", *(column for _, column in columns)),
        tuple((level, *(found[level][name] for name, _ in columns)) for level in LEVELS),
        note="Minutes with the assistant include the search by hand where its answer fails.",
    )


def _what_it_hangs_on(lookups: Sequence[Lookup]) -> Section:
    minutes = model(lookups)
    items: list[Item] = []
    said: list[str] = []
    for outcome, title, unit in _TORNADOES:
        swings = tornado(minutes, QUANTITIES, outcome)
        items += tornado_items(title, swings, unit=unit)
        if swings:
            first = swings[0]
            low, high = (number_text(end, unit) for end in (first.at_low, first.at_high))
            said.append(
                f"{title}: *{first.quantity.name}*, from {low} at its low to {high} at its high"
            )
    text = "The assumption that changes each answer most, alone: " + "; ".join(said) + "."
    return Section("What the time saved hangs on", (Paragraph(text), *items))


def _measured(lookups: Sequence[Lookup], seed: int) -> tuple[Item, ...]:
    searches: dict[Level, list[Search]] = {
        "newcomer": [lookup.newcomer for lookup in lookups],
        "experienced": [lookup.experienced for lookup in lookups],
    }
    patience = int(PATIENCE.likely)
    by_hand = Table(
        "The searches by hand, means over the questions",
        (
            "Officer",
            Column("queries", "number"),
            Column("paragraphs opened", "number"),
            Column("words in those together", "number"),
            Column("found", "share"),
            Column(f"found among the first {patience}", "share"),
        ),
        tuple(
            (
                level,
                *_means(lookups, seed, [_counts(s) for s in of_level]),
                proportion_estimate([s.found for s in of_level]),
                proportion_estimate([s.found and len(s.opened) <= patience for s in of_level]),
            )
            for level, of_level in searches.items()
        ),
    )
    words = [(x.question_words, x.answer_words, sum(x.source_words)) for x in lookups]
    assistant = Table(
        "The answers of the assistant",
        (
            Column("answered", "share"),
            Column("right", "share"),
            Column("wrong", "share"),
            Column("words in the question", "number"),
            Column("words in the answer", "number"),
            Column("words in its sources", "number"),
        ),
        (
            (
                proportion_estimate([x.answered for x in lookups]),
                proportion_estimate([x.right for x in lookups]),
                proportion_estimate([x.answered and not x.right for x in lookups]),
                *_means(lookups, seed, words),
            ),
        ),
    )
    return by_hand, assistant


def _counts(search: Search) -> tuple[float, float, float]:
    return search.queries, len(search.opened), sum(search.opened)


def _means(
    lookups: Sequence[Lookup], seed: int, rows: Sequence[tuple[float, float, float]]
) -> tuple[Estimate, ...]:
    columns = {str(place): np.array(column) for place, column in enumerate(zip(*rows, strict=True))}
    return tuple(simulate(lambda at: columns, (), groups=groups(lookups), seed=seed).values())


def _assumed() -> tuple[Assumption, ...]:
    staff = published("douane.daily_users")
    return (
        *(assumption(quantity) for quantity in QUANTITIES),
        Assumption("Keys a word", f"{KEYS_PER_WORD}, six letters and a space", "own assumption"),
        Assumption("Staff", staff.shown, f"{staff.source}: every daily user is counted"),
        Assumption(
            "Reading by hand",
            "newcomers read wrong paragraphs, the experienced skim them; the paragraph that "
            "answers, the assistant's answer and its sources are read by both",
            "own assumption",
        ),
        Assumption(
            "Giving up",
            "whoever gives up asks a colleague, who always knows",
            "own assumption",
        ),
        Assumption(
            "Ranges",
            "averages over the staff, drawn independently from PERT distributions",
            "Malcolm and others 1959, Operations Research 7, 646–669",
        ),
    )
