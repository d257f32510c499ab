"""An assignment judged: nine viewpoints, thirteen elements and what follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from linkit_letters.dba.elements import Element, elements_in
from linkit_letters.dba.rates import rate_signals
from linkit_letters.dba.signals import signals_in
from linkit_letters.dba.wording import Signal
from linkit_letters.requirements.tongue import language_of

RULES_VERSION = "2026-03-06"
"""The last change in the law that the rules take in: the end of the VBAR clarification."""

NO_ADVICE = {
    "nl": (
        "Dit is een signalering op grond van de tekst en geen juridisch advies; de feitelijke "
        "uitvoering beslist."
    ),
    "en": "This points at wording and is no legal advice; how the work is done in fact decides.",
}
VIEWPOINTS = (
    "aard_duur", "werkwijze_werktijden", "inbedding", "persoonlijke_arbeid", "totstandkoming",
    "wijze_beloning", "hoogte_beloning", "commercieel_risico", "ondernemerschap",
)  # fmt: skip
TWO_SIDED = ("werkwijze_werktijden", "commercieel_risico", "persoonlijke_arbeid", "aard_duur")
ESSENTIAL = ("R1", "R4", "R6", "R7", "R9", "R13")
Verdict = Literal["meets", "complete", "fails", "no_judgement"]
Shown = Literal["green", "yellow", "red", "none"]


@dataclass(frozen=True)
class Viewpoint:
    """One of the nine: its colour, and every signal under it."""

    id: str
    colour: Shown
    signals: tuple[Signal, ...]

    @property
    def quotes(self) -> tuple[Signal, ...]:
        """The signals of the colour; without any there is nothing to quote."""
        return tuple(signal for signal in self.signals if signal.colour == self.colour)

    def as_json(self) -> dict[str, object]:
        """The viewpoint as `letters dba` gives it back; what points elsewhere stands apart."""
        return {
            "id": self.id,
            "colour": self.colour,
            "quotes": [_quote(s) for s in self.quotes],
            "other": [_quote(s) for s in self.signals if s.colour != self.colour],
        }


@dataclass(frozen=True)
class Judgement:
    """What is to be said of an assignment under rules of a stated day."""

    verdict: Verdict
    viewpoints: tuple[Viewpoint, ...]
    elements: tuple[Element, ...]
    reason: str
    language: str

    @property
    def missing(self) -> tuple[Element, ...]:
        """The elements to be asked for."""
        return tuple(element for element in self.elements if not element.present)

    def as_json(self) -> dict[str, object]:
        """The result as `letters dba` gives it back."""
        return {
            "verdict": self.verdict,
            "reason": self.reason,
            "viewpoints": [viewpoint.as_json() for viewpoint in self.viewpoints],
            "elements": [
                {
                    "id": e.id,
                    "title": e.title,
                    "present": e.present,
                    "quote": {"start": e.start, "end": e.end, "text": e.quote}
                    if e.present
                    else None,
                }
                for e in self.elements
            ],
            "rules_version": RULES_VERSION,
            "notice": NO_ADVICE[self.language],
        }


def judge(text: str) -> Judgement:
    """The judgement of an assignment from its text alone."""
    language = "en" if language_of(text) == "English" else "nl"
    signals = sorted([*signals_in(text), *rate_signals(text)], key=lambda signal: signal.start)
    viewpoints = tuple(
        _viewpoint(name, [s for s in signals if s.viewpoint == name]) for name in VIEWPOINTS
    )
    elements = tuple(elements_in(text, signals, language=language))
    verdict, reason = verdict_of(viewpoints, elements)
    return Judgement(verdict, viewpoints, elements, reason, language)


def _viewpoint(name: str, signals: Sequence[Signal]) -> Viewpoint:
    """Red over yellow over green: facts outrank paper."""
    signals = _weighed(name, signals)
    colours = {signal.colour for signal in signals}
    order: tuple[Shown, ...] = ("red", "yellow", "green")
    nothing: Shown = "none"
    colour = next((candidate for candidate in order if candidate in colours), nothing)
    return Viewpoint(name, colour, tuple(signals))


def _weighed(name: str, signals: Sequence[Signal]) -> Sequence[Signal]:
    """Where facts stand on both sides the viewpoint is left open; a mere denial is no fact."""
    red = [s for s in signals if s.colour == "red"]
    facts = [s for s in signals if s.colour == "green" and not s.denied]
    if red and len(facts) >= len(red) and name in TWO_SIDED:
        return [replace(s, colour="yellow") if s.colour == "red" else s for s in signals]
    return signals


def verdict_of(viewpoints: Sequence[Viewpoint], elements: Sequence[Element]) -> tuple[Verdict, str]:
    """What the colours and the missing elements come to, and why."""
    count = {c: sum(v.colour == c for v in viewpoints) for c in ("red", "yellow", "green", "none")}
    missing = [e.id for e in elements if not e.present]
    lacking = [name for name in ESSENTIAL if name in missing]
    if count["none"] == len(viewpoints):
        return "no_judgement", "the text says nothing that the viewpoints look at"
    if count["red"]:
        if count["green"] >= 2 * count["red"] and count["red"] <= 2:
            return "no_judgement", "weighty signs on both sides; experts would differ"
        return "fails", f"{count['red']} of nine viewpoints point to employment"
    if count["yellow"] > 2 and count["yellow"] > count["green"]:
        return "no_judgement", f"{count['yellow']} of nine viewpoints can be read both ways"
    if lacking:
        return "complete", f"nothing points to employment, but missing: {', '.join(missing)}"
    return "meets", "nothing points to employment and what a description needs is stated"


def _quote(signal: Signal) -> dict[str, object]:
    return {
        "start": signal.start,
        "end": signal.end,
        "text": signal.text,
        "ground": signal.ground,
        "colour": signal.colour,
        "denied": signal.denied,
    }
