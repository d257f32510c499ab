"""A follow-up question read in the light of the questions before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from douane_rag.answering.tasks import Conversation, StandaloneQuestion, rewrite_task
from douane_rag.text.words import STOPWORDS, Analyzer, folded, words
from language_models.model import LanguageModel

LEANS = re.compile(
    r"^(?:en|maar|of|dus|ok(?:e|ay)?|hm+|ja|nee|and|but|or|so|what about|how about)\b|"
    r"\b(?:dat|die|dit|deze|daar\w*|hier\w*|er(?:van|voor|op|in|mee|bij|aan|over|toe|uit)|ze|zij|hij|hem|hen|"
    r"hun|dan|ook|zo'n|zulke|dezelfde|hetzelfde|diezelfde|andersom|anders|eerste|laatste|tweede|"
    r"it|that|those|these|they|them|this|then|same|also)\b"
)
OPENS = re.compile(r"^(?:en|maar|of|dus|ok(?:e|ay)?|and|but|so|what about|how about)\b")
IT = re.compile(
    r"\bhet(?=[?,.]|$)|\bhet (?:is|was|wordt|in|aan|op|over|van|met|bij|dan|ook|nog|niet|wel|zelf|"
    r"alsnog)\b"
)
NAMES = re.compile(
    r"^(?:wat (?:is|zijn|betekent)|what (?:is|are)) "
    r"(?!(?:de|het|the|mijn|my|uw|je|jouw|jullie|your)\b)"
)
"""Asks what something is that it names itself: short, but complete."""

NEW_SUBJECT = re.compile(
    r"\b(?:ander(?:e)? (?:vraag\w*|kwestie|onderwerp)|iets (?:heel |totaal )?anders|los daarvan|"
    r"nieuwe vraag|another question|different question|something else)\b"
)
ENOUGH = 3
MOST_CARRIED = 8


def standalone(
    question: str, history: Sequence[str], analyzer: Analyzer, model: LanguageModel
) -> StandaloneQuestion:
    """The question as it can be searched for; unchanged without history or without an answer."""
    if not history:
        return StandaloneQuestion(question=question)
    turns = tuple(history)
    item = Conversation(turns, question, lambda: carried_over(question, turns, analyzer))
    answer = model.ask(rewrite_task(), item)
    return answer.value or carried_over(question, turns, analyzer)


def carried_over(question: str, history: Sequence[str], analyzer: Analyzer) -> StandaloneQuestion:
    """The question, and the words of earlier turns that it leans on.

    It leans on them if it says so ("en", "dat", "daarvoor") or says too little by itself, and
    not where it announces another subject. Words
    of the last turn come first; of earlier turns only where the last one leans too.
    """
    if not leans(question, analyzer):
        return StandaloneQuestion(question=question)
    own = {term for word in words(question) for term in analyzer.of_word(word)}
    carried: dict[str, None] = {}
    for turn in reversed(history):
        for word in words(turn):
            terms = set(analyzer.of_word(word))
            if terms and not terms & own and word not in STOPWORDS:
                carried.setdefault(word)
        if not leans(turn, analyzer):
            break
    return StandaloneQuestion(question=question, carried=list(carried)[:MOST_CARRIED])


def leans(question: str, analyzer: Analyzer) -> bool:
    """Whether a question cannot be understood without the one before it."""
    text = " ".join(folded(question).split())
    if NEW_SUBJECT.search(text):
        return False
    points_back = bool(LEANS.search(text) or IT.search(text))
    if NAMES.search(text) and not points_back:
        return False
    content = {term for word in words(text) for term in analyzer.of_word(word)[:1]}
    if len(content) < ENOUGH:
        return True
    most = (3 if OPENS.search(text) else 2) * ENOUGH
    return len(content) < most and points_back
