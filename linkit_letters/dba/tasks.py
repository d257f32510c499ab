"""The question put to a language model: judge an assignment; its quotes are held to the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from language_models.errors import WorkFailed
from language_models.task import Prompt, Task
from linkit_letters.dba.elements import ORDER, Element, title_of
from linkit_letters.dba.judging import VIEWPOINTS, Judgement, Shown, Viewpoint, judge, verdict_of
from linkit_letters.dba.wording import Signal

PROMPTS = Path(__file__).parent.parent / "prompts"


class JudgedViewpoint(BaseModel):
    """A viewpoint as a model sees it."""

    model_config = ConfigDict(extra="forbid")
    id: Literal[
        "aard_duur", "werkwijze_werktijden", "inbedding", "persoonlijke_arbeid", "totstandkoming",
        "wijze_beloning", "hoogte_beloning", "commercieel_risico", "ondernemerschap",
    ]  # fmt: skip
    colour: Literal["green", "yellow", "red", "none"]
    quotes: list[str] = []


class JudgedElement(BaseModel):
    """An element as a model sees it."""

    model_config = ConfigDict(extra="forbid")
    id: str
    present: bool
    quote: str = ""


class JudgedAssignment(BaseModel):
    """A whole judgement; what it quotes must stand in the text."""

    model_config = ConfigDict(extra="forbid")
    viewpoints: list[JudgedViewpoint]
    elements: list[JudgedElement]


@cache
def judge_task() -> Task[str, JudgedAssignment]:
    """Judge an assignment."""
    return Task(
        name="linkit.judge",
        prompt=Prompt.from_file(PROMPTS / "judge.md"),
        variables=lambda text: {
            "text": text,
            "viewpoints": VIEWPOINTS,
            "elements": [(name, title_of(name)) for name in ORDER],
        },
        answer=JudgedAssignment,
        embedded=lambda text: _plain(judge(text)),
    )


def judged(text: str, spec: str) -> Judgement:
    """The judgement by the model that `spec` names.

    Raises:
        WorkFailed: the model gave no usable judgement.
    """
    if spec == "embedded":
        return judge(text)
    from language_models.registry import open_model
    from language_models.settings import read_settings

    answer = open_model(spec, read_settings(None)).ask(judge_task(), text)
    if answer.value is None:
        raise WorkFailed(f"the model gave no usable judgement: {answer.error}")
    return held_to_text(answer.value, text)


def held_to_text(found: JudgedAssignment, text: str) -> Judgement:
    """The model's judgement with quotes that really stand in the text; a colour without is none."""
    given: dict[str, JudgedViewpoint] = {v.id: v for v in found.viewpoints}
    viewpoints = []
    for name in VIEWPOINTS:
        judged = given.get(name)
        signals = _signals(judged, text) if judged else ()
        colour: Shown = judged.colour if judged and signals else "none"
        viewpoints.append(Viewpoint(name, colour, signals))
    stated = {element.id: element for element in found.elements}
    elements = tuple(_element(name, stated.get(name), text) for name in ORDER)
    plain = judge("")
    verdict, reason = verdict_of(viewpoints, elements)
    return replace(
        plain, verdict=verdict, reason=reason, viewpoints=tuple(viewpoints), elements=elements,
        language=judge(text).language,
    )  # fmt: skip


def _signals(judged: JudgedViewpoint, text: str) -> tuple[Signal, ...]:
    if judged.colour == "none":
        return ()
    found = []
    for quote in judged.quotes:
        place = _place(quote, text)
        if place:
            start, end = place
            found.append(Signal(judged.id, "model", judged.colour, start, end, text[start:end]))
    return tuple(found)


def _element(name: str, stated: JudgedElement | None, text: str) -> Element:
    place = _place(stated.quote, text) if stated and stated.present else None
    if place is None:
        return Element(name, title_of(name), False)
    start, end = place
    return Element(name, title_of(name), True, start, end, text[start:end])


def _place(quote: str, text: str) -> tuple[int, int] | None:
    words: Sequence[str] = quote.split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), text)
    return match.span() if match else None


def _plain(judgement: Judgement) -> JudgedAssignment:
    return JudgedAssignment(
        viewpoints=[
            JudgedViewpoint.model_validate(
                {"id": v.id, "colour": v.colour, "quotes": [s.text for s in v.quotes]}
            )
            for v in judgement.viewpoints
        ],
        elements=[
            JudgedElement(id=e.id, present=e.present, quote=e.quote) for e in judgement.elements
        ],
    )
