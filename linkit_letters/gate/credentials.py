"""Claims of certificates, schooling and languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkit_letters.documents.source import Span
from linkit_letters.gate.claims import Claim
from linkit_letters.gate.evidence import Evidence
from linkit_letters.language.certificates import Certificate, certificates_in
from linkit_letters.language.schooling import WEIGHT, Schooling, schooling_in
from linkit_letters.language.sentences import Piece
from linkit_letters.language.stems import content_stems, stem
from linkit_letters.language.tongues import SPEAKING, Tongue, tongues_in
from linkit_letters.language.words import FUNCTION_WORDS
from linkit_letters.requirements.tongue import language_of

LEVELS = r"foundation|practitioner|associate|professional|expert|advanced|agile"
LEVEL = re.compile(rf"\s*\b({LEVELS})\b", re.I)
GENERIC = frozenset(
    [
        "gecertificeerd",
        "gecertificeerde",
        "certified",
        "certificaat",
        "certificaten",
        "certificering",
        "certification",
        "certificate",
        "diploma",
        "als",
        "in",
        "of",
        "for",
        "voor",
        "as",
        "a",
        "an",
        "the",
    ]
)


def certificate_claims(clause: Piece, evidence: Evidence) -> Iterator[Claim]:
    """A claim per certificate named."""
    for certificate in certificates_in(clause.text):
        found = _certificate(certificate, evidence)
        if found and _of_other_level(certificate, clause, evidence):
            found = None
        yield Claim(
            "certificate",
            clause.start + certificate.start,
            clause.start + certificate.end,
            certificate.text,
            found is not None,
            (found,) if found else (),
            "" if found else f"no certificate {certificate.name} in CV or notes",
        )


def _of_other_level(certificate: Certificate, clause: Piece, evidence: Evidence) -> bool:
    """Whether the letter names a level, `MSP Practitioner`, and the documents only another one."""
    claimed = LEVEL.match(clause.text[certificate.end :]) or LEVEL.search(certificate.text)
    if claimed is None:
        return False
    name = re.escape(re.split(r"\s", certificate.text)[0])
    told = {
        match[1].lower()
        for source in evidence.facts.sources
        for match in re.finditer(rf"(?<!\w){name}\W{{1,3}}({LEVELS})\b", source.evidence, re.I)
    }
    return bool(told) and claimed[1].lower() not in told


def schooling_claims(clause: Piece, evidence: Evidence) -> Iterator[Claim]:
    """A claim per degree, school and field of study."""
    for schooling in schooling_in(clause.text):
        found = _schooling(schooling, evidence)
        yield Claim(
            "education",
            clause.start + schooling.start,
            clause.start + schooling.end,
            schooling.text,
            found is not None,
            (found,) if found else (),
            "" if found else f"CV and notes tell of no {schooling.text}",
        )


def tongue_claims(clause: Piece, evidence: Evidence) -> Iterator[Claim]:
    """A claim per language that is said to be spoken."""
    for tongue in tongues_in(clause.text):
        if not _is_spoken(tongue, clause.text):
            continue
        known = evidence.facts.tongues.get(tongue.name)
        own = language_of(evidence.facts.sources[0].text) == tongue.name
        level = known[0] if known else None
        supported = known is not None or own
        reason = "" if supported else f"CV and notes tell of no {tongue.name}"
        if (
            supported
            and not own
            and tongue.level
            and (tongue.level > (level or 3) or (level is None and tongue.level > 3))
        ):
            supported, reason = False, f"the level of {tongue.name} is higher than CV or notes say"
        if supported and own and known and level and tongue.level and tongue.level > level:
            supported, reason = False, f"the level of {tongue.name} is higher than CV or notes say"
        yield Claim(
            "language",
            clause.start + tongue.start,
            clause.start + tongue.end,
            tongue.text,
            supported,
            (known[1],) if known and supported else (),
            reason,
        )


def _certificate(certificate: Certificate, evidence: Evidence) -> Span | None:
    held = evidence.facts.certificates
    if certificate.name in held:
        return held[certificate.name]
    if certificate.name == "AWS Certified":
        return next((span for name, span in held.items() if name.startswith("AWS")), None)
    lapsed = {
        name for name in (certificate.name,) if evidence.matching(re.compile(re.escape(name)))
    }
    words = [
        word
        for word in re.findall(r"[\w+#.]+", certificate.text)
        if word.lower().strip(".") not in GENERIC and word.lower() not in FUNCTION_WORDS
    ]
    literal = evidence.literally(" ".join(words))
    if literal is not None and not lapsed - set(held):
        return literal
    if words and certificate.name.islower():
        for span in held.values():
            if all(
                re.search(rf"(?<!\w){re.escape(word.rstrip('-'))}", span.text, re.I)
                for word in words
            ):
                return span
    if certificate.name.islower():  # described, not of the list: every word of it must be there
        spans = [evidence.word(word) for word in words]
        return spans[0] if spans and all(spans) else None
    return None


def _schooling(schooling: Schooling, evidence: Evidence) -> Span | None:
    known = evidence.facts.schooling
    if schooling.name == "honours":
        return evidence.literally(schooling.text)
    if schooling.kind == "level":
        fitting = [
            span for other, span in known
            if other.kind == "level" and WEIGHT[other.name] >= WEIGHT[schooling.name]
            and not (schooling.name == "wo" and other.name == "bachelor")
        ]  # fmt: skip
        if not fitting and schooling.name in ("hbo", "bachelor", "wo"):
            fitting = [
                span
                for other, span in known
                if other.kind == "school" and _level_of_school(other.name) >= WEIGHT[schooling.name]
            ]
        return fitting[0] if fitting else None
    if schooling.kind == "school":
        words = [
            w
            for w in re.findall(r"\w+", schooling.text)
            if w[0].isupper()
            and w.lower()
            not in ("universiteit", "university", "hogeschool", "technische", "van", "college")
        ]
        spans = [evidence.word(word) for word in words]
        if words and all(spans):
            return spans[0]
        return evidence.literally(schooling.text) if not words else None
    stems = content_stems(schooling.text) or [stem(schooling.text.lower())]
    for line in evidence.lines:
        if set(stems) <= line.stems:
            return evidence.span(line.source, line.piece.start, line.piece.end)
    return evidence.literally(schooling.text)


def _level_of_school(name: str) -> int:
    if re.match(r"roc|deltion|albeda|graafschap|koning", name):
        return 1
    return (
        3 if re.search(r"universi|\btu\b|technische|radboud|erasmus|nyenrode|\bku\b", name) else 2
    )


def _is_spoken(tongue: Tongue, text: str) -> bool:
    """`Duitse klanten` claims no German; `vloeiend Duits` does."""
    if tongue.level is not None or SPEAKING.search(text):
        return True
    word = text[tongue.start : tongue.end]
    follows = re.match(r"(?:en|e)?\s+[a-zà-ÿ]{4,}", text[tongue.end :])
    return not (
        word.endswith("e") or (follows and word.lower() in ("dutch", "german", "english", "french"))
    )
