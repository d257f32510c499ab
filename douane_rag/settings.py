"""The table [douane] of praktijkbench.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from douane_rag.retrieval.fusion import Fusion

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "douane"
HANDBOOKS = FIXTURES / "handbooks"
WEIGHTS = {"use": 0.35, "minilm": 0.25}
"""Weight of the dense scores by embedding, chosen on the development questions.

For use the middle of where it hardly matters (0.25 to 0.4), not the very best, 0.4: from 0.45 on
the hybrid gets worse quickly.
"""

UNTUNED = 0.5


class QdrantSettings(BaseModel):
    """[douane.qdrant]: an engine for more than one machine's memory, or for many users.

    `path` needs no server: Qdrant keeps the index in that folder, for one process at a time.
    `url` is a server, for any number: Qdrant's own binary started beside it (`./qdrant`, port
    6333, no Docker needed) or one elsewhere. With neither the index is uploaded into memory.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str | None = Field(None, description="address of a server, http://127.0.0.1:6333")
    path: Path | None = Field(None, description="a folder, for Qdrant in this process")
    collection: str = "handbooks"
    api_key_env: str | None = Field(None, description="environment variable that holds the key")


class DouaneSettings(BaseModel):
    """What the handbook assistant may be told; every value has a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    corpus: Path = Field(HANDBOOKS, description="handbooks that are asked without --index")
    further: Path | None = Field(None, description="a second folder, shown as further sources")
    index: Path | None = Field(None, description="folder of the index; default: the user's cache")
    embedding: str = Field("use", description='name of an embedding, or "none"')
    fusion: Fusion = "min_max"
    weights: dict[str, float] = Field(
        default_factory=dict, description="weight of the dense scores, by embedding, 0 to 1"
    )
    reranker: str | None = Field(None, description="cross-encoder: a folder, or a name to download")
    engine: Literal["local", "qdrant"] = "local"
    qdrant: QdrantSettings = Field(default_factory=lambda: QdrantSettings.model_validate({}))

    def weight_of(self, embedding: str) -> float:
        """The weight of an embedding's scores in the hybrid."""
        return {**WEIGHTS, **self.weights}.get(embedding, UNTUNED)
