from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from anna_agents.procedures.schema import Limits
from anna_agents.shop import tables
from anna_agents.tools.tool import Work
from tests.anna_agents.conftest import TODAY, add_order

NUMBER = "4100001"


@pytest.fixture
def session(engine: Engine):
    with Session(engine) as found:
        yield found
        found.rollback()


@pytest.fixture
def desk(session: Session) -> Callable[..., Work]:
    """Work on a fresh order of customer c1, with what is asked beside it."""

    def make(
        status: str = "awaiting_artwork",
        *,
        customer: str | None = "c1",
        parcel: str | None = None,
        artwork: dict[str, Any] | None = None,
        complaint: str | None = None,
        invoice: str = "open",
        payment: str = "received",
        limits: Limits | None = None,
    ) -> Work:
        order = add_order(session, NUMBER, "c1", status=status)
        order.invoices[0].status, order.payments[0].status = invoice, payment
        if parcel:
            order.parcels.append(
                tables.Parcel(courier="PostNL", tracking_code="3SABC", status=parcel, pieces=2,
                              shipped_on=TODAY - timedelta(days=2))
            )  # fmt: skip
        if artwork is not None:
            given = {"status": "checked", "fault": "none", "proof": "none", **artwork}
            order.artwork.append(tables.Artwork(file="a.pdf", uploaded_on=TODAY, **given))
        if complaint:
            order.complaints.append(
                tables.Complaint(kind="late", status=complaint, opened_on=TODAY)
            )
        session.flush()
        who = session.get(tables.Customer, customer) if customer else None
        return Work(session, TODAY, who, order, limits or Limits())

    return make
