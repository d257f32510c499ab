"""From a file's blocks to its paragraphs: which heading stands under which, ids, references."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from douane_rag.documents.blocks import WITHDRAWN, Block, Body, Document, Heading
from douane_rag.documents.paragraphs import Paragraph, Source
from douane_rag.documents.references import document_title, reference_to
from language_models.errors import InputError

# From the highest to the lowest; of two such headings of one level the first holds the second.
STRUCTURE = ("boek", "deel", "titel", "hoofdstuk", "afdeling", "paragraaf", "artikel")
STRUCTURAL = re.compile(
    # A number follows: 3, 1:23, IVa or A; "Deel van de lading" is a title like any other.
    rf"^({'|'.join((*STRUCTURE, 'bijlage'))})\s+"
    r"(?:\d[\w.:]*|[ivxlcdm]+[a-z]?|[a-z])(?![\w.:]*\w)[.:]?",
    re.I,
)
NUMBER = re.compile(r"^(\d+(?:\.\d+)*)\.?(?=\s|$)")
LONGEST_PARAGRAPH = 1_000_000
FROM_KEYS = ("geldig-vanaf", "geldig_vanaf", "valid_from", "valid-from")
TO_KEYS = ("geldig-tot", "geldig_tot", "valid_to", "valid-to")


@dataclass
class _Node:
    """A heading with what stands directly under it."""

    heading: Heading
    ids: list[str]
    title: str
    texts: list[str] = field(default_factory=list)
    line: int | None = None

    @property
    def structure(self) -> str | None:
        found = STRUCTURAL.match(self.heading.title)
        return found[1].lower() if found else None

    @property
    def number(self) -> str | None:
        found = NUMBER.match(self.heading.title)
        return found[1] if found else None


def paragraphs_of(
    document: Document, stem: str, *, edition: date | None = None, source: Source = "handbook"
) -> tuple[Paragraph, ...]:
    """The paragraphs of a document, in its order.

    Args:
        document: the file as blocks.
        stem: the start of the ids that the headings do not carry themselves.
        edition: the day from which the file's text applies where it does not say so itself.
        source: a handbook, or a further source beside them.

    Raises:
        InputError: two headings carry one id, or a paragraph is too long to be one.
    """
    title = document_title(document)
    front = _validity(document.metadata, document.name)
    found = []
    for chain in _chains(document.blocks, stem, title):
        node = chain[-1]
        text = "\n\n".join(node.texts).strip()
        if not text or any(WITHDRAWN in step.heading.attributes for step in chain):
            continue
        if len(text) > LONGEST_PARAGRAPH:
            raise InputError(
                f"the paragraph under {node.heading.title!r} has {len(text):,} characters, more "
                f"than {LONGEST_PARAGRAPH:,}; divide it by headings",
                file=document.name,
                line=node.line,
            )
        own = _validity(node.heading.attributes, document.name, node.line)
        path = (title, *(step.title for step in chain if step.title))
        found.append(
            Paragraph(
                id=node.ids[0],
                text=text,
                path=path,
                reference=reference_to(document, path),
                document=document.name,
                within=tuple(i for step in chain for i in step.ids if i != node.ids[0]),
                valid_from=own[0] or front[0] or edition,
                valid_to=own[1] or front[1],
                source=source,
                line=node.line,
            )
        )
    return tuple(found)


def slug(title: str) -> str:
    """A heading as part of an id: lower case, letters and digits, hyphens between them."""
    plain = unicodedata.normalize("NFC", title).lower()
    return re.sub(r"[\W_]+", "-", plain).strip("-") or "kop"


def _chains(blocks: tuple[Block, ...], stem: str, title: str) -> list[list[_Node]]:
    """Every heading with the headings it stands under, itself last, in the order of the file."""
    root = _Node(Heading(0, title), [stem], "")
    chains, stack, ids = [[root]], [root], _Ids(stem, blocks)
    for block in blocks:
        if isinstance(block, Body):
            stack[-1].texts.append(block.text)
            stack[-1].line = stack[-1].line or block.line
            continue
        node = _Node(block, [ids.of(block)], block.title, line=block.line)
        if _names(stack[-1], node):
            stack[-1].ids.append(node.ids[0])
            stack[-1].title = f"{stack[-1].title} {node.title}"
            continue
        while len(stack) > 1 and not _holds(stack[-1], node):
            stack.pop()
        if len(chains) == 1 and title in node.title:
            # The first heading says again what the document is called.
            node.title = ""
        stack.append(node)
        chains.append(list(stack))
    return chains


class _Ids:
    """Ids of headings: their own, else stem#slug; a repeated slug gets -2, -3 and so on."""

    def __init__(self, stem: str, blocks: Iterable[Block]) -> None:
        self._stem = stem
        self._given = {block.id for block in blocks if isinstance(block, Heading)}
        self._count: Counter[str] = Counter()

    def of(self, block: Heading) -> str:
        if block.id:
            return block.id
        name = f"{self._stem}#{slug(block.title)}"
        self._count[name] += 1
        found = name if self._count[name] == 1 else f"{name}-{self._count[name]}"
        while found in self._given:
            # A heading such as "Bijlage 2" may have the slug that a second "Bijlage" would get.
            self._count[name] += 1
            found = f"{name}-{self._count[name]}"
        self._given.add(found)
        return found


def _names(above: _Node, node: _Node) -> bool:
    """Whether `node` is only the title of the structural heading directly before it."""
    return (
        above.structure not in (None, "artikel", "bijlage")
        and not above.texts
        and len(above.ids) == 1
        and STRUCTURAL.fullmatch(above.heading.title) is not None
        and node.structure is None
        and node.number is None
        and node.heading.level >= above.heading.level
    )


def _holds(above: _Node, node: _Node) -> bool:
    """Whether `node` belongs under `above`."""
    if above.structure and node.structure:
        return _rank(above.structure) < _rank(node.structure)
    if above.number and node.number and above.heading.level == node.heading.level:
        return node.number.startswith(above.number + ".")
    return above.heading.level < node.heading.level


def _rank(structure: str) -> int:
    # An annex closes the chapters before it, and holds what follows as a chapter does.
    return STRUCTURE.index("boek" if structure == "bijlage" else structure)


def _validity(
    keys: Mapping[str, str], file: str, line: int | None = None
) -> tuple[date | None, date | None]:
    start, end = _day(keys, FROM_KEYS, file, line), _day(keys, TO_KEYS, file, line)
    if start and end and end <= start:
        raise InputError(
            f"applies from {start} until {end}, so never; put the dates right",
            file=file,
            line=line,
        )
    return start, end


def _day(
    keys: Mapping[str, str], names: tuple[str, ...], file: str, line: int | None
) -> date | None:
    text = next((keys[name] for name in names if name in keys), None)
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(
            f"the date {text!r} is no day; write it as 2025-01-01", file=file, line=line
        ) from None
