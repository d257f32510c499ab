"""DOCX as blocks: mammoth turns it into HTML, after the numbers that Word counts became text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from douane_rag.documents.blocks import Block, Heading, numeral
from language_models.errors import InputError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KINDS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
LARGEST_UNPACKED = 1_000_000_000
OLD_WORD = b"\xd0\xcf\x11\xe0"
BACK_LINK = re.compile(r'\s*<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')
# Word saves its own styles under their English names; other programs use those of their menus.
STYLES = "\n".join(
    [f"p[style-name^='{name} {n}'] => h{min(n, 6)}:fresh" for name in ("Kop", "Heading")
     for n in range(1, 10)]
    + [f"p[style-name='{name}'] => h1:fresh" for name in ("Title", "Titel")]
)  # fmt: skip


def read_docx(path: Path) -> tuple[tuple[Block, ...], dict[str, str]]:
    """The blocks of a Word file; its heading styles give the structure.

    Raises:
        InputError: it is an old or protected Word file, or it holds macros.
    """
    import mammoth

    from douane_rag.documents.html import read_html

    html = mammoth.convert_to_html(
        BytesIO(_numbered(path)),
        style_map=STYLES,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(lambda _: {}),
    )
    blocks, metadata = read_html(BACK_LINK.sub("", html.value))
    # The ids that Word's bookmarks give are of no use to a reader.
    return tuple(
        replace(block, id=None) if isinstance(block, Heading) else block for block in blocks
    ), metadata


def _numbered(path: Path) -> bytes:
    """The file with the numbers of its paragraphs as text, since mammoth leaves them out."""
    raw = path.read_bytes()
    if raw.startswith(OLD_WORD):
        raise InputError(
            "is an old Word file or protected by a password; save it as .docx without one",
            file=path,
        )
    written = BytesIO()
    with ZipFile(BytesIO(raw)) as packed, ZipFile(written, "w") as unpacked:
        if any(name.lower().endswith("vbaproject.bin") for name in packed.namelist()):
            raise InputError("holds macros; save it as .docx without them", file=path)
        size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST_UNPACKED:
            raise InputError(f"unpacks to {size:,} bytes, too many; divide it", file=path)
        for part in packed.infolist():
            content = packed.read(part)
            if part.filename == "word/document.xml" and "word/numbering.xml" in packed.namelist():
                content = _with_numbers(content, packed)
            unpacked.writestr(part.filename, content)
    return written.getvalue()


def _with_numbers(document: bytes, packed: ZipFile) -> bytes:
    root = ElementTree.fromstring(document)
    styles = packed.read("word/styles.xml") if "word/styles.xml" in packed.namelist() else b"<s/>"
    numbering = _Numbering(
        ElementTree.fromstring(packed.read("word/numbering.xml")), ElementTree.fromstring(styles)
    )
    for paragraph in root.iter(f"{W}p"):
        label = numbering.label(paragraph)
        if label and any((text.text or "").strip() for text in paragraph.iter(f"{W}t")):
            _write(paragraph, f"{label} ")
    return ElementTree.tostring(root)


def _write(paragraph: Element, label: str) -> None:
    """Put the label before the paragraph's text and take the paragraph out of its list."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = Element(f"{W}pPr")
        paragraph.insert(0, properties)
    for old in properties.findall(f"{W}numPr"):
        properties.remove(old)
    none = ElementTree.SubElement(properties, f"{W}numPr")
    for name in ("ilvl", "numId"):
        ElementTree.SubElement(none, f"{W}{name}", {f"{W}val": "0"})
    run = Element(f"{W}r")
    ElementTree.SubElement(run, f"{W}t").text = label
    paragraph.insert(list(paragraph).index(properties) + 1, run)


@dataclass
class _Level:
    """How one level of a list is numbered: `%1.%2` with a kind of number each."""

    kind: str | None
    pattern: str
    start: int
    style: str | None


@dataclass
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class _Numbering:
    """Counts a document's numbered paragraphs, in its order, as Word does."""

    def __init__(self, numbering: Element, styles: Element) -> None:
        lists = {
            _attribute(element, "abstractNumId"): _List(
                {int(_attribute(level, "ilvl") or 0): _level(level)
                 for level in element.findall(f"{W}lvl")}
            )
            for element in numbering.findall(f"{W}abstractNum")
        }  # fmt: skip
        self._lists: dict[str | None, _List] = {}
        self._restarts: dict[str | None, dict[int, int]] = {}
        for num in numbering.findall(f"{W}num"):
            name = _attribute(num, "numId")
            self._lists[name] = lists.get(_value(num, "abstractNumId"), _List({}))
            starts = {int(_attribute(o, "ilvl") or 0): _value(o, "startOverride")
                      for o in num.findall(f"{W}lvlOverride")}  # fmt: skip
            self._restarts[name] = {at: int(start) for at, start in starts.items() if start}
        self._styles = {_attribute(s, "styleId"): s for s in styles.findall(f"{W}style")}

    def label(self, paragraph: Element) -> str | None:
        """The paragraph's number as Word shows it; None without one, and for a mere bullet."""
        name, at = self._place(paragraph)
        entry = self._lists.get(name)
        if entry is None or at not in entry.levels:
            return None
        level, counts = entry.levels[at], entry.counts
        restart = self._restarts[name].pop(at, None)
        counts[at] = restart if restart is not None else counts.get(at, level.start - 1) + 1
        for deeper in [d for d in counts if d > at]:
            del counts[deeper]
        return None if level.kind is None else self._written(entry, level)

    def _written(self, entry: _List, level: _Level) -> str:
        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = entry.levels.get(at, level)
            return numeral(entry.counts.get(at, other.start), other.kind or "1")

        return re.sub(r"%([1-9])", number, level.pattern).strip()

    def _place(self, paragraph: Element) -> tuple[str | None, int]:
        """The list and the level in it, from the paragraph or from its style."""
        properties = paragraph.find(f"{W}pPr")
        style = None if properties is None else _value(properties, "pStyle")
        own = _number_of(properties)
        seen: set[str | None] = set()
        above = style
        while own[0] is None and above not in seen and above in self._styles:
            seen.add(above)
            found = _number_of(self._styles[above].find(f"{W}pPr"))
            own = (found[0], own[1] or found[1])
            above = _value(self._styles[above], "basedOn")
        levels = self._lists[own[0]].levels if own[0] in self._lists else {}
        linked = next((at for at, level in levels.items() if style and level.style == style), 0)
        return own[0], linked if own[1] is None else int(own[1])


def _number_of(properties: Element | None) -> tuple[str | None, str | None]:
    found = None if properties is None else properties.find(f"{W}numPr")
    return (None, None) if found is None else (_value(found, "numId"), _value(found, "ilvl"))


def _level(element: Element) -> _Level:
    form = _value(element, "numFmt") or "decimal"
    return _Level(
        kind=None if form in ("bullet", "none") else KINDS.get(form, "1"),
        pattern=_value(element, "lvlText") or "",
        start=int(_value(element, "start") or 1),
        style=_value(element, "pStyle"),
    )


def _value(element: Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else _attribute(found, "val")


def _attribute(element: Element, name: str) -> str | None:
    return element.get(f"{W}{name}")
