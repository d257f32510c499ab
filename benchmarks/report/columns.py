"""The columns of a classification table, in their usual order."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.report.model import Metric


def classification_columns(classes: Sequence[str], *, net_score: str = "NPS") -> tuple[Metric, ...]:
    """A column for each of `classification_metrics`, and for time, tokens and money per sample.

    Args:
        classes: worst first, as in the predictions.
        net_score: what best minus worst share is called: NPS, or net satisfaction.
    """
    worst = classes[0]
    return (
        Metric("accuracy", "Accuracy", main=True, description="Share of samples named rightly."),
        Metric(
            "macro_f1",
            "Macro-F1",
            "number",
            main=True,
            description="Mean over the classes of the harmonic mean of recall and precision.",
        ),
        *(metric for name in classes for metric in _class_columns(name, main=name == worst)),
        Metric(
            "kappa",
            "Cohen's kappa",
            "number",
            description="Agreement with the truth beyond what the class shares alone would give.",
        ),
        Metric(
            "brier",
            "Brier score",
            "number",
            better="lower",
            description="Mean squared distance of the probabilities from the truth, 0 to 2; an "
            "unanswered sample counts as all classes equally likely.",
        ),
        Metric("log_loss", "Log loss", "number", better="lower", description=_LOG_LOSS),
        Metric(
            "nps_error",
            f"{net_score} error",
            "points",
            main=True,
            better="nearer 0",
            description=f"{net_score} of the whole group as predicted, minus the true one: share "
            "of the best class minus share of the worst, in points.",
        ),
        Metric(
            "answered", "Answered", description="Samples with a usable answer; others are wrong."
        ),
        Metric("seconds", "Time per sample", "seconds", better="lower"),
        Metric("tokens", "Tokens per sample", "count", better="lower"),
        Metric("cost", "Cost per sample", "money", better="lower"),
    )


_LOG_LOSS = "Mean of −ln of the probability given to the true class."


def _class_columns(name: str, *, main: bool) -> tuple[Metric, Metric]:
    label = name.capitalize()
    return (
        Metric(
            f"recall_{name}",
            f"{label} recall",
            main=main,
            description=f"Share of the true {name} samples that were found.",
        ),
        Metric(
            f"precision_{name}",
            f"{label} precision",
            main=main,
            description=f"Share of the samples named {name} that are.",
        ),
    )
