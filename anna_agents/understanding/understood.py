"""What a reader makes of a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from anna_agents.procedures.vocabulary import Value


class Alternative(BaseModel):
    """A procedure the message might belong to as well, with its probability."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    procedure: str
    confidence: float = Field(ge=0, le=1)


class Understood(BaseModel):
    """What a message means. `procedure` None is "none of these".

    Attributes:
        lang: of the message, two letters; None when it has too few words.
        second: another procedure, when the message asks two things.
        facts: fact name to what was said.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    lang: str | None
    procedure: str | None
    confidence: float = Field(ge=0, le=1)
    alternatives: tuple[Alternative, ...] = ()
    second: str | None = None
    facts: dict[str, str | float | bool | None] = {}
    mood: Literal["calm", "annoyed", "angry"] = "calm"


@dataclass(frozen=True)
class Heard:
    """What is to be understood: the words, and what we had asked.

    Attributes:
        asked: facts our last reply asked for.
        running: the procedure in hand, None at the start.
        today: from which "tomorrow" and "12 June" are reckoned.
    """

    text: str
    lang: str | None = None
    attachments: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    running: str | None = None
    facts: dict[str, Value] = field(default_factory=dict)
    today: date | None = None
