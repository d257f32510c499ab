"""The table [pulse] of praktijkbench.toml."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "pulse"
RECORDED = FIXTURES / "recorded" / "smollm2.jsonl.gz"


class PulseSettings(BaseModel):
    """What Pulse may be told; every value has a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    training: Path = Field(
        FIXTURES / "calls.jsonl.gz", description="labelled calls that prototype 3 learns from"
    )
    repeats: int = Field(3, ge=1, le=5, description="repeats of the cross-validation")
    invented: int | None = Field(
        None,
        ge=0,
        description="invented transcripts of dissatisfied callers; default: 600 by the embedded "
        "reader, none by a language model",
    )
    obstacles: bool = Field(True, description="rerun with each obstacle switched off")
