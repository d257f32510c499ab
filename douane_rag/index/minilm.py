"""minilm as handbooks are indexed with it: it reads nearly all of every chunk."""

from __future__ import annotations

from language_models.embeddings import MINILM_SHA256, SentenceEmbedding, minilm_folder

TOKENS = 192
"""Dutch takes 2.5 tokens a word: at 128, where the model was trained, a third would go unread.

Chosen on the development questions, within the time that indexing may take: at 192 one token in
twenty is left out; 256 leaves out none, takes longer and finds no more.
"""


def chunk_minilm() -> SentenceEmbedding:
    """all-MiniLM-L6-v2 from its package, its weights checked, for chunks of handbooks."""
    return SentenceEmbedding("minilm", minilm_folder(), max_tokens=TOKENS, sha256=MINILM_SHA256)
