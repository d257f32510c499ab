import json
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.estimate import Estimate
from benchmarks.manifest import Manifest
from benchmarks.published import published
from benchmarks.report.html import as_html
from benchmarks.report.json import as_json
from benchmarks.report.markdown import as_markdown
from benchmarks.report.model import (
    Assumption,
    Column,
    Comparison,
    Figure,
    Metric,
    Paragraph,
    Row,
    Section,
    SuiteReport,
    Table,
)
from benchmarks.report.plots import bars
from benchmarks.report.terminal import print_reports
from benchmarks.suite import RunSettings

HOSTILE = "<script>alert('x')</script> & \"[bold]\" | `a`"
METRICS = (
    Metric("accuracy", "Accuracy", main=True),
    Metric("recall", HOSTILE),
    Metric("unused", "Never measured"),
)


@pytest.fixture
def manifest() -> Manifest:
    return Manifest.of(("toy",), RunSettings(), {"calls.jsonl": "ab" * 32})


def report(text: str = HOSTILE) -> SuiteReport:
    comparison = Comparison(text, Estimate(0.1, -0.1, 0.3, 9), "McNemar", 0.2, 0.4, 433)
    study = published("pulse.prototype_1.accuracy")
    rows = (
        Row("a", text, "m", {"accuracy": Estimate(0.7, 0.6, 0.8, 99)}, study, text, text),
        Row("b", text, "m2", {"accuracy": Estimate.undefined()}, comparison=comparison),
    )
    items = (
        Paragraph(text),
        Table(text, (text, Column(text, "share")), ((text, 0.5), (text, None)), text),
        Figure(text, bars({text: Estimate(0.4, 0.3, 0.5, 9)}), text, text),
        Assumption(text, text, text),
    )
    sections = (Section(text, items),)
    goal = published("pulse.goal.accuracy")
    facts = {text: text}
    return SuiteReport("toy", text, text, METRICS, "accuracy", rows, sections, goal, facts)


class Tags(HTMLParser):
    """Collects tags, and checks that they close in order."""

    VOID = frozenset({"meta", "br", "link", "img", "hr", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(page: str) -> Tags:
    found = Tags()
    found.feed(page)
    assert found.open == []
    return found


def test_hostile_text_is_text_in_html(manifest: Manifest) -> None:
    page = as_html([report()], manifest)
    assert "<script" not in page
    assert "script" not in tags(page).names
    assert page.count("&lt;script&gt;") > 10


def test_the_page_needs_nothing_from_elsewhere(manifest: Manifest) -> None:
    page = as_html([report("plain")], manifest)
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "@import" not in page and "@font-face" not in page
    image = as_html([report("![x](http://127.0.0.1/x.png)")], manifest)
    assert "img" not in tags(image).names


def test_the_page_can_be_read_without_seeing_it(manifest: Manifest) -> None:
    page = as_html([report("plain")], manifest)
    found = tags(page)
    assert found.names.count("table") == found.names.count("caption") == 2
    assert ("aria-label", "plain") in found.attributes
    assert ("lang", "en") in found.attributes
    ids = [value for name, value in found.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    links = {value[1:] for name, value in found.attributes if name == "href" and value}
    assert links <= set(ids)


def test_the_study_the_goal_and_the_comparison_stand_in_every_form(manifest: Manifest) -> None:
    shown = StringIO()
    print_reports([report("plain")], Path("run"), Console(file=shown, width=200))
    page, text = as_html([report("plain")], manifest), as_markdown([report("plain")], manifest)
    for form in (page, text, shown.getvalue()):
        for part in ("68%", "missed", "0.400", "433", "—"):
            assert part in form, part
        assert "assumed, not measured" in form.lower()
        assert "Never measured" not in form


def test_hostile_text_keeps_the_tables_of_markdown_whole(manifest: Manifest) -> None:
    text = as_markdown([report()], manifest)
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        bars_in_lines = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(bars_in_lines) == 1


def test_json_has_the_promised_shape(manifest: Manifest) -> None:
    content = json.loads(as_json([report()], manifest))
    row = content["rows"][0]
    assert (row["name"], row["model"]) == ("a", "m")
    assert row["accuracy"] == {"value": 0.7, "low": 0.6, "high": 0.8, "n": 99}
    assert row["published"]["value"] == 0.68
    assert row["goal"] == {"id": "pulse.goal.accuracy", "value": 0.8, "met": False}
    assert content["rows"][1]["accuracy"]["value"] is None
    assert content["rows"][1]["comparison"]["n_needed"] == 433
    assert content["suites"][0]["rows"] == content["rows"]
    assert "rows" not in json.loads(as_json([report(), report()], manifest))


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_the_terminal_table_fits_its_width(width: int) -> None:
    shown = StringIO()
    print_reports(
        [report("A row with a long title, longer than it should be")],
        Path("run"),
        Console(file=shown, width=width),
    )
    lines = shown.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert any("70.0%" in line and "68%" in line for line in lines)


def test_hostile_text_is_text_in_the_terminal() -> None:
    shown = StringIO()
    print_reports([report()], Path("run"), Console(file=shown, width=200))
    assert "[bold]" in shown.getvalue()
