"""The client's answers: lines `R5: …`, JSON or JSON Lines with ids, or plain sentences."""

from __future__ import annotations

import json
import re
from pathlib import Path

from language_models.errors import InputError
from linkit_letters.documents.decoding import decoded
from linkit_letters.documents.reading import read_source
from linkit_letters.documents.source import Source, Span
from linkit_letters.language.sentences import sentences

LABEL = re.compile(r"^[\s#*>-]*(R(?:1[0-3]|[1-9]))\b[\s*]*[:.)–-]?[\s*]*", re.I)
KEYS = ("answer", "antwoord", "text", "tekst")
IDS = ("id", "element", "question", "vraag")


def read_answers(path: Path) -> list[tuple[str, Span]]:
    """Element and answer, in their order; an answer without an id has the element ``.

    Raises:
        InputError: the file cannot be read, or holds no answer.
    """
    if path.suffix.lower() in (".json", ".jsonl"):
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", file=path) from error
        found = _from_json(decoded(raw, path, []), path)
    else:
        found = _from_text(read_source(path, "answers"))
    if not found:
        raise InputError("holds no answer; write lines such as `R5: eigen laptop`", file=path)
    return found


def _from_text(source: Source) -> list[tuple[str, Span]]:
    found: list[tuple[str, Span]] = []
    element = ""
    for piece in sentences(source.text):
        label = LABEL.match(piece.text)
        start = piece.start
        if label:
            element = label[1].upper()
            start += label.end()
        elif piece.text.lstrip().startswith("#"):
            element = ""
            continue
        if source.text[start : piece.end].strip() and not piece.text.rstrip().endswith("?"):
            found.append((element, source.span(start, piece.end)))
    return found


def _from_json(text: str, path: Path) -> list[tuple[str, Span]]:
    pairs: list[tuple[str, str]] = []
    try:
        content = (
            [json.loads(line) for line in text.splitlines() if line.strip()]
            if path.suffix == ".jsonl"
            else json.loads(text)
        )
    except json.JSONDecodeError as error:
        raise InputError(
            f"is no JSON ({error.msg}); save it again", file=path, line=error.lineno
        ) from error
    if isinstance(content, dict) and isinstance(content.get("answers"), dict | list):
        content = content["answers"]
    if isinstance(content, dict):
        pairs = [
            (str(key).upper(), str(value)) for key, value in content.items() if str(value).strip()
        ]
    elif isinstance(content, list):
        pairs = [_pair(entry) for entry in content]
    return [
        (element if LABEL.match(element) else "", Span("answers", 0, len(answer), answer))
        for element, answer in pairs
        if answer.strip()
    ]


def _pair(entry: object) -> tuple[str, str]:
    if isinstance(entry, str):
        return "", entry
    if not isinstance(entry, dict):
        return "", ""
    element = next((str(entry[key]) for key in IDS if key in entry), "")
    answer = next((str(entry[key]) for key in KEYS if key in entry), "")
    label = LABEL.match(element)
    return (label[1].upper() if label else ""), answer
