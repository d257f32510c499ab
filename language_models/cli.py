"""`praktijkbench models`: what is usable here, and one question to try a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from language_models.check import CheckReport, Usable

app = typer.Typer(help="Which models can answer here; try one with `models check SPEC`.")


@app.callback(invoke_without_command=True)
def list_models(context: typer.Context) -> None:
    """List the models and embeddings that are usable here, and why others are not."""
    if context.invoked_subcommand is not None:
        return
    from rich.console import Console

    from language_models.check import usable_embeddings, usable_models
    from language_models.settings import read_settings

    settings = read_settings()
    console = Console()
    console.print(_list("Models (--model)", usable_models(settings)))
    console.print(_list("Embeddings (--embedding)", usable_embeddings(settings)))


@app.command()
def check(
    spec: Annotated[str, typer.Argument(help="embedded, smollm2, ollama:NAME, openai:NAME, …")],
) -> None:
    """Ask a model one small question: what comes back, how fast, what the server can do."""
    from rich.console import Console

    from language_models.check import check_model
    from language_models.settings import read_settings

    report = check_model(spec, read_settings())
    Console().print(_report(report))
    if report.error:
        raise typer.Exit(1)


def _list(title: str, rows: list[Usable]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for heading in ("spec", "usable", "remark"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        sign = Text("yes", "green") if row.usable else Text("no", "red")
        table.add_row(Text(row.spec), sign, Text(row.remark))
    return table


def _report(report: CheckReport) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(report.spec), title_justify="left", show_header=False)
    table.add_column("what")
    table.add_column("found", overflow="fold")
    for what, found in report.lines():
        table.add_row(Text(what), Text(found))
    return table
