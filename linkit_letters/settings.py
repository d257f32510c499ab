"""The table [linkit] of praktijkbench.toml."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class LinkitSettings(BaseModel):
    """What the letters may be told; every value has a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    style: Literal["formal", "informal", "english"] = Field("formal", description="of a letter")
    length: Literal["short", "medium", "long"] = Field("medium", description="of a letter")
