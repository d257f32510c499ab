"""Minutes by hand and with the assistant, from searches that were measured and assumed speeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal, get_args

import numpy as np

from benchmarks.douane.time_saved_quantities import (
    ASSISTANT_WAIT,
    COLLEAGUE,
    LOADING,
    NEWCOMERS,
    NOTICED,
    PATIENCE,
    QUANTITIES,
    QUERY_WORDS,
    QUESTIONS_A_DAY,
    READ_IN_VAIN,
    SEARCH_WAIT,
    WORKING_DAYS,
)
from benchmarks.estimate import Estimate
from benchmarks.published import published
from benchmarks.time_saved import (
    KEYS_PER_WORD,
    KEYSTROKE,
    MENTAL_ACT,
    POINTING,
    READING,
    SKIMMING,
    Floats,
    Model,
    simulate,
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


def estimates(lookups: Sequence[Lookup], seed: int) -> dict[str, dict[str, Estimate]]:
    """Minutes, shares and hours of each level and of "everyone", the headline figures.

    Each level has minutes_by_hand, minutes_with_assistant, minutes_saved, costs_time (share of
    questions) and minutes_saved_a_day. "everyone" has hours_saved_a_year of all daily users,
    newcomers_gain_more (minutes a question) and wrong_unnoticed, the share of questions with a
    wrong answer that is taken for right. All are undefined without lookups.
    """
    flat = simulate(model(lookups), QUANTITIES, groups=groups(lookups), seed=seed)
    nested: dict[str, dict[str, Estimate]] = {}
    for name, estimate in flat.items():
        who, metric = name.split(".")
        nested.setdefault(who, {})[metric] = estimate
    return nested


def model(lookups: Sequence[Lookup]) -> Model:
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


def groups(lookups: Sequence[Lookup]) -> list[str | int]:
    """What is drawn together: the paraphrases of a question, else each question by itself."""
    return [lookup.group or place for place, lookup in enumerate(lookups)]


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


def _typing(at: Mapping[str, Floats], words: Floats) -> Floats:
    """Seconds to think of the words, type them and press Enter."""
    return at[MENTAL_ACT.name] + (KEYS_PER_WORD * words + 1) * at[KEYSTROKE.name]


def _opening(at: Mapping[str, Floats]) -> Floats:
    """Seconds to choose a hit, point, click and see it."""
    return at[MENTAL_ACT.name] + at[POINTING.name] + at[KEYSTROKE.name] + at[LOADING.name]
