"""`praktijkbench pulse evaluate`: all prototypes on labelled calls of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pulse_nps.cli import CallsOption, ModelOption, SkipOption, TargetOption


def evaluate(
    calls: CallsOption,
    target: TargetOption = "nps",
    model: ModelOption = "embedded",
    json_file: Annotated[
        Path | None, typer.Option("--json", help="File for the figures; - is standard output.")
    ] = None,
    train: Annotated[
        Path | None,
        typer.Option(help="Labelled calls that prototype 3 learns from; default: the fixtures."),
    ] = None,
    skip_refused: SkipOption = False,
) -> None:
    """Measure the three prototypes on labelled calls, each figure with its interval."""
    from rich.console import Console

    from benchmarks.pulse.evaluate import evaluate_calls, labelled
    from benchmarks.report.json import rows_json
    from benchmarks.report.terminal import rows_grid
    from language_models.json_lines import write_json
    from language_models.progress import progress_bar
    from pulse_nps.calls import read_calls
    from pulse_nps.cli import open_reader, open_settings, read_usable_calls, say
    from pulse_nps.targets import target_named

    wanted = target_named(target)
    file = read_calls(calls)
    chosen = labelled(file.usable(skip_refused=skip_refused, say=say), wanted)
    settings, pulse = open_settings()
    known = read_usable_calls(train or pulse.training, skip_refused=skip_refused)
    training = labelled(known, wanted)
    reader = open_reader(model, settings)
    with progress_bar("Reading calls", 2 * len(chosen) + len(training)) as advance:
        report = evaluate_calls(
            chosen, training, reader, wanted, repeats=pulse.repeats, jobs=1, advance=advance
        )
    if json_file is None or str(json_file) != "-":
        console = Console()
        console.print(rows_grid(report, console.width))
    if json_file is not None:
        write_json(
            json_file,
            {
                "target": wanted.name,
                "calls": len(chosen),
                "refused": len(file.refused),
                "rows": rows_json(report),
            },
        )
