"""Deeds on parcels; the courier is asked, its answer comes later."""

from __future__ import annotations

from datetime import date

from anna_agents.shop.tables import Order, Outgoing, Parcel
from anna_agents.tools.tool import Refused, Result, Work, tool


def _parcel(work: Work) -> Parcel:
    order = work.own_order()
    if not order.parcels:
        raise Refused(f"order {order.id} has no parcel yet")
    return order.parcels[-1]


def _ask(work: Work, question: str) -> Result:
    parcel = _parcel(work)
    parcel.asked = question
    return {"tracking_code": parcel.tracking_code, "courier": parcel.courier}


@tool
def ask_courier_trace(work: Work) -> Result:
    """Ask the courier to search for the parcel."""
    return _ask(work, "trace")


@tool
def claim_at_courier(work: Work) -> Result:
    """Hold the courier liable for loss or damage."""
    return _ask(work, "claim")


@tool
def request_proof_of_delivery(work: Work) -> Result:
    """Ask the courier for the signature of a delivered parcel."""
    if _parcel(work).status != "delivered":
        raise Refused("the parcel has not been delivered, so there is no proof")
    return _ask(work, "proof")


@tool
def reschedule_delivery(work: Work, date: date) -> Result:
    """Have the parcel delivered on another day."""
    parcel = _underway(work)
    if date < work.today:
        raise Refused(f"{date} is past")
    parcel.asked, parcel.expected_on = f"reschedule {date.isoformat()}", date
    return {"date": date}


@tool
def send_to_pickup_point(work: Work) -> Result:
    """Have the parcel brought to a pickup point."""
    _underway(work).asked = "pickup_point"
    return {}


@tool
def resend_parcel(work: Work) -> Result:
    """Send a returned, lost or damaged parcel once more, free."""
    order = work.own_order()
    parcel = _parcel(work)
    if parcel.asked == "resend":
        raise Refused("the parcel is being sent again already")
    parcel.asked = "resend"
    _leaves(work, order)
    return {}


def _underway(work: Work) -> Parcel:
    parcel = _parcel(work)
    if parcel.status in ("delivered", "lost", "returned"):
        raise Refused(f"the parcel is {parcel.status}, no longer under way")
    return parcel


def _leaves(work: Work, order: Order) -> None:
    work.session.add(
        Outgoing(customer_id=order.customer_id, order_id=order.id, kind="parcel_again",
                 details={}, on=work.today)
    )  # fmt: skip
