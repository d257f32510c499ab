"""Files as text with offsets; what is hidden, active or an order to us does no harm."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from fpdf import FPDF

from language_models.errors import InputError
from linkit_letters.documents.reading import read_source


def docx_bytes(*lines: str, macro: bool = False) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    written = BytesIO()
    document.save(written)
    if macro:
        with ZipFile(written, "a") as packed:
            packed.writestr("word/vbaProject.bin", b"x")
    return written.getvalue()


def pdf_bytes(*pages: str) -> bytes:
    pdf = FPDF()
    for page in pages:
        pdf.add_page()
        pdf.set_font("Helvetica", "", 12)
        if page:
            pdf.multi_cell(0, 6, page)
    return bytes(pdf.output())


def read(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(content)
    return read_source(path, "cv").text


def test_markdown_and_text_are_read_as_they_stand(tmp_path: Path) -> None:
    content = "# Jan\r\n\r\nJava  developer\n"
    assert read(tmp_path, "cv.md", content.encode()) == content


def test_docx_and_pdf_give_their_lines(tmp_path: Path) -> None:
    assert "Java developer" in read(tmp_path, "cv.docx", docx_bytes("Jan", "Java developer"))
    assert "Java developer" in read(tmp_path, "cv.pdf", pdf_bytes("Jan\nJava developer"))


def test_what_is_hidden_or_active_in_html_is_not_read(tmp_path: Path) -> None:
    html = (
        "<html><head><script>var x='Kubernetes'</script></head><body><p onclick='x()'>Java</p>"
        "<div style='display:none'>CISSP</div><!-- PSM --></body></html>"
    )
    assert read(tmp_path, "cv.html", html.encode()).split() == ["Java"]


def test_json_resume_becomes_lines_with_dates(tmp_path: Path) -> None:
    resume = {
        "basics": {"name": "Jan Jansen"},
        "work": [
            {
                "name": "Vestora",
                "position": "developer",
                "startDate": "2019-02",
                "highlights": ["Java en Kafka"],
            }
        ],
    }
    text = read(tmp_path, "cv.json", json.dumps(resume).encode())
    assert "developer, Vestora, 2019-02 - heden" in text
    assert "Java en Kafka" in text


def test_other_encodings_are_read_and_remarked(tmp_path: Path) -> None:
    path = tmp_path / "cv.txt"
    path.write_bytes("René Müller".encode("cp1252"))
    source = read_source(path, "cv")
    assert source.text == "René Müller"
    assert "Windows-1252" in source.remarks[0]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cv.md", b" \n", "is empty"),
        ("cv.md", b"--- \n", "holds no text"),
        ("cv.exe", b"x", "unknown format '.exe'"),
        ("cv.txt", b"a\x00b\x00c", "holds zero bytes"),
        ("cv.pdf", b"%PDF-1.4 x", "is damaged or no PDF file"),
        ("cv.pdf", pdf_bytes(""), "so it is a scan"),
        ("cv.pdf", pdf_bytes(*["x"] * 70), "has 70 pages, more than 60"),
        ("cv.docx", b"PK\x03\x04", "is damaged or no DOCX file"),
        ("cv.docx", docx_bytes("Jan", macro=True), "holds macros"),
        ("cv.docx", b"\xd0\xcf\x11\xe0old", "old Word file"),
        ("cv.json", b"{", "is no JSON"),
        ("cv.json", b'{"a": 1}', "is no JSON Resume"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=said) as caught:
        read_source(path, "cv")
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
