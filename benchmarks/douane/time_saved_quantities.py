"""What is assumed of people and machines to work out the time saved, with its sources."""

from __future__ import annotations

from benchmarks.time_saved import (
    KEYSTROKE,
    MENTAL_ACT,
    POINTING,
    READING,
    SKIMMING,
    Quantity,
)

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
