"""`praktijkbench pulse predict` and `pulse drivers` on a file of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from language_models.model import LanguageModel
    from language_models.settings import Settings
    from pulse_nps.calls import Call
    from pulse_nps.settings import PulseSettings

app = typer.Typer(
    help="Predict the NPS category of callers from transcripts of their calls.",
    no_args_is_help=True,
)

CallsOption = Annotated[
    Path,
    typer.Option(
        "--calls",
        help="Calls, one JSON object a line (.jsonl or .jsonl.gz; - reads standard input): "
        '{"id", "turns": [{"speaker": "klant" or "medewerker", "text"}], "nps"?, "csat"?}.',
    ),
]
ModelOption = Annotated[
    str, typer.Option("--model", help="Who reads: embedded, ollama:NAME, openai:NAME, smollm2, …")
]
OutOption = Annotated[Path, typer.Option("--out", help="File to write; - is standard output.")]
TargetOption = Annotated[
    str, typer.Option("--target", help="nps (the survey's category) or csat (the call's own).")
]
SkipOption = Annotated[
    bool, typer.Option("--skip-refused", help="Go on without the lines that cannot be used.")
]


@app.command()
def predict(
    calls: CallsOption,
    prototype: Annotated[
        str,
        typer.Option(
            help="1: a model names the category; 2: it scores drivers and judges the columns; "
            "3: a Random Forest judges the columns."
        ),
    ] = "3",
    model: ModelOption = "embedded",
    out: OutOption = Path("-"),
    target: TargetOption = "nps",
    train: Annotated[
        Path | None,
        typer.Option(help="Labelled calls that prototype 3 learns from; default: the fixtures."),
    ] = None,
    skip_refused: SkipOption = False,
) -> None:
    """Predict each call's category, with probabilities."""
    from language_models.json_lines import write_jsonl
    from language_models.progress import progress_bar
    from pulse_nps.prototypes import predict as predict_calls
    from pulse_nps.prototypes import prototype_named
    from pulse_nps.targets import target_named

    name, wanted = prototype_named(prototype), target_named(target)
    chosen = read_usable_calls(calls, skip_refused=skip_refused)
    settings, pulse = open_settings()
    training: tuple[Call, ...] = ()
    if name == "prototype_3":
        training = read_usable_calls(train or pulse.training, skip_refused=skip_refused)
    reader = open_reader(model, settings)
    with progress_bar("Reading calls", len(chosen) + len(training)) as advance:
        predictions = predict_calls(
            name, reader, chosen, wanted, training=training, advance=advance
        )
    write_jsonl(
        out,
        (
            {
                "id": call.id,
                "category": prediction.category,
                "probabilities": None
                if prediction.probabilities is None
                else dict(zip(wanted.classes, prediction.probabilities, strict=True)),
                "prototype": name,
                "model": reader.spec,
            }
            for call, prediction in zip(chosen, predictions, strict=True)
        ),
    )


@app.command()
def drivers(
    calls: CallsOption,
    model: ModelOption = "embedded",
    out: OutOption = Path("-"),
    skip_refused: SkipOption = False,
) -> None:
    """Score the twelve satisfaction drivers of each call, 0 (very bad) to 4 (very good)."""
    from language_models.asking import ask_all
    from language_models.json_lines import write_jsonl
    from language_models.progress import progress_bar
    from pulse_nps.tasks import drivers_task

    chosen = read_usable_calls(calls, skip_refused=skip_refused)
    settings, _ = open_settings()
    reader = open_reader(model, settings)
    lines: list[dict[str, object]] = [{} for _ in chosen]
    with progress_bar("Scoring drivers", len(chosen)) as advance:
        for position, answer in ask_all(reader, drivers_task(), chosen):
            scores = None if answer.value is None else answer.value.model_dump()
            lines[position] = {"id": chosen[position].id, "drivers": scores, "model": reader.spec}
            if answer.error:
                lines[position]["error"] = answer.error
            elif reader.spec == "embedded":
                lines[position]["evidence"] = _evidence(chosen[position])
            advance()
    write_jsonl(out, lines)


def read_usable_calls(path: Path, *, skip_refused: bool) -> tuple[Call, ...]:
    """The file's calls; a refused line stops the work unless it is to be skipped."""
    from pulse_nps.calls import read_calls

    return read_calls(path).usable(skip_refused=skip_refused, say=say)


def say(remark: str) -> None:
    """One line on standard error."""
    typer.echo(remark, err=True)


def open_settings() -> tuple[Settings, PulseSettings]:
    """The settings file and its table [pulse]."""
    from language_models.settings import read_settings
    from pulse_nps.settings import PulseSettings

    settings = read_settings(None)
    return settings, settings.application("pulse", PulseSettings)


def open_reader(spec: str, settings: Settings) -> LanguageModel:
    """The model that answers Pulse's questions, with the answers recorded in the fixtures."""
    from language_models.registry import open_model
    from pulse_nps.settings import RECORDED

    return open_model(spec, settings, replay=RECORDED if RECORDED.exists() else ())


def _evidence(call: Call) -> dict[str, list[str]]:
    from pulse_nps.reader import read_drivers

    return {
        name: [f"{item.turn}: {item.words}" for item in items]
        for name, items in read_drivers(call).evidence.items()
        if items
    }
