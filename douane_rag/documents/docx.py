"""DOCX as blocks: mammoth turns it into HTML, macros and comments left out."""

from __future__ import annotations

from pathlib import Path

from douane_rag.documents.blocks import Block


def read_docx(path: Path) -> tuple[tuple[Block, ...], dict[str, str]]:
    """The blocks of a Word file; its heading styles give the structure."""
    import mammoth

    from douane_rag.documents.html import read_html

    with path.open("rb") as file:
        html = mammoth.convert_to_html(file, convert_image=mammoth.images.img_element(_no_image))
    return read_html(html.value)


def _no_image(_: object) -> dict[str, str]:
    return {}
