"""From a spec such as `ollama:llama3.2` to the model or embedding it stands for."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from language_models.errors import InputError, unknown_name

if TYPE_CHECKING:
    from language_models.embeddings import Embedding
    from language_models.model import CompletionBackend, LanguageModel
    from language_models.record import Record
    from language_models.settings import ModelSettings, Settings

OPENAI_URL = "https://api.openai.com/v1"
OLLAMA_URL = "http://127.0.0.1:11434/v1"
FREE = {"price_per_million_prompt": 0.0, "price_per_million_completion": 0.0}
ONE_AT_A_TIME = {"backend": "llama_cpp", "concurrency": 1, **FREE}
BUILT_IN: Mapping[str, Mapping[str, object]] = {"smollm2": {**ONE_AT_A_TIME, "sample": 150}}
PREFIXES: Mapping[str, Mapping[str, object]] = {
    "openai": {"base_url": OPENAI_URL, "api_key_env": "OPENAI_API_KEY", "concurrency": 8},
    "ollama": {"base_url": OLLAMA_URL, "timeout": 300.0, "concurrency": 2, **FREE},
    "llama_cpp": ONE_AT_A_TIME,
}
SPEC_FORMS = ("embedded", "smollm2", "openai:MODEL", "ollama:MODEL", "llama_cpp:PATH.gguf")


def open_model(
    spec: str,
    settings: Settings,
    *,
    replay: Path | Sequence[Path] = (),
    fresh: bool = False,
) -> LanguageModel:
    """The model that `spec` names; an unknown one is an InputError with the nearest name.

    `replay` lays further files of recorded answers under the record. With `fresh` nothing is
    looked up or kept: every question is really asked.
    """
    from language_models.asking import CompletionModel, Prices
    from language_models.backends.embedded import EmbeddedReader
    from language_models.model import Sampling

    if spec == "embedded":
        return EmbeddedReader()
    table = model_settings(spec, settings)
    temperature = None if table.temperature == "default" else table.temperature
    return CompletionModel(
        spec,
        _backend(spec, table),
        sampling=Sampling(temperature=temperature, max_tokens=table.max_tokens),
        prices=Prices(table.price_per_million_prompt, table.price_per_million_completion),
        record=None if fresh else open_record(settings, replay=replay),
        sample=table.sample,
        concurrency=table.concurrency,
    )


def open_record(settings: Settings, *, replay: Path | Sequence[Path] = ()) -> Record:
    """The record that the settings or the environment name, over its replay files."""
    from language_models.record import RECORD_VARIABLE, Record, default_record_path

    named = None if os.environ.get(RECORD_VARIABLE) else settings.record.path
    further = (replay,) if isinstance(replay, Path) else tuple(replay)
    return Record(named or default_record_path(), (*settings.record.replay, *further))


def model_settings(spec: str, settings: Settings) -> ModelSettings:
    """The built-in table of `spec` with what [models.SPEC] says laid over it."""
    from language_models.settings import ModelSettings

    prefix, _, rest = spec.partition(":")
    built_in: Mapping[str, object] | None = BUILT_IN.get(spec)
    if built_in is None and prefix in PREFIXES and rest:
        field = "path" if prefix == "llama_cpp" else "model"
        built_in = {**PREFIXES[prefix], field: rest}
    own = settings.models.get(spec)
    if built_in is None and own is None:
        raise unknown_name("model", spec, (*SPEC_FORMS, *settings.models))
    told = own.model_dump(exclude_unset=True) if own else {}
    return ModelSettings.model_validate({**(built_in or {}), **told})


def open_embedding(spec: str, settings: Settings) -> Embedding:
    """The embedding that `spec` names: `minilm`, `use`, an [embeddings.NAME], or a folder."""
    from language_models import embeddings

    if spec in settings.embeddings:
        return embeddings.configured(spec, settings.embeddings[spec])
    if spec == "minilm":
        return embeddings.minilm()
    if spec == "use":
        from language_models.universal_encoder import UniversalEncoder

        return UniversalEncoder()
    if Path(spec).is_dir():
        return embeddings.in_folder(Path(spec))
    raise unknown_name(
        "embedding",
        spec,
        ("minilm", "use", *settings.embeddings),
        remedy="A folder loads as it is; a model to be downloaded needs a table "
        '[embeddings.NAME] with model = "…" in praktijkbench.toml.',
    )


def _backend(spec: str, table: ModelSettings) -> CompletionBackend:
    if table.backend == "llama_cpp" or table.path is not None:
        return _llama_cpp(spec, table)
    from language_models.backends.openai_compatible import OpenAICompatibleBackend

    missing = [name for name in ("base_url", "model") if getattr(table, name) is None]
    if missing:
        raise InputError(f"[models.{spec}] lacks {' and '.join(missing)}; add it to the settings.")
    return OpenAICompatibleBackend(
        base_url=table.base_url or "",
        model=table.model or "",
        api_key_env=table.api_key_env,
        timeout=table.timeout,
        retries=table.retries,
    )


def _llama_cpp(spec: str, table: ModelSettings) -> CompletionBackend:
    from language_models.backends.llama_cpp import LlamaCppBackend, SmolLM2File, WeightsFile

    if spec == "smollm2" and table.path is None:
        return LlamaCppBackend(SmolLM2File(), context=table.context, threads=table.threads)
    if table.path is None:
        raise InputError(f"[models.{spec}] lacks path; name the .gguf file there.")
    weights = WeightsFile(table.path.expanduser())
    return LlamaCppBackend(weights, context=table.context, threads=table.threads)
