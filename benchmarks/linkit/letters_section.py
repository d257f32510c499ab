"""The letters in the report: coverage beside groundedness, styles, input quality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.estimate import Estimate
from benchmarks.report.model import Cell, Column, Paragraph, Section, Table
from benchmarks.statistics import mean_estimate, wilson_estimate

Line = Mapping[str, Any]
OURS = "extractive"


def coverage(lines: Sequence[Line]) -> Estimate:
    """Of the requirements that the annotator finds met or partly met, those told."""
    told = [r["told"] for line in lines for r in line["requirements"] if r["gold"] != "no"]
    return wilson_estimate(sum(told), len(told))


def overclaimed(lines: Sequence[Line]) -> Estimate:
    """Of the requirements that the annotator finds not met, those told as if they were."""
    told = [r["told"] for line in lines for r in line["requirements"] if r["gold"] == "no"]
    return wilson_estimate(sum(told), len(told))


def grounded(lines: Sequence[Line]) -> Estimate:
    """Sentences about the candidate that pass the gate."""
    return wilson_estimate(sum(x["grounded"] for x in lines), sum(x["told"] for x in lines))


def claims_supported(lines: Sequence[Line]) -> Estimate:
    """Claims with support, of all claims found."""
    return wilson_estimate(
        sum(x["claims_supported"] for x in lines), sum(x["claims"] for x in lines)
    )


def found(lines: Sequence[Line]) -> Estimate:
    """Annotated requirements that were recognised as such in the vacancy."""
    hits = [r["found"] for line in lines for r in line["requirements"]]
    return wilson_estimate(sum(hits), len(hits))


def mean_of(lines: Sequence[Line], name: str, seed: int) -> Estimate:
    """The mean of a measure over letters."""
    return mean_estimate([line[name] for line in lines], seed=seed)


def letters_section(lines: Sequence[Line], seed: int) -> Section:
    """Styles side by side, and what poor input costs."""
    ours = [line for line in lines if line["row"] == OURS]
    if not ours:
        return Section("The letters", (Paragraph("No letter was written."),))
    return Section(
        "The letters",
        (
            Paragraph(_GUIDE),
            _styles(ours, seed),
            _by(ours, "layout", "By the quality of the CV"),
            _by(ours, "form", "By the file that the CV comes in"),
            _by(ours, "quality", "By the quality of the vacancy"),
        ),
    )


_GUIDE = (
    "Coverage alone would reward invention, so it stands beside what is wrongly told as met. "
    "*Facts identical*: the three letters of a pair rest on the same stretches of CV and notes. "
    "*Clipboard*: both forms come out of a mail message byte for byte, and the HTML has its styles "
    "in its tags. Reading ease is Flesch's for English and Douma's for Dutch, higher is easier; a "
    "table of requirements reads harder than prose by these formulas."
)


def _styles(lines: Sequence[Line], seed: int) -> Table:
    by_pair: dict[str, list[Line]] = {}
    for line in lines:
        by_pair.setdefault(line["id"], []).append(line)
    same = [len({tuple(x["facts"]) for x in group}) == 1 for group in by_pair.values()]
    rows: list[tuple[Cell, ...]] = []
    for style in ("formal", "informal", "english"):
        chosen = [line for line in lines if line["style"] == style]
        rows.append(
            (
                style,
                mean_of(chosen, "words", seed),
                mean_of(chosen, "reading_ease", seed),
                wilson_estimate(sum(x["clipboard"] for x in chosen), len(chosen)),
                wilson_estimate(sum(same), len(same)),
            )
        )
    columns = (
        "Style",
        Column("words", "count"),
        Column("reading ease", "number"),
        Column("clipboard kept", "share"),
        Column("facts identical", "share"),
    )
    return Table("The three styles", columns, tuple(rows))


def _by(lines: Sequence[Line], name: str, title: str) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for value in sorted({line[name] for line in lines}):
        chosen = [x for x in lines if x[name] == value and x["style"] == "formal"]
        rows.append((value.replace("_", " "), found(chosen), coverage(chosen), overclaimed(chosen)))
    columns = (
        "",
        Column("requirements recognised", "share"),
        Column("met ones told", "share"),
        Column("unmet ones told", "share"),
    )
    return Table(title, columns, tuple(rows))
