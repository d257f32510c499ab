"""What the commands give back, as JSON and in a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from douane_rag.answering.answer import Answer, Quote
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.retrieval.retriever import Hit


def hit_json(hit: Hit) -> dict[str, Any]:
    """A search result: `paragraph` is its id, `text` the whole paragraph."""
    return {**_place(hit.paragraph), "score": hit.score, "text": hit.paragraph.text}


def quote_json(quote: Quote) -> dict[str, Any]:
    """A quote; `start` and `end` count characters of the stored paragraph."""
    span = {"start": quote.start, "end": quote.end, "text": quote.text}
    return {**_place(quote.paragraph), **span}


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer with its quotes, the nearest paragraphs, and what to read further."""
    return {
        "answered": answer.answered,
        "answer": answer.text,
        "quotes": [quote_json(quote) for quote in answer.quotes],
        "nearest": [hit_json(hit) for hit in answer.nearest],
        "further": [_place(paragraph) for paragraph in answer.further],
        "other_sources": [quote_json(quote) for quote in answer.other],
        "evidence": round(answer.evidence, 4),
        "dropped": answer.dropped,
        "read_as": answer.read_as,
    }


def print_hits(console: Console, hits: Iterable[Hit]) -> None:
    """The results with their references, titles and the beginning of their text."""
    for number, hit in enumerate(hits, start=1):
        head = Text.assemble(
            (f"{number:>2}. ", "dim"), (hit.paragraph.reference, "bold"), f"  {hit.score:.2f}"
        )
        path = Text(" › ".join(hit.paragraph.path[1:]), style="cyan")
        text = Text(_beginning(hit.paragraph.text))
        console.print(head, Padding(Group(path, text), (0, 0, 1, 4)), sep="\n")


def print_answer(console: Console, answer: Answer) -> None:
    """The quotes, each under its reference; else where the answer might stand."""
    if answer.answered:
        for piece in answer.pieces:
            if piece.quote is None:
                console.print(Text(piece.phrase))
            else:
                _print_quote(console, piece.quote)
    else:
        console.print(Text("Dit staat niet in de handboeken.", style="bold yellow"))
        if answer.nearest:
            console.print(Text("Het dichtst erbij staan:", style="dim"))
            print_hits(console, answer.nearest)
    if answer.other:
        console.print(Text("Uit andere bronnen dan de handboeken:", style="bold magenta"))
        for quote in answer.other:
            _print_quote(console, quote)
    if answer.further:
        console.print(Text("Zie ook:", style="dim"))
        for paragraph in answer.further:
            console.print(Text(f"  {paragraph.reference}, {paragraph.title}", style="dim"))
    if answer.dropped:
        console.print(Text(f"{answer.dropped} unverifiable sentence(s) left out.", style="red"))


def _print_quote(console: Console, quote: Quote) -> None:
    paragraph = quote.paragraph
    since = f", geldig vanaf {paragraph.valid_from}" if paragraph.valid_from else ""
    console.print(Text.assemble((paragraph.reference, "bold cyan"), (since, "dim")))
    console.print(Padding(Text(f"“{quote.text}”"), (0, 0, 1, 2)))


def _place(paragraph: Paragraph) -> dict[str, Any]:
    return {
        "paragraph": paragraph.id,
        "reference": paragraph.reference,
        "title": paragraph.title,
        "path": list(paragraph.path),
        "source": paragraph.source,
        "valid_from": None if paragraph.valid_from is None else paragraph.valid_from.isoformat(),
        "valid_to": None if paragraph.valid_to is None else paragraph.valid_to.isoformat(),
    }


def _beginning(text: str, most: int = 280) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[:most].rsplit(' ', 1)[0]} …"
