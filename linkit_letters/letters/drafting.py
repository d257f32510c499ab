"""A letter drafted by whatever model is chosen, let through the same gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from language_models.errors import WorkFailed
from linkit_letters.documents.source import Span
from linkit_letters.letters.composing import Composed, Composer
from linkit_letters.letters.parts import Letter, Paragraph, Sentence
from linkit_letters.letters.tasks import Draft, DraftedSentence, DraftItem, draft_task
from linkit_letters.letters.writing import Wishes

if TYPE_CHECKING:
    from language_models.model import LanguageModel


def drafted(
    composer: Composer, wishes: Wishes, spec: str, instructions: Sequence[str] = ()
) -> Composed:
    """The letter by the model that `spec` names; the embedded reader keeps its own layout.

    Raises:
        WorkFailed: the model gave no usable draft.
    """
    if spec == "embedded":
        return composer.compose(wishes)
    from language_models.registry import open_model
    from language_models.settings import read_settings

    return composer.passed(
        draft_letter(composer, wishes, open_model(spec, read_settings(None)), instructions)
    )


def draft_letter(
    composer: Composer, wishes: Wishes, model: LanguageModel, instructions: Sequence[str] = ()
) -> Letter:
    """The model's letter before the gate, each citation turned into a span of the documents.

    Raises:
        WorkFailed: the model gave no usable draft.
    """
    answer = model.ask(draft_task(), draft_item(composer, wishes, instructions))
    if answer.value is None:
        raise WorkFailed(f"the model gave no usable draft: {answer.error}")
    return as_letter(answer.value, composer, wishes)


def draft_item(composer: Composer, wishes: Wishes, instructions: Sequence[str] = ()) -> DraftItem:
    """What the model is given."""
    sources = composer.facts.sources
    return DraftItem(
        cv=sources[0].evidence,
        notes="\n".join(source.evidence for source in sources[1:]),
        vacancy=composer.vacancy.text,
        style=wishes.style,
        length=wishes.length,
        instructions=tuple(instructions),
        extract=lambda: _extracted(composer, wishes),
    )


def as_letter(draft: Draft, composer: Composer, wishes: Wishes) -> Letter:
    """The draft as a letter; a citation that stands nowhere is no evidence."""
    sentences = tuple(
        Sentence(
            " ".join(drafted.text.split()),
            drafted.about,
            tuple(span for quote in drafted.evidence if (span := _cited(quote, composer))),
        )
        for drafted in draft.sentences
    )
    blocks: list[Paragraph] = []
    run: list[Sentence] = []
    for sentence in sentences:
        if sentence.about == "frame" and run:
            blocks.append(Paragraph(tuple(run)))
            run = []
        run.append(sentence)
    if run:
        blocks.append(Paragraph(tuple(run)))
    return Letter(wishes.style, draft.subject, tuple(blocks))


def _cited(quote: str, composer: Composer) -> Span | None:
    return composer.gate.evidence.literally(quote)


def _extracted(composer: Composer, wishes: Wishes) -> Draft:
    letter = composer.compose(wishes).letter
    return Draft(
        subject=letter.subject,
        sentences=[
            DraftedSentence(text=s.text, about=s.about, evidence=[e.text for e in s.evidence])
            for s in letter.sentences
        ],
    )
