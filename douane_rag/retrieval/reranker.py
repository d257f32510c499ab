"""Reordering the best paragraphs with a cross-encoder, where one is configured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from language_models.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

    from douane_rag.retrieval.retriever import Hit


class Reranker:
    """A cross-encoder that reads the question and a paragraph together (Nogueira and Cho 2019)."""

    def __init__(self, model: str) -> None:
        self._name = model

    def rerank(self, question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """The hits by the cross-encoder's score, best first; those named by a reference stay."""
        if not hits:
            return ()
        pairs = [(question, f"{'. '.join(h.paragraph.path)}. {h.paragraph.text}") for h in hits]
        scores = self._model.predict(pairs, show_progress_bar=False)
        scored = [replace(hit, score=float(s)) for hit, s in zip(hits, scores, strict=True)]
        return tuple(sorted(scored, key=lambda hit: -hit.score))

    @cached_property
    def _model(self) -> CrossEncoder:
        from sentence_transformers import CrossEncoder

        folder = Path(self._name).expanduser()
        try:
            model: CrossEncoder = CrossEncoder(
                str(folder) if folder.is_dir() else self._name,
                local_files_only=folder.is_dir(),
            )
        except (OSError, ValueError) as error:
            reason = " ".join(str(error).split())
            raise ModelUnavailable(
                f"sentence-transformers cannot load the reranker {self._name}: {reason}"
            ) from error
        return model
