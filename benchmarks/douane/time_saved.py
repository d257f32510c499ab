"""Time saved per question against finding the paragraph by hand with keyword search.

The study has no figure for it. Here the searches, the lengths and the answers are measured, the
speeds of people assumed; `benchmarks.time_saved` carries both into the intervals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal, get_args

import numpy as np

from benchmarks.estimate import Estimate
from benchmarks.published import published
from benchmarks.report.model import Assumption, Cell, Column, Item, Paragraph, Section, Table, Unit
from benchmarks.report.shown import estimate_text, number_text
from benchmarks.statistics import proportion_estimate
from benchmarks.time_saved import (
    KEYS_PER_WORD,
    KEYSTROKE,
    MENTAL_ACT,
    POINTING,
    READING,
    SKIMMING,
    Floats,
    Model,
    Quantity,
    assumption,
    simulate,
    tornado,
    tornado_items,
)

Level = Literal["newcomer", "experienced"]
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True)
class Search:
    """A search by hand: queries typed, and the words of each paragraph opened, in order.

    Where it was `found`, the last paragraph opened is the one that answers.
    """

    queries: int
    opened: tuple[int, ...]
    found: bool

    def __post_init__(self) -> None:
        if self.found and not self.opened:
            raise ValueError("A search that found the paragraph has opened at least that one")


@dataclass(frozen=True)
class Lookup:
    """A question as a newcomer and an experienced officer look it up, and with the assistant.

    A newcomer searches all handbooks, the experienced know the part. `right` says that the quotes
    hold the gold words, `source_words` the length of each paragraph opened to check them.
    Paraphrases of a question share a `group`.
    """

    question_words: int
    newcomer: Search
    experienced: Search
    answered: bool
    right: bool
    answer_words: int
    source_words: tuple[int, ...] = ()
    group: str = ""

    def __post_init__(self) -> None:
        if self.right and not self.answered:
            raise ValueError("A question without an answer cannot be answered right")


PATIENCE = Quantity(
    "patience", "paragraphs opened in vain before asking a colleague", 4, 8, 15, "own assumption"
)
READ_IN_VAIN = Quantity(
    "read in vain", "of a wrong paragraph, read by a newcomer before leaving it", 0.3, 0.8, 1,
    "own assumption; 1 would be reading each to its end",
)  # fmt: skip
COLLEAGUE = Quantity(
    "colleague", "minutes to find and ask one, counted for both people", 1, 3, 10, "own assumption"
)
QUERY_WORDS = Quantity(
    "query words", "words a query", 1, 2.2, 5,
    "2.21 terms a query in web search (Jansen, Spink and Saracevic 2000, Information Processing "
    "and Management 36, 207–227); range ours",
)  # fmt: skip
SEARCH_WAIT = Quantity(
    "search wait", "seconds for the list of hits", 0.5, 2, 5, "own assumption"
)  # fmt: skip
LOADING = Quantity(
    "loading", "seconds until an opened paragraph can be read", 0.5, 1.5, 5, "own assumption"
)
ASSISTANT_WAIT = Quantity(
    "assistant wait", "seconds for the whole answer", 3, 10, 30,
    "own assumption for a hosted language model, not the seconds of this run; the study's testers "
    "found the assistant no slower than their tools",
)  # fmt: skip
NOTICED = Quantity(
    "noticed", "as the chance that a wrong answer is noticed from its source", 0.3, 0.7, 0.95,
    "own assumption; moves the risk, not the minutes",
)  # fmt: skip
QUESTIONS_A_DAY = Quantity(
    "questions a day", "per person", 1, 4, 15,
    "OWN GUESS, WIDE: the study says only that these staff look into the handbooks every day",
)  # fmt: skip
NEWCOMERS = Quantity("newcomers", "as the share of the staff", 0.1, 0.2, 0.4, "own assumption")
WORKING_DAYS = Quantity("working days", "a year", 200, 215, 225, "own assumption")
QUANTITIES = (
    READING, SKIMMING, READ_IN_VAIN, MENTAL_ACT, KEYSTROKE, POINTING, QUERY_WORDS, SEARCH_WAIT,
    LOADING, PATIENCE, COLLEAGUE, ASSISTANT_WAIT, NOTICED, QUESTIONS_A_DAY, NEWCOMERS, WORKING_DAYS,
)  # fmt: skip


def estimates(lookups: Sequence[Lookup], seed: int) -> dict[str, dict[str, Estimate]]:
    """Minutes, shares and hours of each level and of "everyone", the headline figures.

    Each level has minutes_by_hand, minutes_with_assistant, minutes_saved, costs_time (share of
    questions) and minutes_saved_a_day. "everyone" has hours_saved_a_year of all daily users,
    newcomers_gain_more (minutes a question) and wrong_unnoticed, the share of questions with a
    wrong answer that is taken for right. All are undefined without lookups.
    """
    flat = simulate(_model(lookups), QUANTITIES, groups=_groups(lookups), seed=seed)
    nested: dict[str, dict[str, Estimate]] = {}
    for name, estimate in flat.items():
        who, metric = name.split(".")
        nested.setdefault(who, {})[metric] = estimate
    return nested


def sections(lookups: Sequence[Lookup], seed: int) -> tuple[Section, ...]:
    """What was found, beside the study; what it hangs on; what was measured; what was assumed."""
    if not lookups:
        nothing = Paragraph("No question was looked up, so no time saved can be given.")
        return (Section("Time saved", (nothing,)),)
    found = estimates(lookups, seed)
    return (
        Section("Time saved", (_reading_guide(found), _beside_the_study(found), _per_level(found))),
        _what_it_hangs_on(lookups),
        Section("What was measured for it", _measured(lookups, seed)),
        Section("What was assumed for it", _assumed()),
    )


class _ByHand:
    """The searches of one level, cut short at every patience: shape (patience + 1, lookups)."""

    def __init__(self, searches: Sequence[Search]) -> None:
        most = ceil(PATIENCE.high)
        length = np.array([len(s.opened) for s in searches], dtype=int)
        found = np.array([s.found for s in searches], dtype=bool)
        read = np.zeros((most + 1, len(searches)))
        for place, search in enumerate(searches):
            kept = search.opened[:most]
            read[1 : len(kept) + 1, place] = kept
        self.opened: Floats = np.minimum(np.arange(most + 1.0)[:, None], length)
        self.asks = ~found | (length > self.opened)
        last = np.array([s.opened[-1] if s.found else 0 for s in searches], dtype=float)
        self.right_words: Floats = np.where(self.asks, 0, last)
        self.wrong_words: Floats = read.cumsum(axis=0) - self.right_words
        # A search cut short has typed its queries in proportion, and at least the first.
        queries = np.array([s.queries for s in searches], dtype=float)
        part = self.opened / np.maximum(length, 1)
        cut = np.maximum(np.minimum(queries, 1), queries * part)
        self.queries: Floats = np.where(length > self.opened, cut, queries)

    def minutes(self, at: Mapping[str, Floats], wrong_rate: Floats) -> Floats:
        """Minutes per draw and lookup; wrong paragraphs go by at `wrong_rate` words a minute."""
        patience = np.rint(at[PATIENCE.name][:, 0]).astype(int)
        query = _typing(at, at[QUERY_WORDS.name]) + at[SEARCH_WAIT.name]
        seconds = self.queries[patience] * query + self.opened[patience] * _opening(at)
        wrong = self.wrong_words[patience] / wrong_rate
        right = self.right_words[patience] / at[READING.name]
        asking = self.asks[patience] * 2 * at[COLLEAGUE.name]
        minutes: Floats = seconds / 60 + wrong + right + asking
        return minutes


def _model(lookups: Sequence[Lookup]) -> Model:
    """The outcomes per question, named "level.metric"."""
    newcomer = _ByHand([lookup.newcomer for lookup in lookups])
    experienced = _ByHand([lookup.experienced for lookup in lookups])
    right = np.array([lookup.right for lookup in lookups], dtype=float)
    wrong = np.array([lookup.answered and not lookup.right for lookup in lookups], dtype=float)
    question_words, answer_words, sources, source_words = np.array(
        [(x.question_words, x.answer_words, len(x.source_words), sum(x.source_words))
         for x in lookups], dtype=float,
    ).reshape(-1, 4).T  # fmt: skip
    staff = published("douane.daily_users").number or 0.0

    def outcomes(at: Mapping[str, Floats]) -> dict[str, Floats]:
        asking = _typing(at, question_words) + at[ASSISTANT_WAIT.name]
        assistant = (asking + sources * _opening(at)) / 60
        assistant = assistant + (answer_words + source_words) / at[READING.name]
        by_hand: dict[Level, Floats] = {
            "newcomer": newcomer.minutes(at, at[READING.name] / at[READ_IN_VAIN.name]),
            "experienced": experienced.minutes(at, at[SKIMMING.name]),
        }
        saved = {level: right * minutes - assistant for level, minutes in by_hand.items()}
        found: dict[str, Floats] = {}
        for level in LEVELS:
            found[f"{level}.minutes_by_hand"] = by_hand[level]
            found[f"{level}.minutes_with_assistant"] = by_hand[level] - saved[level]
            found[f"{level}.minutes_saved"] = saved[level]
            found[f"{level}.costs_time"] = (saved[level] < 0).astype(float)
            found[f"{level}.minutes_saved_a_day"] = saved[level] * at[QUESTIONS_A_DAY.name]
        share = at[NEWCOMERS.name]
        mixed = share * saved["newcomer"] + (1 - share) * saved["experienced"]
        year = staff * at[WORKING_DAYS.name] * at[QUESTIONS_A_DAY.name] / 60
        found["everyone.hours_saved_a_year"] = mixed * year
        found["everyone.newcomers_gain_more"] = saved["newcomer"] - saved["experienced"]
        found["everyone.wrong_unnoticed"] = wrong * (1 - at[NOTICED.name])
        return found

    return outcomes


def _typing(at: Mapping[str, Floats], words: Floats) -> Floats:
    """Seconds to think of the words, type them and press Enter."""
    return at[MENTAL_ACT.name] + (KEYS_PER_WORD * words + 1) * at[KEYSTROKE.name]


def _opening(at: Mapping[str, Floats]) -> Floats:
    """Seconds to choose a hit, point, click and see it."""
    return at[MENTAL_ACT.name] + at[POINTING.name] + at[KEYSTROKE.name] + at[LOADING.name]


def _groups(lookups: Sequence[Lookup]) -> list[str | int]:
    return [lookup.group or place for place, lookup in enumerate(lookups)]


def _reading_guide(found: Mapping[str, Mapping[str, Estimate]]) -> Paragraph:
    risk = estimate_text(found["everyone"]["wrong_unnoticed"], "share")
    return Paragraph(
        "The study could not yet say how much time the assistant saves. This is a calculation, "
        "not an observation: nobody was timed. *Measured* on the questions of this run: how many "
        "queries and opened paragraphs a keyword search needs to reach the paragraph that "
        "answers, how long those paragraphs are, and which answers of the assistant are right. "
        "*Assumed*: how fast people read, type and wait, when they give up and ask a colleague, "
        "and how often they have a question. Values hold at the likely assumptions; the intervals "
        "hold both the assumptions' ranges and the choice of questions.\n\n"
        "Only a right answer saves a search. After no answer, or a wrong one, the search by hand "
        "is added to the time with the assistant; a wrong answer that nobody notices is charged "
        f"in the same way, so that it never counts as a gain. It is a risk instead: {risk} of "
        "questions would end with a wrong answer taken for right. The hours of a year suppose "
        "that all daily users put every question to the assistant and open every source; time "
        "freed is not yet work done. That newcomers gain more is partly put in: they are taken to "
        "search all handbooks, and to read where the experienced skim."
    )


def _beside_the_study(found: Mapping[str, Mapping[str, Estimate]]) -> Table:
    new, old, everyone = (found[who] for who in (*LEVELS, "everyone"))
    saved, costs = (
        f"newcomer {estimate_text(new[metric], unit)}, "
        f"experienced {estimate_text(old[metric], unit)}"
        for metric, unit in _SAVED_AND_COSTS
    )
    more = estimate_text(everyone["newcomers_gain_more"], "points")
    hours = estimate_text(everyone["hours_saved_a_year"], "count")
    lines: tuple[tuple[Cell, ...], ...] = (
        ("Minutes saved a question", published("douane.time_saved"), saved),
        ("Minutes a newcomer gains more", published("douane.time_saved"), more),
        ("Questions that take longer", published("douane.judged"), costs),
        ("Hours saved a year by all daily users", published("douane.daily_users"), hours),
    )
    return Table("Time saved, beside the study", ("", "TNO 2026, §3.2", "Here"), lines)


def _per_level(found: Mapping[str, Mapping[str, Estimate]]) -> Table:
    columns = (
        ("minutes_by_hand", Column("minutes by hand", "number")),
        ("minutes_with_assistant", Column("minutes with the assistant", "number")),
        ("minutes_saved", Column("minutes saved", "points")),
        ("costs_time", Column("questions that take longer", "share")),
        ("minutes_saved_a_day", Column("minutes saved a day", "points")),
    )
    return Table(
        "Per question, and per person and day",
        ("Officer", *(column for _, column in columns)),
        tuple((level, *(found[level][name] for name, _ in columns)) for level in LEVELS),
        note="Minutes with the assistant include the search by hand where its answer fails.",
    )


def _what_it_hangs_on(lookups: Sequence[Lookup]) -> Section:
    model = _model(lookups)
    items: list[Item] = []
    said: list[str] = []
    for outcome, title, unit in _TORNADOES:
        swings = tornado(model, QUANTITIES, outcome)
        items += tornado_items(title, swings, unit=unit)
        if swings:
            first = swings[0]
            low, high = (number_text(end, unit) for end in (first.at_low, first.at_high))
            said.append(
                f"{title}: *{first.quantity.name}*, from {low} at its low to {high} at its high"
            )
    text = "The assumption that changes each answer most, alone: " + "; ".join(said) + "."
    return Section("What the time saved hangs on", (Paragraph(text), *items))


def _measured(lookups: Sequence[Lookup], seed: int) -> tuple[Item, ...]:
    searches: dict[Level, list[Search]] = {
        "newcomer": [lookup.newcomer for lookup in lookups],
        "experienced": [lookup.experienced for lookup in lookups],
    }
    patience = int(PATIENCE.likely)
    by_hand = Table(
        "The searches by hand, means over the questions",
        (
            "Officer",
            Column("queries", "number"),
            Column("paragraphs opened", "number"),
            Column("words in those together", "number"),
            Column("found", "share"),
            Column(f"found among the first {patience}", "share"),
        ),
        tuple(
            (
                level,
                *_means(lookups, seed, [_counts(s) for s in of_level]),
                proportion_estimate([s.found for s in of_level]),
                proportion_estimate([s.found and len(s.opened) <= patience for s in of_level]),
            )
            for level, of_level in searches.items()
        ),
    )
    words = [(x.question_words, x.answer_words, sum(x.source_words)) for x in lookups]
    assistant = Table(
        "The answers of the assistant",
        (
            Column("answered", "share"),
            Column("right", "share"),
            Column("wrong", "share"),
            Column("words in the question", "number"),
            Column("words in the answer", "number"),
            Column("words in its sources", "number"),
        ),
        (
            (
                proportion_estimate([x.answered for x in lookups]),
                proportion_estimate([x.right for x in lookups]),
                proportion_estimate([x.answered and not x.right for x in lookups]),
                *_means(lookups, seed, words),
            ),
        ),
    )
    return by_hand, assistant


def _counts(search: Search) -> tuple[float, float, float]:
    return search.queries, len(search.opened), sum(search.opened)


def _means(
    lookups: Sequence[Lookup], seed: int, rows: Sequence[tuple[float, float, float]]
) -> tuple[Estimate, ...]:
    columns = {str(place): np.array(column) for place, column in enumerate(zip(*rows, strict=True))}
    return tuple(simulate(lambda at: columns, (), groups=_groups(lookups), seed=seed).values())


def _assumed() -> tuple[Assumption, ...]:
    staff = published("douane.daily_users")
    return (
        *(assumption(quantity) for quantity in QUANTITIES),
        Assumption("Keys a word", f"{KEYS_PER_WORD}, six letters and a space", "own assumption"),
        Assumption("Staff", staff.shown, f"{staff.source}: every daily user is counted"),
        Assumption(
            "Reading by hand",
            "newcomers read wrong paragraphs, the experienced skim them; the paragraph that "
            "answers, the assistant's answer and its sources are read by both",
            "own assumption",
        ),
        Assumption(
            "Giving up",
            "whoever gives up asks a colleague, who always knows",
            "own assumption",
        ),
        Assumption(
            "Ranges",
            "averages over the staff, drawn independently from PERT distributions",
            "Malcolm and others 1959, Operations Research 7, 646–669",
        ),
    )


_SAVED_AND_COSTS: tuple[tuple[str, Unit], ...] = (
    ("minutes_saved", "points"),
    ("costs_time", "share"),
)
_TORNADOES: tuple[tuple[str, str, Unit], ...] = (
    ("newcomer.minutes_saved", "Minutes saved a question, newcomer", "points"),
    ("experienced.minutes_saved", "Minutes saved a question, experienced", "points"),
    ("everyone.hours_saved_a_year", "Hours saved a year, all daily users", "count"),
)
