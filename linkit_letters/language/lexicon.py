"""Finding the technology that a text names, in whatever way it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from linkit_letters.language.words import lines_of, words_of

ATOM = re.compile(r"[^\W_]+(?:#|\+\+)?")
GAP = re.compile(r"[ \u00a0./&’'-]{0,2}")
MOST_ATOMS = 4
OPENING = re.compile(r"(?:^|[.!?:]\s+|\n\s*)$")
VERSION = re.compile(
    r"[ -]?v?\d{1,4}(?:\.[\dx]{1,3})*\+?(?![\w%]|\s*(?:jaar|jr|years?|uur|maanden))"
)


@dataclass(frozen=True)
class Tool:
    """A technology named in a text, under its canonical name."""

    name: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Alias:
    atoms: tuple[str, ...]
    written: str
    name: str
    exact: bool


@lru_cache(maxsize=8_192)
def tools_in(text: str) -> tuple[Tool, ...]:
    """The technology named, in order; the longest name wins."""
    atoms = list(ATOM.finditer(text))
    found: list[Tool] = []
    at = 0
    while at < len(atoms):
        tool, used = _longest(text, atoms, at)
        if tool is not None:
            found.append(tool)
        at += max(1, used)
    return tuple(found)


@cache
def implied_by(name: str) -> frozenset[str]:
    """What somebody knows who knows this: Spring Boot implies Spring and Java."""
    direct = _lexicon()[1].get(name, ())
    return frozenset(direct) | {far for near in direct for far in implied_by(near)}


def known_names() -> frozenset[str]:
    """Every canonical name."""
    return frozenset(alias.name for group in _lexicon()[0].values() for alias in group)


def _longest(text: str, atoms: list[re.Match[str]], at: int) -> tuple[Tool | None, int]:
    for alias in _lexicon()[0].get(atoms[at][0].lower(), ()):
        last = at + len(alias.atoms) - 1
        if last >= len(atoms):
            continue
        words = tuple(match[0].lower() for match in atoms[at : last + 1])
        if words != alias.atoms or not _adjacent(text, atoms[at : last + 1]):
            continue
        start, end = atoms[at].start(), atoms[last].end()
        if alias.written.startswith(".") and text[start - 1 : start] != ".":
            continue
        if alias.written.startswith("."):
            start -= 1
        if alias.exact and not _exactly(text, start, end, alias):
            continue
        version = VERSION.match(text, end)
        stop = version.end() if version and "#" not in version[0] else end
        return Tool(alias.name, start, stop, text[start:stop]), len(alias.atoms)
    return None, 1


def _adjacent(text: str, atoms: list[re.Match[str]]) -> bool:
    return all(GAP.fullmatch(text, one.end(), other.start()) for one, other in pairwise(atoms))


def _exactly(text: str, start: int, end: int, alias: _Alias) -> bool:
    """An ordinary word counts as a tool only where it is written as its name is."""
    if text[start:end] != alias.written:
        return False
    if len(alias.written) == 1:
        near = text[max(0, start - 3) : start] + text[end : end + 2]
        return (
            bool(re.search(r"[,/(+]|\b(?:in|en|of|or)\b", near))
            and text[end : end + 1] not in ".'’&-"
        )
    return (
        alias.written not in _opening_words()
        or not OPENING.search(text[:start][-4:])
        or text[end : end + 1] in ",/)+:"
    )


@cache
def _opening_words() -> frozenset[str]:
    """Names that may well open a sentence as the ordinary words they are."""
    return words_of("opening_tools.txt")


@cache
def _lexicon() -> tuple[dict[str, list[_Alias]], dict[str, tuple[str, ...]]]:
    """Aliases by their first atom, the longest first; and what each name implies."""
    ambiguous = words_of("ambiguous.txt")
    aliases: dict[str, list[_Alias]] = {}
    implied: dict[str, tuple[str, ...]] = {}
    for line in [*lines_of("tools.txt"), *lines_of("methods.txt")]:
        head, _, consequences = line.partition(" < ")
        name, _, others = (part.strip() for part in head.partition(" = "))
        implied[name] = tuple(part.strip() for part in consequences.split(",") if part.strip())
        for written in (name, *(part.strip() for part in others.split(",") if part.strip())):
            atoms = tuple(match[0].lower() for match in ATOM.finditer(written))
            exact = written in ambiguous or len(written) <= 2
            aliases.setdefault(atoms[0], []).append(_Alias(atoms, written, name, exact))
    for group in aliases.values():
        group.sort(key=lambda alias: -len(alias.atoms))
    return aliases, implied
