"""The cases that people took over."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from anna_agents.shop.tables import Handover


def list_cases(engine: Engine, *, everything: bool) -> Iterator[str]:
    """The e-mail of each open case (or of all), the oldest first."""
    with Session(engine.execution_options(reading=True)) as session:
        wanted = select(Handover).order_by(Handover.opened_at, Handover.id)
        if not everything:
            wanted = wanted.where(Handover.closed_at.is_(None))
        for case in session.scalars(wanted):
            closed = f"closed by {case.closed_by}: {case.answer}" if case.closed_at else "open"
            yield f"{case.subject}\n\n{case.body}\n\n({closed})\n{'-' * 72}"
