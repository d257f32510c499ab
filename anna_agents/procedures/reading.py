"""Reading a folder of procedure files; what is wrong is told with file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from pydantic import ValidationError

from anna_agents.procedures.schema import Action, Procedure, Step
from anna_agents.procedures.vocabulary import DEPARTMENTS, nearest
from anna_agents.tools.registry import tools
from language_models.errors import InputError

Place: TypeAlias = tuple[str | int, ...]
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Catalogue:
    """All procedures of a folder, by id.

    Attributes:
        fingerprint: of the files' bytes; another text gives another fingerprint.
    """

    procedures: Mapping[str, Procedure]
    files: Mapping[str, Path]
    fingerprint: str

    def __getitem__(self, name: str) -> Procedure:
        if name not in self.procedures:
            near = nearest(name, tuple(self.procedures))
            raise InputError(f"Unknown procedure '{name}'; {near}")
        return self.procedures[name]

    def __contains__(self, name: object) -> bool:
        return name in self.procedures

    def __iter__(self) -> Iterator[Procedure]:
        return iter(self.procedures.values())

    def __len__(self) -> int:
        return len(self.procedures)

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """The departments that have procedures, in the house's order."""
        there = {procedure.department for procedure in self}
        return tuple(name for name in DEPARTMENTS if name in there)


def read_procedures(folder: Path) -> Catalogue:
    """Every `*.yaml` below `folder`.

    Raises:
        InputError: no file, or a file that cannot be used; with file, line and remedy.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder; give one with procedures (*.yaml)")
    paths = sorted(path for path in folder.rglob("*.yaml") if path.is_file())
    if not paths:
        raise InputError(f"{folder} holds no procedures (*.yaml)")
    procedures: dict[str, Procedure] = {}
    files: dict[str, Path] = {}
    digest = hashlib.sha256()
    for path in paths:
        text = _text(path)
        digest.update(text.encode())
        procedure = read_procedure(text, path)
        if procedure.id in files:
            raise InputError(
                f"procedure {procedure.id} stands in {files[procedure.id]} too; give it another id",
                file=path,
            )
        procedures[procedure.id], files[procedure.id] = procedure, path
    return Catalogue(procedures, files, digest.hexdigest())


def read_procedure(text: str, path: Path) -> Procedure:
    """The procedure written in `text`; `path` is named in errors.

    Raises:
        InputError: broken YAML, an unknown key, field, fact or tool, a step that is missing, …
    """
    try:
        fields = yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not readable"
        raise InputError(f"broken YAML: {problem}; mend or quote it", file=path,
                         line=mark.line + 1 if mark else 1) from None  # fmt: skip
    if not isinstance(fields, dict):
        raise InputError("a procedure is a mapping with id, examples, steps, replies", file=path)
    try:
        procedure = Procedure.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        where = [part for part in first["loc"] if not str(part).startswith("function-")]
        message = str(first["msg"]).removeprefix("Value error, ")
        place = ".".join(map(str, where)) or "procedure"
        line = _line(text, where)
        raise InputError(f"{place}: {message}{more}", file=path, line=line) from None
    known = tools()
    for named, action in _actions(procedure.steps, ("steps",)):
        if action.tool not in known:
            near = nearest(action.tool, tuple(known))
            raise InputError(
                f"unknown tool '{action.tool}'; {near}", file=path, line=_line(text, named)
            )
    return procedure


def _actions(steps: Sequence[Step], above: Place) -> Iterator[tuple[Place, Action]]:
    """Every action with the place in the file where its tool is named."""
    for number, step in enumerate(steps):
        here = (*above, number)
        for index, action in enumerate(step.do):
            yield (*here, "do", index, "tool"), action
        yield from _actions(step.steps, (*here, "steps"))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is no UTF-8; save it as UTF-8", file=path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path) from None


def _line(text: str, where: Sequence[str | int]) -> int:
    """The line on which the deepest part of `where` that exists is written."""
    node = yaml.compose(text, Loader=Loader)
    line = 1
    for part in where:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(part)]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            if part >= len(node.value):
                break
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
