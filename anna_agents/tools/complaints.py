"""Deeds on complaints: log, decide, make again, compensate."""

from __future__ import annotations

import secrets

from anna_agents.shop.tables import Compensation, Complaint, Order, Outgoing
from anna_agents.tools.money import give_back
from anna_agents.tools.orders import copy_for_reprint
from anna_agents.tools.tool import Refused, Result, Work, tool

OPEN = ("open", "awaiting_photos")


@tool
def log_complaint(work: Work, kind: str, status: str = "open", wish: str | None = None) -> Result:
    """Log a complaint on the order; one that is open already is brought up to date."""
    order = work.own_order()
    if status not in OPEN:
        raise Refused(f"a complaint is logged as open or awaiting_photos, not '{status}'")
    running = [complaint for complaint in order.complaints if complaint.status in OPEN]
    if running:
        running[-1].status, running[-1].kind = status, kind
        return {"complaint": running[-1].id}
    complaint = Complaint(
        order_id=order.id, kind=kind, status=status, opened_on=work.today, wish=wish
    )
    order.complaints.append(complaint)
    work.session.flush()
    return {"complaint": complaint.id}


@tool
def accept_complaint(work: Work) -> Result:
    """Decide that the customer is right."""
    return _decide(work, "accepted")


@tool
def reject_complaint(work: Work) -> Result:
    """Decide that the complaint is not justified."""
    return _decide(work, "rejected")


@tool
def start_reprint(work: Work, pieces: int | None = None) -> Result:
    """Make the order (or `pieces` of it) again, free, in express; once for each order."""
    order = work.own_order()
    if any(each.kind == "reprint" for each in order.compensations):
        raise Refused(f"order {order.id} has been made again already")
    if pieces is not None and pieces < 1:
        raise Refused(f"{pieces} pieces is no number we print")
    new = copy_for_reprint(work, order, pieces)
    _note(work, order, "reprint", 0)
    return {"new_order": new.id, **({"pieces_affected": pieces} if pieces else {})}


@tool
def give_voucher(work: Work, amount: float) -> Result:
    """Give a voucher of `amount` (in the order's money), within the procedure's limits."""
    order = work.own_order()
    cents = within_limits(work, order, round(amount * 100))
    code = f"DANK-{secrets.token_hex(4).upper()}"
    _note(work, order, "voucher", cents, code)
    return {"amount": cents / 100, "voucher_code": code}


@tool
def refund_payment(work: Work, amount: float) -> Result:
    """Pay `amount` back, at most what was paid; within the limits unless cancelled or doubled."""
    order = work.own_order()
    cents = round(amount * 100)
    twice = sum(payment.amount for payment in order.payments if payment.status == "doubled")
    owed = order.status == "cancelled" or 0 < cents <= twice
    if not owed:
        cents = within_limits(work, order, cents)
    given = give_back(order, cents)
    if not owed:
        _note(work, order, "refund", given)
    return {"amount": given / 100}


@tool
def arrange_collection(work: Work) -> Result:
    """Have the delivered goods fetched by the courier."""
    order = work.own_order()
    if order.status not in ("shipped", "delivered"):
        raise Refused(f"order {order.id} is {order.status}: there is nothing to fetch")
    work.session.add(
        Outgoing(customer_id=order.customer_id, order_id=order.id, kind="collection",
                 details={}, on=work.today)
    )  # fmt: skip
    return {}


def within_limits(work: Work, order: Order, cents: int) -> int:
    """`cents`, when the procedure's limits allow it beside what was given before.

    Raises:
        Refused: no limit is given (so nothing may be given), or more than it allows.
    """
    limits = work.limits
    if limits.compensation_percent is None and limits.compensation_amount is None:
        raise Refused("this procedure gives no compensation")
    most = order.total
    if limits.compensation_percent is not None:
        most = min(most, round(order.total * limits.compensation_percent / 100))
    if limits.compensation_amount is not None:
        most = min(most, round(limits.compensation_amount * 100))
    given = sum(each.amount for each in order.compensations)
    if cents <= 0 or given + cents > most:
        raise Refused(
            f"{cents / 100:.2f} beside {given / 100:.2f} given is above the limit {most / 100:.2f}"
        )
    return cents


def _decide(work: Work, status: str) -> Result:
    order = work.own_order()
    running = [complaint for complaint in order.complaints if complaint.status in OPEN]
    if not running:
        raise Refused(f"order {order.id} has no open complaint")
    running[-1].status = status
    return {"complaint": running[-1].id}


def _note(work: Work, order: Order, kind: str, cents: int, code: str | None = None) -> None:
    order.compensations.append(
        Compensation(order_id=order.id, kind=kind, amount=cents, given_on=work.today, code=code)
    )
