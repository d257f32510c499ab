"""A description on disk."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from linkit_letters.dba.description import Description
from linkit_letters.dba.judging import NO_ADVICE, RULES_VERSION
from linkit_letters.letters.saving import write_all

ASKED = {
    "nl": "Nog te beantwoorden door de opdrachtgever",
    "en": "Still to be answered by the client",
}


def save_description(description: Description, folder: Path) -> list[Path]:
    """The paths written: description.md, questions.md, judgement.json and trace.json."""
    forms = {
        "description.md": description.text.encode(),
        "questions.md": questions_text(description).encode(),
        "judgement.json": _json(description.after.as_json()),
        "trace.json": _json(description.as_json()),
    }
    return write_all(forms, folder)


def print_description(description: Description) -> None:
    """Description and questions on standard output."""
    sys.stdout.write(f"{description.text}\n{questions_text(description)}")


def questions_text(description: Description) -> str:
    """The questions, to be answered behind each id, and what this judgement is not."""
    lines = [f"# {ASKED[description.language]}", ""]
    lines += [f"{name}: {question}" for name, question in description.questions.items()]
    lines += [
        "",
        f"{NO_ADVICE[description.language]} ({RULES_VERSION}, {description.after.verdict})",
    ]
    return "\n".join(lines) + "\n"


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
