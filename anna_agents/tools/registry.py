"""All tools, by importing every module that defines some."""

from __future__ import annotations

from anna_agents.tools import account, complaints, files, money, orders, parcels
from anna_agents.tools.tool import TOOLS, Tool

MODULES = (account, complaints, files, money, orders, parcels)


def tools() -> dict[str, Tool]:
    """Every tool by name."""
    return dict(TOOLS)
