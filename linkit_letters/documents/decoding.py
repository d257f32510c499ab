"""Bytes as text: UTF-8, else what the first bytes say, else Windows-1252 with a remark."""

from __future__ import annotations

import codecs
from pathlib import Path

from language_models.errors import InputError

LARGEST = 5_000_000
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(raw: bytes, path: Path, remarks: list[str]) -> str:
    """The text with its line ends as they are; how it was read is remarked if not as UTF-8.

    Raises:
        InputError: it is too large, or holds zero bytes and so is no text.
    """
    if len(raw) > LARGEST:
        raise InputError(f"{len(raw):,} bytes are too much for one document", file=path)
    text = _text(raw, remarks)
    if "\0" in text:
        raise InputError("holds zero bytes, so it is no text; save it as UTF-8 text", file=path)
    return text


def _text(raw: bytes, remarks: list[str]) -> str:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            remarks.append(f"read as {encoding.upper()}; save it as UTF-8")
            return raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        remarks.append(f"line {line} is not UTF-8, so it was read as Windows-1252; save as UTF-8")
        return raw.decode("cp1252", errors="replace")
