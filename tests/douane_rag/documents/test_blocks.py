import pytest

from douane_rag.documents.blocks import heading, numeral


def test_heading_takes_id_classes_and_keys_from_its_attributes():
    found = heading(2, "2.3  Termijnen {#vgem-2.3 .vervallen geldig-tot=2026-01-01 naam='a b'}")
    assert (found.title, found.id) == ("2.3 Termijnen", "vgem-2.3")
    assert found.attributes == {
        "vervallen": "true",
        "geldig-tot": "2026-01-01",
        "naam": "a b",
    }


def test_attributes_may_come_without_an_id():
    found = heading(2, "Termijnen {geldig-vanaf=2025-01-01}", id="eigen")
    assert (found.title, found.id) == ("Termijnen", "eigen")
    assert found.attributes == {"geldig-vanaf": "2025-01-01"}


@pytest.mark.parametrize("title", ["Vul {naam} in", "De code {A, B}", "Open { haak", "Sluit }"])
def test_braces_that_hold_no_attributes_belong_to_the_title(title: str):
    assert heading(1, title).title == title
    assert heading(1, title).attributes == {}


@pytest.mark.parametrize(
    ("number", "kind", "written"),
    [
        (3, "1", "3"), (1, "a", "a"), (27, "a", "aa"), (2, "A", "B"), (4, "i", "iv"),
        (1990, "I", "MCMXC"), (0, "a", "0"), (-1, "i", "-1"),
    ],
)  # fmt: skip
def test_numerals_are_written_as_html_lists_do(number: int, kind: str, written: str):
    assert numeral(number, kind) == written
