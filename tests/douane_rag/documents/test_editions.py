"""When each version of a paragraph applies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from douane_rag.documents.corpus import read_corpus
from douane_rag.documents.editions import versions
from douane_rag.documents.paragraphs import Paragraph

Write = Callable[..., Path]
FIRST, SECOND, THIRD = "2025-01-01", "2026-01-01", "2027-01-01"


def of_editions(write_corpus: Write, **texts: str | None) -> tuple[Paragraph, ...]:
    """The versions of paragraphs `x` and further ones; editions given as first, second, third."""
    named = {"first": FIRST, "second": SECOND, "third": THIRD}
    given = {f"{named[key]}/a.md": text for key, text in texts.items() if text is not None}
    return versions(read_corpus(write_corpus(given)).files)


def x(text: str, attributes: str = "") -> str:
    return f"# Boek\n\n## X {{#x{attributes}}}\n\n{text}\n"


def spans(found: tuple[Paragraph, ...], id: str = "x") -> list[tuple[str, str, str]]:
    return [(p.text, str(p.valid_from), str(p.valid_to)) for p in found if p.id == id]


def test_an_unchanged_paragraph_is_one_version(write_corpus: Write) -> None:
    found = of_editions(write_corpus, first=x("a"), second=x("a"), third=x("a"))
    assert spans(found) == [("a", FIRST, "None")]
    assert found[0].document == f"{THIRD}/a.md"


def test_a_changed_paragraph_is_two_versions_that_meet(write_corpus: Write) -> None:
    found = of_editions(write_corpus, first=x("a"), second=x("b"))
    assert spans(found) == [("a", FIRST, SECOND), ("b", SECOND, "None")]
    assert [p.valid_on(date(2025, 12, 31)) for p in found] == [True, False]
    assert [p.valid_on(date(2026, 1, 1)) for p in found] == [False, True]
    assert not any(p.valid_on(date(2024, 12, 31)) for p in found)


def test_a_changed_title_is_a_new_version(write_corpus: Write) -> None:
    renamed = x("a").replace("## X", "## Y")
    assert len(spans(of_editions(write_corpus, first=x("a"), second=renamed))) == 2


def test_a_withdrawn_paragraph_ends_and_a_new_one_begins(write_corpus: Write) -> None:
    new = "\n## Y {#y}\n\nnieuw\n"
    found = of_editions(write_corpus, first=x("a"), second=x("a", " .vervallen") + new)
    assert spans(found) == [("a", FIRST, SECOND)]
    assert spans(found, "y") == [("nieuw", SECOND, "None")]


def test_a_text_that_comes_back_is_a_version_of_its_own(write_corpus: Write) -> None:
    other = "# Boek\n\n## Y {#y}\n\nb\n"
    found = of_editions(write_corpus, first=x("a"), second=other, third=x("a"))
    assert spans(found) == [("a", FIRST, SECOND), ("a", THIRD, "None")]


def test_a_paragraph_may_have_begun_before_the_first_edition(write_corpus: Write) -> None:
    found = of_editions(write_corpus, first=x("a", " geldig-vanaf=2020-05-01"), second=x("b"))
    assert spans(found) == [("a", "2020-05-01", SECOND), ("b", SECOND, "None")]


def test_a_text_announced_for_later_leaves_the_old_one_in_force_until_then(
    write_corpus: Write,
) -> None:
    found = of_editions(write_corpus, first=x("a"), second=x("b", " geldig-vanaf=2026-04-01"))
    assert spans(found) == [("a", FIRST, "2026-04-01"), ("b", "2026-04-01", "None")]


def test_an_end_of_its_own_is_kept(write_corpus: Write) -> None:
    found = of_editions(write_corpus, first=x("a", " geldig-tot=2025-07-01"), second=x("b"))
    assert spans(found) == [("a", FIRST, "2025-07-01"), ("b", SECOND, "None")]


def test_text_outside_editions_always_applies(write_corpus: Write) -> None:
    found = versions(read_corpus(write_corpus({"a.md": x("a"), f"{SECOND}/b.md": "b"})).files)
    assert spans(found) == [("a", "None", "None")]
    assert spans(found, "b") == [("b", SECOND, "None")]


def test_paragraphs_stand_in_the_order_of_the_newest_edition(write_corpus: Write) -> None:
    old = "## X {#x}\n\na\n\n## Y {#y}\n\nb\n\n## Z {#z}\n\nc"
    new = "## Y {#y}\n\nb\n\n## X {#x}\n\na2"
    found = of_editions(write_corpus, first=old, second=new)
    assert [p.id for p in found] == ["y", "x", "x", "z"]


def test_further_sources_have_editions_of_their_own(write_corpus: Write) -> None:
    books = read_corpus(write_corpus({f"{FIRST}/a.md": x("a"), f"{THIRD}/a.md": x("b")}))
    news = read_corpus(write_corpus({f"{SECOND}/n.md": "nieuws"}, "further"), source="further")
    found = versions((*books.files, *news.files))
    assert spans(found) == [("a", FIRST, THIRD), ("b", THIRD, "None")]
    assert [p.source for p in found] == ["handbook", "handbook", "further"]
