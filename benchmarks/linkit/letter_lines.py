"""What a letter for a pair tells: requirements covered, claims grounded, length, facts, layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from benchmarks.linkit.data import Cases
from fixtures.linkit.cases import PairCase
from fixtures.linkit.quotes import find_quote
from linkit_letters.documents.reading import source_of
from linkit_letters.letters.clipboard import as_clipboard, as_mail, from_mail
from linkit_letters.letters.composing import Composer
from linkit_letters.letters.forms import as_text
from linkit_letters.letters.parts import STYLES, Letter, Paragraph, Sentence, Style
from linkit_letters.letters.writing import Wishes
from linkit_letters.requirements.matching import Match

Line: TypeAlias = dict[str, Any]
FOREIGN_STYLE = re.compile(r"<(?:style|link|script|img)\b|\bclass=|\bon\w+=", re.I)
VOWELS = re.compile(r"[aeiouyáéíóúëïöüàèâêîôû]+", re.I)


def letter_line(case: PairCase, cases: Cases, row: str, letter: Letter) -> Line:
    """Everything that is measured of one letter."""
    composer = cases.composer(case.person, case.assignment)
    told = [s for s in letter.sentences if s.about == "candidate"]
    checked = [composer.gate.check(source_of(s.text, "letter")) for s in told]
    text = as_text(letter)
    return {
        "id": case.pair.id,
        "row": row,
        "style": letter.style,
        "author": case.author,
        "layout": case.person.layout,
        "form": case.person.form,
        "quality": case.assignment.quality,
        "requirements": _requirements(case, composer, letter),
        "claims": sum(len(c.claims) for c in checked),
        "claims_supported": sum(len(c.claims) - len(c.failed) for c in checked),
        "told": len(told),
        "grounded": sum(c.grounded for c in checked),
        "words": len(text.split()),
        "sentences": len(letter.sentences),
        "reading_ease": reading_ease(text, english=letter.style == "english"),
        "facts": sorted({f"{s.source}:{s.start}-{s.end}" for t in told for s in t.evidence}),
        "clipboard": _survives(letter),
    }


def template_letter(case: PairCase, style: Style) -> Letter:
    """What a mail merge makes: the candidate meets whatever is asked."""
    name = case.person.facts.name
    pattern = "{} meets: {}." if style == "english" else "{} voldoet aan: {}."
    sentences = tuple(
        Sentence(pattern.format(name, " ".join(r.quote.split())), "candidate")
        for r in case.assignment.requirements
    )
    return Letter(style, name, (Paragraph(sentences),))


def own_letters(case: PairCase, cases: Cases) -> list[Letter]:
    """Ours, in each style."""
    composer = cases.composer(case.person, case.assignment)
    return [composer.compose(Wishes(style=style)).letter for style in STYLES]


def reading_ease(text: str, *, english: bool) -> float:
    """Flesch's formula for English, Douma's for Dutch; 0 is hard and 100 easy."""
    words = re.findall(r"[^\W\d_]+", text)
    stops = max(len(re.findall(r"[.!?]+(?=\s)|\n\n", text)), 1)
    if not words:
        return 0.0
    syllables = sum(max(len(VOWELS.findall(word)), 1) for word in words) / len(words)
    length = len(words) / stops
    if english:
        return 206.835 - 1.015 * length - 84.6 * syllables
    return 206.84 - 0.93 * length - 77.0 * syllables


def _requirements(case: PairCase, composer: Composer, letter: Letter) -> list[Line]:
    """Each annotated requirement: its gold status, and whether the letter tells that it is met."""
    text = case.assignment.text
    found = []
    for requirement in case.assignment.requirements:
        gold = case.pair.judged[requirement.id]
        place = find_quote(requirement.quote, text)
        matches = [m for m in composer.matches if place and _meet(place, m)]
        told, evidence = _told(matches, letter, requirement.quote)
        found.append(
            {
                "id": requirement.id,
                "weight": requirement.weight,
                "found": bool(matches),
                "weight_found": matches[0].requirement.weight if matches else None,
                "gold": gold.status,
                "told": told,
                "evidence_fits": _fits(evidence, gold.evidence) if told and gold.evidence else None,
            }
        )
    return found


def _told(matches: Sequence[Match], letter: Letter, quote: str) -> tuple[bool, list[str]]:
    """Whether the letter shows the requirement, and the words that it rests on."""
    if any(" ".join(quote.split()) in s.text for s in letter.sentences if s.about == "candidate"):
        return True, []
    spans = [span for match in matches for span in match.evidence]
    told = {(e.source, e.start, e.end) for s in letter.sentences for e in s.evidence}
    shown = [
        s for s in spans if any(s.source == o and a <= s.start and s.end <= b for o, a, b in told)
    ]
    return bool(shown), [span.text for span in shown]


def _meet(place: tuple[int, int], match: Match) -> bool:
    span = match.requirement.span
    return span.start < place[1] and place[0] < span.end


def _fits(evidence: Sequence[str], gold: Sequence[str]) -> bool:
    """Whether a quote of the annotator and one of ours share their words."""
    flat = [" ".join(text.lower().split()) for text in evidence]
    wanted = [" ".join(text.lower().split()) for text in gold]
    return any(one in other or other in one for one in flat for other in wanted)


def _survives(letter: Letter) -> bool:
    """Whether both forms come out of a mail as they went in, with styles in the tags only."""
    forms = as_clipboard(letter)
    return from_mail(as_mail(letter)) == forms and not FOREIGN_STYLE.search(forms["text/html"])
