"""How well messages are routed: by language, department and procedure, and out of scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anna_agents.intake.cleaning import clean
from anna_agents.intake.message import Message
from anna_agents.opening import examples_of
from anna_agents.procedures.reading import Catalogue
from anna_agents.procedures.vocabulary import LANGUAGES
from anna_agents.understanding.embedded import EmbeddedReader
from anna_agents.understanding.router import train
from anna_agents.understanding.understood import Heard
from anna_agents.understanding.wordings import learn
from benchmarks.estimate import Estimate
from benchmarks.statistics import proportion_estimate
from language_models.embeddings import Embedding

AT_ONCE = 256


@dataclass(frozen=True)
class Labelled:
    """A message with its gold procedure; None is "none of these"."""

    id: str
    text: str
    channel: str
    lang: str
    procedure: str | None


def routed(reader: EmbeddedReader, messages: Sequence[Labelled]) -> Iterator[dict[str, Any]]:
    """A sample line for each message: gold, found, confidence, language found."""
    for start in range(0, len(messages), AT_ONCE):
        part = messages[start : start + AT_ONCE]
        heard = [Heard(cleaned(message)) for message in part]
        for message, found in zip(part, reader.understand_all(heard), strict=True):
            ranked = [found.procedure or "", *(each.procedure for each in found.alternatives)]
            yield {
                "id": message.id, "lang": message.lang, "gold": message.procedure,
                "found": found.procedure, "best": ranked[0] or ranked[1],
                "confidence": found.confidence, "lang_found": found.lang,
                "among_five": message.procedure in ranked[:6],
            }  # fmt: skip


def curve(lines: Sequence[Mapping[str, Any]]) -> list[tuple[float, Estimate]]:
    """(share automated, accuracy among them) as the threshold rises.

    Every message takes part; one that is none of the procedures is routed wrongly by whatever
    procedure it gets.
    """
    confidence = np.array([line["confidence"] for line in lines])
    right = np.array([line["best"] == line["gold"] for line in lines])
    points = []
    for threshold in np.arange(0.0, 1.0, 0.05):
        kept: NDArray[np.bool_] = confidence >= threshold
        if kept.any():
            points.append((float(kept.mean()), proportion_estimate(right[kept])))
    return points


def without_language(
    catalogue: Catalogue, messages: Sequence[Labelled], embedding: Embedding, lang: str
) -> tuple[int, int]:
    """(right, n) of the messages in `lang` by a reader that was taught no example in it."""
    examples = [each for each in examples_of(catalogue) if each[1] != lang]
    descriptions = {each.id: f"{each.title}. {each.applies_when}" for each in catalogue}
    router = train([(name, text) for name, _, text in examples], descriptions, embedding)
    reader = EmbeddedReader(router, learn(examples, router.names), embedding)
    own = [message for message in messages if message.lang == lang and message.procedure]
    lines = routed(reader, own)
    return sum(line["best"] == line["gold"] for line in lines), len(own)


def languages_of(messages: Sequence[Labelled]) -> tuple[str, ...]:
    """The languages that occur, in the house's order."""
    there = {message.lang for message in messages}
    return tuple(lang for lang in LANGUAGES if lang in there)


def cleaned(message: Labelled) -> str:
    """The words of the message that are its sender's own."""
    channel = "email" if message.channel == "email" else "chat"
    return clean(Message(message.id, message.text, channel)).text  # type: ignore[arg-type]
