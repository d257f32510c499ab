from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF

from douane_rag.documents.blocks import Block, Body, Heading
from douane_rag.documents.outline import paragraphs_of
from douane_rag.documents.pdf import read_pdf
from douane_rag.documents.reading import read_document
from language_models.errors import InputError

BOOK = "Handboek Douane, onderdeel 06.01.00, "
LONG = (
    "Het entrepot is een bijzondere regeling waarbij goederen onbeperkt in tijd kunnen worden "
    "opgeslagen zonder heffing van rechten en zonder toepassing van handelspolitiek."
)


class Handbook(FPDF):
    """A file that is set as handbooks are: titles bold, text below, running titles around it."""

    running = True

    def header(self) -> None:
        if self.running:
            self.set_font("Helvetica", size=8)
            self.cell(0, 8, "Handboek Douane 06.01.00", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        if self.running:
            self.set_y(-15)
            self.set_font("Helvetica", size=8)
            self.cell(0, 8, f"Pagina {self.page_no()} van 99", align="C")

    def headline(self, text: str, size: int = 11) -> None:
        self.ln(4)
        self.set_font("Helvetica", "B", size)
        self.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT", align="L")
        self.ln(2)

    def text_of(self, text: str) -> None:
        self.set_font("Helvetica", size=11)
        self.multi_cell(0, 5.5, text, new_x="LMARGIN", new_y="NEXT", align="L")
        self.ln(3)


Read = Callable[[FPDF], list[Block]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def saved_and_read(pdf: FPDF) -> list[Block]:
        pdf.output(str(tmp_path / "a.pdf"))
        return list(read_pdf(tmp_path / "a.pdf")[0])

    return saved_and_read


@pytest.fixture
def pdf() -> Handbook:
    pdf = Handbook()
    pdf.running = False
    pdf.add_page()
    return pdf


def test_a_numbered_handbook_gives_its_paragraphs_and_references(tmp_path: Path):
    pdf = Handbook()
    pdf.add_page()
    pdf.headline("Handboek Douane, onderdeel 06.01.00 Douane-entrepot en wat daar bij hoort", 20)
    pdf.text_of("1 Inleiding .......... 1\n1.1 Reikwijdte .......... 1")
    for chapter in (1, 2):
        pdf.headline(f"{chapter} Hoofdstuk", 15)
        for paragraph in (1, 2):
            pdf.headline(f"{chapter}.{paragraph} Regel {chapter}{paragraph}", 12)
            for _ in range(8):
                pdf.text_of(LONG)
    pdf.headline("Bijlage 1", 15)
    pdf.text_of("Tekst van de bijlage.")
    pdf.output(str(tmp_path / "entrepot.pdf"))
    found = paragraphs_of(read_document(tmp_path / "entrepot.pdf", "entrepot.pdf"), "entrepot")
    assert pdf.pages_count >= 3
    assert [(p.id, p.reference.removeprefix(BOOK)) for p in found] == [
        ("entrepot#1-1-regel-11", "paragraaf 1.1"),
        ("entrepot#1-2-regel-12", "paragraaf 1.2"),
        ("entrepot#2-1-regel-21", "paragraaf 2.1"),
        ("entrepot#2-2-regel-22", "paragraaf 2.2"),
        ("entrepot#bijlage-1", "bijlage 1"),
    ]  # fmt: skip
    assert {p.text for p in found[:-1]} == {"\n\n".join([LONG] * 8)}


def test_levels_follow_numbers_then_size_then_bold(read: Read, pdf: Handbook):
    pdf.headline("Handboek", 20)
    pdf.headline("1 Inleiding", 14)
    pdf.headline("1.2.3 Detail")
    pdf.headline("Let op")
    pdf.text_of(LONG)
    assert read(pdf) == [
        Heading(1, "Handboek"), Heading(2, "1 Inleiding"), Heading(4, "1.2.3 Detail"),
        Heading(5, "Let op"), Body(LONG),
    ]  # fmt: skip


def test_a_title_over_two_lines_is_one_heading(read: Read, pdf: Handbook):
    title = (
        "3 Een bijzonder lange titel die niet op een regel past maar wel bij een hoofdstuk hoort"
    )
    pdf.headline(title, 15)
    pdf.text_of(LONG)
    assert read(pdf) == [Heading(2, title), Body(LONG)]


def test_a_reference_at_the_start_of_a_line_is_no_heading(read: Read, pdf: Handbook):
    pdf.text_of(
        "Dit is bedoeld in\nartikel 5 van de wet, en in\nArtikel 6 niet. Zie verder\n3 Dagen."
    )
    assert read(pdf) == [
        Body("Dit is bedoeld in artikel 5 van de wet, en in Artikel 6 niet. Zie verder 3 Dagen.")
    ]


def test_an_article_on_a_line_of_its_own_is_a_heading(read: Read, pdf: Handbook):
    pdf.text_of("Artikel 1:1")
    pdf.text_of(LONG)
    assert read(pdf) == [Heading(3, "Artikel 1:1"), Body(LONG)]


def test_broken_words_are_made_whole(read: Read, pdf: Handbook):
    pdf.text_of(
        "De btw-aangifte en de toe-\npassing bij in-\nen uitvoer van niet-\nUniegoederen met btw-\n"
        "aangifte en EU-\nlidstaten."
    )
    assert read(pdf) == [
        Body(
            "De btw-aangifte en de toepassing bij in- en uitvoer van niet-Uniegoederen met "
            "btw-aangifte en EU-lidstaten."
        )
    ]


def test_items_keep_lines_of_their_own(read: Read, pdf: Handbook):
    pdf.text_of(
        "Nodig zijn:\na. een vergunning\nvan de inspecteur;\n2. zekerheid;\n- een aangifte."
    )
    assert read(pdf) == [
        Body("Nodig zijn:\na. een vergunning van de inspecteur;\n2. zekerheid;\n- een aangifte.")
    ]


def test_a_number_that_hangs_before_its_text_is_joined_to_it(read: Read, pdf: Handbook):
    pdf.set_font("Helvetica", size=11)
    for number, text in (("1.", "eerste eis;"), ("2.", "tweede eis.")):
        pdf.cell(12, 5.5, number)
        pdf.cell(0, 5.5, text, new_x="LMARGIN", new_y="NEXT")
    assert read(pdf) == [Body("1. eerste eis;\n2. tweede eis.")]


@pytest.mark.parametrize("before", range(2))
def test_a_paragraph_goes_on_over_the_page(read: Read, before: int):
    pdf = Handbook()
    pdf.add_page()
    texts = ["Begin."] * before + [f"Geval {chr(65 + i) * 3} luidt: {LONG}" for i in range(26)]
    for text in texts:
        pdf.text_of(text)
    assert pdf.pages_count == 2
    assert read(pdf) == [Body(text) for text in texts]


def test_two_columns_are_read_one_after_the_other(read: Read, pdf: Handbook):
    pdf.headline("Twee kolommen", 18)
    pdf.set_font("Helvetica", size=10)
    texts = [f"Begin {i} " + " ".join(f"woord{i}x{j}" for j in range(40)) + "." for i in range(10)]
    with pdf.text_columns(ncols=2, gutter=8, text_align="L", balance=True) as columns:
        for text in texts:
            columns.write(text + "\n\n")
    first, *rest = read(pdf)
    assert first == Heading(1, "Twee kolommen")
    assert " ".join(b.text for b in rest if isinstance(b, Body)) == " ".join(texts)


def refused(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_document(path, "a")
    assert str(caught.value).startswith(f"{path}: ")
    return caught.value.message


def test_a_protected_file_says_so(tmp_path: Path, pdf: Handbook):
    pdf.text_of("geheim")
    pdf.set_encryption(owner_password="a", user_password="b")
    assert refused(tmp_path / "a.pdf", bytes(pdf.output())) == (
        "is protected by a password; save it without one"
    )


def test_a_file_that_may_be_read_but_not_changed_is_read(read: Read, pdf: Handbook):
    pdf.text_of("tekst")
    pdf.set_encryption(owner_password="a")
    assert read(pdf) == [Body("tekst")]


def test_a_page_without_letters_is_a_scan(tmp_path: Path, pdf: Handbook):
    pdf.rect(10, 10, 50, 50)
    message = refused(tmp_path / "a.pdf", bytes(pdf.output()))
    assert message.startswith("no text in it, so it is a scan; run text recognition on it")


@pytest.mark.parametrize(
    "content", [b"", b"tekst", b"%PDF-1.7\n", b"%PDF-1.7\ntrailer <<>>\n%%EOF"]
)
def test_a_damaged_file_is_one_clear_message(tmp_path: Path, content: bytes):
    message = refused(tmp_path / "a.pdf", content)
    assert "damaged" in message
    assert message.endswith("save it again")


def test_a_file_cut_off_is_read_or_refused_in_one_message(tmp_path: Path, pdf: Handbook):
    pdf.text_of(LONG)
    whole = bytes(pdf.output())
    for length in range(200, len(whole), len(whole) // 9):
        assert refused(tmp_path / "a.pdf", whole[:length])
