"""Deeds on invoices and payments."""

from __future__ import annotations

from datetime import date, timedelta

from anna_agents.shop.tables import Invoice, Order, Outgoing
from anna_agents.tools.tool import Refused, Result, Work, tool

MOST_DAYS = 30
USUAL_TERM = 30
"""The longest term an invoice begins with; extensions are reckoned from its end, or from now."""


def give_back(order: Order, cents: int) -> int:
    """Pay `cents` back from what was paid, the latest payment first; what was given back.

    Raises:
        Refused: nothing, or more than was paid and not yet given back.
    """
    paid = [p for p in order.payments if p.status in ("received", "doubled", "refunded")]
    left = sum(payment.amount - payment.refunded for payment in paid)
    if cents <= 0 or cents > left:
        raise Refused(f"{cents / 100:.2f} cannot be paid back: {left / 100:.2f} is left of what "
                      f"was paid on order {order.id}")  # fmt: skip
    rest = cents
    for payment in reversed(paid):
        part = min(rest, payment.amount - payment.refunded)
        payment.refunded += part
        rest -= part
        if payment.refunded == payment.amount:
            payment.status = "refunded"
        elif payment.status == "doubled":
            payment.status = "received"
    return cents


def _invoice(work: Work) -> Invoice:
    order = work.own_order()
    if not order.invoices:
        raise Refused(f"order {order.id} has no invoice yet")
    return order.invoices[-1]


def _send(work: Work, kind: str, **details: object) -> None:
    work.session.add(
        Outgoing(
            customer_id=work.customer.id if work.customer else None,
            order_id=work.order.id if work.order else None,
            kind=kind, details=details, on=work.today,
        )
    )  # fmt: skip


@tool
def send_invoice_copy(work: Work) -> Result:
    """Send the invoice again to the customer's own address."""
    invoice = _invoice(work)
    invoice.sent += 1
    _send(work, "invoice", invoice=invoice.id)
    return {"invoice": invoice.id}


@tool
def change_invoice_details(
    work: Work,
    company: str | None = None,
    vat_number: str | None = None,
    po_number: str | None = None,
) -> Result:
    """Put another company, VAT number or purchase order number on the invoice."""
    invoice = _invoice(work)
    changes = {"company": company, "vat_number": vat_number, "po_number": po_number}
    changes = {name: value for name, value in changes.items() if value is not None}
    if not changes:
        raise Refused("nothing to change on the invoice was given")
    for name, value in changes.items():
        setattr(invoice, name, value)
    invoice.sent += 1
    _send(work, "invoice", invoice=invoice.id)
    return {"invoice": invoice.id, **changes}


@tool
def change_invoice_email(work: Work, email: str) -> Result:
    """Send invoices to another address from now on."""
    work.own_account().invoice_email = email
    return {"email": email}


@tool
def extend_payment_term(work: Work, days: int) -> Result:
    """Give `days` more (at most 30) to pay the invoice."""
    invoice = _invoice(work)
    if invoice.status not in ("open", "overdue"):
        raise Refused(f"invoice {invoice.id} is {invoice.status}")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"{days} days; 1 to {MOST_DAYS} may be given")
    until = max(invoice.due_on, work.today) + timedelta(days=days)
    latest = max(invoice.issued_on + timedelta(days=USUAL_TERM), work.today)
    if until > latest + timedelta(days=MOST_DAYS):
        raise Refused(f"invoice {invoice.id} has been extended already, to {invoice.due_on}")
    invoice.due_on = until
    invoice.status = "open"
    return {"days": days, "due_on": invoice.due_on}


@tool
def send_payment_link(work: Work) -> Result:
    """Send a link by which the order can be paid."""
    order = work.own_order()
    _send(work, "payment_link", order=order.id)
    return {}


@tool
def register_payment_promise(work: Work, date: date) -> Result:
    """Note on which day the customer will pay; reminders stop until then."""
    invoice = _invoice(work)
    if not work.today <= date <= work.today + timedelta(days=MOST_DAYS):
        raise Refused(f"{date} is not within {MOST_DAYS} days")
    invoice.promised_on = invoice.reminders_stopped_until = date
    return {"date": date}


@tool
def credit_invoice(work: Work) -> Result:
    """Credit the whole invoice; only when the order is cancelled or the invoice was not owed."""
    invoice = _invoice(work)
    if invoice.status == "credited":
        raise Refused(f"invoice {invoice.id} is credited already")
    if work.own_order().status != "cancelled" and len(work.own_order().invoices) < 2:
        raise Refused(f"order {work.own_order().id} goes on, so its invoice stays")
    invoice.status = "credited"
    _send(work, "credit_note", invoice=invoice.id)
    return {"invoice": invoice.id}


@tool
def send_account_statement(work: Work) -> Result:
    """Send an overview of all invoices to the customer's own address."""
    customer = work.own_account()
    work.session.add(
        Outgoing(customer_id=customer.id, order_id=None, kind="statement", details={},
                 on=work.today)
    )  # fmt: skip
    return {}


@tool
def stop_reminders(work: Work, days: int) -> Result:
    """Send no reminders of the invoice for `days` (at most 30)."""
    invoice = _invoice(work)
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"{days} days; 1 to {MOST_DAYS} may be given")
    invoice.reminders_stopped_until = work.today + timedelta(days=days)
    return {"days": days}
