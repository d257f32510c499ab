"""praktijkbench.toml as typed settings."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar, overload
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from language_models.errors import InputError
from language_models.settings_faults import SettingsFile, explained

CONFIG_VARIABLE = "PRAKTIJKBENCH_CONFIG"
DEFAULT_FILE = Path("praktijkbench.toml")
APPLICATIONS = ("pulse", "douane", "anna", "linkit")
TableShape = TypeVar("TableShape", bound=BaseModel)


class Table(BaseModel):
    """A table of the file; a key that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelSettings(Table):
    """[models.NAME]: a model that `--model NAME` chooses."""

    backend: Literal["openai_compatible", "llama_cpp"] = "openai_compatible"
    base_url: str | None = None
    model: str | None = Field(None, description="the server's name for the model")
    api_key_env: str | None = Field(
        None,
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*$",
        description="environment variable that holds the key",
    )
    path: Path | None = Field(None, description="a .gguf file, for llama_cpp")
    temperature: float | Literal["default"] = Field(
        0.0, description='"default" leaves it to the server'
    )
    max_tokens: int = Field(1024, ge=1)
    timeout: float = Field(120.0, gt=0, description="seconds for one answer")
    retries: int = Field(4, ge=0, le=20, description="on 429, 5xx, time-outs, lost connections")
    concurrency: int = Field(4, ge=1, le=256, description="questions in flight at once")
    sample: int | None = Field(None, ge=1, description="answer at most this many items")
    context: int = Field(4096, ge=128, description="tokens that llama_cpp keeps in view")
    threads: int | None = Field(None, ge=1, description="of llama_cpp; default: all cores")
    price_per_million_prompt: float | None = Field(None, ge=0)
    price_per_million_completion: float | None = Field(None, ge=0)

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.username or parts.password:
            raise ValueError("holds a password; put it into the variable that api_key_env names")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"is no address such as http://127.0.0.1:8080/v1: {value!r}")
        return value.rstrip("/")


class EmbeddingSettings(Table):
    """[embeddings.NAME]: sentence embeddings that `--embedding NAME` chooses."""

    model: str = Field(description="a folder, or a name that sentence-transformers downloads")
    query_prefix: str | None = Field(None, description="default: the model's own")
    passage_prefix: str | None = Field(None, description="default: the model's own")
    device: str | None = Field(None, description='such as "cpu" or "cuda"; default: what is there')
    batch_size: int = Field(32, ge=1)
    max_tokens: int | None = Field(
        None, ge=8, description="what a text has beyond this is left out; default: the model's own"
    )


class RecordSettings(Table):
    """[record]: where answers are kept, and recorded answers to read besides."""

    path: Path | None = None
    replay: tuple[Path, ...] = ()


class _File(Table):
    models: dict[str, ModelSettings] = Field(default_factory=dict)
    embeddings: dict[str, EmbeddingSettings] = Field(default_factory=dict)
    record: RecordSettings = Field(default_factory=RecordSettings)
    pulse: dict[str, Any] = Field(default_factory=dict)
    douane: dict[str, Any] = Field(default_factory=dict)
    anna: dict[str, Any] = Field(default_factory=dict)
    linkit: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """What the settings file says, with defaults for the rest; `Settings()` is all defaults."""

    models: Mapping[str, ModelSettings] = field(default_factory=dict)
    embeddings: Mapping[str, EmbeddingSettings] = field(default_factory=dict)
    record: RecordSettings = field(default_factory=RecordSettings)
    applications: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    file: SettingsFile | None = None

    @overload
    def application(self, name: str) -> Mapping[str, Any]: ...

    @overload
    def application(self, name: str, shape: type[TableShape]) -> TableShape: ...

    def application(
        self, name: str, shape: type[TableShape] | None = None
    ) -> TableShape | Mapping[str, Any]:
        """The table of one application, as it stands or as its own settings model."""
        table = self.applications.get(name, {})
        if shape is None:
            return table
        try:
            return shape.model_validate(table)
        except ValidationError as error:
            raise explained(error, shape, self.file, above=(name,)) from error


def read_settings(path: Path | None = None) -> Settings:
    """The settings in `path`, else in PRAKTIJKBENCH_CONFIG, else in praktijkbench.toml here.

    Without a file all settings have their defaults. A named file that is missing, and a key or
    value that is wrong, is an InputError with the file, the line and the nearest valid key.
    Relative paths in the file count from the file's folder.
    """
    chosen = path or _named_by_environment() or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)
    if chosen is None:
        return Settings()
    file = _read(chosen)
    try:
        tables = _File.model_validate(file.tables)
    except ValidationError as error:
        raise explained(error, _File, file) from error
    if "embedded" in tables.models:
        line = file.line_of(("models", "embedded"))
        raise InputError(
            "The embedded reader has no settings; choose another name.", file=chosen, line=line
        )
    return Settings(
        models={name: _placed(table, chosen.parent) for name, table in tables.models.items()},
        embeddings=tables.embeddings,
        record=RecordSettings(
            path=_below(chosen.parent, tables.record.path),
            replay=tuple(chosen.parent / replay.expanduser() for replay in tables.record.replay),
        ),
        applications={name: getattr(tables, name) for name in APPLICATIONS},
        file=file,
    )


def _named_by_environment() -> Path | None:
    named = os.environ.get(CONFIG_VARIABLE)
    return Path(named) if named else None


def _read(path: Path) -> SettingsFile:
    try:
        text = path.read_text(encoding="utf-8")
        return SettingsFile(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else None
        raise InputError(f"This is not TOML: {error}.", file=path, line=line) from error
    except UnicodeDecodeError as error:
        raise InputError(f"This is not UTF-8 text: {error}.", file=path) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"Cannot read the settings: {reason}.", file=path) from error


def _placed(table: ModelSettings, folder: Path) -> ModelSettings:
    if table.path is None:
        return table
    return table.model_copy(update={"path": _below(folder, table.path)})


def _below(folder: Path, path: Path | None) -> Path | None:
    return None if path is None else folder / path.expanduser()
