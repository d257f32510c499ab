"""How a paragraph is cited, and from a reference in a text or a question back to its paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from douane_rag.documents.blocks import Document, Heading
from douane_rag.documents.paragraphs import Paragraph

PART = re.compile(r"\b(\d{2}\.\d{2}\.\d{2})\b")
HANDBOOK = re.compile(r"\b[Hh]andboek(?:\s+(?:[A-ZÀ-Ý][\w-]*|en(?=\s+[A-ZÀ-Ý]))){1,6}")
SHORT_TITLE = re.compile(r"\(([^()]+)\)\s*$")
NUMBERED = re.compile(r"^(\d+(?:\.\d+)*)\.?\s")
ANNEX = re.compile(r"^bijlage\s+([\w.]+)", re.I)
CHAPTER = re.compile(
    r"^(?:boek|deel|titel|hoofdstuk|afdeling|paragraaf|bijlage)\s+[\divxlc]+\b", re.I
)
LONGEST_TITLE = 60
ARTICLE = re.compile(r"^art(?:ikel|\.)?\s+([\w.:]+)", re.I)
KIND = r"(?:paragraaf|par\.|§|hoofdstuk|bijlage)"
DIGITS = r"\d++(?:\.\d++)*+"
OF_ANOTHER = r"(?!\s+(?:van|in|uit)\s+(?:de|het)\s+(?-i:[A-Z]))"
REFERENCE = re.compile(
    # "paragraaf 2.1 van Handboek VGEM, onderdeel 10.06.00, hoofdstuk 3"; only the part must be
    rf"(?:(?P<kind>{KIND})\s*(?P<number>{DIGITS})\s+(?:van|in|uit)\s+(?:het\s+)?)?"
    r"(?:(?P<book>handboek(?:\s+(?!(?:onderdeel|handboek)\b)[\w-]+){1,6}?)[\s,]*)?"
    r"(?:onderdeel\s+)?(?P<part>\b\d{2}\.\d{2}\.\d{2}\b)"
    rf"(?:[\s,]*(?P<kind_after>{KIND})\s*(?P<number_after>{DIGITS}))?"
    # "paragraaf 2.1" of the text itself, but not "hoofdstuk 7 van de Algemene douaneregeling"
    rf"|(?-i:(?P<own_kind>{KIND}))\s*(?P<own_number>{DIGITS}){OF_ANOTHER}",
    re.I,
)
HOLDS_ANY = re.compile(rf"\d\d\.\d\d\.\d\d|{KIND}\s*\d")
"""Found in every text that `REFERENCE` finds anything in; much quicker."""

LITTLE_WORDS = frozenset(
    Path(__file__).with_name("little_words.txt").read_text(encoding="utf-8").split()
)
LAW = r"[A-Z][\w-]*(?:\s+[a-z][\w-]*){0,3}"
LAW_ALONE = r"[A-Z]\w*(?:wet|wetboek|besluit|regeling|verordening)\b|[A-Z]\w*[A-Z]\w*"
ARTICLE_REFERENCE = re.compile(
    r"\bart(?:ikel|\.)\s+(?P<article>\d+[a-z]*(?:[:.]\d+[a-z]*)*)"
    r"(?:,?\s+(?:(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste)\s+lid|lid\s+\d+|"
    r"aanhef|(?:onder|onderdeel)\s+[a-z]\b))*"
    rf"(?:,?\s+(?:(?:van\s+)?(?:de|het)\s+(?P<law>{LAW})|(?P<law_alone>{LAW_ALONE})))?",
)
LONGEST_QUESTION = 300
"""Characters beyond which a question is no mere reference."""


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
    if headings and _is_title(headings[0], headings[1:]):
        first = headings[0].title
        short = SHORT_TITLE.search(first)
        return short[1] if short and len(first) > LONGEST_TITLE else first
    stem = document.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return stem.replace("-", " ").replace("_", " ").strip().capitalize() or document.name


def _is_title(first: Heading, others: Sequence[Heading]) -> bool:
    """Whether a file's first heading is that of the whole: a high one without a number."""
    if any(pattern.match(first.title + " ") for pattern in (NUMBERED, ARTICLE, CHAPTER)):
        return False
    return first.level == 1 or (first.level == 2 and all(h.level > 2 for h in others))


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
    yield from _to_parts(text)
    for found in ARTICLE_REFERENCE.finditer(text):
        law = found["law"] or found["law_alone"]
        yield Reference(found[0], article=found["article"].lower(), law=law)


def _to_parts(text: str) -> Iterator[Reference]:
    """The references to parts, chapters, paragraphs and annexes."""
    for found in REFERENCE.finditer(text) if HOLDS_ANY.search(text) else ():
        number = found["number_after"] or found["number"] or found["own_number"]
        kind = (found["kind_after"] or found["kind"] or found["own_kind"] or "").lower()
        if number and kind == "bijlage":
            number = f"bijlage {number}"
        yield Reference(found[0], found["book"], found["part"], number)


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
            title = self._law_named(reference.law, within) if reference.law else within
            return self._of_article.get((title or "", reference.article), [])
        own = PART.search(within)
        part = reference.part or (own[1] if own else "")
        found = self._of_part.get((part, reference.number or ""), [])
        # Two handbooks may number a part alike.
        book = _longest_start({name for name, _ in found}, reference.book or _book(within))
        if book:
            return [place for name, place in found if name == book]
        named = reference.book is not None and HANDBOOK.match(reference.book)
        return [] if named else [place for _, place in found]

    def named_in(self, question: str) -> list[int]:
        """Places of what a question names, if the question is little else than a reference."""
        if len(question) > LONGEST_QUESTION:
            return []
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

    def _law_named(self, words: str, within: str) -> str | None:
        """The law that the words name: "Algemene douanewet bepaalt", or a part of its title."""
        said = words.lower()
        found = [law for law in sorted(self._laws) if said in law.lower()]
        if len(found) > 1:
            return within if within in found else None
        return found[0] if found else _longest_start(self._laws, words)

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
        for reference in _to_parts(paragraph.text)
        if not book.find(reference, within=paragraph.path[0])
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
    return " ".join(found[0].lower().split()) if found else ""


def _longest_start(names: Iterable[str], words: str) -> str | None:
    """The longest of the names that the words begin with, whole words only."""
    said = " ".join(words.lower().split()) + " "
    fitting = [name for name in names if name and said.startswith(name.lower() + " ")]
    return max(fitting, key=len, default=None)


def _names_law(question: str, law: str) -> bool:
    named = _content(law)
    return bool(named) and named <= _content(question)


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if word not in LITTLE_WORDS}
