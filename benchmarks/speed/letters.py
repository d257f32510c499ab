"""Letters and judgements after load: milliseconds, a thousand pairs, memory, beside a baseline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product
from statistics import median
from time import perf_counter
from typing import TypeVar

import psutil

from benchmarks.linkit.data import DAY, Cases, sources_of
from benchmarks.linkit.fuzzy_gate import FuzzyGate
from benchmarks.linkit.gate_lines import Checker, OurGate, gate_line
from benchmarks.linkit.gate_section import precision, recall
from benchmarks.speed.figure import SpeedFigure
from fixtures.linkit.written import Assignment, Person
from linkit_letters.dba.judging import judge
from linkit_letters.documents.reading import source_of
from linkit_letters.letters.composing import Composer
from linkit_letters.letters.writing import Wishes

SPLIT = "development"
PAIRS = 1_000
GIGABYTE = 1e9
Case = TypeVar("Case")


def measure() -> list[SpeedFigure]:
    """Every figure of the letters, in one run of some minutes."""
    cases = Cases(SPLIT)
    if not cases.pairs:
        return []
    pairs = [(case.person, case.assignment) for case in cases.pairs]
    people = list({person.id: person for person, _ in pairs}.values())
    read = _milliseconds(sources_of, people)
    _letter(pairs[0])
    judge(cases.freelance[0][1].text)
    letters = _milliseconds(_letter, pairs)
    texts = [assignment.text for _, assignment in cases.freelance]
    judged = _milliseconds(judge, texts)
    return [
        SpeedFigure(f"a CV read as a file, p95 of {len(read)}", _p95(read), None, "ms"),
        SpeedFigure("… median", median(read), None, "ms"),
        SpeedFigure(f"a letter, p95 of {len(letters)}", _p95(letters), 100, "ms"),
        SpeedFigure("… median", median(letters), None, "ms"),
        SpeedFigure(f"a Wet DBA judgement, p95 of {len(judged)}", _p95(judged), 30, "ms"),
        SpeedFigure("… median", median(judged), None, "ms"),
        *_thousand(cases),
        *_beside_fuzzy(cases),
    ]


def _letter(pair: tuple[Person, Assignment]) -> None:
    """Everything after the files are read: facts, requirements, letter, gate."""
    person, assignment = pair
    vacancy = source_of(assignment.text, "vacancy")
    Composer(sources_of(person), vacancy, today=DAY).compose(Wishes())


def _thousand(cases: Cases) -> Iterator[SpeedFigure]:
    """A thousand people and assignments, as a night's work would be."""
    people = {case.person.id: case.person for case in cases.pairs}.values()
    assignments = {case.assignment.id: case.assignment for case in cases.pairs}.values()
    chosen = list(islice(product(people, assignments), PAIRS))
    start = perf_counter()
    for pair in chosen:
        _letter(pair)
    minutes = (perf_counter() - start) / 60 * PAIRS / len(chosen)
    yield SpeedFigure(f"{PAIRS:,} pairs, one core", minutes, 2, "minutes")
    memory = psutil.Process().memory_info().rss / GIGABYTE
    yield SpeedFigure("… memory of the process", memory, 1, "GB")


def _beside_fuzzy(cases: Cases) -> Iterator[SpeedFigure]:
    """Our gate and plain fuzzy matching on the same letters, in the same run."""
    checkers: dict[str, Checker] = {"our gate": OurGate(), "plain fuzzy matching": FuzzyGate()}
    for name, checker in checkers.items():
        lines = []
        taken = []
        for case in cases.letters:
            cases.composer(case.person, case.assignment)
            start = perf_counter()
            lines.append(gate_line(checker, case, cases))
            taken.append(1e3 * (perf_counter() - start))
        for metric, found in (("precision", precision(lines)), ("recall", recall(lines))):
            if found.value is not None:
                yield SpeedFigure(f"{name}, {metric}", found.value, None, "")
        yield SpeedFigure(f"{name}, a letter checked, median", median(taken), None, "ms")


def _milliseconds(work: Callable[[Case], object], items: Sequence[Case]) -> list[float]:
    taken = []
    for item in items:
        start = perf_counter()
        work(item)
        taken.append(1e3 * (perf_counter() - start))
    return taken


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


MEASURES = {"letters": measure}
