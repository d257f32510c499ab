"""The manifest of a run: what was asked, on which data, with which versions, and how it ended."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from benchmarks.suite import RunSettings
from language_models.errors import InputError

PACKAGES = (
    "praktijkbench",
    "imbalanced-learn",
    "llama-cpp-python",
    "matplotlib",
    "numpy",
    "openai",
    "pydantic",
    "scikit-learn",
    "scipy",
    "sentence-transformers",
    "statsmodels",
    "torch",
)
Status = Literal["running", "done", "interrupted", "failed"]


class ManifestSettings(BaseModel):
    """The settings that decide the result, as the manifest keeps them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    models: tuple[str, ...]
    embedding: str | None
    seed: int
    trials: int
    sample: int | None


class Session(BaseModel):
    """One stretch of work on a run; a resumed run has several."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    started: str
    ended: str | None = None
    python: str
    platform: str
    processors: int
    versions: dict[str, str]


class Manifest(BaseModel):
    """A run's manifest.json. It names no host and no path of a machine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    suites: tuple[str, ...]
    status: Status
    settings: ManifestSettings
    data: dict[str, str]
    facts: dict[str, Any] = {}
    sessions: tuple[Session, ...]

    @classmethod
    def of(
        cls, suites: tuple[str, ...], settings: RunSettings, data: Mapping[str, str]
    ) -> Manifest:
        """The manifest of a run that starts now."""
        return cls(
            suites=suites,
            status="running",
            settings=ManifestSettings(
                models=settings.models,
                embedding=settings.embedding,
                seed=settings.seed,
                trials=settings.trials,
                sample=settings.sample,
            ),
            data=dict(data),
            sessions=(new_session(),),
        )

    def run_settings(self, *, jobs: int = 1, out: Path | None = None) -> RunSettings:
        """The settings with which the run goes on."""
        return RunSettings(**self.settings.model_dump(), jobs=jobs, out=out)


def agree(path: Path, saved: Manifest, wanted: Manifest) -> None:
    """Let a run go on only with the suites, settings and data it began with.

    Raises:
        InputError: naming every difference.
    """
    found = list(differences(saved, wanted))
    if found:
        raise InputError(
            f"{path} cannot go on: {'; '.join(found)}; start a new run, or restore what it had"
        )


def differences(first: Manifest, second: Manifest) -> Iterator[str]:
    """What two runs did differently, one remark each: suites, settings, data."""
    if first.suites != second.suites:
        yield f"suites were {' '.join(first.suites)}, now {' '.join(second.suites)}"
    for name in ManifestSettings.model_fields:
        was, is_now = getattr(first.settings, name), getattr(second.settings, name)
        if was != is_now:
            yield f"{name} was {_shown(was)}, now {_shown(is_now)}"
    for name in sorted({*first.data, *second.data}):
        if first.data.get(name) != second.data.get(name):
            yield f"the data file {name} is not the same"


def new_session() -> Session:
    """A session that starts now, here."""
    return Session(
        started=now(),
        python=platform.python_version(),
        platform=f"{platform.system()} {platform.machine()}",
        processors=os.cpu_count() or 1,
        versions=dict(_versions()),
    )


def now() -> str:
    """The time in UTC to the second, as in 2026-05-27T09:30:00Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _versions() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            continue


def _shown(value: object) -> str:
    if value is None or value == ():
        return "not set"
    return " ".join(value) if isinstance(value, tuple) else str(value)
