"""The Wet DBA in the report: flags by viewpoint, missing elements, verdicts, descriptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.estimate import Estimate
from benchmarks.report.model import Cell, Column, Paragraph, Section, Table
from benchmarks.statistics import Floats, bootstrap_estimate, mean_estimate, wilson_estimate
from fixtures.linkit.written import ELEMENTS, VIEWPOINTS
from linkit_letters.dba.elements import title_of

Line = Mapping[str, Any]
FLAGS = ("yellow", "red")


def flag_scores(lines: Sequence[Line], name: str | None, seed: int) -> tuple[Estimate, ...]:
    """Precision, recall and F1 of flags (yellow or red) under a viewpoint, or all together."""
    names = VIEWPOINTS if name is None else (name,)
    pairs = [
        [(x["viewpoints"][n]["gold"] in FLAGS, x["viewpoints"][n]["ours"] in FLAGS) for n in names]
        for x in lines
    ]
    return _scores(pairs, seed)


def red_scores(lines: Sequence[Line], seed: int) -> tuple[Estimate, ...]:
    """The same for red alone, all viewpoints together."""
    pairs = [
        [(v["gold"] == "red", v["ours"] == "red") for v in x["viewpoints"].values()] for x in lines
    ]
    return _scores(pairs, seed)


def missing_scores(lines: Sequence[Line], name: str | None, seed: int) -> tuple[Estimate, ...]:
    """Precision, recall and F1 of missing elements."""
    names = ELEMENTS if name is None else (name,)
    pairs = [
        [(not x["elements"][n]["gold"], not x["elements"][n]["ours"]) for n in names] for x in lines
    ]
    return _scores(pairs, seed)


def colours_right(lines: Sequence[Line]) -> Estimate:
    """Viewpoints given the annotator's own colour."""
    hits = [v["gold"] == v["ours"] for line in lines for v in line["viewpoints"].values()]
    return wilson_estimate(sum(hits), len(hits))


def quotes_right(lines: Sequence[Line]) -> Estimate:
    """Viewpoints flagged rightly whose quotes meet the annotator's."""
    hits = [
        v["quote_fits"]
        for line in lines
        for v in line["viewpoints"].values()
        if v["gold"] in FLAGS and v["ours"] in FLAGS
    ]
    return wilson_estimate(sum(hits), len(hits))


def verdicts_right(lines: Sequence[Line]) -> Estimate:
    """Assignments with the annotator's verdict."""
    hits = [line["verdict"]["gold"] == line["verdict"]["ours"] for line in lines]
    return wilson_estimate(sum(hits), len(hits))


def dba_section(lines: Sequence[Line], descriptions: Sequence[Line], seed: int) -> Section:
    """All tables of judging and rewriting."""
    head = (Column("precision", "number"), Column("recall", "number"), Column("F1", "number"))
    flags: list[tuple[Cell, ...]] = [
        (name.replace("_", " "), *flag_scores(lines, name, seed)) for name in VIEWPOINTS
    ]
    flags.append(("all nine", *flag_scores(lines, None, seed)))
    flags.append(("red alone, all nine", *red_scores(lines, seed)))
    missing: list[tuple[Cell, ...]] = [
        (f"{name} {title_of(name, 'en')}", *missing_scores(lines, name, seed)) for name in ELEMENTS
    ]
    missing.append(("all thirteen", *missing_scores(lines, None, seed)))
    return Section(
        "The Wet DBA",
        (
            Paragraph(_GUIDE),
            Table("Flags (yellow or red) by viewpoint", ("Viewpoint", *head), tuple(flags)),
            Table("Missing elements", ("Element", *head), tuple(missing)),
            _verdicts(lines),
            _descriptions(descriptions, seed),
        ),
    )


_GUIDE = (
    "One annotator judged each assignment; experts disagreed on 44 of 84 cases in the literature, "
    "so that agreement with one of them has a ceiling. *Added*: sentences of the description that "
    "point to independence, or say more, where the client's words do not; must be none. Answers to "
    "missing facts are the same thirteen sentences for every assignment, so that the count of "
    "elements after them says that the machinery works, not that clients answer well."
)


def _verdicts(lines: Sequence[Line]) -> Table:
    names = ("meets", "complete", "fails", "no_judgement")
    counts = Counter((x["verdict"]["gold"], x["verdict"]["ours"]) for x in lines)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (gold.replace("_", " "), *(counts[gold, ours] for ours in names)) for gold in names
    )
    columns: tuple[Column | str, ...] = (
        "Annotator",
        *(Column(f"ours: {n.replace('_', ' ')}", "count") for n in names),
    )
    return Table("Verdicts", columns, rows)


def _descriptions(lines: Sequence[Line], seed: int) -> Table:
    sentences = sum(x["sentences"] for x in lines)
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Sentences traced to the client", wilson_estimate(_sum(lines, "traced"), sentences)),
        ("Sentences with something added", wilson_estimate(_sum(lines, "added"), sentences)),
        ("Words of the client kept", mean_estimate([x["words_kept"] for x in lines], seed=seed)),
        ("Elements present before answers", _share(lines, "present_before")),
        ("Elements present after answers", _share(lines, "present_after")),
        ("Red viewpoints kept", _kept_red(lines)),
    )  # fmt: skip
    return Table("Descriptions", ("", Column("share", "share")), rows)


def _sum(lines: Sequence[Line], name: str) -> int:
    return sum(line[name] for line in lines)


def _share(lines: Sequence[Line], name: str) -> Estimate:
    return wilson_estimate(sum(x[name] for x in lines), sum(x["elements"] for x in lines))


def _kept_red(lines: Sequence[Line]) -> Estimate:
    before = sum(x["red_before"] for x in lines)
    return wilson_estimate(sum(min(x["red_before"], x["red_after"]) for x in lines), before)


def _scores(pairs: Sequence[Sequence[tuple[bool, bool]]], seed: int) -> tuple[Estimate, ...]:
    """Precision, recall, F1; resampled by assignment, since its viewpoints hang together."""
    features = np.array(
        [
            [
                sum(gold and ours for gold, ours in row),
                sum(ours for _, ours in row),
                sum(gold for gold, _ in row),
            ]
            for row in pairs
        ],
        dtype=float,
    ).reshape(len(pairs), 3)

    def ratio(top: Floats, bottom: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1), np.nan)

    metrics = (
        lambda m: ratio(m[..., 0], m[..., 1]),
        lambda m: ratio(m[..., 0], m[..., 2]),
        lambda m: ratio(2 * m[..., 0], m[..., 1] + m[..., 2]),
    )
    return tuple(bootstrap_estimate(metric, features, seed=seed) for metric in metrics)
