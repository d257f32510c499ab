"""What a run assumes is printed short in a terminal; the report holds all of it."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from benchmarks.report.model import Assumption, Metric, Section, SuiteReport
from benchmarks.report.terminal import FEW, print_reports


def printed(count: int) -> str:
    assumed = tuple(
        Assumption(f"Speed {n}", f"{n}, from 0 to 9 words", "a long source") for n in range(count)
    )
    report = SuiteReport("s", "Suite", "Lead.", (Metric("m", "M"),), "m",
                         sections=(Section("Assumed", assumed),))  # fmt: skip
    console = Console(file=StringIO(), width=200)
    print_reports([report], Path("run"), console)
    assert isinstance(console.file, StringIO)
    return " ".join(console.file.getvalue().split())


def test_a_few_assumptions_are_printed_with_their_sources() -> None:
    text = printed(FEW)
    assert text.count("Assumed, not measured") == FEW
    assert text.count("a long source") == FEW


def test_many_assumptions_are_one_paragraph_of_names_and_values() -> None:
    text = printed(FEW + 1)
    assert text.count("Assumed, not measured") == 1
    assert "Speed 0 = 0; Speed 1 = 1; " in text
    assert "a long source" not in text
