"""DOCX and PDF as text, by mammoth and pdfminer.six; macros are refused, never run."""

from __future__ import annotations

import logging
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from language_models.errors import InputError
from linkit_letters.documents.html import html_text

OLD_WORD = b"\xd0\xcf\x11\xe0"
LARGEST_UNPACKED = 200_000_000
MOST_PAGES = 60
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xa0": " "})


def docx_text(path: Path, raw: bytes) -> str:
    """The text of a Word file.

    Raises:
        InputError: it is an old, protected or damaged Word file, or holds macros.
    """
    import mammoth

    if raw.startswith(OLD_WORD):
        raise InputError(
            "is an old Word file or protected by a password; save it as .docx without one",
            file=path,
        )
    try:
        with ZipFile(BytesIO(raw)) as packed:
            names = [name.lower() for name in packed.namelist()]
            unpacked = sum(part.file_size for part in packed.infolist())
    except BadZipFile as error:
        raise InputError("is damaged or no DOCX file; save it again", file=path) from error
    if any(name.endswith("vbaproject.bin") for name in names):
        raise InputError("holds macros; save it as .docx without them", file=path)
    if unpacked > LARGEST_UNPACKED:
        raise InputError(f"unpacks to {unpacked:,} bytes, too many; shorten it", file=path)
    html = mammoth.convert_to_html(
        BytesIO(raw),
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(lambda _: {}),
    )
    return html_text(html.value)


def pdf_text(path: Path, raw: bytes) -> str:
    """The text of a PDF.

    Raises:
        InputError: it is protected, too long to be a letter or CV, or a scan without text.
    """
    from pdfminer.high_level import extract_text
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage

    # The library remarks on every small fault of a file.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pages = sum(1 for _ in PDFPage.get_pages(BytesIO(raw)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise InputError("is protected by a password; save it without one", file=path) from error
    if pages > MOST_PAGES:
        raise InputError(
            f"has {pages} pages, more than {MOST_PAGES}; give the pages of this one document",
            file=path,
        )
    text = extract_text(BytesIO(raw)).translate(LIGATURES).replace("\f", "\n")
    if not text.strip():
        raise InputError(
            "holds no text, so it is a scan; run text recognition on it (ocrmypdf, for instance)",
            file=path,
        )
    return text
