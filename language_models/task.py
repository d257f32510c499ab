"""A question put to a language model: its prompt, the shape of its answer, the plain answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast

from language_models.errors import InputError

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from pydantic import BaseModel

Item = TypeVar("Item")
Out = TypeVar("Out", bound="BaseModel")
Role = Literal["system", "user", "assistant"]
ROLE_LINES: Mapping[str, Role] = {
    "# system": "system",
    "# user": "user",
    "# assistant": "assistant",
}


@dataclass(frozen=True)
class Message:
    """One turn of the conversation with a model."""

    role: Role
    content: str


@dataclass(frozen=True)
class Prompt:
    """A Jinja2 template in parts; a line `# system` or `# user` starts each part.

    The parts are split before anything is filled in, so that no text of an item can start one.
    """

    name: str
    parts: tuple[tuple[Role, Template], ...] = field(repr=False)

    @classmethod
    def from_file(cls, path: Path) -> Prompt:
        """The prompt in `path`; a missing file or a wrong template is an InputError."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"Cannot read the prompt: {error}", file=path) from error
        return cls(
            path.name, tuple(_compiled(role, text, path) for role, text in _split(text, path))
        )

    def render(self, variables: Mapping[str, object]) -> tuple[Message, ...]:
        """The messages with every variable filled in; a missing variable is an InputError."""
        from jinja2 import UndefinedError

        try:
            return tuple(
                Message(role, template.render(variables).strip()) for role, template in self.parts
            )
        except UndefinedError as error:
            given = ", ".join(sorted(variables)) or "nothing"
            raise InputError(f"Prompt {self.name}: {error.message}; given: {given}.") from error


@dataclass(frozen=True)
class Task(Generic[Item, Out]):
    """What is asked about an item, and how the embedded reader answers it without a model."""

    name: str
    prompt: Prompt
    variables: Callable[[Item], Mapping[str, object]]
    answer: type[Out]
    embedded: Callable[[Item], Out]

    def messages(self, item: Item) -> tuple[Message, ...]:
        """The rendered prompt for this item."""
        return self.prompt.render(self.variables(item))

    def schema(self) -> dict[str, object]:
        """The JSON Schema of the answer, built once for each answer type; not to be changed."""
        return _schema_of(self.answer)


@cache
def _schema_of(answer: type[Any]) -> dict[str, object]:
    return cast("dict[str, object]", answer.model_json_schema())


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    # Prompts are text for a model, not HTML: escaping would change what it reads.
    return Environment(undefined=StrictUndefined, autoescape=False)


def _split(text: str, path: Path) -> list[tuple[Role, str]]:
    parts: list[tuple[Role, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        role = ROLE_LINES.get(line.rstrip())
        if role:
            # Blank lines keep the line numbers of template errors those of the file.
            parts.append((role, [""] * number))
        elif parts:
            parts[-1][1].append(line)
        elif line.strip():
            raise InputError("A prompt starts with '# system' or '# user'.", file=path, line=number)
    if not parts:
        raise InputError("The prompt is empty; it needs a part '# user'.", file=path)
    return [(role, "\n".join(lines)) for role, lines in parts]


def _compiled(role: Role, text: str, path: Path) -> tuple[Role, Template]:
    from jinja2 import TemplateSyntaxError

    try:
        return role, _environment().from_string(text)
    except TemplateSyntaxError as error:
        raise InputError(str(error.message), file=path, line=error.lineno) from error
