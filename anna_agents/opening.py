"""From settings to a reader, a shop and an Anna that are ready to be spoken to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_cache_path
from sqlalchemy import Engine

from anna_agents.contact.anna import Anna, Reader
from anna_agents.procedures.reading import Catalogue, read_procedures
from anna_agents.settings import SAMPLE_NOW, SAMPLE_SHOP, AnnaSettings
from anna_agents.shop.loading import load_shop
from anna_agents.shop.opening import open_shop
from anna_agents.understanding import router as training
from anna_agents.understanding.embedded import EmbeddedReader, Thresholds
from anna_agents.understanding.keeping import keep, kept
from anna_agents.understanding.router import Router, train
from anna_agents.understanding.task import ModelReader
from anna_agents.understanding.wordings import Wordings, learn
from language_models.embeddings import Embedding
from language_models.registry import open_embedding, open_model
from language_models.settings import Settings

ROUTER_FORMAT = "4"


def open_reader(
    settings: Settings,
    catalogue: Catalogue,
    *,
    model: str = "embedded",
    say: Callable[[str], None] = lambda remark: None,
) -> Reader:
    """Who reads messages: the router, taught now or kept from last time, or a language model."""
    embedded = open_embedded_reader(settings, catalogue, say=say)
    if model == "embedded":
        return embedded
    return ModelReader(open_model(model, settings), embedded, catalogue)


def open_embedded_reader(
    settings: Settings,
    catalogue: Catalogue,
    *,
    say: Callable[[str], None] = lambda remark: None,
) -> EmbeddedReader:
    """The reader without a language model, as the settings want it."""
    anna = settings.application("anna", AnnaSettings)
    embedding = open_embedding(anna.embedding, settings)
    router, wordings = taught(catalogue, embedding, say=say)
    thresholds = Thresholds(none_below=anna.policy.act_at)
    return EmbeddedReader(router, wordings, embedding, thresholds)


def taught(
    catalogue: Catalogue,
    embedding: Embedding,
    *,
    say: Callable[[str], None] = lambda remark: None,
) -> tuple[Router, Wordings]:
    """What is learnt of these procedures; it takes seconds, so the result is kept on disk."""
    told = (ROUTER_FORMAT, catalogue.fingerprint, embedding.identity,
            str(training.RIDGE), str(training.WIDTH))  # fmt: skip
    key = hashlib.sha256("\n".join(told).encode()).hexdigest()[:24]
    file = user_cache_path("praktijkbench") / "anna" / f"router-{key}.npz"
    found = kept(file)
    if found is not None:
        return found
    say(f"teaching the router on {len(catalogue)} procedures (once)")
    examples = examples_of(catalogue)
    descriptions = {each.id: f"{each.title}. {each.applies_when}" for each in catalogue}
    router = train([(name, text) for name, _, text in examples], descriptions, embedding)
    wordings = learn(examples, router.names)
    keep(router, wordings, file)
    return router, wordings


def examples_of(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """(procedure, language, text) of every example, in the catalogue's order."""
    return [
        (procedure.id, str(lang), text)
        for procedure in catalogue
        for lang, texts in procedure.examples.items()
        for text in texts
    ]


def open_database(url: str | None) -> tuple[Engine, Callable[[], datetime]]:
    """The shop at `url` with the real clock; without one the sample, in memory, at its own moment.

    Raises:
        InputError: no usable URL.
        WorkFailed: the database cannot be reached.
    """
    if url is not None:
        return open_shop(url), lambda: datetime.now(UTC)
    engine = open_shop("sqlite://")
    load_shop(engine, SAMPLE_SHOP)
    return engine, lambda: SAMPLE_NOW


def open_anna(
    settings: Settings,
    *,
    database: str | None = None,
    procedures: Path | None = None,
    model: str = "embedded",
    say: Callable[[str], None] = lambda remark: None,
) -> Anna:
    """Anna on a database; what is not given comes from the settings."""
    anna = settings.application("anna", AnnaSettings)
    catalogue = read_procedures(procedures or anna.procedures)
    reader = open_reader(settings, catalogue, model=model, say=say)
    engine, clock = open_database(database or anna.database)
    return Anna(engine, catalogue, reader, anna.policy, clock)
