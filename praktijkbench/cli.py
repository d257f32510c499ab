"""`praktijkbench`: mounts what the rooms offer and turns their errors into exit statuses."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from anna_agents.cli import app as anna
from benchmarks.anna.cli import simulate
from benchmarks.cli import compare, report, run
from benchmarks.douane.cli import evaluate as evaluate_douane
from benchmarks.pulse.cli import evaluate
from douane_rag.cli import app as douane
from language_models.cli import app as models
from language_models.errors import InputError, PraktijkBenchError
from linkit_letters.cli import app as letters
from praktijkbench import __version__
from praktijkbench.fixtures_cli import app as fixtures
from pulse_nps.cli import app as pulse

app = typer.Typer(
    name="praktijkbench",
    help="""Four AI applications from Dutch practice, rebuilt on synthetic data.

    Start with `praktijkbench run pulse`: it runs the three NPS prototypes on this machine, without
    a key or a network, and prints the study's figures beside what was measured.
    Then put in a model of your own: `praktijkbench run pulse --model ollama:llama3.2`.
    """,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command()(run)
app.command()(compare)
app.command()(report)
app.add_typer(models, name="models")
app.add_typer(fixtures, name="fixtures")
pulse.command()(evaluate)
app.add_typer(pulse, name="pulse")
douane.command(name="evaluate")(evaluate_douane)
app.add_typer(douane, name="douane")
anna.command()(simulate)
app.add_typer(anna, name="anna")
app.add_typer(letters, name="letters")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"praktijkbench {__version__}")
        raise typer.Exit


@app.callback()
def configure(
    config: Annotated[
        Path | None,
        typer.Option(help="Settings file; default: praktijkbench.toml in this folder, if any."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show version.")
    ] = False,
) -> None:
    """Remember the settings file for the command that follows."""
    if config is not None:
        os.environ["PRAKTIJKBENCH_CONFIG"] = str(config)


def main() -> None:
    """Run the command line: 0 done, 1 the work failed, 2 the input or the call was wrong."""
    try:
        try:
            app()
        finally:
            # What a full disk refuses must be told here, not after the exit status is chosen.
            sys.stdout.flush()
    except PraktijkBenchError as error:
        _fail(str(error), status=2 if isinstance(error, InputError) else 1)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); nothing is left to say.
        _discard_output()
        sys.exit(1)
    except OSError as error:
        _discard_output()
        _fail(f"{error.filename or 'cannot write'}: {error.strerror or error}", status=1)


def _fail(message: str, *, status: int) -> NoReturn:
    line = " ".join(message.splitlines())
    shown = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)
    Console(stderr=True).print(Text.assemble(("error:", "red"), " ", shown), soft_wrap=True)
    sys.exit(status)


def _discard_output() -> None:
    """Send what is still buffered nowhere, so that Python's own flush at the end succeeds."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
