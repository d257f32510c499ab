"""`praktijkbench anna simulate`: simulated customers on Anna, at any number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer


def simulate(
    contacts: Annotated[
        int, typer.Option(min=1, help="How many contacts; beyond the scenarios they begin anew.")
    ] = 1000,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="File for the figures; - is standard output.")
    ] = None,
    split: Annotated[str, typer.Option(help="Whose scenarios: test or development.")] = "test",
    procedures: Annotated[
        Path | None, typer.Option(help="Folder of procedures; default: the sample's.")
    ] = None,
    model: Annotated[str, typer.Option("--model", help="Who understands.")] = "embedded",
    seed: Annotated[int, typer.Option(help="Of what customers answer and who comes back.")] = 1,
) -> None:
    """Let simulated customers write to Anna, and say what became of their matters."""
    from rich.console import Console

    from anna_agents.procedures.reading import read_procedures
    from anna_agents.settings import AnnaSettings
    from benchmarks.anna.report import anna_report
    from benchmarks.report.json import rows_json
    from benchmarks.report.terminal import rows_grid
    from language_models.json_lines import write_json
    from language_models.progress import progress_bar
    from language_models.settings import read_settings

    settings = read_settings(None)
    folder = procedures or settings.application("anna", AnnaSettings).procedures
    catalogue = read_procedures(folder)
    with progress_bar("Contacts", contacts) as advance:
        lines = list(_lived(settings, catalogue, split, model, contacts, seed, advance))
    empty = ("anna_routing", "anna_untaught", "anna_trials", "anna_attacks", "anna_harmless")
    report = anna_report({"anna_contacts": lines, **dict.fromkeys(empty, ())}, seed=seed)
    if json_file is None or str(json_file) != "-":
        console = Console()
        console.print(rows_grid(report, console.width))
    if json_file is not None:
        write_json(json_file, {"contacts": len(lines), "rows": rows_json(report)})


def _lived(
    settings: Any, catalogue: Any, split: str, model: str, contacts: int, seed: int,
    advance: Callable[..., None],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """A line for each contact; once all scenarios were lived through, a fresh shop opens."""
    from anna_agents.contact.anna import Anna
    from anna_agents.opening import open_database, open_reader
    from anna_agents.settings import AnnaSettings
    from benchmarks.anna.contacts import live
    from benchmarks.anna.customer import customers
    from benchmarks.anna.scenarios import read_scenarios
    from benchmarks.anna.suite import spread

    scenarios = read_scenarios(split)
    reader = open_reader(settings, catalogue, model=model, say=lambda r: typer.echo(r, err=True))
    policy = settings.application("anna", AnnaSettings).policy
    left, trial = contacts, 0
    while left > 0:
        engine, clock = open_database(None)
        anna = Anna(engine, catalogue, reader, policy, clock)
        for customer in customers(spread(scenarios, left), seed=seed, trial=trial):
            yield {"row": model, **live(customer, anna, trial=trial)}
            advance()
        engine.dispose()
        left, trial = left - len(scenarios), trial + 1
