"""`praktijkbench douane index | ask | search | chat`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from douane_rag.index.opened import HandbookIndex
    from douane_rag.opening import Assistant

app = typer.Typer(
    help="""Ask handbooks a question and get the literal text with its source.

    `praktijkbench douane ask "Hoeveel sigaretten mag een reiziger van buiten de EU meenemen?"`
    asks the five handbooks that come with the project. Your own: `douane index FOLDER --index DIR`,
    then `--index DIR` with every question.
    """,
    no_args_is_help=True,
)

IndexOption = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of an index; default: the project's five handbooks."),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Answer from the text valid on that day."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
HistoryOption = Annotated[
    list[str] | None,
    typer.Option("--history", help="An earlier question of the conversation; oldest first."),
]
ModelOption = Annotated[
    str,
    typer.Option("--model", help="Who words the answer: embedded (only quotes), ollama:NAME, …"),
]
NOTHING_FOUND = "nothing found: no handbook has a word of the question; use others"
QuestionArgument = Annotated[str, typer.Argument(help="The question; - reads standard input.")]


@app.command()
def index(
    corpus: Annotated[
        Path,
        typer.Argument(
            help="Folder of handbooks: Markdown, HTML, PDF, DOCX or text. Subfolders named by a "
            "date (2025-01-01) are editions."
        ),
    ],
    folder: Annotated[Path, typer.Option("--index", help="Folder of the index; made if need be.")],
    further: Annotated[
        Path | None, typer.Option(help="A second folder, shown as further sources.")
    ] = None,
    embedding: Annotated[
        str | None,
        typer.Option(help='Embedding; "none" for keywords only. Default: the settings\', use.'),
    ] = None,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Go on without files that cannot be used.")
    ] = False,
) -> None:
    """Index a folder of handbooks; again, only what was changed is embedded."""
    from douane_rag.index.building import build_index
    from douane_rag.opening import open_embedding_or_none
    from douane_rag.settings import DouaneSettings
    from language_models.settings import read_settings

    settings = read_settings(None)
    douane = settings.application("douane", DouaneSettings)
    model = open_embedding_or_none(embedding or douane.embedding, settings)
    with _Bars() as bars:
        built = build_index(
            corpus,
            folder,
            embedding=model,
            further=further or douane.further,
            skip_refused=skip_refused,
            progress=bars,
        )
    for remark in (*built.refused, *built.remarks):
        _say(remark)
    manifest = built.manifest
    refused = f", {len(built.refused)} files refused" if built.refused else ""
    _say(
        f"{folder}: {len(manifest.files)} files, {manifest.paragraphs} paragraphs, "
        f"{manifest.chunks} chunks; {built.embedded} embedded, {built.reused} kept, "
        f"{built.removed} removed{refused}"
    )


@app.command()
def ask(
    question: QuestionArgument,
    index: IndexOption = None,
    as_of: AsOfOption = None,
    history: HistoryOption = None,
    model: ModelOption = "embedded",
    as_json: JsonOption = False,
) -> None:
    """Answer a question with literal quotes and their references, or say that it is not there."""
    from rich.console import Console

    from douane_rag.shown import answer_json, print_answer

    text = _question(question)
    for turn in history or ():
        _refuse_halves(turn)
    answerer = _open(index).answerer(model)
    answer = answerer.ask(text, history=history or (), as_of=_day(as_of, answerer.retriever.index))
    if not answer.answered and not answer.nearest:
        _say(NOTHING_FOUND)
    if as_json:
        _print_json(answer_json(answer))
    else:
        print_answer(Console(), answer)


@app.command()
def search(
    question: QuestionArgument,
    index: IndexOption = None,
    top_k: Annotated[int, typer.Option("--top-k", min=1, help="How many paragraphs.")] = 10,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the paragraphs that fit a question, or that a reference names."""
    from rich.console import Console

    from douane_rag.shown import hit_json, print_hits

    text = _question(question)
    retriever = _open(index).retriever()
    found = retriever.search(text, top_k=top_k, as_of=_day(as_of, retriever.index))
    if not found.hits:
        _say(NOTHING_FOUND)
    if as_json:
        _print_json({"results": [hit_json(hit) for hit in found.hits]})
    else:
        print_hits(Console(), found.hits)


@app.command()
def chat(
    index: IndexOption = None, as_of: AsOfOption = None, model: ModelOption = "embedded"
) -> None:
    """Ask one question after the other; each is read in the light of those before it."""
    from rich.console import Console

    from douane_rag.shown import print_answer

    answerer = _open(index).answerer(model)
    day = _day(as_of, answerer.retriever.index)
    console = Console()
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    history: list[str] = []
    _say("Ask; an empty line starts a new subject, Ctrl-D ends.")
    while True:
        try:
            text = console.input("[bold]> [/]").strip()
        except (EOFError, KeyboardInterrupt):
            return
        if not text:
            history = []
            continue
        print_answer(console, answerer.ask(text, history=history, as_of=day))
        history = [*history[-3:], text]


def _open(folder: Path | None) -> Assistant:
    from douane_rag.opening import open_assistant
    from language_models.settings import read_settings

    with _Bars() as bars:
        return open_assistant(read_settings(None), folder, progress=bars, say=_say)


def _question(text: str) -> str:
    from douane_rag.retrieval.query import LONGEST_QUESTION
    from language_models.errors import InputError

    asked = _standard_input() if text == "-" else text
    if not asked.strip():
        raise InputError("The question is empty; write one in quotation marks.")
    _refuse_halves(asked)
    if len(asked) > LONGEST_QUESTION:
        _say(f"of the question's {len(asked):,} characters the first {LONGEST_QUESTION:,} are read")
    return asked.strip()


def _refuse_halves(text: str) -> None:
    from language_models.errors import InputError

    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise InputError("The question holds half a character; write it as UTF-8.")


def _standard_input() -> str:
    from language_models.errors import InputError

    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"standard input is not UTF-8 at byte {error.start}; convert it first"
        ) from None


def _day(as_of: datetime | None, index: HandbookIndex) -> date:
    from language_models.errors import InputError

    day = date.today() if as_of is None else as_of.date()
    if not index.valid_on(day).any():
        first = index.first_day()
        since = f"; its first is from {first}" if first is not None and day < first else ""
        raise InputError(f"No text of this index applies on {day}{since}. Choose a day: --as-of.")
    return day


def _print_json(content: dict[str, object]) -> None:
    from language_models.json_lines import write_json

    write_json(Path("-"), content)


def _say(remark: str) -> None:
    typer.echo(remark, err=True)


class _Bars(ExitStack):
    """Progress bars, one for each step; a step that begins ends the one before it."""

    def __call__(self, title: str, total: int) -> Any:
        from language_models.progress import progress_bar

        self.close()
        return self.enter_context(progress_bar(title, total))
