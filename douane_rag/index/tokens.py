"""The words of each paragraph, kept so that only changed text is taken apart again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from douane_rag.documents.paragraphs import Paragraph
from douane_rag.text.words import words

TOKENS = "tokens.jsonl"
SEEN_TWICE = 2
Known = Mapping[str, str]
"""The words of texts, with a blank between them, by the hash of the text."""


def lexical_text(paragraph: Paragraph) -> str:
    """What BM25 reads of a paragraph: its titles, which count double, and its text."""
    return "\n".join((*paragraph.path, *paragraph.path, paragraph.text))


def tokens_of(paragraphs: Iterable[Paragraph], known: Known | None = None) -> list[tuple[str, str]]:
    """The hash and the words of every paragraph; texts that are `known` are not read again."""
    found: dict[str, str] = dict(known or {})
    tokens = []
    for paragraph in paragraphs:
        text = lexical_text(paragraph)
        key = sha256(text.encode()).hexdigest()[:32]
        if key not in found:
            found[key] = " ".join(words(text))
        tokens.append((key, found[key]))
    return tokens


def word_frequencies(documents: Iterable[Sequence[str]]) -> dict[str, int]:
    """How often each word occurs in all documents, of those that occur more than once."""
    count: Counter[str] = Counter()
    for document in documents:
        count.update(document)
    return {word: n for word, n in sorted(count.items()) if n >= SEEN_TWICE}


def write_tokens(path: Path, tokens: Iterable[tuple[str, str]]) -> None:
    """Write the words of every text once, in the order of the paragraphs."""
    lines = (json.dumps(item, ensure_ascii=False) + "\n" for item in dict(tokens).items())
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines)


def read_tokens(path: Path) -> Known:
    """The words by the hash of their text."""
    with path.open(encoding="utf-8") as file:
        return dict(json.loads(line) for line in file)
