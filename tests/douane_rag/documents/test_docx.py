import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from douane_rag.documents.blocks import Block, Body, Heading
from douane_rag.documents.docx import read_docx
from douane_rag.documents.outline import paragraphs_of
from douane_rag.documents.reading import read_document
from language_models.errors import InputError

Read = Callable[[WordDocument], list[Block]]
LEVELS = """<w:abstractNum {ns} w:abstractNumId="77">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
    <w:pStyle w:val="Heading1"/><w:lvlText w:val="Hoofdstuk %1"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
    <w:pStyle w:val="Heading2"/><w:lvlText w:val="%1.%2"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="lowerLetter"/>
    <w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def saved_and_read(document: WordDocument) -> list[Block]:
        document.save(str(tmp_path / "a.docx"))
        return list(read_docx(tmp_path / "a.docx")[0])

    return saved_and_read


def numbered(document: WordDocument) -> None:
    """Give the document a list of three levels, the first two of which are headings."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LEVELS.format(ns=nsdecls("w"))))
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="77"/></w:num>')
    )
    for name in ("Heading 1", "Heading 2"):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.append(number_of(None))


def number_of(level: int | None) -> object:
    at = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return parse_xml(f'<w:numPr {nsdecls("w")}>{at}<w:numId w:val="99"/></w:numPr>')


def test_heading_styles_give_the_levels(read: Read):
    document = docx.Document()
    document.add_heading("Handboek", 0)
    document.add_heading("1 Inleiding", 1)
    document.add_paragraph("Tekst één.")
    document.add_heading("1.1 Reikwijdte", 2)
    assert read(document) == [
        Heading(1, "Handboek"),
        Heading(1, "1 Inleiding"),
        Body("Tekst één."),
        Heading(2, "1.1 Reikwijdte"),
    ]


@pytest.mark.parametrize(
    ("name", "level"), [("Kop 1", 1), ("Kop 2", 2), ("kop 3", 3), ("Kop 8", 6), ("Titel", 1)]
)
def test_dutch_names_of_styles_are_known(read: Read, name: str, level: int):
    document = docx.Document()
    document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Kopje", style=name)
    assert read(document) == [Heading(level, "Kopje")]


def test_numbers_that_word_counts_become_text(read: Read):
    document = docx.Document()
    numbered(document)
    document.add_heading("Inleiding", 1)
    document.add_heading("Reikwijdte", 2)
    for text in ("aap", "noot"):
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(number_of(2))
    document.add_heading("Begrippen", 2)
    document.add_heading("Procedure", 1)
    document.add_heading("Aanvraag", 2)
    assert read(document) == [
        Heading(1, "Hoofdstuk 1 Inleiding"),
        Heading(2, "1.1 Reikwijdte"),
        Body("c. aap"),
        Body("d. noot"),
        Heading(2, "1.2 Begrippen"),
        Heading(1, "Hoofdstuk 2 Procedure"),
        Heading(2, "2.1 Aanvraag"),
    ]


def test_a_word_handbook_is_cited_by_its_counted_numbers(tmp_path: Path):
    document = docx.Document()
    numbered(document)
    document.add_heading("Handboek VGEM, onderdeel 10.06.00 Afval", 0)
    document.add_heading("Inleiding", 1)
    document.add_heading("Reikwijdte", 2)
    document.add_paragraph("Tekst.")
    document.save(str(tmp_path / "afval.docx"))
    (found,) = paragraphs_of(read_document(tmp_path / "afval.docx", "afval.docx"), "afval")
    assert found.id == "afval#1-1-reikwijdte"
    assert found.reference == "Handboek VGEM, onderdeel 10.06.00, paragraaf 1.1"


def test_lists_and_tables_keep_their_order(read: Read):
    document = docx.Document()
    document.add_paragraph("een", style="List Number")
    document.add_paragraph("twee", style="List Number")
    document.add_paragraph("punt", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Goed", "Termijn", "hout\nen riet", "5"), strict=True):
        cell.text = text
    document.add_paragraph("slot")
    assert read(document) == [
        Body("1. een"),
        Body("2. twee"),
        Body("- punt"),
        Body("Goed | Termijn\nhout en riet | 5"),
        Body("slot"),
    ]


def test_bookmarks_are_no_ids(read: Read):
    document = docx.Document()
    paragraph = document.add_heading("Kop", 1)
    paragraph._p.insert(
        1, parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="1" w:name="bladwijzer"/>')
    )
    assert read(document) == [Heading(1, "Kop")]


def rezipped(folder: Path, extra: str) -> Path:
    saved = BytesIO()
    document = docx.Document()
    document.add_paragraph("tekst")
    document.save(saved)
    with zipfile.ZipFile(saved, "a") as packed:
        packed.writestr(extra, b"x")
    path = folder / "a.docx"
    path.write_bytes(saved.getvalue())
    return path


def test_a_file_with_macros_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match=r"holds macros; save it as \.docx without them"):
        read_document(rezipped(tmp_path, "word/vbaProject.bin"), "a")


def test_styles_that_a_file_brings_for_the_library_are_not_used(tmp_path: Path):
    assert read_document(rezipped(tmp_path, "mammoth/style-map"), "a").blocks == (Body("tekst"),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is damaged or no DOCX file"),
        (b"tekst", "is damaged or no DOCX file"),
        (b"PK\x03\x04" + b"\0" * 50, "is damaged or no DOCX file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Word file or protected by a password"),
    ],
)
def test_a_damaged_or_protected_file_is_one_clear_message(
    tmp_path: Path, content: bytes, message: str
):
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_document(path, "a")


def test_a_file_cut_off_is_damaged(tmp_path: Path):
    path = rezipped(tmp_path, "x")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match=r"is damaged or no DOCX file .*; save it again"):
        read_document(path, "a")


def test_a_zip_without_a_document_is_damaged(tmp_path: Path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("x.txt", "x")
    with pytest.raises(InputError, match="is damaged or no DOCX file"):
        read_document(path, "a")


def test_an_empty_document_holds_no_text(tmp_path: Path):
    docx.Document().save(str(tmp_path / "a.docx"))
    with pytest.raises(InputError, match="no text in it"):
        read_document(tmp_path / "a.docx", "a")
