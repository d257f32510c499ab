"""Whose contact it is, and which order of theirs it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anna_agents.procedures.vocabulary import Value
from anna_agents.shop.tables import Customer, Invoice, Order, Parcel

DIGITS = re.compile(r"\d{5,}")
OPEN_STATUSES = (
    "awaiting_payment", "awaiting_artwork", "artwork_rejected", "proof_sent", "on_hold",
    "in_production", "produced", "shipped",
)  # fmt: skip


def find_customer(session: Session, account: str | None, email: str | None) -> Customer | None:
    """The customer who is logged in, or who writes from a known address."""
    if account:
        return session.get(Customer, account)
    if not email:
        return None
    return session.scalar(select(Customer).where(func.lower(Customer.email) == email.lower()))


def find_order(session: Session, facts: Mapping[str, Value]) -> Order | None:
    """The order that the facts name: by its number, an invoice or a tracking code."""
    number = DIGITS.search(str(facts.get("order") or ""))
    if number:
        found = session.get(Order, number.group())
        if found:
            return found
    invoice = session.get(Invoice, str(facts.get("invoice") or ""))
    if invoice:
        return session.get(Order, invoice.order_id)
    code = str(facts.get("tracking_code") or "")
    if code:
        parcel = session.scalar(select(Parcel).where(Parcel.tracking_code == code))
        if parcel:
            return session.get(Order, parcel.order_id)
    return None


def only_order(session: Session, customer: Customer) -> Order | None:
    """The one order it can be about: the customer's only one, or the only one still open."""
    orders = session.scalars(
        select(Order).where(Order.customer_id == customer.id, Order.reprint_of.is_(None))
    ).all()
    running = [order for order in orders if order.status in OPEN_STATUSES]
    candidates = running if len(running) == 1 else orders
    return candidates[0] if len(candidates) == 1 else None


def identified(
    session: Session,
    facts: Mapping[str, Value],
    thread_order: str | None,
    known: Mapping[str, Value],
) -> Customer | None:
    """A customer who is not logged in, but knows an order's number and its e-mail or postcode."""
    told = {**known, **{name: value for name, value in facts.items() if value is not None}}
    order = find_order(session, told) or (
        session.get(Order, thread_order) if thread_order else None
    )
    if order is None:
        return None
    email = str(told.get("email") or "").lower()
    postcode = re.sub(r"\W", "", str(told.get("postcode") or "")).upper()
    own = re.sub(r"\W", "", order.postcode).upper()
    if (email and email == order.customer.email.lower()) or (postcode and postcode == own):
        return order.customer
    return None
