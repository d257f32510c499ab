"""Calls as they stand in JSON Lines files, read with every unusable line reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

from language_models.json_lines import ItemFile, Unusable, id_of, read_items, shown, whole_text

Speaker = Literal["medewerker", "klant"]
SPEAKERS: tuple[str, ...] = get_args(Speaker)
OWN_FIELDS = frozenset({"id", "turns", "nps", "csat"})
EXAMPLE = '{"id": "a1", "turns": [{"speaker": "klant", "text": "..."}]}'


@dataclass(frozen=True)
class Turn:
    """What one speaker says before the other one speaks."""

    speaker: Speaker
    text: str


@dataclass(frozen=True)
class Call:
    """One transcript, with the survey's answers where known and all further fields of its line."""

    id: str
    turns: tuple[Turn, ...]
    nps: int | None = None
    csat: int | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)


CallFile: TypeAlias = ItemFile[Call]


def read_calls(path: Path) -> CallFile:
    """The calls of a `.jsonl` or `.jsonl.gz` file; `-` reads standard input. Blank lines pass.

    Raises:
        InputError: the file cannot be read, is empty, or holds no usable call.
    """
    return read_items(path, _call_of, kind="call", example=EXAMPLE)


def _call_of(fields: Mapping[str, object]) -> Call:
    return Call(
        id=id_of(fields, kind="call", example=EXAMPLE),
        turns=_turns_of(fields),
        nps=_grade(fields, "nps", lowest=0, highest=10),
        csat=_grade(fields, "csat", lowest=1, highest=5),
        extra={key: value for key, value in fields.items() if key not in OWN_FIELDS},
    )


def _turns_of(fields: Mapping[str, object]) -> tuple[Turn, ...]:
    turns = fields.get("turns")
    if not isinstance(turns, list):
        problem = "no turns" if turns is None else f"turns {shown(turns)} are no list"
        raise Unusable(problem, f'give the call "turns", {EXAMPLE}')
    if not turns:
        raise Unusable("turns is an empty list", "give at least one turn, or leave the call out")
    read = tuple(_turn_of(number, turn) for number, turn in enumerate(turns, start=1))
    if not any(turn.text.strip() for turn in read):
        raise Unusable("no turn holds any text", "leave the call out")
    return read


def _turn_of(number: int, turn: object) -> Turn:
    if not isinstance(turn, dict):
        raise Unusable(f"turn {number} is {shown(turn)}", 'write {"speaker": ..., "text": ...}')
    speaker, text = turn.get("speaker"), turn.get("text")
    if speaker not in SPEAKERS:
        raise Unusable(
            f"turn {number} has the unknown speaker {shown(speaker)}",
            f"speakers are {' and '.join(map(repr, SPEAKERS))}",
        )
    if not isinstance(text, str):
        raise Unusable(f"turn {number} has the text {shown(text)}", 'give it a "text" in quotes')
    return Turn(cast(Speaker, speaker), whole_text(text, f"the text of turn {number}"))


def _grade(fields: Mapping[str, object], name: str, *, lowest: int, highest: int) -> int | None:
    grade = fields.get(name)
    if grade is None:
        return None
    number = isinstance(grade, int | float) and not isinstance(grade, bool)
    if not number or grade not in range(lowest, highest + 1):
        raise Unusable(
            f"{name} is {shown(grade)}",
            f"give a whole number from {lowest} to {highest}, or leave {name} out",
        )
    return int(cast(float, grade))
