"""The state that procedures look at, read from the shop's tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from anna_agents.procedures.vocabulary import Value
from anna_agents.shop.tables import Artwork, Customer, Invoice, Order, Parcel, Payment

Row = TypeVar("Row")
PARCEL_ORDER = (
    "lost", "damaged", "returned", "failed_attempt", "at_pickup_point", "in_transit",
    "out_for_delivery", "label_created", "delivered",
)  # fmt: skip
"""Which of several parcels speaks for the order: the one with the most trouble."""


def state_of(customer: Customer | None, order: Order | None, today: date) -> dict[str, Value]:
    """Every field of `customer` and `order`; what does not exist is left out, so unknown.

    Days are whole days before or after `today`; money is in the order's currency.
    """
    state: dict[str, Value] = {"customer.known": customer is not None}
    if customer is not None:
        state |= _customer(customer)
    if order is not None:
        state |= _order(order, today)
        state |= _parcel(order.parcels, today)
        state |= _invoice(_last(order.invoices), today)
        state |= _payment(order.payments, today)
        state |= _artwork(_last(order.artwork))
        state |= _complaints(order)
    return state


def _customer(customer: Customer) -> dict[str, Value]:
    return {
        "customer.kind": "business" if customer.company else "consumer",
        "customer.country": customer.country,
        "customer.reseller": customer.reseller,
        "customer.orders": float(customer.earlier_orders + 1),
        "customer.complaints_last_year": float(customer.earlier_complaints),
        "customer.blocked": customer.blocked,
        "customer.on_account": customer.on_account,
    }


def _order(order: Order, today: date) -> dict[str, Value]:
    delivered = [p.delivered_on for p in order.parcels if p.delivered_on]
    shipped = [p.shipped_on for p in order.parcels if p.shipped_on]
    on_time_until = max(delivered) if order.status == "delivered" and delivered else today
    over = order.status == "cancelled"
    return {
        "order.status": order.status,
        "order.age_days": _days(order.placed_on, today),
        "order.days_late": 0.0 if over else max(0.0, _days(order.promised_on, on_time_until)),
        "order.days_until_promised": max(0.0, _days(today, order.promised_on)),
        "order.days_since_delivery": _days(max(delivered), today) if delivered else 0.0,
        "order.days_since_shipped": _days(max(shipped), today) if shipped else 0.0,
        "order.total": order.total / 100,
        "order.quantity": float(order.lines[0].quantity) if order.lines else None,
        "order.paid": _paid(order),
        "order.shipping": order.shipping,
        "order.product": order.lines[0].product if order.lines else None,
        "order.reprint": order.reprint_of is not None,
        "order.neutral": order.neutral,
    }


def _paid(order: Order) -> bool:
    return any(p.status in ("received", "doubled", "refunded") for p in order.payments)


def _parcel(parcels: list[Parcel], today: date) -> dict[str, Value]:
    if not parcels:
        return {
            "parcel.status": "none", "parcel.pieces": 0.0, "parcel.pieces_delivered": 0.0,
            "parcel.signed": False, "parcel.days_overdue": 0.0, "parcel.days_since_movement": 0.0,
        }  # fmt: skip
    worst = min(parcels, key=lambda parcel: PARCEL_ORDER.index(parcel.status))
    here = worst.status == "delivered"
    late = 0.0 if here or worst.expected_on is None else _days(worst.expected_on, today)
    still = 0.0 if worst.moved_on is None else _days(worst.moved_on, today)
    return {
        "parcel.status": worst.status,
        "parcel.days_overdue": max(0.0, late),
        "parcel.days_since_movement": still,
        "parcel.pieces": float(sum(parcel.pieces for parcel in parcels)),
        "parcel.pieces_delivered": float(sum(parcel.pieces_delivered for parcel in parcels)),
        "parcel.signed": worst.signed_by is not None,
    }


def _invoice(invoice: Invoice | None, today: date) -> dict[str, Value]:
    if invoice is None:
        return {"invoice.status": "none", "invoice.days_overdue": 0.0}
    owed = invoice.status in ("open", "overdue")
    return {
        "invoice.status": invoice.status,
        "invoice.days_overdue": max(0.0, _days(invoice.due_on, today)) if owed else 0.0,
        "invoice.amount": invoice.amount / 100,
        "invoice.has_vat_number": invoice.vat_number is not None,
    }


def _payment(payments: list[Payment], today: date) -> dict[str, Value]:
    payment = _last(payments)
    if payment is None:
        return {"payment.status": "none", "payment.method": "none"}
    return {
        "payment.status": payment.status,
        "payment.method": payment.method,
        "payment.days_ago": _days(payment.paid_on, today) if payment.paid_on else 0.0,
    }


def _artwork(artwork: Artwork | None) -> dict[str, Value]:
    if artwork is None:
        return {"artwork.status": "none", "artwork.fault": "none", "proof.status": "none"}
    return {
        "artwork.status": artwork.status,
        "artwork.fault": artwork.fault,
        "proof.status": artwork.proof,
    }


def _complaints(order: Order) -> dict[str, Value]:
    complaint = _last(order.complaints)
    return {
        "complaint.status": complaint.status if complaint else "none",
        "complaint.count": float(len(order.complaints)),
        "compensation.given": bool(order.compensations),
        "compensation.total": sum(each.amount for each in order.compensations) / 100,
    }


def _days(since: date, until: date) -> float:
    return float((until - since).days)


def _last(rows: Iterable[Row]) -> Row | None:
    found = list(rows)
    return found[-1] if found else None
