"""`praktijkbench douane evaluate`: any handbooks, any questions in the given format."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer


def evaluate(
    corpus: Annotated[Path, typer.Option(help="Folder of handbooks.")],
    questions: Annotated[
        Path,
        typer.Option(
            help='Questions, one JSON object a line: {"id", "question", "gold": [paragraph ids], '
            '"answerable"?, "history"?}; - reads standard input.'
        ),
    ],
    json_file: Annotated[
        Path | None, typer.Option("--json", help="File for the figures; - is standard output.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option("--index", help="Keep the index here; default: thrown away.")
    ] = None,
    embedding: Annotated[
        str | None, typer.Option(help='Embedding; "none" for keywords only. Default: use.')
    ] = None,
    model: Annotated[str, typer.Option("--model", help="Who words the answers.")] = "embedded",
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Go on without lines that cannot be used.")
    ] = False,
) -> None:
    """Measure retrieval and answers on handbooks and questions of your own."""
    from rich.console import Console

    from benchmarks.douane.evaluate import evaluate_corpus
    from benchmarks.report.json import rows_json
    from benchmarks.report.terminal import rows_grid
    from douane_rag.questions import read_questions
    from language_models.json_lines import write_json
    from language_models.settings import read_settings

    file = read_questions(questions)
    chosen = file.usable(skip_refused=skip_refused, say=_say)
    if assumed := [question.id for question in chosen if question.assumed]:
        _say(
            f'{len(assumed)} questions have an empty gold and no "answerable", and are read as not '
            f"answerable: {', '.join(assumed[:3])}{', …' if len(assumed) > 3 else ''}"
        )
    with TemporaryDirectory() as folder:
        report = evaluate_corpus(
            corpus,
            chosen,
            index or Path(folder) / "index",
            settings=read_settings(None),
            embedding=embedding,
            model=model,
            say=_say,
        )
    if json_file is None or str(json_file) != "-":
        console = Console()
        console.print(rows_grid(report, console.width))
    if json_file is not None:
        content = {"questions": len(chosen), "refused": len(file.refused)}
        write_json(json_file, {**content, "rows": rows_json(report)})


def _say(remark: str) -> None:
    typer.echo(remark, err=True)
