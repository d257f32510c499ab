"""The forms in which a learner sees the calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pulse_nps.calls import Call
from pulse_nps.drivers import DRIVER_NAMES

if TYPE_CHECKING:
    from language_models.embeddings import Embedding

# The end weighs most; an English sentence encoder spends two to three word pieces on a Dutch word.
WORDS_EMBEDDED = 40


def texts(calls: Sequence[Call]) -> NDArray[np.object_]:
    """Each call as one text, every turn marked with its speaker."""
    return np.array(
        [" ".join(f"{turn.speaker}: {turn.text}" for turn in call.turns) for call in calls],
        dtype=object,
    )


def columns_and_text(calls: Sequence[Call], scores: NDArray[np.float64]) -> Any:
    """A data frame with the twelve driver scores and the column `text`."""
    import pandas as pd

    return pd.DataFrame(scores, columns=list(DRIVER_NAMES)).assign(text=texts(calls))


def embeddings(
    model: Embedding, calls: Sequence[Call], advance: Callable[..., None]
) -> NDArray[np.float32]:
    """The customer's last words as vectors, shape (calls, dimension): the end weighs most."""
    return model.encode([_last_words(call) for call in calls], progress=advance)


def _last_words(call: Call) -> str:
    words = " ".join(turn.text for turn in call.turns if turn.speaker == "klant").split()
    return " ".join(words[-WORDS_EMBEDDED:])
