from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.douane.time_saved import (
    LEVELS,
    QUANTITIES,
    Lookup,
    Search,
    estimates,
    sections,
)
from benchmarks.estimate import Estimate
from benchmarks.published import published
from benchmarks.report.model import Assumption, Figure, Paragraph, Section, SuiteReport, Table

QUERY = 1.35 + (7 * 2.2 + 1) * 0.28 + 2
OPENING = 1.35 + 1.1 + 0.28 + 1.5


def lookup(**changed: Any) -> Lookup:
    """A right answer to ten words; by hand the third and the first paragraph opened."""
    usual = Lookup(
        question_words=10,
        newcomer=Search(2, (100, 200, 150), True),
        experienced=Search(1, (150,), True),
        answered=True,
        right=True,
        answer_words=40,
        source_words=(150,),
    )
    return replace(usual, **changed)


def assistant(words: int, answer: int, *sources: int) -> float:
    seconds = 1.35 + (7 * words + 1) * 0.28 + 10 + len(sources) * OPENING
    return seconds / 60 + (answer + sum(sources)) / 238


def value(lookups: list[Lookup], who: str, metric: str) -> float:
    found = estimates(lookups, 1)[who][metric].value
    assert found is not None
    return found


@pytest.fixture(scope="module")
def many() -> tuple[Section, ...]:
    """The sections of forty lookups."""
    return sections(some_lookups(), 1)


@pytest.fixture(scope="module")
def one() -> tuple[Section, ...]:
    """The sections of a single lookup."""
    return sections([lookup()], 1)


def test_a_newcomer_reads_what_is_opened_in_vain() -> None:
    by_hand = (2 * QUERY + 3 * OPENING) / 60 + 300 * 0.8 / 238 + 150 / 238
    assert value([lookup()], "newcomer", "minutes_by_hand") == pytest.approx(by_hand)


def test_the_experienced_skim_what_is_opened_in_vain() -> None:
    searched = lookup(experienced=Search(2, (100, 200, 150), True))
    by_hand = (2 * QUERY + 3 * OPENING) / 60 + 300 / 450 + 150 / 238
    assert value([searched], "experienced", "minutes_by_hand") == pytest.approx(by_hand)


def test_the_assistant_is_asked_read_and_checked() -> None:
    minutes = assistant(10, 40, 150)
    assert value([lookup()], "newcomer", "minutes_with_assistant") == pytest.approx(minutes)
    by_hand = value([lookup()], "newcomer", "minutes_by_hand")
    assert value([lookup()], "newcomer", "minutes_saved") == pytest.approx(by_hand - minutes)


def test_a_search_in_vain_ends_with_two_people_talking() -> None:
    searched = lookup(newcomer=Search(3, (50, 60), False))
    by_hand = (3 * QUERY + 2 * OPENING) / 60 + 110 * 0.8 / 238 + 2 * 3
    assert value([searched], "newcomer", "minutes_by_hand") == pytest.approx(by_hand)


def test_who_would_open_too_many_stops_and_asks() -> None:
    """Eight of sixteen are opened and half of the queries typed, whatever comes after."""
    searched = lookup(newcomer=Search(4, (50,) * 15 + (999,), True))
    by_hand = (2 * QUERY + 8 * OPENING) / 60 + 400 * 0.8 / 238 + 2 * 3
    assert value([searched], "newcomer", "minutes_by_hand") == pytest.approx(by_hand)


def test_a_search_that_finds_nothing_to_open_still_counts() -> None:
    searched = lookup(newcomer=Search(2, (), False))
    by_hand = value([searched], "newcomer", "minutes_by_hand")
    assert by_hand == pytest.approx(2 * QUERY / 60 + 6)


@pytest.mark.parametrize("answered", [True, False])
def test_an_answer_that_fails_costs_its_time_and_is_never_a_gain(answered: bool) -> None:
    failed = lookup(answered=answered, right=False)
    lost = -assistant(10, 40, 150)
    for level in LEVELS:
        assert value([failed], level, "minutes_saved") == pytest.approx(lost)
        assert value([failed], level, "costs_time") == 1


def test_only_a_wrong_answer_is_a_risk_and_only_where_it_goes_unnoticed() -> None:
    of_four = [lookup(), lookup(), lookup(right=False), lookup(right=False, answered=False)]
    assert value(of_four, "everyone", "wrong_unnoticed") == pytest.approx(0.25 * (1 - 0.7))


def test_hours_a_year_are_those_of_all_daily_users() -> None:
    newcomer, experienced = (value([lookup()], level, "minutes_saved") for level in LEVELS)
    hours = 5500 * 215 * 4 * (0.2 * newcomer + 0.8 * experienced) / 60
    assert value([lookup()], "everyone", "hours_saved_a_year") == pytest.approx(hours)
    assert value([lookup()], "newcomer", "minutes_saved_a_day") == pytest.approx(4 * newcomer)
    more = value([lookup()], "everyone", "newcomers_gain_more")
    assert more == pytest.approx(newcomer - experienced)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=7), st.integers(0, 400))
@settings(max_examples=25, deadline=None)
def test_more_paragraphs_opened_means_more_saved(opened: list[int], another: int) -> None:
    few = lookup(newcomer=Search(2, tuple(opened), True))
    most = lookup(newcomer=Search(2, (another, *opened), True))
    fewer = value([few], "newcomer", "minutes_saved")
    assert value([most], "newcomer", "minutes_saved") > fewer


def test_every_interval_holds_its_value() -> None:
    for metrics in estimates(some_lookups(), 1).values():
        for name, estimate in metrics.items():
            assert estimate.interval is not None and estimate.value is not None
            assert estimate.interval[0] <= estimate.value <= estimate.interval[1], name
            assert estimate.n == 40


def test_same_seed_gives_the_same_report(many: tuple[Section, ...]) -> None:
    assert many == sections(some_lookups(), 1)
    assert estimates(some_lookups(), 1) != estimates(some_lookups(), 2)


def test_paraphrases_are_drawn_together() -> None:
    alone = estimates(some_lookups(), 1)["newcomer"]["minutes_saved"]
    pairs = [replace(item, group=f"g{i % 4}") for i, item in enumerate(some_lookups())]
    together = estimates(pairs, 1)["newcomer"]["minutes_saved"]
    assert together.value == alone.value and together.interval != alone.interval


def test_without_lookups_everything_is_undefined() -> None:
    found = estimates([], 1)
    assert set(found) == {*LEVELS, "everyone"}
    assert all(e == Estimate.undefined() for metrics in found.values() for e in metrics.values())
    (section,) = sections([], 1)
    assert isinstance(section.items[0], Paragraph)


def test_the_study_stands_beside_what_was_found(many: tuple[Section, ...]) -> None:
    table = tables(many[0])[0]
    assert published("douane.time_saved") in {row[1] for row in table.rows}
    assert published("douane.daily_users") in {row[1] for row in table.rows}


def test_tornadoes_have_the_widest_first_and_are_named_in_the_text(
    many: tuple[Section, ...],
) -> None:
    section = many[1]
    text = section.items[0]
    assert isinstance(text, Paragraph)
    for table in tables(section):
        widths = [row[3] for row in table.rows]
        assert widths == sorted(widths, key=lambda width: -float(str(width)))
        assert f"*{str(table.rows[0][0]).split(',')[0].lower()}*" in text.text
    figures = [item for item in section.items if isinstance(item, Figure)]
    assert len(figures) == len(tables(section)) == 3
    assert all(ElementTree.fromstring(figure.svg).tag.endswith("svg") for figure in figures)


def test_counts_are_reported_as_measured(one: tuple[Section, ...]) -> None:
    by_hand, assistant_table = tables(one[2])
    assert [shown(cell) for cell in by_hand.rows[0]] == ["newcomer", 2, 3, 450, 1, 1]
    assert [shown(cell) for cell in assistant_table.rows[0]] == [1, 1, 0, 10, 40, 150]


def test_every_assumption_is_printed_with_its_source(one: tuple[Section, ...]) -> None:
    printed = [item for item in one[3].items if isinstance(item, Assumption)]
    assert len(printed) > len(QUANTITIES)
    assert all(item.value and item.source for item in printed)
    guess = next(item for item in printed if item.name == "Questions a day")
    assert guess.source.startswith("OWN GUESS")


def test_the_sections_fit_a_report(one: tuple[Section, ...]) -> None:
    assert SuiteReport("douane", "Douane", "", (), "", sections=one).sections


def test_counts_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="without an answer"):
        lookup(answered=False)
    with pytest.raises(ValueError, match="has opened at least that one"):
        Search(1, (), True)


def some_lookups() -> list[Lookup]:
    return [
        lookup(
            newcomer=Search(1 + i % 3, tuple(range(30, 30 + 9 * (i % 13 + 1), 9)), i % 7 > 0),
            experienced=Search(1, (40 + i,) * (i % 5 + 1), i % 9 > 0),
            right=i % 6 > 0,
            answered=i % 12 > 0,
        )
        for i in range(40)
    ]


def tables(section: Section) -> list[Table]:
    return [item for item in section.items if isinstance(item, Table)]


def shown(cell: object) -> object:
    return cell.value if isinstance(cell, Estimate) else cell
