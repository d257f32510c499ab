"""An incoming message, and reading a file of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from language_models.json_lines import ItemFile, Unusable, id_of, read_items, shown, whole_text

MOST_CHARACTERS = 100_000
"""What is longer is cut before anything reads it: a contact holds a question, not a book."""

LONGEST_ID = 128

EXAMPLE = '{"id": "1", "text": "Waar blijft bestelling 4012345?", "channel": "chat"}'


def _one_line(name: str) -> str:
    if not name.isprintable():
        raise ValueError("holds a control character")
    return name


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Name = Annotated[str, Field(max_length=320), AfterValidator(_one_line)]
ContactName = Annotated[str, Field(max_length=64), AfterValidator(_one_line)]
Moment = Annotated[datetime, AfterValidator(_aware)]
"""With a zone; without one it is UTC."""


class MessageLine(BaseModel):
    """One line of a file of messages; further fields are kept out of sight."""

    model_config = ConfigDict(extra="ignore")

    text: str
    channel: Literal["chat", "email"] = "chat"
    lang: str | None = None
    procedure: str | None = None
    department: str | None = None
    sender: Name | None = None
    customer: Name | None = None
    contact: ContactName | None = None
    attachments: tuple[str, ...] = ()
    received_at: Moment | None = None


@dataclass(frozen=True)
class Message:
    """What a customer sent.

    Attributes:
        text: as received; for an e-mail it may be a whole MIME message.
        lang: two letters, when the channel knows it; else it is found out.
        sender: the e-mail address it came from, which the mail server vouches for.
        customer: the account that is logged in, which the website vouches for.
        contact: the conversation it belongs to; without one, a new one or the sender's open one.
        attachments: names of files that came with it.
    """

    id: str
    text: str
    channel: Literal["chat", "email"] = "chat"
    lang: str | None = None
    sender: str | None = None
    customer: str | None = None
    contact: str | None = None
    attachments: tuple[str, ...] = ()
    received_at: datetime | None = None


@dataclass(frozen=True)
class LabelledMessage:
    """A message with what it should be understood as, where the file says so."""

    message: Message
    procedure: str | None
    department: str | None

    @property
    def id(self) -> str:
        """The message's id."""
        return self.message.id


def read_messages(path: Path) -> ItemFile[LabelledMessage]:
    """The messages of a JSON Lines file (.gz too, `-` is standard input).

    Raises:
        InputError: the file is missing, empty, or holds no usable message.
    """
    return read_items(path, _message, kind="message", example=EXAMPLE)


def _message(fields: Mapping[str, object]) -> LabelledMessage:
    name = id_of(fields, kind="message", example=EXAMPLE)
    if len(name) > LONGEST_ID or not name.isprintable():
        remedy = f"at most {LONGEST_ID} characters, no control characters"
        raise Unusable(f"id {shown(name)} cannot be kept", remedy)
    try:
        line = MessageLine.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise Unusable(f"{where}: {first['msg']}", f"write it like {EXAMPLE}") from None
    message = Message(
        id=name, text=whole_text(line.text, "text"), channel=line.channel, lang=line.lang,
        sender=line.sender, customer=line.customer, contact=line.contact,
        attachments=line.attachments,
        received_at=line.received_at,
    )  # fmt: skip
    return LabelledMessage(message, line.procedure, line.department)
