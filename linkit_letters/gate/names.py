"""Proper names in a letter that the documents do not hold: employers above all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from linkit_letters.documents.source import Source, Span
from linkit_letters.gate.claims import Claim
from linkit_letters.gate.deeds import DEED
from linkit_letters.gate.evidence import Evidence
from linkit_letters.gate.frame import Frame
from linkit_letters.gate.stance import TO_COME
from linkit_letters.gate.tools import STRONGLY
from linkit_letters.language.certificates import certificates_in
from linkit_letters.language.lexicon import tools_in
from linkit_letters.language.schooling import SCHOOL
from linkit_letters.language.sentences import Piece
from linkit_letters.language.tongues import tongues_in
from linkit_letters.language.words import FUNCTION_WORDS, words_of

TOKEN = r"(?:[A-ZÀ-ÖØ-Þ][\w&’'.+-]*[\w]|[A-Z](?![\w])|[a-z]{1,3}[A-Z]\w+)"
NAME = re.compile(
    rf"(?<![\w@./#-]){TOKEN}(?:(?:\s+(?:van\s+der|van\s+de|van\s+den|van|de|der|den|of|the|&|"
    rf"'t|en\s+Zonen|\+)\s+|\s+){TOKEN})*"
)
EMPLOYED = re.compile(
    r"\b(?:bij|voor|na|via|at|for|with|from|joined|by|tussen|zowel|zoals|daarvoor|eerder|"
    r"daarna|after|before|client|klant|opdrachtgever|werkgever|employer|and|en|of|van|"
    r",)\s*(?:de\s+|het\s+|the\s+|onder\s+meer\s+|o\.a\.\s+|zowel\s+)?(?:(?:gemeente|"
    r"provincie|ministerie|waterschap|bureau|bedrijf|verzekeraar|zorgverzekeraar|"
    r"pensioenfonds|bank|klant|opdrachtgever|stichting|firma|detacheerder|company|client|"
    r"insurer|municipality\s+of)\s+)?$",
    re.I,
)
PAST = re.compile(
    r"\b(?:werkte|werkt|werkten|gewerkt|werkzaam|ervaring|was|jaar|sinds|eerder|daarvoor|"
    r"voorheen|daarna|na|tot|diende|deed|bouwde|leidde|zat|maakte|ontwikkelde|beheerde|"
    r"detachering|gedetacheerd|in\s+dienst|"
    r"worked|works|working|experience|after|before|spent|served|formerly|previously|built|led|"
    r"years|since|joined|earlier|most\s+recently|laatst\w*|recent\w*|begon|begonnen|started|helped|hielp|deden)\b",
    re.I,
)
PERSON = re.compile(
    r"\b(?:mevrouw|meneer|de\s+heer|dhr\.?|mevr\.?|mw\.?|mr\.?|ms\.?|mrs\.?|collega|naam\s+is|"
    r"name\s+is|heet|groet\w*)\s*$",
    re.I,
)
AFTER_NAME = re.compile(
    r"\s+(?:volgde|was|werd|kwam|bood|leerde|vroeg|gaf|heeft|had|followed|came|taught|hired|"
    r"gave|is\s+(?:zij|hij))\b"
)
SUBJECT = re.compile(r"\b(?:hij|zij|ze|ik|he|she|I)\b")
FOLLOWED = re.compile(
    r"(?:[A-Z][\w&'’.-]*\s+(?:(?:van|de|der|en|&)\s+)*)+[a-z]{3,}(?:de|te|g|k|d|p|cht|"
    r"st)\s+(?:ik|hij|zij|ze)\b"
)
PLACE = re.compile(
    r"\b(?:in|uit|te|near|regio|omgeving|woont|wonend|woonachtig|living|based|naar|vanuit|"
    r"rond|from|station|gemeente|stad|locatie|kantoor)\s+(?:de\s+|regio\s+)?$",
    re.I,
)


def name_claims(
    clause: Piece, sentence: Piece, frame: Frame, evidence: Evidence, vacancy: Source | None
) -> Iterator[Claim]:
    """A claim per proper name that is no technology, certificate, school, language or person."""
    taken = _taken(clause.text)
    for start, end in _names(clause, sentence, frame, evidence, vacancy):
        text = clause.text[start:end]
        if any(s < end and start < e for s, e in taken) or _is_person(
            text, clause.text[:start], frame, evidence
        ):
            continue
        found = _known(text, evidence)
        if found is None:
            if _is_place(text, clause.text[:start]):
                continue
            if (
                vacancy is not None
                and _in_text(text, vacancy.text)
                and not _of_the_past(clause, start)
                and not _used(clause, start, end)
            ):
                continue
        employed = EMPLOYED.search(clause.text[:start]) or AFTER_NAME.match(clause.text[end:])
        if found is not None and not employed:
            continue
        kind = "employer" if employed or not _among_tools(clause.text, start, end) else "tool"
        yield Claim(
            "tool" if kind == "tool" else "employer",
            clause.start + start,
            clause.start + end,
            text,
            found is not None,
            found or (),
            "" if found else f"{text} stands neither in CV nor notes",
        )


def _taken(text: str) -> list[tuple[int, int]]:
    spans = [(tool.start, tool.end) for tool in tools_in(text)]
    spans += [(certificate.start, certificate.end) for certificate in certificates_in(text)]
    spans += [match.span() for match in SCHOOL.finditer(text)]
    return spans + [(tongue.start, tongue.end) for tongue in tongues_in(text)]


def _names(
    clause: Piece, sentence: Piece, frame: Frame, evidence: Evidence, vacancy: Source | None
) -> Iterator[tuple[int, int]]:
    for match in NAME.finditer(clause.text):
        start, end = match.span()
        while start < end:
            word = re.match(r"\S+", clause.text[start:end])
            if word is None or not _is_ordinary(
                word[0], start, end, clause, sentence, frame, evidence, vacancy
            ):
                break
            start += word.end()
            start += len(clause.text[start:end]) - len(clause.text[start:end].lstrip())
            connector = re.match(
                r"(?:van\s+der|van\s+de|van|de|der|den|of|the|&|\+)\s+", clause.text[start:end]
            )
            if connector:
                start += connector.end()
        text = clause.text[start:end].rstrip(".'’")
        if len(text) > 1:
            yield start, start + len(text)


def _is_ordinary(
    word: str,
    start: int,
    end: int,
    clause: Piece,
    sentence: Piece,
    frame: Frame,
    evidence: Evidence,
    vacancy: Source | None,
) -> bool:
    """A word that is only written with a capital because a sentence or an item begins with it."""
    low = word.lower().strip(".'’").replace("ó", "o").replace("é", "e")
    if low in FUNCTION_WORDS or low in _capitalised():
        return True
    if len(word) > 1 and (word[1:] != word[1:].lower()):
        return low in _abbreviations() or low.split("-")[0] in _abbreviations()
    before = sentence.text[: clause.start + start - sentence.start]
    opens = not re.search(r"\w", before) or bool(
        re.search(r"(?:[.!?:|•*\"“(–—-]|\d[.)])\s*\**$", before)
    )
    if not opens:
        return False
    if (
        low in _lower_words(frame.letter.text)
        or (low in evidence.words and _is_lower(low, evidence))
        or (vacancy is not None and low in _lower_words(vacancy.text))
    ):
        return True
    rest = clause.text[start + len(word) : end].strip()
    if rest and (_is_place(rest, "") or _known(rest, evidence)) and not evidence.word(word):
        return True  # `Reisgebied Zwolle`
    if rest:  # two names in a row; the first may still be a word: `Bij Vestora`, `Dankzij Kwantis`
        return low in words_of_opening() or low.endswith(("end", "elijk", "elijks", "ly", "ing"))
    return (
        not AFTER_NAME.match(clause.text[end:])
        or low in words_of_opening()
        or low.endswith(("ing", "heid", "tie", "aat", "schap", "ness", "ment", "tion", "er", "en"))
    )


def _known(text: str, evidence: Evidence) -> tuple[Span, ...] | None:
    """Where the documents hold the name: whole, or its first telling word and one more of it."""
    literal = evidence.literally(text)
    if literal is not None:
        return (literal,)
    if re.fullmatch(r"[A-Z]{2,5}", text) and (spelled := _spelled_out(text, evidence)):
        return (spelled,)
    words = [
        w
        for w in re.findall(r"[\w]+(?:['’.&-]\w+)*", text)
        if w.lower() not in FUNCTION_WORDS and len(w) > 1
    ]
    telling = [w for w in words if w.lower() not in _company_words()] or words
    spans = [evidence.word(_bare(word)) for word in telling]
    if telling and all(spans):
        return tuple(span for span in spans if span)[:1]
    return None


def _spelled_out(letters: str, evidence: Evidence) -> Span | None:
    """The words that an abbreviation stands for, one letter each."""
    words = r"\W+(?:(?:and|en|of|van|voor|for|&)\W+)?".join(rf"{sign}\w+" for sign in letters)
    return evidence.matching(re.compile(rf"(?<!\w){words}", re.I))


def _bare(word: str) -> str:
    word = re.sub(r"['’]s$|s['’]$", "", word)
    head = word.split("-", 1)[0]
    return head if len(head) > 3 else word


def _is_person(text: str, before: str, frame: Frame, evidence: Evidence) -> bool:
    name = evidence.facts.name
    words = [word.strip(".,") for word in text.split()]
    outside = frame.names
    return bool(
        PERSON.search(before)
        or (
            name and all(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", name.text, re.I) for w in words)
        )
        or all(
            re.search(rf"(?<!\w){re.escape(w)}(?!\w)", outside) for w in words if w[:1].isupper()
        )
    )


def _is_place(text: str, before: str) -> bool:
    return text.lower() in _places() or bool(
        PLACE.search(before) and text.split()[0].lower() in _places()
    )


def _in_text(text: str, other: str) -> bool:
    words = [w for w in text.split() if w[:1].isupper()]
    return bool(words) and all(re.search(rf"(?<!\w){re.escape(w)}", other) for w in words)


def _of_the_past(clause: Piece, start: int) -> bool:
    """Whether the candidate is said to have been there already."""
    near = clause.text[max(0, start - 60) : start + 40]
    if FOLLOWED.match(clause.text[start:]) and EMPLOYED.search(clause.text[:start]):
        return True
    return (
        bool(PAST.search(near) or DEED.search(near))
        and not TO_COME.search(near)
        and bool(EMPLOYED.search(clause.text[:start]))
    )


def _used(clause: Piece, start: int, end: int) -> bool:
    """Whether a thing that the vacancy names is said to have been worked with."""
    near = clause.text[max(0, start - 40) : end + 40]
    return bool(STRONGLY.search(near) and SUBJECT.search(clause.text)) and not TO_COME.search(near)


def _among_tools(text: str, start: int, end: int) -> bool:
    near = [t for t in tools_in(text) if 0 <= start - t.end <= 12 or 0 <= t.start - end <= 12]
    between = [text[t.end : start] if t.end <= start else text[end : t.start] for t in near]
    return any(
        re.fullmatch(r"\s*(?:,|/|\+|&|en|and|,\s*(?:en|and))?\s*(?:met\s+|with\s+)?", gap)
        for gap in between
    ) or bool(
        re.search(r"\b(?:tool|tooling|framework|pakket|met|with|in)\s+$", text[:start], re.I)
        and re.search(
            r"\b(?:kent|beheerst|programmeer\w*|tool\w*|framework\w*|ontwikkel\w*|knows|using)\b",
            text,
            re.I,
        )
    )


def _is_lower(word: str, evidence: Evidence) -> bool:
    source, start, end = evidence.words[word]
    return evidence.facts.sources[source].text[start:end].islower()


@cache
def _lower_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"(?<![\w])[a-zà-ÿ][\w’'-]+", text))


@cache
def _capitalised() -> frozenset[str]:
    return words_of("capitalised.txt")


@cache
def _abbreviations() -> frozenset[str]:
    return words_of("abbreviations.txt")


@cache
def _company_words() -> frozenset[str]:
    return words_of("company_words.txt")


@cache
def _places() -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in words_of("places.txt"))


@cache
def words_of_opening() -> frozenset[str]:
    """Words that often open a sentence or an item and are no names."""
    return words_of("openings.txt")


__all__: Sequence[str] = ("name_claims",)
