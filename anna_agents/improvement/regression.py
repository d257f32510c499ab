"""What a changed folder of procedures fixes and breaks, before it goes live."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from anna_agents.intake.cleaning import clean
from anna_agents.intake.message import LabelledMessage
from anna_agents.procedures.checks import case_state, findings
from anna_agents.procedures.reading import Catalogue
from anna_agents.procedures.schema import Case, Procedure
from anna_agents.procedures.walking import Ask, walk
from anna_agents.understanding.embedded import EmbeddedReader
from anna_agents.understanding.understood import Heard

Readers = Callable[[Catalogue], EmbeddedReader]


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise than before.

    Attributes:
        kind: fixed, broken, or changed where there is no gold to judge by.
        where: a message, or a procedure with its case.
    """

    kind: str
    where: str
    before: str
    after: str


@dataclass(frozen=True)
class Regression:
    """All differences, and what a new folder has wrong in itself."""

    changes: tuple[Change, ...]
    findings: tuple[str, ...]
    messages: int
    right_before: int
    right_after: int

    @property
    def breaks(self) -> bool:
        """Whether anything got worse."""
        return bool(self.findings) or any(change.kind == "broken" for change in self.changes)


def compare(
    before: Catalogue, after: Catalogue, messages: Sequence[LabelledMessage], reader: Readers
) -> Regression:
    """Old and new procedures on their worked examples and on messages with their gold procedure.

    Every worked example of the old folder is walked in both: it is broken when it met its
    expectation and no longer does. A message is fixed or broken by the procedure it is given.
    """
    changes = [*_versions(before, after), *_cases(before, after)]
    old, new = (_routes(reader(each), messages) for each in (before, after))
    for labelled, then, now in zip(messages, old, new, strict=True):
        if then == now:
            continue
        gold = labelled.procedure
        kind = "changed"
        if gold is not None:
            kind = "fixed" if now == gold else "broken" if then == gold else "changed"
        text = " ".join(labelled.message.text.split())[:120]
        changes.append(Change(kind, f"{labelled.id}: {text}", str(then), str(now)))
    golds = [labelled.procedure for labelled in messages]
    return Regression(
        tuple(changes), tuple(findings(after)), len(messages),
        sum(a == b for a, b in zip(old, golds, strict=True)),
        sum(a == b for a, b in zip(new, golds, strict=True)),
    )  # fmt: skip


def _versions(before: Catalogue, after: Catalogue) -> list[Change]:
    """Procedures that are new, gone, or changed without a new version."""
    found = [
        Change("changed", name, "there", "gone") for name in before.procedures if name not in after
    ]
    for procedure in after:
        if procedure.id not in before:
            found.append(Change("changed", procedure.id, "not there", "new"))
            continue
        old = before[procedure.id]
        if old != procedure and old.version == procedure.version:
            told = f"version {old.version}"
            found.append(Change("broken", procedure.id, told, f"{told} still: raise it"))
    return found


def _cases(before: Catalogue, after: Catalogue) -> list[Change]:
    found = []
    for old in before:
        if old.id not in after:
            continue
        for case in old.cases:
            then, now = _end(old, case), _end(after[old.id], case)
            if then == now:
                continue
            wanted = (case.expect.tools, case.expect.ends)
            kind = "broken" if then == wanted else "fixed" if now == wanted else "changed"
            found.append(Change(kind, f"{old.id}, case '{case.name}'", str(then), str(now)))
    return found


def _end(procedure: Procedure, case: Case) -> tuple[tuple[str, ...], str]:
    end = walk(procedure, case_state(procedure, case))
    if isinstance(end, Ask):
        return (), f"asks for {', '.join(end.facts)}"
    return tuple(action.tool for action in end.actions), end.ends


def _routes(reader: EmbeddedReader, messages: Sequence[LabelledMessage]) -> list[str | None]:
    heard = [Heard(clean(each.message).text, each.message.lang) for each in messages]
    return [found.procedure for found in reader.understand_all(heard)] if heard else []
