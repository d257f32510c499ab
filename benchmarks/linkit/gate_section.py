"""The gate in the report: recall and precision per kind of invention, false alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from benchmarks.estimate import Estimate
from benchmarks.report.model import Cell, Column, Paragraph, Section, Table
from benchmarks.statistics import mean_estimate, wilson_estimate
from linkit_letters.gate.claims import Kind

Line = Mapping[str, Any]
KINDS: tuple[str, ...] = get_args(Kind)


def recall(lines: Sequence[Line], kind: str | None = None) -> Estimate:
    """Inventions that some alarm meets, of all."""
    hits = [i["caught"] for line in lines for i in line["inventions"] if kind in (None, i["kind"])]
    return wilson_estimate(sum(hits), len(hits))


def precision(lines: Sequence[Line], kind: str | None = None) -> Estimate:
    """Alarms that meet an invention, of all, by the kind that the alarm names."""
    hits = [a["true"] for line in lines for a in line["alarms"] if kind in (None, a["kind"])]
    return wilson_estimate(sum(hits), len(hits))


def letters_alarmed(lines: Sequence[Line]) -> Estimate:
    """Grounded letters in which anything is flagged."""
    grounded = [bool(line["alarms"]) for line in lines if not line["inventions"]]
    return wilson_estimate(sum(grounded), len(grounded))


def letters_stopped(lines: Sequence[Line]) -> Estimate:
    """Letters with inventions in which at least one alarm meets one."""
    found = [any(a["true"] for a in line["alarms"]) for line in lines if line["inventions"]]
    return wilson_estimate(sum(found), len(found))


def false_alarms_per_letter(lines: Sequence[Line], seed: int) -> Estimate:
    """Alarms in grounded letters, per letter."""
    return mean_estimate(
        [len(line["alarms"]) for line in lines if not line["inventions"]], seed=seed
    )


def gate_section(lines: Sequence[Line]) -> Section:
    """The table by kind."""
    rows: list[tuple[Cell, ...]] = [
        (kind.replace("_", " "), recall(lines, kind), precision(lines, kind)) for kind in KINDS
    ]
    rows.append(("all kinds", recall(lines), precision(lines)))
    columns = ("Kind", Column("recall", "share"), Column("precision", "share"))
    text = (
        "Inventions were sown into grounded letters by their authors, who did not know the "
        "program's word lists. *Recall*: of the sown inventions of a kind, those met by an "
        "alarm of "
        "any kind. *Precision*: of the alarms that name a kind, those that meet an invention; an "
        "alarm on a grounded stretch counts against it. Variants of one letter share its grounded "
        "text, so a false alarm in it counts once for each."
    )
    return Section(
        "The gate, by kind of invention",
        (
            Paragraph(text),
            Table("Caught and falsely flagged", columns, tuple(rows)),
            _by_input(lines),
        ),
    )


def _by_input(lines: Sequence[Line]) -> Table:
    layouts = sorted({line["layout"] for line in lines})
    rows: list[tuple[Cell, ...]] = []
    for layout in layouts:
        chosen = [line for line in lines if line["layout"] == layout]
        rows.append(
            (layout.replace("_", " "), recall(chosen), precision(chosen), letters_alarmed(chosen))
        )
    columns = (
        "CV",
        Column("recall", "share"),
        Column("precision", "share"),
        Column("grounded letters flagged", "share"),
    )
    return Table("The gate by the quality of the CV", columns, tuple(rows))
