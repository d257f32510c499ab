"""The paragraph table and the chunk table as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from douane_rag.documents.chunks import Chunk
from douane_rag.documents.corpus import CorpusFile
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.manifest import IndexedFile

PARAGRAPHS = "paragraphs.jsonl"
CHUNKS = "chunks.jsonl"


def write_paragraphs(path: Path, files: Sequence[CorpusFile]) -> None:
    """Write the paragraphs of every file as the file gives them, the file's number first."""
    _write(
        path,
        (
            {"file": number, **_row(paragraph)}
            for number, file in enumerate(files)
            for paragraph in file.paragraphs
        ),
    )


def read_paragraphs(path: Path, files: Sequence[IndexedFile]) -> tuple[CorpusFile, ...]:
    """The files with their paragraphs."""
    found: list[list[Paragraph]] = [[] for _ in files]
    for row in _rows(path):
        found[row["file"]].append(_paragraph(row, files[row["file"]]))
    return tuple(
        CorpusFile(file.stamp, file.stem, file.edition, file.source, tuple(of_file), file.remarks)
        for file, of_file in zip(files, found, strict=True)
    )


def write_chunks(path: Path, chunks: Sequence[Chunk]) -> None:
    """Write the chunks in the order of their vectors."""
    _write(
        path,
        ({"place": c.place, "start": c.start, "end": c.end, "key": c.key} for c in chunks),
    )


def read_chunks(path: Path) -> tuple[list[int], list[tuple[int, int]], list[str]]:
    """Paragraph, span and key of every chunk."""
    places, spans, keys = [], [], []
    for row in _rows(path):
        places.append(row["place"])
        spans.append((row["start"], row["end"]))
        keys.append(row["key"])
    return places, spans, keys


def _row(paragraph: Paragraph) -> dict[str, Any]:
    return {
        "id": paragraph.id,
        "text": paragraph.text,
        "path": paragraph.path,
        "reference": paragraph.reference,
        "within": paragraph.within,
        "valid_from": _text(paragraph.valid_from),
        "valid_to": _text(paragraph.valid_to),
        "line": paragraph.line,
    }


def _paragraph(row: dict[str, Any], file: IndexedFile) -> Paragraph:
    return Paragraph(
        id=row["id"],
        text=row["text"],
        path=tuple(row["path"]),
        reference=row["reference"],
        document=file.name,
        within=tuple(row["within"]),
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        source=file.source,
        line=row["line"],
    )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
