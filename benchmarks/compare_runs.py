"""Two runs side by side: the same rows on the samples that both hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.comparison import compared_pairs
from benchmarks.manifest import differences
from benchmarks.report.model import Cell, Column, Comparison, Item, Paragraph, Section, Table
from benchmarks.run_folder import RunFolder
from benchmarks.suite import RowScores, suite

SEED = 1


@dataclass(frozen=True)
class RowPair:
    """The same row in both runs."""

    suite: str
    a: RowScores
    b: RowScores

    @property
    def shared(self) -> list[str]:
        """The ids of the samples that both scored, sorted."""
        return sorted(self.a.values.keys() & self.b.values.keys())

    @property
    def model(self) -> str:
        """The model, or both where another one answered."""
        same = self.a.model == self.b.model
        return self.a.model if same else f"{self.a.model} → {self.b.model}"


def compare_runs(first: Path, second: Path) -> tuple[Section, ...]:
    """What changed from run A to run B, as sections of a report.

    Rows pair by suite, row and model. A row that each run did with one model, not the same one,
    pairs too, and shows both. Holm's correction counts all rows compared.
    """
    a, b = RunFolder.read(first), RunFolder.read(second)
    pairs, lonely = paired_rows(a, b)
    return (
        Section("Runs", tuple(_runs(first, second, a, b))),
        Section("Rows", tuple(_rows(pairs, lonely))),
    )


def paired_rows(a: RunFolder, b: RunFolder) -> tuple[list[RowPair], list[str]]:
    """The rows that both runs hold, and a remark for each row that only one holds."""
    pairs: list[RowPair] = []
    lonely: list[str] = []
    for name in dict.fromkeys((*a.manifest.suites, *b.manifest.suites)):
        of_a, of_b = _scores(a, name), _scores(b, name)
        found = _matched(name, of_a, of_b)
        pairs += found
        used = {(pair.a.name, pair.a.model) for pair in found}
        used_b = {(pair.b.name, pair.b.model) for pair in found}
        lonely += [f"{name}: {key[0]} ({key[1]}) only in A" for key in of_a if key not in used]
        lonely += [f"{name}: {key[0]} ({key[1]}) only in B" for key in of_b if key not in used_b]
    return pairs, lonely


_Scores = dict[tuple[str, str], RowScores]


def _scores(run: RunFolder, name: str) -> _Scores:
    if name not in run.manifest.suites:
        return {}
    return {(row.name, row.model): row for row in suite(name).scores(run)}


def _matched(name: str, of_a: _Scores, of_b: _Scores) -> list[RowPair]:
    found = []
    for (row, model), scores in of_a.items():
        other = of_b.get((row, model)) or _only_model(row, of_a, of_b)
        if other is not None and other.metric == scores.metric:
            found.append(RowPair(name, scores, other))
    return found


def _only_model(row: str, of_a: _Scores, of_b: _Scores) -> RowScores | None:
    in_a = [scores for (name, _), scores in of_a.items() if name == row]
    in_b = [scores for (name, _), scores in of_b.items() if name == row]
    return in_b[0] if len(in_a) == len(in_b) == 1 else None


def _runs(first: Path, second: Path, a: RunFolder, b: RunFolder) -> Iterator[Item]:
    yield Paragraph(f"A is `{first.name}`, B is `{second.name}`; differences are B minus A.")
    found = list(differences(a.manifest, b.manifest))
    if found:
        listed = "\n".join(f"- {remark}" for remark in found)
        yield Paragraph(f"The runs differ in more than chance (A, then B):\n\n{listed}")
    for name, run in (("A", a), ("B", b)):
        if run.manifest.status != "done":
            yield Paragraph(f"**Run {name} is {run.manifest.status}**: rows may lack samples.")


def _rows(pairs: list[RowPair], lonely: list[str]) -> Iterator[Item]:
    usable = {f"{i}": pair for i, pair in enumerate(pairs) if pair.shared}
    strangers = (pair for pair in pairs if not pair.shared)
    left_out = [
        *lonely,
        *(f"{p.suite}: {p.a.name} ({p.model}) has no sample in both" for p in strangers),
    ]
    if usable:
        arrays = {key: _arrays(pair) for key, pair in usable.items()}
        found = compared_pairs(arrays, against="A", seed=SEED)
        yield Table(
            "The same rows on the same samples",
            (
                Column("Row"),
                Column("Model"),
                Column("Metric"),
                Column("A", "number"),
                Column("B", "number"),
                Column("B − A (95%)", "number"),
                Column("Test"),
                Column("p (Holm)", "p"),
                Column("n", "count"),
                Column("n needed", "count"),
            ),
            tuple(_cells(usable[key], arrays[key], found[key]) for key in usable),
            note="n needed: paired samples at which a difference of this size is found with 80% "
            "power; shown where the test does not separate the two.",
        )
    else:
        yield Paragraph("The two runs share no row with the same samples.")
    if left_out:
        yield Paragraph("Not compared:\n\n" + "\n".join(f"- {remark}" for remark in left_out))


def _arrays(pair: RowPair) -> tuple[list[float], list[float]]:
    ids = pair.shared
    return [pair.b.values[i] for i in ids], [pair.a.values[i] for i in ids]


def _cells(
    pair: RowPair, arrays: tuple[list[float], list[float]], found: Comparison
) -> tuple[Cell, ...]:
    b, a = (sum(values) / len(values) for values in arrays)
    return (
        f"{pair.suite}: {pair.a.title}",
        pair.model,
        pair.a.metric,
        a,
        b,
        found.difference,
        found.test,
        found.p_adjusted,
        len(pair.shared),
        None if found.separates else found.n_needed,
    )
