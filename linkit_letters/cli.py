"""`praktijkbench letters write | check | dba | describe`."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from linkit_letters.documents.source import Role, Source
    from linkit_letters.letters.writing import Wishes

app = typer.Typer(
    help="""Offer letters and Wet DBA descriptions in which nothing is invented.

    `letters write --cv cv.md --vacancy vacancy.md --out DIR` writes a letter in which every
    sentence about the candidate carries its evidence; `letters check` holds any letter
    against CV and notes;
    `letters dba` judges an assignment on the nine viewpoints; `letters describe` rewrites it.
    """,
    no_args_is_help=True,
)


class StyleName(StrEnum):
    """The three styles."""

    formal = "formal"
    informal = "informal"
    english = "english"


class LengthName(StrEnum):
    """How long a letter is."""

    short = "short"
    medium = "medium"
    long = "long"


CvOption = Annotated[
    Path, typer.Option("--cv", help="CV: Markdown, text, DOCX, PDF, HTML or JSON Resume.")
]
VacancyOption = Annotated[Path, typer.Option("--vacancy", help="The vacancy or assignment.")]
NotesOption = Annotated[Path | None, typer.Option("--notes", help="The consultant's notes.")]
FurtherOption = Annotated[
    list[Path] | None,
    typer.Option("--further", help="A further document of the candidate; repeatable."),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], help="The day that `heden` means; default: today."
    ),
]
JsonOption = Annotated[
    Path | None, typer.Option("--json", help="File for the result; - is standard output.")
]
ModelOption = Annotated[
    str, typer.Option("--model", help="Who drafts or judges: embedded, ollama:NAME, …")
]
AssignmentOption = Annotated[Path, typer.Option("--assignment", help="The assignment's text.")]


@app.command()
def write(
    cv: CvOption,
    vacancy: VacancyOption,
    out: Annotated[Path, typer.Option("--out", help="Folder for the letter; - prints its text.")],
    notes: NotesOption = None,
    further: FurtherOption = None,
    style: Annotated[StyleName | None, typer.Option(help="Default: the settings', formal.")] = None,
    length: Annotated[
        LengthName | None, typer.Option(help="Default: the settings', medium.")
    ] = None,
    revise: Annotated[
        list[str] | None,
        typer.Option(help='An instruction, such as "korter" or "noem Kafka eerst"; repeatable.'),
    ] = None,
    as_of: AsOfOption = None,
    model: ModelOption = "embedded",
) -> None:
    """Write the letter: HTML, text, Markdown, DOCX, a mail with both forms, and the evidence."""
    from linkit_letters.letters.composing import Composer
    from linkit_letters.letters.drafting import drafted
    from linkit_letters.letters.revising import revised
    from linkit_letters.letters.saving import print_letter, save_letter

    sources = _candidate(cv, notes, further)
    asked = _read(vacancy, "vacancy")
    _refuse_wrong(sources[0])
    composer = Composer(sources, asked, today=_day(as_of))
    for problem in composer.problems:
        _say(f"{problem.kind}: {problem.what}")
    if not composer.matches:
        _say("the vacancy asks for nothing that could be recognised; the letter tells the CV alone")
    wishes = _wishes(style, length)
    for instruction in revise or ():
        wishes = revised(wishes, instruction)
    for remark in wishes.remarks:
        _say(remark)
    composed = drafted(composer, wishes, model, revise or ())
    for sentence, claim in composed.stopped:
        _say(f"taken out: {sentence.text!r} ({claim.text!r}: {claim.reason})")
    if str(out) == "-":
        print_letter(composed)
        return
    for path in save_letter(composed, out):
        _say(f"written: {path}")


@app.command()
def check(
    letter: Annotated[Path, typer.Option("--letter", help="The letter to be checked.")],
    cv: CvOption,
    vacancy: VacancyOption,
    notes: NotesOption = None,
    further: FurtherOption = None,
    as_of: AsOfOption = None,
    json_file: JsonOption = None,
) -> None:
    """Hold every claim of a letter against CV and notes; the vacancy proves nothing."""
    from linkit_letters.facts.problems import wrong_document
    from linkit_letters.gate.checking import Gate
    from linkit_letters.shown import print_claims

    sources = _candidate(cv, notes, further)
    wrong = wrong_document(sources[0])
    if wrong is not None:
        _say(f"{cv}: {wrong.what}")
    gate = Gate.of(sources, _read(vacancy, "vacancy"), today=_day(as_of))
    checked = gate.check(_read(letter, "letter"))
    if json_file is not None:
        _write_json(json_file, checked.as_json())
    if json_file is None or str(json_file) != "-":
        print_claims(checked)


@app.command()
def dba(
    assignment: AssignmentOption, json_file: JsonOption = None, model: ModelOption = "embedded"
) -> None:
    """Judge an assignment on the nine viewpoints and the elements R1 to R13."""
    from linkit_letters.dba.tasks import judged
    from linkit_letters.shown import print_judgement

    judgement = judged(_read(assignment, "assignment").text, model)
    if json_file is not None:
        _write_json(json_file, judgement.as_json())
    if json_file is None or str(json_file) != "-":
        print_judgement(judgement)


@app.command()
def describe(
    assignment: AssignmentOption,
    out: Annotated[Path, typer.Option("--out", help="Folder; - prints the description.")],
    answers: Annotated[
        Path | None, typer.Option(help="The client's answers: lines `R5: …`, JSON or JSON Lines.")
    ] = None,
    model: ModelOption = "embedded",
) -> None:
    """Rewrite an assignment from the client's own words, ask what is missing, judge it again."""
    from linkit_letters.dba.answers import read_answers
    from linkit_letters.dba.rewriting import described
    from linkit_letters.dba.saving import print_description, save_description

    found = described(
        _read(assignment, "assignment"), read_answers(answers) if answers else [], model, say=_say
    )
    if str(out) == "-":
        print_description(found)
        return
    for path in save_description(found, out):
        _say(f"written: {path}")


def _candidate(cv: Path, notes: Path | None, further: list[Path] | None) -> list[Source]:
    sources = [_read(cv, "cv")]
    if notes is not None:
        sources.append(_read(notes, "notes"))
    return [*sources, *(_read(path, "further") for path in further or ())]


def _read(path: Path, role: Role) -> Source:
    from linkit_letters.documents.reading import read_source

    source = read_source(path, role)
    for remark in source.remarks:
        _say(f"{path}: {remark}")
    return source


def _refuse_wrong(cv: Source) -> None:
    from language_models.errors import InputError
    from linkit_letters.facts.problems import wrong_document

    wrong = wrong_document(cv)
    if wrong is not None:
        raise InputError(f"{wrong.what}; give the CV of one candidate", file=cv.file)


def _wishes(style: StyleName | None, length: LengthName | None) -> Wishes:
    from language_models.settings import read_settings
    from linkit_letters.letters.writing import Wishes
    from linkit_letters.settings import LinkitSettings

    settings = read_settings(None).application("linkit", LinkitSettings)
    return Wishes(
        style=style.value if style else settings.style,
        length=length.value if length else settings.length,
    )


def _day(as_of: datetime | None) -> date:
    return date.today() if as_of is None else as_of.date()


def _write_json(path: Path, content: dict[str, object]) -> None:
    from language_models.json_lines import write_json

    write_json(path, content)


def _say(remark: str) -> None:
    typer.echo(remark, err=True)
