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
    from pulse_nps.cli import asking_progress, open_reader, open_settings, read_usable_calls
    from pulse_nps.targets import target_named

    wanted = target_named(target)
    file = read_usable_calls(calls, skip_refused=skip_refused)
    chosen = labelled(file.calls, wanted)
    settings, pulse = open_settings()
    known = read_usable_calls(train or pulse.training, skip_refused=skip_refused)
    training = labelled(known.calls, wanted)
    reader = open_reader(model, settings)
    with asking_progress("Reading calls", 2 * len(chosen) + len(training)) as advance:
        report = evaluate_calls(
            chosen, training, reader, wanted, repeats=pulse.repeats, jobs=1, advance=advance
        )
    if json_file is None or str(json_file) != "-":
        console = Console()
        console.print(rows_grid(report, console.width))
    if json_file is not None:
        _write(
            json_file,
            {
                "target": wanted.name,
                "calls": len(chosen),
                "refused": len(file.refused),
                "rows": rows_json(report),
            },
        )


def _write(path: Path, content: dict[str, object]) -> None:
    import json

    from benchmarks.files import write_atomically
    from language_models.errors import InputError, WorkFailed

    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    if str(path) == "-":
        typer.echo(text, nl=False)
        return
    if path.is_dir() or not path.parent.is_dir():
        raise InputError(f"{path} cannot be written: name a file in a folder that exists")
    try:
        if path.exists() and not path.is_file():  # a device or a pipe is not to be replaced
            path.write_text(text, encoding="utf-8")
        else:
            write_atomically(path.resolve(), text)
    except OSError as error:
        raise WorkFailed(f"{path} cannot be written: {error.strerror}") from None
