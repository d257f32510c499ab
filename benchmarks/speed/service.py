"""Anna after load: routing, whole contacts, twenty thousand of them, sixteen customers at once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from joblib import Parallel, delayed

from anna_agents.contact.anna import Anna
from anna_agents.opening import open_embedded_reader
from anna_agents.procedures.reading import read_procedures
from anna_agents.settings import PROCEDURES, SAMPLE_NOW, SAMPLE_SHOP, AnnaSettings
from anna_agents.shop.loading import load_shop
from anna_agents.shop.opening import open_shop, sqlite_url
from anna_agents.understanding.embedded import EmbeddedReader
from anna_agents.understanding.understood import Heard
from benchmarks.anna.contacts import live
from benchmarks.anna.customer import customers
from benchmarks.anna.routing import AT_ONCE, cleaned
from benchmarks.anna.scenarios import read_scenarios
from benchmarks.anna.suite import labelled
from benchmarks.speed import service_at_once, service_peer
from benchmarks.speed.figure import SpeedFigure
from benchmarks.speed.handbooks_asked import p95
from language_models.settings import Settings

CONTACTS = 20_000
ROUNDS = 3
SPLIT = "development"


def measure() -> list[SpeedFigure]:
    """Messages a second and milliseconds a contact, on one core and a database in a file."""
    reader = open_embedded_reader(Settings(), read_procedures(PROCEDURES))
    return [*_routing(reader), *_contacts(reader)]


def _routing(reader: EmbeddedReader) -> Iterator[SpeedFigure]:
    """As `anna route` does it, in processor time, so that a second core does not count."""
    messages = labelled(SPLIT)
    _route(reader, messages[:AT_ONCE])
    start = process_time()
    for _ in range(ROUNDS):
        _route(reader, messages)
    speed = ROUNDS * len(messages) / (process_time() - start)
    yield SpeedFigure(
        "routing, facts and mood on one core", speed, 500, "messages a second", at_most=False
    )


def _route(reader: EmbeddedReader, messages: Sequence[Any]) -> None:
    for start in range(0, len(messages), AT_ONCE):
        reader.understand_all([Heard(cleaned(each)) for each in messages[start : start + AT_ONCE]])


def _contacts(reader: EmbeddedReader) -> Iterator[SpeedFigure]:
    """Understanding, database and reply; a contact is all of its messages together."""
    with TemporaryDirectory() as folder:
        anna = anna_on(sample_in(Path(folder)), reader)
        lines = [live(each, anna) for each in customers(read_scenarios(SPLIT), seed=1)]
        anna.engine.dispose()
    whole = [line["ms"] * line["turns"] for line in lines[5:]]
    yield SpeedFigure(f"a whole contact, p95 of {len(whole)}", p95(whole), 30, "ms")
    turns = [line["ms"] for line in lines[5:]]
    yield SpeedFigure("… one message and its answer, p95", p95(turns), None, "ms")


def measure_many() -> list[SpeedFigure]:
    """Minutes for 20,000 simulated contacts on all cores, with what it takes to start."""
    cores = os.cpu_count() or 1
    start = perf_counter()
    trials = -(-CONTACTS // len(read_scenarios(SPLIT)))
    parts = [range(trials)[number::cores] for number in range(cores)]
    with TemporaryDirectory() as folder:
        sample = sample_in(Path(folder))
        found = Parallel(n_jobs=cores)(delayed(_lived)(sample, part) for part in parts)
    minutes = (perf_counter() - start) / 60
    lived = sum(found)
    title = f"{lived:,} simulated contacts, {cores} cores"
    return [SpeedFigure(title, minutes, 3 * lived / CONTACTS, "minutes")]


def _lived(sample: Path, trials: Sequence[int]) -> int:
    """How many contacts were lived through; each trial on a shop as it was."""
    reader = open_embedded_reader(Settings(), read_procedures(PROCEDURES))
    scenarios = read_scenarios(SPLIT)
    for trial in trials:
        path = sample.with_name(f"trial-{trial}.db")
        shutil.copy(sample, path)
        anna = anna_on(path, reader)
        for customer in customers(scenarios, seed=1, trial=trial):
            live(customer, anna, trial=trial)
        anna.engine.dispose()
        path.unlink()
    return len(trials) * len(scenarios)


def measure_at_once() -> list[SpeedFigure]:
    """Sixteen customers at once on one database, every message delivered twice."""
    reader = open_embedded_reader(Settings(), read_procedures(PROCEDURES))
    with TemporaryDirectory() as folder:
        sample = sample_in(Path(folder))
        copies = [shutil.copy(sample, sample.with_name(name)) for name in ("a.db", "b.db")]
        alone, together = (anna_on(Path(copy), reader) for copy in copies)
        found = service_at_once.compare(alone, together, read_scenarios(SPLIT))
        alone.engine.dispose()
        together.engine.dispose()
    return found


def sample_in(folder: Path) -> Path:
    """The sample shop in a SQLite file."""
    path = folder / "sample.db"
    engine = open_shop(sqlite_url(path))
    load_shop(engine, SAMPLE_SHOP)
    # Closing the last connection writes the log back, so that the file may be copied.
    engine.dispose()
    return path


def anna_on(path: Path, reader: EmbeddedReader) -> Anna:
    """Anna on the shop in a file, at the sample's moment."""
    engine = open_shop(sqlite_url(path))
    catalogue = read_procedures(PROCEDURES)
    return Anna(engine, catalogue, reader, AnnaSettings().policy, lambda: SAMPLE_NOW)


MEASURES = {
    "service": measure,
    "service_many": measure_many,
    "service_at_once": measure_at_once,
    "service_peer": service_peer.measure,
}
