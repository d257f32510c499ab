"""One file as a document, whatever its format; what cannot be read is one clear message."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from douane_rag.documents.blocks import Block, Body, Document
from language_models.errors import InputError

Found: TypeAlias = tuple[tuple[Block, ...], dict[str, str]]
LARGEST_TEXT = 200_000_000
WINDOWS = "cp1252"
PASTED = "praktijkbench-pasted"
MARKED = (
    ((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE), "utf-32"),
    ((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "utf-16"),
)


def read_document(path: Path, name: str) -> Document:
    """The file's blocks; `name` is what the document is called from here on.

    Raises:
        InputError: the format is unknown, the file cannot be read, or it holds no text.
    """
    suffix = path.suffix.lower()
    remarks: list[str] = []
    if suffix in TEXT_FORMATS:
        text = _decoded(path, remarks)
        blocks, metadata = TEXT_FORMATS[suffix](text)
    elif suffix in BINARY_FORMATS:
        blocks, metadata = _by_library(path, BINARY_FORMATS[suffix])
    else:
        raise InputError(f"unknown format {suffix!r}; known: {', '.join(FORMATS)}", file=path)
    if not any(isinstance(block, Body) for block in blocks):
        raise InputError("no text in it; fill it or take it out of the folder", file=path)
    return Document(name, blocks, metadata, tuple(remarks))


def _decoded(path: Path, remarks: list[str]) -> str:
    """The file as text: UTF-8, else what its first bytes say, else Windows-1252 with a remark."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path) from error
    if len(raw) > LARGEST_TEXT:
        raise InputError(f"{len(raw):,} bytes are too much for one file; split it", file=path)
    text = _text(raw, remarks).replace("\ufeff", "")
    if "\0" in text:
        raise InputError(
            "holds zero bytes: it is no text, or UTF-16 without its mark; save it as UTF-8 or "
            "take it out",
            file=path,
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(raw: bytes, remarks: list[str]) -> str:
    for marks, encoding in MARKED:
        if raw.startswith(marks):
            remarks.append(f"read as {encoding.upper()}; save it as UTF-8")
            return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].replace(b"\r\n", b"\n")
        line = before.count(b"\n") + before.count(b"\r") + 1
        remarks.append(f"line {line} is not UTF-8 and was read as Windows-1252; save it as UTF-8")
        return raw.decode("utf-8", errors=PASTED)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What is not UTF-8, as Windows-1252: files are pasted together from both."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(WINDOWS, errors="replace"), error.end


codecs.register_error(PASTED, _as_windows)


def _by_library(path: Path, read: Callable[[Path], Found]) -> Found:
    try:
        return read(path)
    except (ImportError, InputError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise InputError(f"cannot be read: {error.strerror}", file=path) from error
        # The libraries raise errors of many kinds on damaged files; all mean the same here.
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(
            f"is damaged or no {path.suffix[1:].upper()} file ({reason[:120]}); save it again",
            file=path,
        ) from error


def _markdown(text: str) -> Found:
    from douane_rag.documents.markdown import read_markdown

    return read_markdown(text)


def _html(text: str) -> Found:
    from douane_rag.documents.html import read_html

    return read_html(text)


def _pdf(path: Path) -> Found:
    from douane_rag.documents.pdf import read_pdf

    return read_pdf(path)


def _docx(path: Path) -> Found:
    from douane_rag.documents.docx import read_docx

    return read_docx(path)


TEXT_FORMATS: Mapping[str, Callable[[str], Found]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _markdown,
    ".html": _html,
    ".htm": _html,
}
BINARY_FORMATS: Mapping[str, Callable[[Path], Found]] = {".pdf": _pdf, ".docx": _docx}
FORMATS = (*TEXT_FORMATS, *BINARY_FORMATS)
