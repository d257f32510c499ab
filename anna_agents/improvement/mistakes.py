"""What goes wrong most often, with examples: what the product manager looks at first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from anna_agents.shop.tables import Mistake, ReceivedMessage
from language_models.embeddings import Embedding

NEAR = 0.45
"""Cosine distance within which two unanswered messages are of one kind."""
UNDERSTOOD_CAUSES = {
    "none_of_these": "no procedure fits",
    "unclear": "the wish stayed unclear",
    "no_answer": "the customer did not give what was asked",
    "refused": "a tool refused what the procedure wanted",
    "nothing_to_show": "the reply would have shown what the database does not hold",
    "loop": "two procedures handed it to each other",
}


@dataclass(frozen=True)
class Kind:
    """One kind of mistake: how often, and in whose words.

    Attributes:
        about: the procedure, or a typical message where none was found.
    """

    cause: str
    about: str
    times: int
    examples: tuple[str, ...]


def frequent_mistakes(
    engine: Engine, embedding: Embedding, *, most: int = 20, examples: int = 3
) -> list[Kind]:
    """The most frequent kinds, the most frequent first.

    Mishandled contacts are grouped by cause and procedure; unanswered ones by nearness of their
    first messages, so that a missing procedure shows as a group.
    """
    mishandled: Counter[tuple[str, str]] = Counter()
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    unanswered: list[tuple[str, str]] = []
    with Session(engine.execution_options(reading=True)) as session:
        for mistake in session.scalars(select(Mistake).order_by(Mistake.id)):
            text = _first_message(session, mistake.contact_id)
            if mistake.procedure is None:
                unanswered.append((mistake.cause, text))
                continue
            key = (mistake.cause, f"{mistake.procedure} (version {mistake.procedure_version})")
            mishandled[key] += 1
            texts[key].append(f"{text} → {mistake.detail}")
    kinds = [
        Kind(cause, about, times, tuple(texts[cause, about][:examples]))
        for (cause, about), times in mishandled.items()
    ]
    kinds += _grouped(unanswered, embedding, examples)
    return sorted(kinds, key=lambda kind: -kind.times)[:most]


def _grouped(
    unanswered: Sequence[tuple[str, str]], embedding: Embedding, examples: int
) -> list[Kind]:
    if not unanswered:
        return []
    from sklearn.cluster import AgglomerativeClustering

    vectors = embedding.encode([text for _, text in unanswered])
    if len(unanswered) == 1:
        labels = np.array([0])
    else:
        labels = AgglomerativeClustering(
            n_clusters=None, distance_threshold=NEAR, metric="cosine", linkage="average"
        ).fit_predict(vectors)
    kinds = []
    for label in sorted(set(labels)):
        members = np.flatnonzero(labels == label)
        centre = vectors[members].mean(axis=0)
        order = members[np.argsort(-(vectors[members] @ centre))]
        words = [unanswered[int(i)][1] for i in order]
        causes = Counter(unanswered[int(i)][0] for i in members)
        kinds.append(Kind(causes.most_common(1)[0][0], words[0], len(members),
                          tuple(words[1 : examples + 1])))  # fmt: skip
    return kinds


def _first_message(session: Session, contact: str) -> str:
    text = session.scalar(
        select(ReceivedMessage.text)
        .where(ReceivedMessage.contact_id == contact)
        .order_by(ReceivedMessage.received_at, ReceivedMessage.id)
    )
    return " ".join((text or "").split())[:200]
