"""Which sentences of a paragraph are quoted."""

from collections.abc import Callable

import pytest

from douane_rag.answering.extracting import Extractor
from douane_rag.answering.matching import Matcher
from douane_rag.index.opened import HandbookIndex
from douane_rag.retrieval.query import QueryReader

FILLING = " ".join(
    f"Zin {n} gaat over iets dat niemand hier wil weten en dat toch geschreven staat."
    for n in "ABC"
)
PROSE = f"{FILLING} De accijns op wijn bedraagt 88 euro. {FILLING}"
LIST = f"""{FILLING}

Mee mogen:

- sigaretten: 200 stuks;
- wijn: 4 liter.

{FILLING}"""
TABLE = f"""{FILLING}

| Product | Grens |
|---|---|
| Wijn | 4 liter |
| Bier | 16 liter |

{FILLING}"""

Quoted = Callable[..., list[str]]


@pytest.fixture
def quoted(open_corpus: Callable[..., HandbookIndex]) -> Quoted:
    """What is quoted of a paragraph for a question, quoted whole up to so many words."""

    def quote(text: str, question: str, *, whole: int = 0) -> list[str]:
        index = open_corpus({"a.md": f"# Boek\n\n## Regels\n\n{text}\n"})
        matcher = Matcher(index)
        wanted = matcher.wanted(question, QueryReader(index).read(question))
        return [q.text for q in Extractor(matcher, whole=whole).quotes(index.paragraphs[0], wanted)]

    return quote


def test_a_short_paragraph_is_quoted_whole(quoted: Quoted) -> None:
    text = "De accijns op wijn is 88 euro. Bier volgt het gehalte."
    assert quoted(text, "accijns op wijn", whole=20) == [text]


def test_of_a_long_paragraph_the_sentence_that_answers_is_quoted(quoted: Quoted) -> None:
    assert quoted(PROSE, "Hoeveel accijns zit er op wijn?") == [
        "De accijns op wijn bedraagt 88 euro."
    ]


def test_neighbouring_sentences_are_one_quote(quoted: Quoted) -> None:
    text = f"{FILLING} Wijn kost accijns. Accijns op wijn is 88 euro. {FILLING}"
    assert quoted(text, "accijns wijn") == ["Wijn kost accijns. Accijns op wijn is 88 euro."]


def test_a_line_of_a_list_is_quoted_with_the_sentence_that_opens_the_list(quoted: Quoted) -> None:
    assert quoted(LIST, "Hoeveel wijn mag mee?") == ["Mee mogen:", "- wijn: 4 liter."]


def test_a_row_of_a_table_is_quoted_with_its_head(quoted: Quoted) -> None:
    head, row = quoted(TABLE, "grens bier")
    assert head.startswith("Product | Grens")
    assert row == "Bier | 16 liter"


def test_a_sentence_with_the_asked_kind_comes_before_one_with_the_same_words(
    quoted: Quoted,
) -> None:
    text = f"{FILLING} Wijn is drank met accijns. {FILLING} Wijn: accijns 88 euro. {FILLING}"
    found = quoted(text, "Hoeveel euro accijns op wijn?")
    assert "Wijn: accijns 88 euro." in found


def test_a_paragraph_without_the_words_is_quoted_from_its_beginning(quoted: Quoted) -> None:
    assert quoted(PROSE, "xylofoon") == [PROSE.split(". ")[0] + "."]
