"""Orders to the writer that stand in a document: they are data, and no evidence of anything."""

from __future__ import annotations

import re

WRITER = (
    r"(?:schrijf|schrijft u|vermeld|noem|zeg|stel|zet|voeg|beweer|doe alsof|write|state|say|"
    r"mention|claim|add|pretend|include)"
)
ORDER = re.compile(
    rf"""
    \b(?:negeer|vergeet|ignore|disregard|forget)\b[^.\n]{{0,60}}
        \b(?:instructies?|opdrachten|regels|instructions?|prompts?|rules|above|hierboven|eerdere|previous)\b
    | (?:^|[.!?:;,*>-]\s*|\b(?:en|and|please|graag|gelieve)\s+){WRITER}\s+
        (?:(?:in\s+(?:de|the)\s+(?:brief|letter)|erbij|ook|toe|altijd|always|also)\s*,?\s+)*
        (?:dat|that|erbij\s+dat|in\s+(?:de|the)\s+(?:brief|letter))\b
    | \b(?:system\s*prompt|as\s+an\s+ai\b|als\s+(?:ai|taalmodel|schrijfprogramma)\b
        |(?:beste|dear|aan\s+(?:de|het)|to\s+the)\s+(?:ai|taalmodel|model|language\s+model|llm|schrijfprogramma|chatbot|gpt)\b
        |(?:ai|taalmodel|llm|assistant|assistent|systeem|system)\s*[:,]\s*{WRITER})
    | \b(?:je|u|you)\s+(?:moet|must|should|dient)\s+(?:in\s+(?:de|the)\s+(?:brief|letter)\s+)?
        (?:schrijven|vermelden|noemen|zeggen|write|mention|say|state)\b
    """,
    re.I | re.M | re.X,
)
END = re.compile(r"[.!?](?=\s|$)|\r?\n\s*\r?\n|\r?\n(?=\s*[-*•#])|\Z")


def orders_in(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence that tells the writer what to write, merged and in order."""
    found: list[tuple[int, int]] = []
    for match in ORDER.finditer(text):
        start = match.start()
        while start > 0 and text[start - 1] not in ".!?\n":
            start -= 1
        end = END.search(text, match.end())
        stop = len(text) if end is None else end.end()
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        else:
            found.append((start, stop))
    return found
