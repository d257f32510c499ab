"""Ids, hierarchy, references and validity of a file's paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from douane_rag.documents.outline import LONGEST_PARAGRAPH, slug
from douane_rag.documents.paragraphs import Paragraph
from language_models.errors import InputError

Read = Callable[..., tuple[Paragraph, ...]]

LAW = """\
# Wet van 3 april 2008 tot algehele herziening van de douanewetgeving (Algemene douanewet)

### Hoofdstuk 1

#### Algemene bepalingen

### Afdeling 1.1

### Inleidende bepalingen

### Artikel 1:1

Deze wet verstaat onder inspecteur: de ambtenaar.

### Artikel 1:23

De inspecteur kan goederen controleren.

### Afdeling 1.2 Slot

### Artikel 1:30

Dit artikel sluit de afdeling.

### Hoofdstuk 2. Toezicht

### Artikel 2:1

Toezicht is er altijd.

### Bijlage A

Lijst van formulieren.
"""


def test_an_id_is_the_stem_and_the_slug_of_the_heading(paragraphs: Read) -> None:
    found = paragraphs("# Wet\n\n### Artikel 1:23\n\nTekst.", name="algemene-douanewet.md")
    assert [p.id for p in found] == ["algemene-douanewet#artikel-1-23"]


def test_a_repeated_slug_gets_a_number(paragraphs: Read) -> None:
    found = paragraphs("## Slot\n\na\n\n## Slot\n\nb\n\n## Slot\n\nc")
    assert [p.id for p in found] == ["boek#slot", "boek#slot-2", "boek#slot-3"]


def test_a_numbered_heading_does_not_take_the_id_of_a_repeated_one(paragraphs: Read) -> None:
    found = paragraphs("## Bijlage\n\na\n\n## Bijlage\n\nb\n\n## Bijlage 2\n\nc")
    assert len({p.id for p in found}) == 3
    assert [p.id for p in found][:2] == ["boek#bijlage", "boek#bijlage-2"]


def test_a_heading_may_carry_its_own_id(paragraphs: Read) -> None:
    found = paragraphs("## 1 Iets {#ha-1}\n\na\n\n### 1.1 Meer {#ha-1.1}\n\nb")
    assert [p.id for p in found] == ["ha-1", "ha-1.1"]
    assert found[1].within == ("boek", "ha-1")
    assert found[1].title == "1.1 Meer"


def test_an_id_of_its_own_is_not_given_to_another_heading(paragraphs: Read) -> None:
    found = paragraphs("## Slot\n\na\n\n## Einde {#boek#slot}\n\nb")
    assert [p.id for p in found] == ["boek#slot-2", "boek#slot"]


def test_a_gold_id_of_a_heading_covers_what_is_under_it(paragraphs: Read) -> None:
    found = paragraphs("# Boek\n\n## 1 Iets\n\na\n\n### 1.1 Meer\n\nb\n\n## 2 Anders\n\nc")
    assert [p.covered_by("boek#1-iets") for p in found] == [True, True, False]
    assert all(p.covered_by("boek#boek") and p.covered_by("boek") for p in found)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Artikel 1:23", "artikel-1-23"),
        ("Café  & één_ding", "café-één-ding"),
        ("???", "kop"),
        ("Cafe\u0301", "café"),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_text_before_the_first_heading_is_a_paragraph_of_the_file(paragraphs: Read) -> None:
    found = paragraphs("Vooraf.\n\n## Begin\n\nTekst.", name="los.md")
    assert [(p.id, p.text) for p in found] == [("los", "Vooraf."), ("los#begin", "Tekst.")]


def test_a_law_with_all_headings_on_one_level_keeps_its_hierarchy(paragraphs: Read) -> None:
    found = {p.title: p for p in paragraphs(LAW, name="adw.md")}
    assert found["Artikel 1:23"].path == (
        "Algemene douanewet",
        "Hoofdstuk 1 Algemene bepalingen",
        "Afdeling 1.1 Inleidende bepalingen",
        "Artikel 1:23",
    )
    assert found["Artikel 1:30"].path[1:3] == (
        "Hoofdstuk 1 Algemene bepalingen",
        "Afdeling 1.2 Slot",
    )
    assert found["Artikel 2:1"].path == (
        "Algemene douanewet",
        "Hoofdstuk 2. Toezicht",
        "Artikel 2:1",
    )
    assert found["Bijlage A"].path == ("Algemene douanewet", "Bijlage A")


def test_a_title_heading_that_was_merged_keeps_its_id(paragraphs: Read) -> None:
    article = next(p for p in paragraphs(LAW, name="adw.md") if p.title == "Artikel 1:1")
    assert article.covered_by("adw#hoofdstuk-1")
    assert article.covered_by("adw#algemene-bepalingen")
    assert article.covered_by("adw#inleidende-bepalingen")
    assert not article.covered_by("adw#artikel-1-23")


def test_a_word_that_only_looks_like_a_division_is_a_title(paragraphs: Read) -> None:
    text = "# Boek\n\n### Deel van de lading\n\na\n\n### Afdeling bij de haven\n\nb"
    assert [p.path for p in paragraphs(text)] == [
        ("Boek", "Deel van de lading"),
        ("Boek", "Afdeling bij de haven"),
    ]


def test_numbered_headings_of_one_level_stand_under_each_other(paragraphs: Read) -> None:
    text = "# Boek\n\n## 2 Twee\n\na\n\n## 2.1 Sub\n\nb\n\n## 21 Ander\n\nc"
    assert [p.path[1:] for p in paragraphs(text)] == [
        ("2 Twee",),
        ("2 Twee", "2.1 Sub"),
        ("21 Ander",),
    ]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        (LAW, ("Algemene douanewet, artikel 1:1", "Algemene douanewet, artikel 1:23")),
        (
            "# Handboek VGEM, onderdeel 10.06.00 Afvalstoffen\n\n## 2 A\n\na\n\n### 2.3 B\n\nb",
            (
                "Handboek VGEM, onderdeel 10.06.00, hoofdstuk 2",
                "Handboek VGEM, onderdeel 10.06.00, paragraaf 2.3",
            ),
        ),
        (
            "# Handboek VGEM, onderdeel 10.06.00 Afval\n\n## Bijlage 4 Formulieren\n\na",
            ("Handboek VGEM, onderdeel 10.06.00, bijlage 4",),
        ),
        ("# Werkwijze\n\n## Bellen\n\na", ("Werkwijze, Bellen",)),
    ],
)
def test_official_references(paragraphs: Read, text: str, references: tuple[str, ...]) -> None:
    assert tuple(p.reference for p in paragraphs(text))[: len(references)] == references


def test_front_matter_names_the_handbook_and_its_first_day(paragraphs: Read) -> None:
    text = (
        "---\nhandboek: Handboek VGEM\nonderdeel: 10.06.00\ntitel: Afval\n"
        "geldig_vanaf: 2025-01-01\n---\n# Afval\n\n## 1.1 Kern\n\na"
    )
    (found,) = paragraphs(text)
    assert found.path == ("Handboek VGEM, onderdeel 10.06.00 Afval", "Afval", "1.1 Kern")
    assert found.reference == "Handboek VGEM, onderdeel 10.06.00, paragraaf 1.1"
    assert (found.valid_from, found.line) == (date(2025, 1, 1), 9)


def test_a_title_that_holds_the_documents_name_stays_in_the_path(paragraphs: Read) -> None:
    text = "# Wijn\n\n## 1 Algemeen\n\na\n\n### 1.2 Wijn en bier\n\nb"
    assert [p.path for p in paragraphs(text)] == [
        ("Wijn", "1 Algemeen"),
        ("Wijn", "1 Algemeen", "1.2 Wijn en bier"),
    ]


def test_a_file_without_a_title_is_called_by_its_name(paragraphs: Read) -> None:
    text = "## Inleiding\n\na\n\n## Werkwijze\n\nb"
    found = paragraphs(text, name="toezicht-en-controle.md")
    assert [p.path for p in found] == [
        ("Toezicht en controle", "Inleiding"),
        ("Toezicht en controle", "Werkwijze"),
    ]


def test_a_heading_may_say_from_and_until_when_it_applies(paragraphs: Read) -> None:
    text = "## A {#a geldig-vanaf=2025-02-01 geldig-tot=2026-01-01}\n\na\n\n## B\n\nb"
    first, second = paragraphs(text, edition=date(2025, 1, 1))
    assert (first.valid_from, first.valid_to) == (date(2025, 2, 1), date(2026, 1, 1))
    assert (second.valid_from, second.valid_to) == (date(2025, 1, 1), None)
    assert first.valid_on(date(2025, 12, 31))
    assert not first.valid_on(date(2026, 1, 1))
    assert not first.valid_on(date(2025, 1, 31))


def test_a_withdrawn_heading_takes_with_it_what_stands_under_it(paragraphs: Read) -> None:
    text = "## 1 Oud {#a .vervallen}\n\na\n\n### 1.1 Ook {#b}\n\nb\n\n## 2 Nog {#c}\n\nc"
    assert [p.id for p in paragraphs(text)] == ["c"]


@pytest.mark.parametrize("written", ["gisteren", "01-02-2025", "2025-02-30"])
def test_a_date_that_is_none_is_refused_with_its_line(paragraphs: Read, written: str) -> None:
    with pytest.raises(InputError, match=rf"boek.md:3: the date '{written}' is no day; write it"):
        paragraphs(f"# Boek\n\n## A {{#a geldig-vanaf={written}}}\n\na")


def test_dates_between_which_no_day_lies_are_refused(paragraphs: Read) -> None:
    with pytest.raises(InputError, match=r"boek\.md:1: applies from 2026-01-01 until 2025-01-01"):
        paragraphs("## A {#a geldig-vanaf=2026-01-01 geldig-tot=2025-01-01}\n\na")


def test_a_paragraph_too_long_to_be_one_is_refused_with_its_line(paragraphs: Read) -> None:
    with pytest.raises(InputError, match=r"boek.md:3: the paragraph under 'Lang' has 1,000,001"):
        paragraphs(f"# Boek\n\n## Lang\n\n{'x' * (LONGEST_PARAGRAPH + 1)}")
