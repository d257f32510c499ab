"""A composed letter on disk, in all its forms."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from language_models.errors import InputError
from linkit_letters.letters.clipboard import as_clipboard, as_mail
from linkit_letters.letters.composing import Composed
from linkit_letters.letters.forms import as_docx, as_html, as_markdown, as_text


def save_letter(composed: Composed, folder: Path) -> list[Path]:
    """The paths written: letter.html, .txt, .md, .docx, .eml, clipboard.json and evidence.json.

    Raises:
        InputError: the folder is a file, or its parent does not exist.
    """
    letter = composed.letter
    forms: dict[str, bytes] = {
        "letter.html": as_html(letter).encode(),
        "letter.txt": as_text(letter).encode(),
        "letter.md": as_markdown(letter).encode(),
        "letter.docx": as_docx(letter),
        "letter.eml": as_mail(letter),
        "clipboard.json": _json(as_clipboard(letter)),
        "evidence.json": _json(composed.as_json()),
    }
    return write_all(forms, folder)


def print_letter(composed: Composed) -> None:
    """The plain text on standard output."""
    sys.stdout.write(as_text(composed.letter))


def write_all(forms: dict[str, bytes], folder: Path) -> list[Path]:
    """Write each file whole or not at all; the folder is made if its parent exists.

    Raises:
        InputError: the folder is a file, or its parent does not exist.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; name a folder")
    if not folder.exists() and not folder.parent.is_dir():
        raise InputError(f"the folder {folder.parent} does not exist; make it first")
    folder.mkdir(exist_ok=True)
    written = []
    for name, content in forms.items():
        path = folder / name
        part = folder / f".{name}.part"
        part.write_bytes(content)
        part.replace(path)
        written.append(path)
    return written


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
