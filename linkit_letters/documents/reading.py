"""One file as a source, whatever its format; what cannot be read is one clear message."""

from __future__ import annotations

import re
from pathlib import Path

from language_models.errors import InputError
from linkit_letters.documents.decoding import decoded
from linkit_letters.documents.orders import orders_in
from linkit_letters.documents.source import Role, Source

TEXTS = (".md", ".markdown", ".txt", ".text", "")
PAGES = (".html", ".htm")
FORMATS = (".md", ".txt", ".html", ".json", ".docx", ".pdf")
FRONT_MATTER = re.compile(r"\A---\r?\n.*?\n---[ \t]*(?:\r?\n|\Z)", re.S)


def read_source(path: Path, role: Role) -> Source:
    """The document; offsets count characters of its text, for text and Markdown those of the file.

    Raises:
        InputError: it cannot be read, its format is unknown, or it holds no text.
    """
    remarks: list[str] = []
    text = _read(path, remarks)
    if not re.search(r"\w{2}", text):
        raise InputError("holds no text; give a file with the text in it", file=path)
    return source_of(text, role, file=str(path), remarks=remarks)


def source_of(text: str, role: Role, *, file: str = "", remarks: list[str] | None = None) -> Source:
    """A source from a text; in it, front matter and orders to the writer are no evidence."""
    said = list(remarks or ())
    masked = []
    if role in ("cv", "further"):
        masked = orders_in(text)
        said += [f"not followed and not counted: {_short(text[s:e])!r}" for s, e in masked]
    return Source(role, text, file, tuple(said), tuple(masked))


def _read(path: Path, remarks: list[str]) -> str:
    suffix = path.suffix.lower()
    if suffix not in (*TEXTS, *PAGES, ".json", ".docx", ".docm", ".pdf"):
        raise InputError(f"unknown format {suffix!r}; known: {', '.join(FORMATS)}", file=path)
    if path.is_dir():
        raise InputError("is a folder; name a file", file=path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError("does not exist; check the path", file=path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path) from error
    if not raw.strip():
        raise InputError("is empty; give a file with the text in it", file=path)
    if suffix in (".docx", ".docm", ".pdf"):
        return _by_library(path, raw)
    text = decoded(raw, path, remarks)
    if suffix in PAGES:
        from linkit_letters.documents.html import html_text

        return html_text(text)
    if suffix == ".json":
        from linkit_letters.documents.json_resume import json_resume_text

        return json_resume_text(text, path)
    return text


def _by_library(path: Path, raw: bytes) -> str:
    from linkit_letters.documents.office import docx_text, pdf_text

    try:
        return (pdf_text if path.suffix.lower() == ".pdf" else docx_text)(path, raw)
    except (ImportError, InputError):
        raise
    except Exception as error:
        # The libraries raise errors of many kinds on damaged files; all mean the same here.
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(
            f"is damaged or no {path.suffix[1:].upper()} file ({reason[:120]}); save it again",
            file=path,
        ) from error


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:77]}..."
