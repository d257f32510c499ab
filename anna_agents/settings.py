"""The table [anna] of praktijkbench.toml."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from anna_agents.contact.policy import Policy

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "anna"
PROCEDURES = FIXTURES / "procedures"
SAMPLE_SHOP = FIXTURES / "shop.jsonl.gz"
SAMPLE_NOW = datetime(2025, 6, 17, 8, 30, tzinfo=UTC)
"""The moment at which the sample shop stands: a Tuesday, half past ten in Amsterdam."""


class AnnaSettings(BaseModel):
    """What Anna may be told; every value has a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    procedures: Path = Field(PROCEDURES, description="folder of procedures, *.yaml")
    database: str | None = Field(
        None, description="sqlite:///FILE or postgresql+psycopg://…; default: the sample, in memory"
    )
    embedding: str = Field("use", description="sentence vectors that the router is taught on")
    policy: Policy = Policy()
