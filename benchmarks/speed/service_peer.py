"""The router beside plain TF-IDF with a linear SVM: the same examples, the same messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean, median
from time import perf_counter
from typing import Any

from anna_agents.opening import examples_of, open_embedded_reader
from anna_agents.procedures.reading import read_procedures
from anna_agents.settings import PROCEDURES
from anna_agents.understanding.embedded import EmbeddedReader
from anna_agents.understanding.understood import Heard
from benchmarks.anna.routing import Labelled, cleaned
from benchmarks.anna.suite import labelled
from benchmarks.speed.figure import SpeedFigure
from benchmarks.speed.handbooks_asked import milliseconds
from language_models.settings import Settings


def measure() -> list[SpeedFigure]:
    """Accuracy and milliseconds of one message, of both; and the peer's seconds of teaching."""
    catalogue = read_procedures(PROCEDURES)
    messages = [each for each in labelled("development") if each.procedure]
    texts = [cleaned(message) for message in messages]
    examples = [(name, text) for name, _, text in examples_of(catalogue)]
    start = perf_counter()
    peer = _taught_peer(examples)
    seconds = perf_counter() - start
    reader = open_embedded_reader(Settings(), catalogue)
    ours = _side("our router", lambda text: _best(reader, text), texts, messages)
    theirs = _side(
        "TF-IDF and linear SVM", lambda text: str(peer.predict([text])[0]), texts, messages
    )
    taught = SpeedFigure("TF-IDF and linear SVM: teaching", seconds, None, "seconds")
    return [*ours, *theirs, taught]


def _best(reader: EmbeddedReader, text: str) -> str:
    """The likeliest procedure, however unlikely; facts and mood are found as well."""
    found = reader.understand(Heard(text))
    return found.procedure or found.alternatives[0].procedure


def _taught_peer(examples: Sequence[tuple[str, str]]) -> Any:
    """Words, pairs of words and parts of words, as is usual for short texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    names, texts = zip(*examples, strict=True)
    return make_pipeline(features, LinearSVC()).fit(texts, names)


def _side(
    name: str,
    route: Callable[[str], str],
    texts: Sequence[str],
    messages: Sequence[Labelled],
) -> list[SpeedFigure]:
    found: dict[str, str] = {}

    def ask(text: str) -> None:
        found[text] = route(text)

    taken = milliseconds(ask, texts)
    right = fmean(found[text] == each.procedure for text, each in zip(texts, messages, strict=True))
    return [
        SpeedFigure(f"{name}: accuracy of {len(texts)} messages", right, None, ""),
        SpeedFigure(f"{name}: one message, median", median(taken), None, "ms"),
    ]
