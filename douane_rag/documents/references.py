"""How a paragraph is cited, and from a reference in a text or a question back to its paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from douane_rag.documents.blocks import Document, Heading
from douane_rag.documents.paragraphs import Paragraph

PART = re.compile(r"\b(\d{2}\.\d{2}\.\d{2})\b")
HANDBOOK = re.compile(r"\b[Hh]andboek(?:\s+(?:[A-ZÀ-Ý][\w-]*|en(?=\s+[A-ZÀ-Ý])))+")
SHORT_TITLE = re.compile(r"\(([^()]+)\)\s*$")
NUMBERED = re.compile(r"^(\d+(?:\.\d+)*)\.?\s")
ANNEX = re.compile(r"^bijlage\s+([\w.]+)", re.I)
ARTICLE = re.compile(r"^art(?:ikel|\.)?\s+([\w.:]+)", re.I)
REFERENCE = re.compile(
    r"(?:(?P<book>Handboek(?:\s+(?:[A-ZÀ-Ý][\w-]*|en(?=\s+[A-ZÀ-Ý])))+)[\s,]*)?"
    r"(?:(?:onderdeel\s+)?(?P<part>\d{2}\.\d{2}\.\d{2}))"
    r"(?:[\s,]*(?P<kind>paragraaf|par\.|§|hoofdstuk|bijlage)\s*(?P<number>\d+(?:\.\d+)*))?"
    r"|(?-i:(?P<own_kind>paragraaf|par\.|§|hoofdstuk|bijlage))\s*(?P<own_number>\d+(?:\.\d+)*)",
    re.I,
)
LITTLE_WORDS = frozenset(
    [
        "wat",
        "staat",
        "er",
        "in",
        "toon",
        "zie",
        "geef",
        "open",
        "ga",
        "naar",
        "de",
        "het",
        "een",
        "van",
        "over",
        "onderdeel",
        "handboek",
        "lid",
    ]
)
ARTICLE_REFERENCE = re.compile(
    r"\bart(?:ikel|\.)\s+(?P<article>\d+[a-z]*(?:[:.]\d+[a-z]*)*)"
    r"(?:,?\s+(?:(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste)\s+lid|lid\s+\d+|"
    r"aanhef|(?:onder|onderdeel)\s+[a-z]\b))*"
    r"(?P<other>,?\s+(?:van\s+)?(?:de|het)\s+(?P<law>[A-Z][\w-]*(?:\s+[a-z][\w-]*){0,3}|"
    r"[A-Z][a-z]*wet\w*))?",
)


@dataclass(frozen=True)
class Reference:
    """What a reference names: part and number of a chapter, paragraph or annex, or an article.

    Without a part or a law it is one to the text that holds it.
    """

    words: str
    book: str | None = None
    part: str | None = None
    number: str | None = None
    article: str | None = None
    law: str | None = None


def document_title(document: Document) -> str:
    """What the document is called: by its front matter, else its first heading, else its file."""
    metadata = document.metadata
    book, part = metadata.get("handboek"), metadata.get("onderdeel")
    if book and part:
        return " ".join(filter(None, (f"{book}, onderdeel {part}", metadata.get("titel"))))
    named = metadata.get("titel") or metadata.get("title") or book
    if named:
        return named
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    first = headings[0] if headings and headings[0].level <= 2 else None
    if first is not None and not NUMBERED.match(first.title) and not ARTICLE.match(first.title):
        short = SHORT_TITLE.search(first.title)
        return short[1] if short and len(first.title) > 60 else first.title
    stem = document.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return stem.replace("-", " ").replace("_", " ").strip().capitalize() or document.name


def reference_to(document: Document, path: Sequence[str]) -> str:
    """The official reference of the paragraph with this path of titles.

    "Handboek VGEM, onderdeel 10.06.00, paragraaf 2.3" · "Algemene douanewet, artikel 1:23".
    """
    head, *below = path
    part = PART.search(head)
    book = HANDBOOK.search(head)
    if book and part:
        head = f"{book[0]}, onderdeel {part[1]}"
    for title in reversed(below):
        place = _place(title)
        if place:
            return f"{head}, {place}"
    return ", ".join([head, *below[-1:]])


def _place(title: str) -> str | None:
    if number := NUMBERED.match(title + " "):
        return f"{'paragraaf' if '.' in number[1] else 'hoofdstuk'} {number[1]}"
    if annex := ANNEX.match(title):
        return f"bijlage {annex[1]}"
    if article := ARTICLE.match(title):
        return f"artikel {article[1].rstrip('.')}"
    return None


def find_references(text: str) -> Iterator[Reference]:
    """The references to parts, paragraphs and articles in a text: first the one, then the other."""
    for found in REFERENCE.finditer(text):
        number = found["number"] or found["own_number"]
        kind = (found["kind"] or found["own_kind"] or "").lower()
        if number and kind == "bijlage":
            number = f"bijlage {number}"
        yield Reference(found[0], found["book"], found["part"], number)
    for found in ARTICLE_REFERENCE.finditer(text):
        yield Reference(found[0], article=found["article"].lower(), law=found["law"])


class ReferenceBook:
    """Finds the paragraphs that a reference names, among those given."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._of_part: dict[tuple[str, str], list[tuple[str, int]]] = {}
        self._of_article: dict[tuple[str, str], list[int]] = {}
        self._laws: set[str] = set()
        for place, paragraph in enumerate(paragraphs):
            self._enter(place, paragraph)

    def find(self, reference: Reference, *, within: str) -> list[int]:
        """Places of the paragraphs named; `within` is the title of the document that refers."""
        if reference.article is not None:
            title = self._law_named(reference.law) if reference.law else within
            return self._of_article.get((title or "", reference.article), [])
        own = PART.search(within)
        part = reference.part or (own[1] if own else "")
        found = self._of_part.get((part, reference.number or ""), [])
        # Two handbooks may number a part alike.
        book = (reference.book or _book(within)).lower()
        of_book = [place for name, place in found if name and book.startswith(name)]
        return of_book or [place for _, place in found if not reference.book]

    def named_in(self, question: str) -> list[int]:
        """Places of what a question names, if the question is little else than a reference."""
        for reference in find_references(question):
            rest = _content(question.replace(reference.words, " "))
            if reference.part and len(rest) <= 3:
                return self.find(reference, within="")
            if reference.article:
                laws = [law for law in self._laws if _names_law(question, law)]
                if not laws and not rest and len(self._laws) == 1:
                    laws = list(self._laws)
                beyond = rest - {word for law in laws for word in _content(law)}
                if len(laws) == 1 and len(beyond) <= 1:
                    return self._of_article.get((laws[0], reference.article), [])
        return []

    def _law_named(self, words: str) -> str | None:
        return next((law for law in sorted(self._laws) if words.lower() in law.lower()), None)

    def _enter(self, place: int, paragraph: Paragraph) -> None:
        document = paragraph.path[0]
        part, book = PART.search(document), _book(document)
        if part:
            self._of_part.setdefault((part[1], ""), []).append((book, place))
        for title in paragraph.path[1:]:
            if article := ARTICLE.match(title):
                name = article[1].rstrip(".:").lower()
                self._of_article.setdefault((document, name), []).append(place)
                self._laws.add(document)
            number, annex = NUMBERED.match(title + " "), ANNEX.match(title)
            if part and (number or annex):
                name = number[1] if number else f"bijlage {annex[1]}" if annex else ""
                self._of_part.setdefault((part[1], name), []).append((book, place))


def dangling(paragraphs: Sequence[Paragraph]) -> list[tuple[Paragraph, Reference]]:
    """The references to parts and paragraphs of these very handbooks that lead nowhere.

    Only handbooks in numbered parts are looked at: a law refers to much that is not at hand.
    """
    book = ReferenceBook(paragraphs)
    return [
        (paragraph, reference)
        for paragraph in paragraphs
        if PART.search(paragraph.path[0])
        for reference in find_references(paragraph.text)
        if reference.article is None and not book.find(reference, within=paragraph.path[0])
    ]


def cross_references(
    paragraph: Paragraph, book: ReferenceBook
) -> Iterator[tuple[Reference, list[int]]]:
    """Where the paragraph refers to, with the places found; what leads nowhere is left out."""
    for reference in find_references(paragraph.text):
        places = book.find(reference, within=paragraph.path[0])
        if places:
            yield reference, places


def _book(text: str) -> str:
    found = HANDBOOK.search(text)
    return found[0].lower() if found else ""


def _names_law(question: str, law: str) -> bool:
    named = _content(law)
    return bool(named) and named <= _content(question)


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if word not in LITTLE_WORDS}
