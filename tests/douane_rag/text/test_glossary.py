"""Abbreviations and definitions that the handbooks give themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.text.glossary import Glossary, abbreviations_in, definitions_in

Build = Callable[..., Paragraph]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("de Algemene douanewet (Adw) geldt", [("Adw", "Algemene douanewet")]),
        (
            "Inspectie Leefomgeving en Transport (ILT)",
            [("ILT", "Inspectie Leefomgeving en Transport")],
        ),
        (
            "het Douanewetboek van de Unie (DWU) en de Europese Vrijhandelsassociatie (EVA)",
            [("DWU", "Douanewetboek van de Unie"), ("EVA", "Europese Vrijhandelsassociatie")],
        ),
        ("een formulier (Bijlage)", []),
        ("zie hierna (ABC)", []),
        ("(DWU)", []),
    ],
)
def test_abbreviations(text: str, pairs: list[tuple[str, str]]) -> None:
    assert list(abbreviations_in(text)) == pairs


def test_an_abbreviation_leads_to_its_full_form_and_back(paragraph: Build) -> None:
    glossary = Glossary([paragraph("Zie de Algemene Douanewet (ADW).")])
    assert glossary.short == {"adw": {"algemene douanewet"}}
    assert glossary.full == {"algemene douanewet": {"adw"}}


def test_list_lines_under_a_heading_of_definitions_define_their_term(paragraph: Build) -> None:
    text = "- afvalstof: stof waarvan de houder zich ontdoet.\n- bijproduct (bp): rest. Meer."
    holder = paragraph(text, "Handboek", "2.1 Definities")
    found = list(definitions_in(holder, 7))
    assert [definition.term for definition in found] == ["afvalstof", "bijproduct (bp)"]
    assert {definition.place for definition in found} == {7}
    assert text[found[1].start : found[1].end] == "- bijproduct (bp): rest. Meer."
    assert list(Glossary([holder]).definitions) == ["afvalstof", "bijproduct"]


def test_a_sentence_may_define_its_term(paragraph: Build) -> None:
    text = "Onder een reiziger wordt in dit handboek verstaan: wie de grens passeert."
    (found,) = definitions_in(paragraph(text, "Handboek", "1 Kern"), 0)
    assert (found.term, text[found.start : found.end]) == ("reiziger", text)


def test_rows_of_a_table_of_definitions_define_their_term(paragraph: Build) -> None:
    (found,) = definitions_in(paragraph("hl | hectoliter", "Handboek", "Afkortingen"), 0)
    assert found.term == "hl"


def test_a_list_elsewhere_defines_nothing(paragraph: Build) -> None:
    assert list(definitions_in(paragraph("- wijn: 88 euro", "Handboek", "3 Tarieven"), 0)) == []


def test_all_definitions_of_a_term_are_kept(paragraph: Build) -> None:
    given = [paragraph(f"- wijn: {text}", "H", "Begrippen") for text in ("rood", "wit")]
    (found,) = Glossary(given).definitions.values()
    assert [definition.place for definition in found] == [0, 1]
