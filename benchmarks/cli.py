"""`praktijkbench run`, `compare` and `report`. Imports what is heavy only when called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from benchmarks.suite import RunSettings

DEFAULT_SUITES = ["pulse"]


def run(
    suites: Annotated[
        list[str] | None, typer.Argument(help="Suites to run; default: pulse.", show_default=False)
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            help="Who answers; may be given more than once. Default: the suite's own; for pulse "
            "the embedded reader and SmolLM2's recorded answers."
        ),
    ] = None,
    embedding: Annotated[
        str | None, typer.Option(help="Embedding model; default: the suite's own.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of everything drawn; default 1.")] = None,
    trials: Annotated[
        int | None, typer.Option(min=1, help="How often a model is asked the same; default 1.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="At most so many samples; default: all.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Work done at once; default: one per processor.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the run; default: a new one under runs/.")
    ] = None,
    resume: Annotated[
        Path | None, typer.Option(help="Go on with the run in this folder.", show_default=False)
    ] = None,
) -> None:
    """Run suites, print the study's figures beside what was measured, and write a report folder."""
    from benchmarks.run import run_suites
    from benchmarks.run_folder import read_manifest
    from benchmarks.suite import RunSettings
    from language_models.errors import InputError

    if resume is not None and out is not None:
        raise InputError("--out and --resume exclude each other: a run goes on in its own folder")
    saved = read_manifest(resume) if resume else None
    names = suites or (list(saved.suites) if saved else DEFAULT_SUITES)
    settings = _with_given(
        saved.run_settings() if saved else RunSettings(),
        models=tuple(model) if model else None,
        embedding=embedding,
        seed=seed,
        trials=trials,
        sample=sample,
        jobs=jobs or _processors(),
        out=out,
    )
    run_suites(names, settings, resume=resume)


def report(
    run_dir: Annotated[Path, typer.Argument(help="Folder of a run.", show_default=False)],
) -> None:
    """Make a run's report again, from its lines alone, and print its tables."""
    from benchmarks.run import report_run

    report_run(run_dir)


def compare(
    run_a: Annotated[Path, typer.Argument(help="Folder of a run.", show_default=False)],
    run_b: Annotated[Path, typer.Argument(help="Folder of another run.", show_default=False)],
) -> None:
    """Compare two runs row by row on the samples they share: B minus A."""
    from rich.console import Console

    from benchmarks.compare_runs import compare_runs
    from benchmarks.report.terminal import print_sections

    print_sections(compare_runs(run_a, run_b), Console())


def _with_given(settings: RunSettings, **given: object) -> RunSettings:
    return replace(settings, **{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]


def _processors() -> int:
    import os

    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1
