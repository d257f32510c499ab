"""Questions as they stand in JSON Lines files, with the paragraphs that answer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from language_models.json_lines import ItemFile, Unusable, id_of, read_items, shown, whole_text

EXAMPLE = '{"id": "q1", "question": "Hoeveel …?", "gold": ["hr-40.01.00-6.3"]}'
OWN_FIELDS = frozenset(
    {"id", "question", "gold", "answerable", "history", "kind", "quotes", "group", "alternatives",
     "before"}
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A question with its gold.

    `gold` are ids of paragraphs, or of headings, which stand for every paragraph under them; all
    are needed, unless `alternatives` says that any one of them will do. `quotes` are the words
    that answer, `before` those that answered in the edition before. `history` are the earlier
    questions of the conversation. Paraphrases share a `group`. `assumed` says that the file did
    not tell whether it is answerable, and that its empty gold was read as that it is not.
    """

    id: str
    question: str
    gold: tuple[str, ...]
    answerable: bool = True
    history: tuple[str, ...] = ()
    kind: str = ""
    quotes: tuple[str, ...] = ()
    group: str = ""
    alternatives: bool = False
    before: tuple[str, ...] = ()
    assumed: bool = False
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)


def read_questions(path: Path) -> ItemFile[Question]:
    """The questions of a `.jsonl` or `.jsonl.gz` file; `-` reads standard input.

    Raises:
        InputError: the file cannot be read, is empty, or holds no usable question.
    """
    return read_items(path, _question_of, kind="question", example=EXAMPLE)


def _question_of(fields: Mapping[str, object]) -> Question:
    gold = _texts(fields, "gold")
    answerable = fields.get("answerable", bool(gold) or "gold" not in fields)
    if not isinstance(answerable, bool):
        raise Unusable(f"answerable is {shown(answerable)}", "write true or false")
    if "gold" not in fields and answerable:
        raise Unusable("no gold", f'give the question "gold", {EXAMPLE}')
    if answerable and not gold:
        raise Unusable("gold is empty", 'name paragraphs, or add "answerable": false')
    return Question(
        id=id_of(fields, kind="question", example=EXAMPLE),
        question=_text(fields, "question"),
        gold=gold if answerable else (),
        answerable=answerable,
        history=_history(fields),
        kind=str(fields.get("kind") or ""),
        quotes=_texts(fields, "quotes"),
        group=str(fields.get("group") or ""),
        alternatives=fields.get("alternatives") is True,
        before=_texts(fields, "before"),
        assumed=not answerable and "answerable" not in fields,
        extra={key: value for key, value in fields.items() if key not in OWN_FIELDS},
    )


def _text(fields: Mapping[str, object], name: str) -> str:
    text = fields.get(name)
    if not isinstance(text, str) or not text.strip():
        raise Unusable(f"{name} is {shown(text)}", f"write it as text, {EXAMPLE}")
    return whole_text(text, name)


def _texts(fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    found = fields.get(name)
    if found is None:
        return ()
    if isinstance(found, str):
        found = [found]
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise Unusable(f"{name} is {shown(found)}", f"write a list of texts, {EXAMPLE}")
    return tuple(whole_text(item, name) for item in found)


def _history(fields: Mapping[str, object]) -> tuple[str, ...]:
    """Earlier turns as texts, or as objects with a text; what an assistant said is left out."""
    turns = fields.get("history") or []
    if not isinstance(turns, list):
        raise Unusable(f"history is {shown(turns)}", "write a list of earlier questions")
    found = []
    for turn in turns:
        if isinstance(turn, dict):
            if turn.get("role") in ("assistant", "system"):
                continue
            turn = turn.get("question") or turn.get("text") or turn.get("content")
        if not isinstance(turn, str):
            raise Unusable(f"history holds {shown(turn)}", "write earlier questions as texts")
        found.append(whole_text(turn, "history"))
    return tuple(found)
