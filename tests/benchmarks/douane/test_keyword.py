"""Keyword search as staff have it: all the words, in book order, the rarest left out if need be."""

from __future__ import annotations

from benchmarks.douane.keyword import KeywordSearch
from douane_rag.documents.paragraphs import Paragraph

TEXTS = ("Accijns op wijn.", "Wijn en bier, met accijns.", "Vuurwerk.", "Café en wijn.")
PARAGRAPHS = [Paragraph(str(n), text, ("Boek",), "", "a.md") for n, text in enumerate(TEXTS)]
SEARCH = KeywordSearch(PARAGRAPHS, range(len(TEXTS)))


def test_paragraphs_that_hold_all_the_words_are_listed_in_book_order() -> None:
    found = SEARCH.search("De accijns op WIJN?")
    assert (found.queries, found.places) == (1, (0, 1))


def test_without_a_result_the_rarest_word_is_left_out_and_searched_again() -> None:
    found = SEARCH.search("accijns wijn vuurwerk")
    assert (found.queries, found.places) == (2, (0, 1))
    found = SEARCH.search("zeppelin luchtschip wijn")
    assert (found.queries, found.places) == (3, (0, 1, 3))


def test_titles_are_searched_too_and_accents_do_not_matter() -> None:
    assert SEARCH.search("boek").places == (0, 1, 2, 3)
    assert SEARCH.search("cafe").places == (3,)


def test_a_search_may_keep_to_one_part() -> None:
    assert SEARCH.search("wijn", within={1, 2}).places == (1,)


def test_nothing_found_and_nothing_asked_still_cost_one_search() -> None:
    assert (SEARCH.search("zeppelin").queries, SEARCH.search("zeppelin").places) == (1, ())
    assert (SEARCH.search("de het").queries, SEARCH.search("de het").places) == (1, ())
