"""From the ceiling down to prototype 3, and what each obstacle alone takes away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.comparison import comparisons
from benchmarks.pulse import obstacles
from benchmarks.pulse.predictions import Predicted, learned
from benchmarks.report import plots
from benchmarks.report.model import Column, Figure, Paragraph, Section, Table
from benchmarks.statistics import proportion_estimate

Lines = Sequence[Mapping[str, Any]]

# Each rung has one more obstacle than the one before; "prototype_3" has them all.
LADDER = (
    ("ceiling_history", "call and history known exactly", ""),
    ("ceiling_call", "the call known exactly", "No customer history"),
    (
        "unsaid_many_calls",
        "twelve drivers as felt, many calls",
        "Driver columns, not the call",
    ),
    ("unsaid", "the same, few calls", "Few calls"),
    ("reader", "drivers as voiced", "What stays unsaid"),
    ("transcription", "drivers as read, perfect transcripts", "The reader"),
    ("word_errors", "drivers as read, speakers mixed up", "Speaker errors"),
    ("prototype_3", "prototype 3", "Word errors"),
)
ALONE = (
    "word_errors",
    "speaker_errors",
    "transcription",
    "columns_and_text",
    "reader",
    "history",
    "few_calls",
    "imbalance",
    "nps",
)


def section(found: Sequence[Predicted], lines: Lines, seed: int) -> Section:
    """The ladder as a waterfall, and a table of each obstacle switched off alone."""
    known = {item.row: item for item in found if item.model in ("embedded", "the world itself")}
    for obstacle in obstacles.ALL:
        own = [line for line in lines if line["row"] == obstacle.name]
        known.update({item.row: item for item in learned(own, obstacle.target)})
    return Section(
        "What stands between the call and the goal",
        (
            Paragraph(
                "Because the world is known, each obstacle can be taken away and the same forest "
                "trained again on the same calls. The waterfall adds the obstacles one after "
                "another; the table takes away one at a time from prototype 3."
            ),
            _waterfall(known),
            _ladder(known),
            _alone(known, seed),
        ),
    )


def _accuracy(item: Predicted) -> float:
    return float(item.predictions.correct.mean())


def _waterfall(known: Mapping[str, Predicted]) -> Figure:
    reached = [_accuracy(known[name]) for name, _, _ in LADDER]
    steps = {
        lost: after - before
        for (_, _, lost), before, after in zip(LADDER[1:], reached, reached[1:], strict=False)
    }
    svg = plots.waterfall(
        ("Call and history known", reached[0]),
        steps,
        ("Prototype 3", reached[-1]),
        x_label="Accuracy",
    )
    return Figure(
        "From the ceiling to prototype 3",
        svg,
        "Accuracy lost as obstacles are added one after another, in points.",
        "Waterfall from the best possible accuracy down to that of prototype 3.",
    )


def _ladder(known: Mapping[str, Predicted]) -> Table:
    rows = []
    before: float | None = None
    for name, what, lost in LADDER:
        estimate = proportion_estimate(known[name].predictions.correct)
        step = None if before is None else 100 * ((estimate.value or 0.0) - before)
        rows.append((lost or "–", what, estimate, step))
        before = estimate.value
    return Table(
        "The ladder",
        (
            "One more obstacle",
            "What is known",
            Column("accuracy", "share"),
            Column("step", "points"),
        ),
        tuple(rows),
        note="Steps depend on the order in which obstacles are added.",
    )


def _alone(known: Mapping[str, Predicted], seed: int) -> Table:
    base = known["prototype_3"]
    titles = {o.name: (o.title, o.without) for o in obstacles.ALL}
    titles["columns_and_text"] = (
        "Driver columns instead of text",
        "columns and the words together",
    )
    compared = comparisons(
        base.correct, {n: known[n].correct for n in ALONE}, against="prototype 3", seed=seed
    )
    rows = tuple(
        (
            titles[name][0],
            titles[name][1],
            proportion_estimate(known[name].predictions.correct),
            compared[name].difference,
            compared[name].p_adjusted,
            compared[name].n_needed,
        )
        for name in ALONE
    )
    majority = float(np.bincount(known["nps"].predictions.truth).max() / len(base.ids))
    return Table(
        "Each obstacle taken away alone, from prototype 3",
        (
            "Without",
            "Instead",
            Column("accuracy", "share"),
            Column("difference", "share"),
            Column("p (Holm)", "p"),
            Column("n needed", "count"),
        ),
        rows,
        note=f"Prototype 3: {100 * _accuracy(base):.1f}%. McNemar's test. With csat "
        f"as the outcome the largest class has {100 * majority:.0f}% of the calls.",
    )
