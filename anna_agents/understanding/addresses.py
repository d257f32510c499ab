"""Postal addresses in the manners of seven countries, as "Street 12, 1234 AB Town"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from anna_agents.understanding.draft import BLANK, Candidate, Draft, chosen
from anna_agents.understanding.phrases import alternation, folded, listed

CONTEXT = 110
LONGEST_TOWN = 4
LONGEST_ABBREVIATION = 4
COUNTRY = re.compile(r"(?<![^\W_])(?:nl|b|be|d|de|f|fr|e|es|i|it)-$")
CONTINENTAL = re.compile(
    r"(?<![\w.,#€-])(?:(?:nl|be|b|de|d|fr|f|es|e|it|i)-)?"
    r"([1-9]\d{3} ?[a-z]{2}(?![^\W_])|\d{5}(?![\w%]|[.,]\d)|[1-9]\d{3}(?![\w%]|[.,]\d))"
)
BRITISH = re.compile(r"(?<![^\W_])([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})(?![^\W_])")
LETTER = r"[^\W\d_]['’.-]{0,2}"
TOWN = re.compile(rf"[ ,\n-]{{1,3}}((?:{LETTER}){{2,30}}(?: (?:{LETTER}){{1,30}}){{0,4}})")
NUMBER = (
    r"\d{1,4}(?: ?[a-h](?![^\W_])|-?(?:bis|ter)(?![^\W_])| (?:bis|ter)(?![^\W_])"
    r"|[-/]\d{1,3}[a-z]?)?"
    r"(?:,? ?(?:bus|bte|boite|box|hs|huis|app?\.?|apt\.?|wohnung|scala|int\.?|interno|bat\.?)"
    r" ?[\da-z]{1,4})?"
)
FLOOR = (
    r"(?:,? ?\d{1,2} ?[º°ªo](?:[ -]?(?:[a-z]|izq\.?|izda\.?|dcha\.?|\d{1,2}[ªºa]?))?"
    r"|, ?(?:\d{1,2}[.a-zº°]{0,3} )?(?:verdieping|etage|floor|stock|og|piano|piso|planta|eg|hs)"
    r"(?: \d{1,2}| [a-z])?)?"
)
STREET_NUMBER = re.compile(
    r"(?P<street>[^\d\n]{3,60}?)[ ,]{1,2}(?:n[º°.r]{1,2} ?|num\.? )?"
    rf"(?P<number>{NUMBER}{FLOOR})[ ,.;\n-]*(?:in )?[ ]?$"
)
NUMBER_STREET = re.compile(
    rf"(?<![\w.,/-])(?P<number>{NUMBER}),? (?P<street>[^\d\n]{{4,60}}?)[ ,.;\n-]*$"
)
STREET_TOWN = re.compile(
    rf"(?P<street>[^\d\n,]{{3,60}}?),? (?P<number>{NUMBER})(?:, ?| in | te | a )"
    r"(?P<town>[^\W\d_][^\d,.!?]{1,40})"
)


def take_addresses(draft: Draft) -> None:
    """The address that is meant, and its postcode."""
    found = [*_continental(draft), *_british(draft)]
    if not found and "new_address" in draft.asked:
        found = list(_as_answered(draft))
    codes = {each: code for each, code in found}
    candidates = sorted(codes, key=lambda each: each.start)
    if candidates and (code := codes[chosen(draft.plain, candidates, draft.language)]):
        draft.facts["postcode"] = code
    draft.take("new_address", candidates)


def _continental(draft: Draft) -> Iterator[tuple[Candidate, str]]:
    for match in CONTINENTAL.finditer(draft.left):
        town = _town(draft, match.end())
        street = _street(draft, match.start()) if town else None
        if town and street:
            code = _postcode(match[1])
            written = f"{_one_part(street[0])}, {code} {town[0]}"
            yield Candidate(written, street[1], town[1]), code


def _one_part(street: str) -> str:
    """Street, number and floor without commas, which part the street from the town."""
    return " ".join(street.replace(",", " ").split())


def _postcode(written: str) -> str:
    code = written.upper()
    return f"{code[:4]} {code[4:].strip()}" if len(code) > 5 else code


def _british(draft: Draft) -> Iterator[tuple[Candidate, str]]:
    """Street, town and then the postcode; or the postcode before the town, as others write it."""
    for match in BRITISH.finditer(draft.left):
        start = max(0, match.start() - CONTEXT)
        before = draft.left[start : match.start()]
        streets = list(_british_street().finditer(before))
        if not streets:
            continue
        found = streets[-1]
        between = draft.text[start + found.end() : match.start()]
        parts = [part.strip(" .") for part in re.split(r"[,\n]", between) if part.strip(" .")]
        town = parts[-1] if parts else ""
        code = f"{match[1]} {match[2]}".upper()
        street = draft.said(start + found.start(), start + found.end())
        if town and len(town.split()) <= LONGEST_TOWN:
            written = f"{_one_part(street)}, {code} {town}"
            yield Candidate(written, start + found.start(), match.end()), code
        elif not town and (after := _town(draft, match.end())):
            written = f"{_one_part(street)}, {code} {after[0]}"
            yield Candidate(written, start + found.start(), after[1]), code


def _town(draft: Draft, start: int) -> tuple[str, int] | None:
    """The town's name after a postcode: capitals, or one small word."""
    match = TOWN.match(draft.text, start)
    if match is None or BLANK in draft.left[start : match.end()]:
        return None
    words, kept = match[1].split(" "), 0
    connecting, other = _set("connecting"), _set("not_names")
    for index, word in enumerate(words[:LONGEST_TOWN]):
        plain = folded(word)
        if plain.rstrip(".") in other and plain not in connecting:
            break
        if word[:1].isupper() or (index == 0 and plain not in connecting and len(plain) > 2):
            kept = index + 1
        elif plain not in connecting:
            break
        if word.endswith(".") and len(word) > LONGEST_ABBREVIATION:
            break
    town = " ".join(words[:kept])
    return (town.rstrip(".,-' "), match.start(1) + len(town)) if kept else None


def _street(draft: Draft, end: int) -> tuple[str, int] | None:
    """Street and number that end before `end`, and where they begin."""
    start = max(0, end - CONTEXT)
    before = re.sub(COUNTRY, "", draft.left[start:end])
    if BLANK in before:
        cut = before.rindex(BLANK) + 1
        start, before = start + cut, before[cut:]
    return _number_last(draft, start, before) or _number_first(draft, start, before)


def _number_last(draft: Draft, offset: int, before: str) -> tuple[str, int] | None:
    match = STREET_NUMBER.search(before)
    if match is None:
        return None
    begin = _name_starts(draft.text[offset + match.start("street") : offset + match.end("street")])
    if begin is None:
        return None
    start = offset + match.start("street") + begin
    street = draft.said(start, offset + match.end("street")).rstrip(",")
    number = draft.said(offset + match.start("number"), offset + match.end("number"))
    return f"{street} {number}", start


def _number_first(draft: Draft, offset: int, before: str) -> tuple[str, int] | None:
    match = NUMBER_STREET.search(before)
    if match is None:
        return None
    first = match["street"].split(" ")[0].rstrip(".")
    if first not in _set("openings") and not _british_street().search(match[0]):
        return None
    start = offset + match.start()
    written = draft.said(start, offset + match.end("street"))
    return written.rstrip(" ,.-"), start


def _name_starts(before: str) -> int | None:
    """Where the street's name begins in the words before its number."""
    shift = max(before.rfind("\n"), before.rfind(",")) + 1
    begin, opening = None, None
    for token in reversed(list(re.finditer(r"[^\s(\"'„“«]\S*", before[shift:]))):
        word, plain = token[0], folded(token[0]).rstrip(".:")
        if plain in _set("openings"):
            opening = token.start()
            continue
        if plain in _set("not_names") or word.endswith(":"):
            break
        if word[:1].isupper() or (_ends_like_street(plain) and begin is None):
            begin = token.start()
        elif plain not in _set("connecting") and (opening is not None or not _may_open(before)):
            break
    if opening is not None:
        return shift + opening
    return None if begin is None else shift + begin


def _may_open(before: str) -> bool:
    """Whether a street of the southern kind stands in these words: "via monte grappa"."""
    openings = alternation(listed("addresses", "openings"))
    return bool(re.search(rf"(?<![^\W_])(?:{openings})[ .]", folded(before)))


def _ends_like_street(word: str) -> bool:
    return word.endswith(tuple(listed("addresses", "endings")))


@cache
def _set(kind: str) -> frozenset[str]:
    return frozenset(listed("addresses", kind))


@cache
def _british_street() -> re.Pattern[str]:
    words = alternation(listed("addresses", "british"))
    return re.compile(
        r"(?<![\w.,/-])(?:(?:flat|unit|suite|apartment) [\da-z]{1,4},? )?\d{1,4}[a-f]?,? "
        rf"(?:[^\W\d_][^\W_]{{0,25}}['.]?[^\W_]{{0,9}} ){{1,4}}?(?:{words})(?![^\W_])"
    )


def _as_answered(draft: Draft) -> Iterator[tuple[Candidate, str]]:
    """An answer that holds street and number but no postcode: "Kerkstraat 4, Utrecht"."""
    for match in re.finditer(r"[^\n]{4,120}", draft.left):
        line = draft.text[match.start() : match.end()]
        found = STREET_TOWN.search(folded(line))
        begin = _name_starts(line[found.start("street") : found.end("street")]) if found else None
        if found and begin is not None:
            start = found.start("street") + begin
            town = " ".join(line[found.start("town") : found.end("town")].split())
            street = " ".join(line[start : found.end("number")].split())
            end = match.start() + found.end()
            yield Candidate(f"{street}, {town}", match.start() + start, end), ""
            return
