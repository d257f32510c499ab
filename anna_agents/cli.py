"""`praktijkbench anna chat | handle | route | cases | answer | mistakes | procedures`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from anna_agents.contact.anna import Anna
    from anna_agents.contact.outcome import Outcome
    from anna_agents.intake.message import Message
    from anna_agents.procedures.reading import Catalogue
    from anna_agents.understanding.embedded import EmbeddedReader

app = typer.Typer(
    help="""Answer, act and hand over for a print shop's customers.

    `praktijkbench anna chat` speaks with Anna on the sample shop: look up, change, hand over.
    `anna handle --messages F --out -` takes a file of messages; `anna route` only says which
    department and procedure each one belongs to. Procedures are YAML files: `--procedures DIR`
    reads a folder of your own.
    """,
    no_args_is_help=True,
)

MessagesOption = Annotated[
    Path,
    typer.Option(
        "--messages",
        help="Messages, one JSON object a line (- reads standard input): "
        '{"id", "text", "channel": "chat" or "email", "lang"?, "sender"?, "customer"?, '
        '"contact"?}.',
    ),
]
OutOption = Annotated[Path, typer.Option("--out", help="File to write; - is standard output.")]
ProceduresOption = Annotated[
    Path | None, typer.Option("--procedures", help="Folder of procedures; default: the sample's.")
]
DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        help="sqlite:///FILE or postgresql+psycopg://…; default: the sample shop, in memory.",
    ),
]
ModelOption = Annotated[
    str, typer.Option("--model", help="Who understands: embedded, ollama:NAME, openai:NAME, …")
]
SkipOption = Annotated[
    bool, typer.Option("--skip-refused", help="Go on without the lines that cannot be used.")
]
ROUTED_AT_ONCE = 256


@app.command()
def route(
    messages: MessagesOption,
    procedures: ProceduresOption = None,
    model: ModelOption = "embedded",
    out: OutOption = Path("-"),
    skip_refused: SkipOption = False,
) -> None:
    """Say which language, department and procedure each message is; null is "none of these"."""
    from anna_agents.opening import open_reader
    from anna_agents.procedures.reading import read_procedures
    from anna_agents.settings import AnnaSettings
    from language_models.json_lines import write_jsonl
    from language_models.progress import progress_bar
    from language_models.settings import read_settings

    read = _messages(messages, skip_refused=skip_refused)
    settings = read_settings(None)
    folder = procedures or settings.application("anna", AnnaSettings).procedures
    reader = open_reader(settings, read_procedures(folder), model=model, say=_say)
    with progress_bar("Routing messages", len(read)) as advance:
        write_jsonl(out, _routed(reader, read, advance))


@app.command()
def handle(
    messages: MessagesOption,
    procedures: ProceduresOption = None,
    database: DatabaseOption = None,
    model: ModelOption = "embedded",
    out: OutOption = Path("-"),
    skip_refused: SkipOption = False,
) -> None:
    """Handle each message to its end: understand, ask, act, answer, or hand over to a person."""
    from anna_agents.opening import open_anna
    from language_models.json_lines import write_jsonl
    from language_models.progress import progress_bar
    from language_models.settings import read_settings

    read = _messages(messages, skip_refused=skip_refused)
    anna = open_anna(
        read_settings(None), database=database, procedures=procedures, model=model, say=_say
    )
    with progress_bar("Handling messages", len(read)) as advance:
        write_jsonl(out, _handled(anna, read, advance))


@app.command()
def chat(
    customer: Annotated[
        str | None,
        typer.Option(help="Number of the account that is logged in, or its e-mail address."),
    ] = None,
    procedures: ProceduresOption = None,
    database: DatabaseOption = None,
    model: ModelOption = "embedded",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what was understood and done under each reply.")
    ] = False,
) -> None:
    """Speak with Anna in this terminal; an empty line or Ctrl-D ends it."""
    from anna_agents.conversing import converse
    from anna_agents.opening import open_anna
    from language_models.settings import read_settings

    anna = open_anna(
        read_settings(None), database=database, procedures=procedures, model=model, say=_say
    )
    converse(anna, customer, explain=explain)


@app.command()
def cases(database: DatabaseOption = None, everything: Annotated[
    bool, typer.Option("--all", help="Closed cases too.")
] = False) -> None:  # fmt: skip
    """List the cases that wait for a person, with the e-mail each one got."""
    from anna_agents.improvement.cases import list_cases
    from anna_agents.opening import open_database

    engine, _ = open_database(database)
    for line in list_cases(engine, everything=everything):
        typer.echo(line)


@app.command()
def answer(
    contact: Annotated[str, typer.Argument(help="Number of the contact, as in the e-mail.")],
    text: Annotated[str, typer.Argument(help="What the customer is answered.")],
    by: Annotated[str, typer.Option(help="Who answers.")] = "colleague",
    database: DatabaseOption = None,
) -> None:
    """Close a case with a person's answer."""
    from sqlalchemy.orm import Session

    from anna_agents.contact.handing_over import answer_handover
    from anna_agents.opening import open_database

    engine, clock = open_database(database)
    with Session(engine) as session, session.begin():
        answer_handover(session, contact, text, by, clock())
    _say(f"contact {contact} is closed")


def _messages(path: Path, *, skip_refused: bool) -> list[Message]:
    from anna_agents.intake.message import read_messages

    found = read_messages(path).usable(skip_refused=skip_refused, say=_say)
    return [labelled.message for labelled in found]


def _routed(reader: Any, messages: Sequence[Message], advance: Any) -> Iterator[dict[str, Any]]:
    from anna_agents.intake.cleaning import clean
    from anna_agents.understanding.embedded import EmbeddedReader
    from anna_agents.understanding.understood import Heard

    for start in range(0, len(messages), ROUTED_AT_ONCE):
        part = messages[start : start + ROUTED_AT_ONCE]
        heard = [Heard(clean(message).text, message.lang) for message in part]
        quick: EmbeddedReader | None = reader if isinstance(reader, EmbeddedReader) else None
        found = quick.understand_all(heard) if quick else [reader.understand(h) for h in heard]
        for message, understood in zip(part, found, strict=True):
            name = understood.procedure
            yield {
                "id": message.id,
                "lang": understood.lang,
                "department": name.partition(".")[0] if name else None,
                "procedure": name,
                "confidence": round(understood.confidence, 4),
                "alternatives": [each.model_dump() for each in understood.alternatives],
                "second": understood.second,
                "mood": understood.mood,
            }
            advance()


def _handled(anna: Anna, messages: Sequence[Message], advance: Any) -> Iterator[dict[str, Any]]:
    for message in messages:
        outcome: Outcome = anna.handle(message)
        yield outcome.to_json()
        advance()


def _say(remark: str) -> None:
    typer.echo(remark, err=True)


@app.command()
def mistakes(
    database: DatabaseOption = None,
    most: Annotated[int, typer.Option(min=1, help="How many kinds.")] = 20,
) -> None:
    """List the most frequent unanswered and mishandled kinds of contact, with examples."""
    from anna_agents.improvement.mistakes import UNDERSTOOD_CAUSES, frequent_mistakes
    from anna_agents.opening import open_database
    from anna_agents.settings import AnnaSettings
    from language_models.registry import open_embedding
    from language_models.settings import read_settings

    settings = read_settings(None)
    engine, _ = open_database(database)
    embedding = open_embedding(settings.application("anna", AnnaSettings).embedding, settings)
    kinds = frequent_mistakes(engine, embedding, most=most)
    if not kinds:
        _say("no mistakes are logged in this database")
    for kind in kinds:
        cause = UNDERSTOOD_CAUSES.get(kind.cause, kind.cause)
        typer.echo(f"{kind.times:5d}  {cause}: {kind.about}")
        for example in kind.examples:
            typer.echo(f"       - {example}")


@app.command()
def procedures(
    folder: Annotated[Path, typer.Argument(help="Folder of procedures, *.yaml.")],
    before: Annotated[
        Path | None, typer.Option(help="The folder that is live: show what the new one changes.")
    ] = None,
    messages: Annotated[
        Path | None, typer.Option(help='Messages with their gold "procedure", routed by both.')
    ] = None,
) -> None:
    """Check a folder of procedures; with --before, show what it would fix and break."""
    from anna_agents.procedures.checks import findings
    from anna_agents.procedures.reading import read_procedures

    found = read_procedures(folder)
    if before is not None:
        _compare(read_procedures(before), found, messages)
        return
    remarks = findings(found)
    for remark in remarks:
        typer.echo(remark)
    _say(f"{folder}: {len(found)} procedures, {len(remarks)} findings")
    if remarks:
        raise typer.Exit(2)


def _compare(before: Catalogue, after: Catalogue, messages: Path | None) -> None:
    from anna_agents.improvement.regression import compare
    from anna_agents.intake.message import read_messages
    from anna_agents.opening import open_embedded_reader
    from language_models.settings import read_settings

    settings = read_settings(None)
    labelled = read_messages(messages).items if messages else ()
    result = compare(before, after, labelled, lambda each: open_embedded_reader(settings, each))
    for change in result.changes:
        typer.echo(f"{change.kind:8s} {change.where}: {change.before} → {change.after}")
    for finding in result.findings:
        typer.echo(f"finding  {finding}")
    if labelled:
        _say(f"{result.messages} messages: {result.right_before} right before, "
             f"{result.right_after} after")  # fmt: skip
    if result.breaks:
        raise typer.Exit(1)
