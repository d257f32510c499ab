"""The state of hand-made orders, read back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from anna_agents.procedures.vocabulary import FIELDS
from anna_agents.shop import tables
from anna_agents.shop.state import state_of
from tests.anna_agents.conftest import TODAY, add_order


def day(days: int):
    return TODAY + timedelta(days=days)


@pytest.fixture
def session(engine):
    with Session(engine) as found:
        yield found


def parcel(**given):
    return tables.Parcel(**{"courier": "DHL", "tracking_code": "T1", "status": "in_transit",
                            "pieces": 1, "pieces_delivered": 0, **given})  # fmt: skip


CASES = {
    "a new order": ({}, {}, {
        "order.status": "awaiting_artwork", "order.age_days": 3, "order.days_until_promised": 4,
        "order.days_late": 0, "order.total": 100, "order.quantity": 500, "order.paid": True,
        "order.product": "flyers", "order.reprint": False, "parcel.status": "none",
        "payment.days_ago": 3, "artwork.status": "none", "proof.status": "none",
        "complaint.count": 0, "compensation.given": False, "invoice.amount": 100,
        "invoice.has_vat_number": False,
    }),
    "under way and late": (
        {"status": "shipped", "promised_on": day(-2)},
        {"parcels": [parcel(shipped_on=day(-5), expected_on=day(-3), moved_on=day(-4), pieces=2)]},
        {"order.days_late": 2, "order.days_until_promised": 0, "order.days_since_shipped": 5,
         "parcel.days_overdue": 3, "parcel.days_since_movement": 4, "parcel.pieces": 2,
         "parcel.signed": False},
    ),
    "delivered late": (
        {"status": "delivered", "promised_on": day(-9)},
        {"parcels": [parcel(status="delivered", shipped_on=day(-8), expected_on=day(-7),
                            delivered_on=day(-6), signed_by="Jan", pieces_delivered=1)]},
        {"order.days_late": 3, "order.days_since_delivery": 6, "parcel.status": "delivered",
         "parcel.days_overdue": 0, "parcel.signed": True},
    ),
    "one of two parcels lost": (
        {"status": "shipped"},
        {"parcels": [parcel(status="lost"), parcel(status="delivered", delivered_on=day(-1),
                                                   pieces_delivered=1)]},
        {"parcel.status": "lost", "parcel.pieces": 2, "parcel.pieces_delivered": 1},
    ),
    "cancelled is never late": (
        {"status": "cancelled", "promised_on": day(-9)}, {}, {"order.days_late": 0},
    ),
    "artwork, the newest file": (
        {"status": "proof_sent"},
        {"artwork": [
            tables.Artwork(file="a", uploaded_on=day(-2), status="rejected", fault="bleed_missing"),
            tables.Artwork(file="b", uploaded_on=day(-1), status="checked", fault="none",
                           proof="sent"),
        ]},
        {"artwork.status": "checked", "artwork.fault": "none", "proof.status": "sent"},
    ),
    "complaints and gifts": (
        {"status": "delivered"},
        {"complaints": [tables.Complaint(kind="late", status="rejected", opened_on=day(-9)),
                        tables.Complaint(kind="colour", status="open", opened_on=day(0))],
         "compensations": [tables.Compensation(kind="voucher", amount=500, given_on=day(-9)),
                           tables.Compensation(kind="refund", amount=250, given_on=day(-8))]},
        {"complaint.status": "open", "complaint.count": 2, "compensation.given": True,
         "compensation.total": 7.5},
    ),
    "a reprint in neutral packaging": (
        {"reprint_of": "4000001", "neutral": True, "shipping": "express"}, {},
        {"order.reprint": True, "order.neutral": True, "order.shipping": "express"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_order_is_read_back_as_it_was_made(session, name):
    given, rows, expected = CASES[name]
    order = add_order(session, "4100001", "c1", **given)
    for relation, made in rows.items():
        for row in made:
            # A row that another case's session holds is not reused.
            values = {c.name: getattr(row, c.name) for c in row.__table__.columns if c.name != "id"}
            values = {key: value for key, value in values.items() if value is not None}
            getattr(order, relation).append(type(row)(**values))
    session.flush()
    session.expire_all()
    state = state_of(order.customer, order, TODAY)
    assert {field: state[field] for field in expected} == expected


def test_an_invoice_that_is_overdue_and_a_payment_that_failed(session):
    order = add_order(session, "4100001", "c1")
    order.invoices[0].status, order.invoices[0].due_on = "overdue", day(-12)
    order.invoices[0].vat_number = "NL1"
    order.payments[0].status = "failed"
    state = state_of(order.customer, order, TODAY)
    assert (state["invoice.days_overdue"], state["invoice.has_vat_number"]) == (12, True)
    assert (state["order.paid"], state["payment.status"]) == (False, "failed")


def test_the_customer_alone_and_nobody(session):
    customer = session.get(tables.Customer, "c1")
    customer.company, customer.blocked = "Jansen BV", True
    state = state_of(customer, None, TODAY)
    assert (state["customer.kind"], state["customer.blocked"]) == ("business", True)
    assert not [field for field in state if field.startswith("order.")]
    assert state_of(None, None, TODAY) == {"customer.known": False}


def test_every_field_of_the_shop_is_filled_for_a_whole_order(session):
    order = add_order(session, "4100001", "c1", status="shipped")
    order.parcels.append(parcel(shipped_on=day(-1)))
    state = state_of(order.customer, order, TODAY)
    theirs = {name for name in FIELDS if not name.startswith(("fact.", "contact."))}
    assert set(state) == theirs
    assert not [name for name in theirs if state[name] is None]
