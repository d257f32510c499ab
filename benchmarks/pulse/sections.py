"""The sections of the Pulse report below its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.classification import Predictions
from benchmarks.comparison import comparisons
from benchmarks.estimate import Estimate
from benchmarks.published import published
from benchmarks.pulse.predictions import Predicted
from benchmarks.pulse.table import study_figure
from benchmarks.reliability import abstention_curve, calibration
from benchmarks.report import plots
from benchmarks.report.model import (
    Assumption,
    Cell,
    Column,
    Figure,
    Item,
    Paragraph,
    Row,
    Section,
    Table,
)
from benchmarks.statistics import mean_estimate, proportion_estimate
from pulse_nps.drivers import DRIVERS

JUDGES = ("prototype_2", "spur", "plain_sum", "logistic", "ordinal", "prototype_3")
OVERSAMPLING = (
    "prototype_3_smote",
    "forest_borderline_smote",
    "forest_adasyn",
    "forest_random_oversampling",
    "forest_class_weights",
    "forest_thresholds",
    "balanced_forest",
    "forest_invented",
)
SHOWN_CURVES = ("prototype_1", "prototype_3", "columns_and_text")


def against_the_study(rows: Sequence[Row]) -> Section:
    """Our accuracies as dots, the study's as diamonds."""
    shown = [row for row in rows if study_figure(row.name)]
    labels = {f"{row.title.split(':')[0]}, {row.model}": row for row in shown}
    study = {
        label: figure.number
        for label, row in labels.items()
        if (figure := row.published) and figure.number is not None
    }
    goal = published("pulse.goal.accuracy").number
    svg = plots.dots_against_study(
        {label: row.metrics["accuracy"] for label, row in labels.items()},
        study,
        goal=goal,
        x_label="Accuracy",
    )
    return Section(
        "Beside the study",
        (
            Figure(
                "Accuracy of the three prototypes",
                svg,
                "Dots: measured here, with 95% interval. Diamonds: TNO 2026, §3.1, table 2. "
                "Dashed: the study's goal of 80%.",
                "Dot plot of the accuracy of prototypes 1, 2 and 3 beside the study's figures.",
            ),
        ),
    )


def four_judges(found: Sequence[Predicted], rows: Sequence[Row]) -> Section:
    """The same columns judged in several ways: why prototype 2 fails."""
    model = found[0].model
    titles = {row.name: row.title for row in rows}
    chosen = [item for name in JUDGES for item in found if (item.row, item.model) == (name, model)]
    table = Table(
        "The same twelve columns, judged in several ways",
        (
            "Judge",
            Column("learned from scores of callers"),
            Column("accuracy", "share"),
            Column("says detractor", "share"),
            Column("says passive", "share"),
            Column("says promoter", "share"),
        ),
        tuple(
            (
                titles[item.row],
                "no" if item.row in ("prototype_2", "spur") else "yes",
                proportion_estimate(item.predictions.correct),
                *_shares_named(item.predictions),
            )
            for item in chosen
        ),
        note=f"The survey's own shares: {_survey_shares(chosen)}.",
    )
    text = (
        "All rows see the same twelve numbers; only the judge differs. A judge that has never "
        "seen how callers with such numbers answered must guess where the borders between the "
        "categories lie, and how much a driver weighs. The columns hold the information: as soon "
        "as the borders are learned, even for a plain sum, most of it comes out. That is what "
        "separates prototype 2 from prototype 3, more than the forest itself."
    )
    return Section("Why prototype 2 fails", (Paragraph(text), table))


def oversampling(found: Sequence[Predicted], rows: Sequence[Row], seed: int) -> Section:
    """What resampling, weights and thresholds do to the forest, paired with the plain forest."""
    model = found[0].model
    titles = {row.name: row.title for row in rows}
    by_name = {item.row: item for item in found if item.model == model}
    base = by_name["prototype_3"]
    chosen = [by_name[name] for name in OVERSAMPLING if name in by_name]
    compared = comparisons(
        base.correct, {item.row: item.correct for item in chosen}, against="prototype 3", seed=seed
    )
    lines: list[tuple[Cell, ...]] = [(titles["prototype_3"], *_rates(base.predictions), None, None)]
    lines += [
        (
            titles[item.row],
            *_rates(item.predictions),
            compared[item.row].difference,
            compared[item.row].p_adjusted,
        )
        for item in chosen
    ]
    table = Table(
        "The forest with more weight for the rare class",
        (
            "",
            Column("accuracy", "share"),
            Column("recall detractor", "share"),
            Column("precision detractor", "share"),
            Column("Brier", "number"),
            Column("accuracy against plain", "share"),
            Column("p (Holm)", "p"),
        ),
        tuple(lines),
        note="Resampling happens inside the training fold; p-values are McNemar's with Holm.",
    )
    text = (
        "Oversampling moves the border between the classes: it trades precision for recall of "
        "detractors and makes the probabilities worse. Moving the threshold does the same "
        "without inventing anybody."
    )
    return Section("Oversampling", (Paragraph(text), table))


def driver_importance(lines: Sequence[Mapping[str, Any]]) -> Section:
    """Accuracy lost on held-out calls when one driver's scores are shuffled."""
    lost = {driver.name: [line["lost"][driver.name] for line in lines] for driver in DRIVERS}
    order = sorted(DRIVERS, key=lambda driver: -float(np.mean(lost[driver.name])))
    values = {driver.name: mean_estimate(lost[driver.name], seed=0) for driver in order}
    titles = {driver.name: f"{driver.title} ({driver.name})" for driver in order}
    svg = plots.bars(
        {titles[name]: value for name, value in values.items()}, x_label="Accuracy lost"
    )
    table = Table(
        "Accuracy lost without a driver",
        ("Driver", Column("accuracy lost", "share")),
        tuple((titles[name], value) for name, value in values.items()),
        note="Permutation importance on held-out folds; the interval is over folds.",
    )
    figure = Figure(
        "Drivers of satisfaction",
        svg,
        "How much accuracy prototype 3 loses on calls it was not trained on when one driver's "
        "scores are shuffled.",
        "Bar chart of permutation importance per driver, largest first.",
    )
    return Section("What drives satisfaction", (figure, table))


def confidence(found: Sequence[Predicted]) -> Section:
    """Abstention curve and calibration."""
    model = found[0].model
    chosen = {
        item.row.replace("_", " "): item.predictions
        for name in SHOWN_CURVES
        for item in found
        if (item.row, item.model) == (name, model)
    }
    curves = {
        name: [(point.answered, point.accuracy) for point in abstention_curve(predictions)]
        for name, predictions in chosen.items()
    }
    abstention = plots.lines(
        curves,
        x_label="Share of calls answered, the surest first",
        y_label="Accuracy on those",
        mark=("goal 80%", published("pulse.goal.accuracy").number or 0.8),
    )
    reliability = plots.reliability_diagram(
        {name: calibration(predictions) for name, predictions in chosen.items()}
    )
    reach: Item = Table(
        "How many calls could be answered at the goal",
        ("Row", Column("share answered at 80% accuracy or more", "share")),
        tuple((name, _reach(predictions)) for name, predictions in chosen.items()),
    )
    return Section(
        "Sure or not",
        (
            Figure(
                "Accuracy when the least sure calls are left out",
                abstention,
                "Reading from right to left: answering fewer calls, the surest first.",
                "Line plot of accuracy against the share of calls answered.",
            ),
            reach,
            Figure(
                "Calibration",
                reliability,
                "On the diagonal, 70% sure means right 7 times in 10.",
                "Reliability diagram of the rows that state probabilities.",
            ),
        ),
    )


def how_it_was_measured() -> Section:
    """Method and assumptions."""
    text = (
        "Calls come from `fixtures/pulse`: a generator with a causal story, whose parameters (and "
        "nothing else) were fitted to published shares on seeds of their own; see its WORLD.md. "
        "Rows that learn are judged by repeated stratified 5-fold cross-validation with folds "
        "that stand in a file; accuracy is the mean over repeats, its Wilson interval counts each "
        "call once. McNemar's test compares each row with prototype 1 of the same model, "
        "p-values are Holm's across the table; *n needed* is the number of paired calls at which "
        "such a difference would show with 80% power. An answer that never fits its schema counts "
        "as wrong. Seconds of replayed answers are those of the machine that recorded them."
    )
    return Section(
        "How it was measured",
        (
            Paragraph(text),
            Assumption(
                "Word error rate, speaker errors",
                "10–20% of words, 3–8% of turns",
                "typical of telephone speech recognition; the card of the fixtures has the "
                "measured rates",
            ),
            Assumption(
                "Categories",
                "detractor 0–6, passive 7–8, promoter 9–10",
                "TNO 2026, §3.1",
            ),
        ),
    )


def _shares_named(predictions: Predictions) -> list[Estimate]:
    return [
        proportion_estimate((predictions.predicted == code).mean(axis=0))
        for code in range(len(predictions.classes))
    ]


def _survey_shares(chosen: Sequence[Predicted]) -> str:
    truth = chosen[0].predictions.truth
    return ", ".join(
        f"{name} {100 * float(np.mean(truth == code)):.0f}%"
        for code, name in enumerate(chosen[0].predictions.classes)
    )


def _rates(predictions: Predictions) -> tuple[Cell, ...]:
    from benchmarks.classification import classification_metrics

    found = classification_metrics(predictions, seed=0)
    return tuple(
        found[name] for name in ("accuracy", "recall_detractor", "precision_detractor", "brier")
    )


def _reach(predictions: Predictions) -> float | None:
    """The largest share answered at which accuracy is still at the goal."""
    goal = published("pulse.goal.accuracy").number or 0.8
    good = [
        point.answered
        for point in abstention_curve(predictions)
        if (point.accuracy.value or 0.0) >= goal
    ]
    return max(good, default=0.0) if predictions.probabilities is not None else None
