"""The reply around an answer: greeting, telling that an AI writes, regret, closing."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from anna_agents.countries.country import Country
from anna_agents.wording.words import frame, question


@dataclass(frozen=True)
class Manner:
    """How to speak to this customer, now.

    Attributes:
        first: whether it is our first reply in this contact.
        disclose: whether the country wants it told that no person writes.
    """

    language: str
    channel: str
    mood: str
    name: str | None
    first: bool
    disclose: bool


def framed(answers: list[str], manner: Manner) -> str:
    """The whole reply; a second answer is introduced as such."""
    parts: list[str] = []
    if manner.first or manner.channel == "email":
        parts.append(_greeting(manner))
    if manner.first and manner.disclose:
        parts.append(frame("disclosure", manner.language))
    if manner.mood != "calm" and manner.first:
        parts.append(frame(f"apology.{manner.mood}", manner.language))
    parts.append(answers[0])
    for answer in answers[1:]:
        parts.append(f"{frame('second', manner.language)} {answer}")
    if manner.channel == "email":
        parts.append(frame("closing.email", manner.language))
        return "\n\n".join(part.strip() for part in parts)
    return " ".join(part.strip() for part in parts)


def ask_for(facts: tuple[str, ...], language: str, own: dict[str, dict[str, str]]) -> str:
    """The question for these facts; a procedure's own wording wins. At most two in one reply."""
    texts = []
    for fact in facts[:2]:
        wording = own.get(fact, {})
        texts.append(wording.get(language) or wording.get("en") or question(fact, language))
    return " ".join(texts)


def waiting_seconds(country: Country, channel: str, message_id: str) -> float:
    """How long a human-like answer waits: between the country's borders, fixed per message."""
    low, high = country.delay_seconds[channel]
    draw = int.from_bytes(sha256(message_id.encode()).digest()[:4], "big") / 2**32
    return round(low + draw * (high - low), 1)


def _greeting(manner: Manner) -> str:
    kind = "greeting" if manner.name else "greeting_unknown"
    text = frame(f"{kind}.{manner.mood}.{manner.channel}", manner.language)
    return text.replace("{name}", manner.name or "")
