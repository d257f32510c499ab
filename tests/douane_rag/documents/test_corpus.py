"""Which files of a folder are read, how they are named, and what is refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from douane_rag.documents import corpus as module
from douane_rag.documents.corpus import CorpusFile, changed_file, count_files, read_corpus
from douane_rag.documents.reading import read_document
from language_models.errors import InputError

Write = Callable[..., Path]


def ids(folder: Path) -> list[str]:
    return [p.id for file in read_corpus(folder).files for p in file.paragraphs]


def text(title: str = "A", body: str = "Tekst.") -> str:
    return f"# Boek\n\n## {title}\n\n{body}\n"


def test_files_are_read_in_the_order_of_their_paths(write_corpus: Write) -> None:
    folder = write_corpus({"b.md": text(), "a/c.html": "<h2>C</h2><p>Tekst.</p>", "a.txt": text()})
    names = [file.stamp.name for file in read_corpus(folder).files]
    assert names == ["a/c.html", "a.txt", "b.md"]
    assert count_files(folder) == 3


def test_hidden_and_temporary_files_and_other_formats_are_left_out(write_corpus: Write) -> None:
    folder = write_corpus(
        {"a.md": text(), ".b.md": text(), ".git/c.md": text(), "~d.md": text(), "e.png": b"x"}
    )
    assert [file.stamp.name for file in read_corpus(folder).files] == ["a.md"]


def test_two_files_with_one_stem_have_their_folder_in_their_ids(write_corpus: Write) -> None:
    folder = write_corpus({"vgem/deel.md": text(), "accijns/deel.md": text(), "los.md": text()})
    assert ids(folder) == ["accijns/deel#a", "los#a", "vgem/deel#a"]


def test_two_formats_of_one_name_have_their_whole_name_in_their_ids(write_corpus: Write) -> None:
    folder = write_corpus({"deel.md": text(), "deel.html": "<h2>A</h2><p>Tekst.</p>"})
    assert ids(folder) == ["deel.html#a", "deel.md#a"]


def test_an_id_does_not_change_when_a_later_edition_has_a_second_file_of_that_name(
    write_corpus: Write,
) -> None:
    folder = write_corpus(
        {
            "2025-01-01/vgem/deel.md": text(),
            "2026-01-01/vgem/deel.md": text(),
            "2026-01-01/accijns/deel.md": text(),
        }
    )
    assert ids(folder) == ["vgem/deel#a", "accijns/deel#a", "vgem/deel#a"]


def test_a_folder_named_by_a_date_is_an_edition(write_corpus: Write) -> None:
    folder = write_corpus({"2025-01-01/a.md": text(), "b.md": text(), "2025-13-01/c.md": text()})
    editions = {file.stamp.name: file.edition for file in read_corpus(folder).files}
    assert editions == {"2025-01-01/a.md": date(2025, 1, 1), "b.md": None, "2025-13-01/c.md": None}


def test_a_corpus_that_is_named_by_a_date_begins_on_that_day(write_corpus: Write) -> None:
    folder = write_corpus({"a.md": text()}, "2025-01-01")
    (file,) = read_corpus(folder).files
    assert file.paragraphs[0].valid_from == date(2025, 1, 1)


def test_two_paragraphs_with_one_id_are_refused_with_both_places(write_corpus: Write) -> None:
    folder = write_corpus(
        {"a.md": "# A\n\n## B {#x}\n\nb", "c.md": "# C\n\n\n## D {#x}\n\nd"},
    )
    with pytest.raises(
        InputError, match=r"c\.md:4: the id 'x' stands also at a\.md:3; give each paragraph an id"
    ) as found:
        read_corpus(folder)
    assert str(found.value).startswith(str(folder))


def test_two_editions_may_hold_one_id_but_text_beside_them_may_not(write_corpus: Write) -> None:
    in_both = "## A {#x}\n\nTekst."
    folder = write_corpus({"2025-01-01/a.md": in_both, "2026-01-01/a.md": in_both})
    assert ids(folder) == ["x", "x"]
    write_corpus({"b.md": in_both})
    with pytest.raises(InputError, match="the id 'x' stands also at"):
        read_corpus(folder)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({}, "does not exist; name a folder of handbooks"),
        ({"a.png": b"x"}, "holds no handbook; known formats: .md"),
        ({"a.md": ""}, "a.md: no text in it; fill it or take it out"),
        ({"a.md": "## A {#a .vervallen}\n\nTekst."}, "a.md: all of it is withdrawn"),
    ],
)
def test_a_folder_without_text_is_refused(
    write_corpus: Write, content: dict[str, str], reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        read_corpus(write_corpus(content))


def test_a_file_is_no_folder_of_handbooks(write_corpus: Write) -> None:
    with pytest.raises(InputError, match=r"a\.md is a file; name the folder that holds it"):
        read_corpus(write_corpus({"a.md": text()}) / "a.md")


def test_a_file_that_cannot_be_used_stops_the_work_unless_it_is_to_be_skipped(
    write_corpus: Write,
) -> None:
    folder = write_corpus({"a.md": text(), "b.pdf": b"%PDF-1.4 broken"})
    with pytest.raises(InputError, match=r"b\.pdf: is damaged or no PDF"):
        read_corpus(folder)
    found = read_corpus(folder, skip_refused=True)
    assert [file.stamp.name for file in found.files] == ["a.md"]
    assert [file.stamp.name for file in found.refused] == ["b.pdf"]
    assert "b.pdf: is damaged or no PDF" in found.refused[0].reason


def test_a_corpus_of_which_nothing_can_be_used_is_refused_with_the_first_reason(
    write_corpus: Write,
) -> None:
    folder = write_corpus({"b.pdf": b"%PDF-1.4 broken"})
    with pytest.raises(InputError, match=r"no file of it can be used .*b\.pdf: is damaged"):
        read_corpus(folder, skip_refused=True)


def known(folder: Path) -> dict[module.FileKey, CorpusFile]:
    return {file.key: file for file in read_corpus(folder).files}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are parsed."""
    names: list[str] = []
    read = read_document

    def counted(path: Path, name: str) -> object:
        names.append(path.name)
        return read(path, name)

    monkeypatch.setattr(module, "read_document", counted)
    return names


def test_only_changed_files_are_parsed_again(write_corpus: Write, parsed: list[str]) -> None:
    folder = write_corpus({"a.md": text(), "b.md": text()})
    before = known(folder)
    write_corpus({"b.md": text("B")})
    parsed.clear()
    again = read_corpus(folder, known=before)
    assert parsed == ["b.md"]
    assert again == read_corpus(folder)


def test_a_known_file_is_read_anew_when_its_ids_become_others(write_corpus: Write) -> None:
    folder = write_corpus({"vgem/deel.md": text()})
    before = known(folder)
    write_corpus({"accijns/deel.md": text()})
    assert read_corpus(folder, known=before) == read_corpus(folder)


def test_a_known_file_is_not_taken_for_a_further_source(write_corpus: Write) -> None:
    folder = write_corpus({"a.md": text()})
    (file,) = read_corpus(folder, source="further", known=known(folder)).files
    assert file.paragraphs[0].source == "further"


def test_reading_tells_how_far_it_is(write_corpus: Write) -> None:
    heard: list[int] = []
    read_corpus(write_corpus(), advance=heard.append)
    assert heard == [1, 1]


def test_nothing_is_changed_where_only_the_time_is(write_corpus: Write) -> None:
    folder = write_corpus({"a.md": text()})
    stamps = [file.stamp for file in read_corpus(folder).files]
    os.utime(folder / "a.md", (1, 1))
    assert changed_file(folder, stamps) is None


@pytest.mark.parametrize("change", ["edited", "new", "removed", "all removed"])
def test_a_changed_file_is_named(write_corpus: Write, change: str) -> None:
    folder = write_corpus({"a.md": text(), "b.md": text()})
    stamps = [file.stamp for file in read_corpus(folder).files]
    if change == "edited":
        write_corpus({"b.md": text("C")})
    elif change == "new":
        write_corpus({"c.md": text()})
    else:
        for name in ("a.md", "b.md") if change == "all removed" else ("b.md",):
            (folder / name).unlink()
    expected = {"new": "c.md", "all removed": "a.md"}.get(change, "b.md")
    assert changed_file(folder, stamps) == expected


def test_a_folder_that_may_not_be_read_is_told(
    write_corpus: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_corpus({"a.md": text(), "closed/b.md": text()})
    scandir = os.scandir

    def refuses(path: str | Path) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuses)
    with pytest.raises(InputError, match="closed: cannot be read: Permission denied"):
        read_corpus(folder)
