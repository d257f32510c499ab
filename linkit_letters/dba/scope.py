"""Whether words of an assignment stand under a denial."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

BEFORE = re.compile(
    r"\b(?:geen|niet|nooit|noch|evenmin|zonder|nimmer|ontbreekt|vrij\s+van|uitgesloten|"
    r"not|no|never|neither|nor|without|none|isn['’]t|aren['’]t|don['’]t|doesn['’]t|won['’]t|"
    r"cannot|can['’]t|hoeft?\s+(?:\w+\s+){0,2}niet|in\s+plaats\s+van|instead\s+of|"
    r"rather\s+than|nor)\b",
    re.I,
)
AFTER = re.compile(
    r"[^.;!?\n]{0,28}?\b(?:niets?|nothing|geen(?:\s+sprake)?|nooit|ontbreekt|ontbreken|"
    r"uitgesloten|evenmin|not|never|n['’]t|no|none|neither|vervalt|zit\s+(?:je|u)\s+(?:\w+\s+)?verkeerd|hoeft\s+niet|"
    r"is\s+er\s+niet)\b",
    re.I,
)
APPARENT = re.compile(
    r"\b(?:maakt\s+(?:\w+\s+){0,2}niet\s+uit|niet\s+(?:langer|alleen|slechts|enkel|meer\s+dan|later\s+dan|eerder\s+dan|"
    r"vrijblijvend|te)|not\s+(?:only|just|later|more|less)|geen\s+(?:probleem|bezwaar|twijfel|"
    r"9-tot-5)|no\s+(?:problem|objection|doubt|later)|"
    r"no\s+later|niet\s+noodzakelijk|zonder\s+(?:personeel|uitzondering|meer|opgaaf|"
    r"voorafgaande?|(?:\w+\s+){0,2}(?:toestemming|goedkeuring|akkoord|overleg))|"
    r"geen\s+(?:\w+\s+){0,2}(?:toestemming|goedkeuring)|without\s+(?:\w+\s+){0,2}(?:consent|"
    r"approval|permission)|without\s+(?:exception|prior|notice|giving)|niet-\w+)\b",
    re.I,
)
BOUNDARY = re.compile(
    r"[.!?;:•|]|\n(?=\s*(?-i:[A-ZÀ-Ý\d*•#|-]))|\n\s*\n|,\s*(?:maar|en|geen|niet|doch|wel|but|and|"
    r"however|mits|tenzij|unless|waarbij|want)\b|\b(?:maar|but|tenzij|unless|echter|mits|dus|want|omdat|zodat|because)\b",
    re.I,
)
REACH_BEFORE = 60


@dataclass(frozen=True)
class Scope:
    """A text in which denials are looked for."""

    text: str

    @cached_property
    def _boundaries(self) -> list[int]:
        return [m.start() for m in BOUNDARY.finditer(self.text) if not _within_number(self.text, m)]

    def denied(self, start: int, end: int) -> bool:
        """Whether what stands at `start` to `end` is denied in its own clause."""
        return self._before(start, end) is not None or self._after(end) is not None

    def with_denial(self, start: int, end: int) -> tuple[int, int]:
        """The stretch widened to the word that denies it."""
        before, after = self._before(start, end), self._after(end)
        return (before if before is not None else start), (after if after is not None else end)

    def _before(self, start: int, end: int) -> int | None:
        if BEFORE.match(self.text, start) or re.search(
            r"\b(?:niet|geen|not|no)\b", self.text[start:end], re.I
        ):
            return None  # the wording holds its own denial
        place = bisect_left(self._boundaries, start)
        low = self._boundaries[place - 1] + 1 if place else 0
        low = max(low, start - REACH_BEFORE)
        stretch = APPARENT.sub(lambda m: "·" * len(m[0]), self.text[low:start])
        found = None
        for match in BEFORE.finditer(stretch):
            found = match
        if found is None or len(stretch[found.end() :].split()) > 7:
            return None
        return low + found.start()

    def _after(self, end: int) -> int | None:
        place = bisect_left(self._boundaries, end)
        high = self._boundaries[place] if place < len(self._boundaries) else len(self.text)
        stretch = APPARENT.sub(lambda m: "·" * len(m[0]), self.text[end : min(high, end + 60)])
        match = AFTER.match(stretch)
        if match is None or len(match[0].split()) > 5:
            return None
        return end + match.end()


def _within_number(text: str, match: re.Match[str]) -> bool:
    """The point of `€ 1.500` and the colon of `9:00` end nothing."""
    at = match.start()
    return match[0][0] in ".:" and text[at + 1 : at + 2].isdigit() and text[at - 1 : at].isdigit()
