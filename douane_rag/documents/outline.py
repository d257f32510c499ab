"""From a file's blocks to its paragraphs: which heading stands under which, ids, references."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from douane_rag.documents.blocks import WITHDRAWN, Block, Body, Document, Heading
from douane_rag.documents.paragraphs import Paragraph, Source
from douane_rag.documents.references import document_title, reference_to
from language_models.errors import InputError

# From the highest to the lowest; of two such headings of one level the first holds the second.
STRUCTURE = ("boek", "deel", "titel", "hoofdstuk", "afdeling", "paragraaf", "artikel")
STRUCTURAL = re.compile(rf"^({'|'.join((*STRUCTURE, 'bijlage'))})\s+\S+", re.I)
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
        if not text or WITHDRAWN in node.heading.attributes:
            continue
        if len(text) > LONGEST_PARAGRAPH:
            raise InputError(
                f"the paragraph under {node.title!r} has {len(text):,} characters, more than "
                f"{LONGEST_PARAGRAPH:,}; divide it by headings",
                file=document.name,
                line=node.line,
            )
        own = _validity(node.heading.attributes, document.name)
        path = (title, *(step.title for step in chain if title not in (step.title or title)))
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


def _chains(blocks: tuple[Block, ...], stem: str, title: str) -> Iterator[list[_Node]]:
    """Every heading with the headings it stands under, itself last, in the order of the file."""
    root = _Node(Heading(0, title), [stem], "")
    chains, stack, ids = [[root]], [root], _Ids(stem)
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
        stack.append(node)
        chains.append(list(stack))
    yield from chains


class _Ids:
    """Ids of headings: their own, else stem#slug; a repeated slug gets -2, -3, …"""

    def __init__(self, stem: str) -> None:
        self._stem = stem
        self._given: dict[str, int] = {}

    def of(self, block: Heading) -> str:
        if block.id:
            return block.id
        name = f"{self._stem}#{slug(block.title)}"
        self._given[name] = self._given.get(name, 0) + 1
        return name if self._given[name] == 1 else f"{name}-{self._given[name]}"


def _names(above: _Node, node: _Node) -> bool:
    """Whether `node` is only the title of the structural heading directly before it."""
    return (
        above.structure not in (None, "artikel", "bijlage")
        and not above.texts
        and len(above.ids) == 1
        and STRUCTURAL.fullmatch(above.heading.title) is not None
        and node.structure is None
        and node.number is None
        and node.heading.level > above.heading.level
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


def _validity(keys: Mapping[str, str], name: str) -> tuple[date | None, date | None]:
    return _day(keys, FROM_KEYS, name), _day(keys, TO_KEYS, name)


def _day(keys: Mapping[str, str], names: tuple[str, ...], file: str) -> date | None:
    text = next((keys[name] for name in names if name in keys), None)
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"the date {text!r} is no day such as 2025-01-01", file=file) from None
