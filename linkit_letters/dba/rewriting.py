"""A description in a model's words, each sentence held to the client's words it follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from language_models.errors import WorkFailed
from language_models.task import Prompt, Task
from linkit_letters.dba.description import Description, Traced, describe, part_of
from linkit_letters.dba.judging import judge
from linkit_letters.documents.source import Source, Span
from linkit_letters.facts.cv import Facts
from linkit_letters.gate.evidence import Evidence
from linkit_letters.language.stems import alike, content_stems

PROMPTS = Path(__file__).parent.parent / "prompts"
KEPT = 0.6
Say = Callable[[str], None]


class RewrittenSentence(BaseModel):
    """A sentence and the literal words of the client that it follows from."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1)
    source: str


class Rewritten(BaseModel):
    """A description as a model words it."""

    model_config = ConfigDict(extra="forbid")
    sentences: list[RewrittenSentence]


@dataclass(frozen=True)
class DescribeItem:
    """An assignment with the client's answers."""

    assignment: Source
    answers: tuple[tuple[str, Span], ...]


@cache
def describe_task() -> Task[DescribeItem, Rewritten]:
    """Rewrite an assignment."""
    return Task(
        name="linkit.describe",
        prompt=Prompt.from_file(PROMPTS / "describe.md"),
        variables=lambda item: {
            "text": item.assignment.text,
            "answers": [(element, span.text) for element, span in item.answers],
        },
        answer=Rewritten,
        embedded=lambda item: Rewritten(
            sentences=[
                RewrittenSentence(text=t.text, source=t.source.text)
                for t in describe(item.assignment, item.answers).sentences
            ]
        ),
    )


def described(
    assignment: Source, answers: Sequence[tuple[str, Span]], spec: str, *, say: Say
) -> Description:
    """The description by the model that `spec` names; sentences that do not hold are left out.

    Raises:
        WorkFailed: the model gave no usable description.
    """
    plain = describe(assignment, answers)
    if spec == "embedded":
        return plain
    from language_models.registry import open_model
    from language_models.settings import read_settings

    item = DescribeItem(assignment, tuple(answers))
    answer = open_model(spec, read_settings(None)).ask(describe_task(), item)
    if answer.value is None:
        raise WorkFailed(f"the model gave no usable description: {answer.error}")
    return held_to_client(answer.value, plain, assignment, answers, say=say)


def held_to_client(
    rewritten: Rewritten,
    plain: Description,
    assignment: Source,
    answers: Sequence[tuple[str, Span]],
    *,
    say: Say,
) -> Description:
    """What of the model's sentences follows from its source; what was left out comes back.

    A sentence is refused when its source stands nowhere, when it says much that the source does
    not, or when it points to independence under a viewpoint where the source does not.
    """
    client = Evidence(Facts((assignment, *(_answer(span) for _, span in answers)), today=date.min))
    kept: list[Traced] = []
    for sentence in rewritten.sentences:
        span = client.literally(sentence.source)
        if span is None:
            say(f"left out, its source stands nowhere: {sentence.text!r}")
        elif not follows(sentence.text, span.text):
            say(f"left out, it says more than its source: {sentence.text!r}")
        else:
            kept.append(Traced(sentence.text, span, part_of(sentence.text)))
    told = [(t.source.source, t.source.start, t.source.end) for t in kept]
    for traced in plain.sentences:
        place = traced.source
        if not any(s == place.source and a < place.end and place.start < b for s, a, b in told):
            kept.append(traced)
    after = judge("\n".join(traced.text for traced in kept))
    return replace(plain, sentences=tuple(kept), after=after)


def follows(text: str, source: str) -> bool:
    """Whether a sentence adds neither content nor independence to what it came from."""
    stems, known = set(content_stems(text)), content_stems(source)
    held = sum(any(alike(stem, other) for other in known) for stem in stems)
    if stems and held / len(stems) < KEPT:
        return False
    before = {v.id: v.colour for v in judge(source).viewpoints}
    return all(
        not (v.colour == "green" and before[v.id] != "green")
        and not (before[v.id] == "red" and v.colour != "red")
        for v in judge(text).viewpoints
    )


def _answer(span: Span) -> Source:
    return Source(span.source, span.text)
