"""Who understands the messages: the rows of the suite's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from anna_agents.contact.anna import Anna, Reader
from anna_agents.contact.free import FreeAnna
from anna_agents.opening import open_embedded_reader, taught
from anna_agents.procedures.reading import Catalogue
from anna_agents.procedures.vocabulary import FACTS
from anna_agents.settings import AnnaSettings
from anna_agents.understanding.embedded import EmbeddedReader
from anna_agents.understanding.task import ModelReader
from anna_agents.understanding.understood import Heard, Understood
from benchmarks.anna.scenarios import Scenario
from language_models.embeddings import Embedding, Role
from language_models.registry import open_model
from language_models.settings import Settings

ORACLE = "oracle"
EMBEDDED = "embedded"
WEAKER = "weaker"
FREE = ":free"
"""Ending of the rows in which a model chooses its tools by itself."""
TITLES = {
    ORACLE: "Perfect understanding (self-check)",
    EMBEDDED: "Router and procedures",
    WEAKER: "The same, router taught on one example a language",
}


def title_of(name: str) -> str:
    """What a row is called."""
    if name.endswith(FREE):
        return "Model that chooses its tools"
    return TITLES.get(name, "Model and procedures")


@dataclass
class OracleReader:
    """Knows what each message of the scenario means: shows what a correct agent reaches."""

    catalogue: Catalogue
    scenario: Scenario | None = None

    def understand(self, heard: Heard) -> Understood:
        """The scenario's own truth."""
        assert self.scenario is not None
        scenario = self.scenario
        changed = scenario.change_of_mind
        if changed and str(changed["message"])[:40] in heard.text:
            return self._understood(changed["procedure"], self._facts(changed["gives"]))
        second = scenario.second
        gives = [*scenario.extra.get("gives", ()), *(second["gives"] if second else ())]
        facts = self._facts(gives) if not heard.asked else {}
        if scenario.extra.get("wrong_order") and not heard.asked:
            facts["order"] = scenario.extra["wrong_order"]
        elif "order" in gives and not heard.asked:
            # A customer who is a stranger may name an order that is nobody's.
            facts["order"] = scenario.knows.get("order", "4999999")
        for name in heard.asked:
            if name in scenario.knows:
                facts[name] = scenario.knows[name]
        if "identity" in heard.asked:
            facts |= {"email": scenario.knows.get("identity"),
                      "postcode": scenario.knows.get("postcode")}  # fmt: skip
        return self._understood(scenario.procedure, facts, second)

    def _facts(self, names: Any) -> dict[str, Any]:
        assert self.scenario is not None
        knows = self.scenario.knows
        return {name: knows[name] for name in names if name in knows and name in FACTS}

    def _understood(
        self, procedure: str, facts: dict[str, Any], second: Mapping[str, Any] | None = None
    ) -> Understood:
        assert self.scenario is not None
        return Understood(
            lang=self.scenario.lang, procedure=procedure, confidence=1.0, facts=facts,
            mood=self.scenario.mood, second=second["procedure"] if second else None,
        )  # fmt: skip


@dataclass(frozen=True)
class Remembering:
    """An embedding that encodes each text once, for routers taught on parts of the same texts."""

    embedding: Embedding
    kept: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    @property
    def spec(self) -> str:
        """The name of the embedding."""
        return self.embedding.spec

    @property
    def identity(self) -> str:
        """What decides the vectors."""
        return self.embedding.identity

    @property
    def dimension(self) -> int:
        """Numbers per vector."""
        return self.embedding.dimension

    def encode(
        self,
        texts: Any,
        *,
        role: Role = "passage",
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """Vectors of length 1, shape (texts, dimension)."""
        new = [text for text in dict.fromkeys(texts) if text not in self.kept]
        if new:
            self.kept.update(zip(new, self.embedding.encode(new, role=role), strict=True))
        if progress:
            progress(len(texts))
        return np.stack([self.kept[text] for text in texts])


def readers(settings: Settings, catalogue: Catalogue, models: tuple[str, ...]) -> Mapping[str, Any]:
    """The reader of each row, opened when it is asked for."""
    made: dict[str, Callable[[], Reader]] = {
        ORACLE: lambda: OracleReader(catalogue),
        EMBEDDED: lambda: open_embedded_reader(settings, catalogue),
        WEAKER: lambda: weaker(settings, catalogue),
    }
    for model in models:
        if model != EMBEDDED:
            made[f"{model}{FREE}"] = lambda: open_embedded_reader(settings, catalogue)
            made[model] = lambda spec=model: ModelReader(  # type: ignore[misc]
                open_model(spec, settings), open_embedded_reader(settings, catalogue), catalogue
            )
    return made


def anna_for(
    name: str, reader: Any, engine: Engine, catalogue: Catalogue, clock: Callable[[], datetime],
    settings: Settings, trial: int,
) -> Anna:  # fmt: skip
    """Anna with the strategy of a row: the procedures' engine, or a model's own choice of tools."""
    policy = settings.application("anna", AnnaSettings).policy
    if name.endswith(FREE):
        model = open_model(name.removesuffix(FREE), settings)
        return FreeAnna(engine, catalogue, reader, policy, clock, model=model, trial=trial)
    return Anna(engine, catalogue, reader, policy, clock)


def weaker(settings: Settings, catalogue: Catalogue) -> EmbeddedReader:
    """The embedded reader, but its router was taught on the first example of each language."""
    strong = open_embedded_reader(settings, catalogue)
    fewer = {
        procedure.id: procedure.model_copy(
            update={"examples": {lang: texts[:1] for lang, texts in procedure.examples.items()}}
        )
        for procedure in catalogue
    }
    less = Catalogue(fewer, catalogue.files, f"{catalogue.fingerprint}/first")
    router, wordings = taught(less, strong.embedding)
    return EmbeddedReader(router, wordings, strong.embedding, strong.thresholds)
