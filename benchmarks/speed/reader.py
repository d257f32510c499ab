"""The embedded reader on one core, beside a plain library call on the same calls."""

from __future__ import annotations

from time import process_time

from benchmarks.pulse.views import texts
from benchmarks.speed.figure import SpeedFigure
from pulse_nps.calls import read_calls
from pulse_nps.reader import read_drivers
from pulse_nps.settings import FIXTURES

CALLS = 600


def measure() -> list[SpeedFigure]:
    """Calls a second a core, and processor time against scikit-learn's TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    calls = read_calls(FIXTURES / "calls.jsonl.gz").items[:CALLS]
    read_drivers(calls[0])
    start = process_time()
    for call in calls:
        read_drivers(call)
    reading = process_time() - start
    start = process_time()
    TfidfVectorizer(ngram_range=(1, 2)).fit_transform(texts(calls))
    counting = process_time() - start
    return [
        SpeedFigure("embedded reader", len(calls) / reading, 200, "calls a second", at_most=False),
        SpeedFigure("… against TF-IDF of the same calls", reading / counting, None, "ratio"),
    ]
