"""JSON Resume (jsonresume.org) as text: the parts a CV is made of, in the order of a CV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from language_models.errors import InputError

PARTS = (
    ("work", "Werkervaring"),
    ("volunteer", "Vrijwilligerswerk"),
    ("projects", "Projecten"),
    ("education", "Opleiding"),
    ("certificates", "Certificaten"),
    ("awards", "Prijzen"),
    ("publications", "Publicaties"),
    ("skills", "Vaardigheden"),
    ("languages", "Talen"),
    ("interests", "Interesses"),
    ("references", "Referenties"),
)
HEADS = ("position", "role", "studyType", "area", "name", "title", "institution", "entity",
         "organization", "company", "issuer", "awarder", "language", "fluency",
         "level")  # fmt: skip
UNREAD = frozenset(("url", "image", "profiles", "meta", "$schema", "icon", "network"))


def json_resume_text(text: str, path: Path) -> str:
    """The resume as lines: a heading per part, per entry its heads and dates, then its lines.

    Raises:
        InputError: it is no JSON, or no JSON Resume.
    """
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"is no JSON ({error}); save it again", file=path) from error
    if not isinstance(content, dict) or not ({"basics", *(n for n, _ in PARTS)} & set(content)):
        raise InputError("is no JSON Resume: it has neither basics nor work", file=path)
    lines = [*_basics(content.get("basics"))]
    known = {name for name, _ in PARTS}
    further = [(name, name.capitalize()) for name in content if name not in {*known, "basics"}]
    for name, title in (*PARTS, *further):
        entries = content.get(name)
        if name in UNREAD or not entries:
            continue
        lines += ["", f"## {title}"]
        for entry in entries if isinstance(entries, list) else [entries]:
            lines += _entry(entry)
    return "\n".join(lines) + "\n"


def _basics(basics: object) -> Iterator[str]:
    if not isinstance(basics, Mapping):
        return
    if basics.get("name"):
        yield f"# {_one_line(basics['name'])}"
    for key, value in basics.items():
        if key not in {"name", *UNREAD}:
            yield from _lines(value)


def _entry(entry: object) -> Iterator[str]:
    if not isinstance(entry, Mapping):
        yield from (f"- {line}" for line in _lines(entry))
        return
    heads = [_one_line(entry[key]) for key in HEADS if isinstance(entry.get(key), str | int)]
    dates = _dates(entry)
    yield "- " + ", ".join(part for part in (*heads, dates) if part)
    for key, value in entry.items():
        if key not in {*HEADS, *UNREAD, "startDate", "endDate", "date", "releaseDate"}:
            yield from (f"  {line}" for line in _lines(value))


def _dates(entry: Mapping[str, object]) -> str:
    start = str(entry.get("startDate") or "")[:7]
    if start:
        return f"{start} - {str(entry.get('endDate') or '')[:7] or 'heden'}"
    return str(entry.get("date") or entry.get("releaseDate") or entry.get("endDate") or "")[:7]


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in UNREAD:
                yield from _lines(inner)
    elif isinstance(value, list):
        if all(isinstance(inner, str) and len(inner) < 40 for inner in value):
            yield ", ".join(map(_one_line, value))
        else:
            for inner in value:
                yield from _lines(inner)
    elif value is not None:
        yield _one_line(value)


def _one_line(value: object) -> str:
    return " ".join(str(value).split())
