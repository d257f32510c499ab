"""A letter as HTML with inline styles, plain text, Markdown and DOCX, all with the same content."""

from __future__ import annotations

from io import BytesIO

from markupsafe import escape

from linkit_letters.letters.parts import Glance, Letter, Paragraph

FONT = "font-family:Calibri,Arial,sans-serif;font-size:11pt;color:#1a1a1a;line-height:1.4"
CELL = "border:1px solid #c8c8c8;padding:4px 8px;text-align:left;vertical-align:top"
HEAD = f"{CELL};background-color:#f0f0f0;font-weight:bold"
LANGUAGE = {"formal": "nl", "informal": "nl", "english": "en"}


def as_fragment(letter: Letter) -> str:
    """HTML for a mail: styles stand in the tags, nothing is loaded, every text is escaped."""
    parts = [f'<div lang="{LANGUAGE[letter.style]}" style="{FONT}">']
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            text = " ".join(sentence.text for sentence in block.sentences)
            parts.append(f'<p style="margin:0 0 11pt 0">{escape(text)}</p>')
        else:
            parts += _table(block)
    return "\n".join([*parts, "</div>"]) + "\n"


def as_html(letter: Letter) -> str:
    """A whole page with the fragment in it."""
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE[letter.style]}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(letter.subject)}</title>\n</head>\n<body>\n{as_fragment(letter)}</body>\n</html>\n"
    )


def as_text(letter: Letter) -> str:
    """Plain text; the table becomes a list."""
    parts = []
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            parts.append(" ".join(sentence.text for sentence in block.sentences))
        else:
            rows = (f"{sign} {asked}: {sentence.text}" for asked, sign, sentence in block.rows)
            parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def as_markdown(letter: Letter) -> str:
    """Markdown; what a text holds of its marks is escaped."""
    parts = []
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            parts.append(" ".join(_marked(sentence.text) for sentence in block.sentences))
        else:
            first, second = block.head
            lines = [f"| {first} | | {second} |", "|---|---|---|"]
            lines += [f"| {_marked(a)} | {sign} | {_marked(s.text)} |" for a, sign, s in block.rows]
            parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def as_docx(letter: Letter) -> bytes:
    """A Word file."""
    from docx import Document

    document = Document()
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            document.add_paragraph(" ".join(sentence.text for sentence in block.sentences))
            continue
        table = document.add_table(rows=1, cols=3, style="Table Grid")
        head = (block.head[0], "", block.head[1])
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            cell.text = text
        for asked, sign, sentence in block.rows:
            for cell, text in zip(table.add_row().cells, (asked, sign, sentence.text), strict=True):
                cell.text = text
        document.add_paragraph()
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _table(glance: Glance) -> list[str]:
    asked, shown = glance.head
    lines = ['<table style="border-collapse:collapse;margin:0 0 11pt 0">']
    heads = "".join(f'<th style="{HEAD}">{escape(text)}</th>' for text in (asked, "", shown))
    lines.append(f"<tr>{heads}</tr>")
    for text, sign, sentence in glance.rows:
        cells = "".join(f'<td style="{CELL}">{escape(t)}</td>' for t in (text, sign, sentence.text))
        lines.append(f"<tr>{cells}</tr>")
    return [*lines, "</table>"]


def _marked(text: str) -> str:
    for mark in ("\\", "*", "_", "`", "<", "|", "["):
        text = text.replace(mark, "\\" + mark)
    return text
