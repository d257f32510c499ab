"""Deeds on an order: cancel, hold, change, order again."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select

from anna_agents.shop.tables import Order, OrderLine, StatusChange
from anna_agents.tools.tool import Refused, Result, Work, tool

CHANGEABLE = ("awaiting_payment", "awaiting_artwork", "artwork_rejected", "proof_sent", "on_hold")
"""Statuses in which nothing has been made yet."""
NOT_SHIPPED = (*CHANGEABLE, "in_production", "produced")
OPTIONS = ("size", "material", "colour", "finish")
SHIPPING = ("standard", "express", "pickup")


def set_status(work: Work, order: Order, status: str) -> None:
    """Give the order another status, with its history."""
    order.status = status
    work.session.add(StatusChange(order_id=order.id, status=status, on=work.today, by="anna"))


def _changeable(work: Work, what: str) -> Order:
    order = work.own_order()
    if order.status not in CHANGEABLE:
        raise Refused(f"order {order.id} is {order.status}: too late to {what}")
    return order


@tool
def cancel_order(work: Work) -> Result:
    """Cancel the order; only while nothing has been made."""
    order = work.own_order()
    if order.status == "cancelled":
        raise Refused(f"order {order.id} is cancelled already")
    order = _changeable(work, "cancel")
    set_status(work, order, "cancelled")
    for invoice in order.invoices:
        if invoice.status in ("open", "overdue"):
            invoice.status = "credited"
    return {}


@tool
def hold_order(work: Work) -> Result:
    """Stop the order until it is released; the status before is kept in its history."""
    order = work.own_order()
    if order.status in ("shipped", "delivered", "cancelled"):
        raise Refused(f"order {order.id} is {order.status}: nothing is left to hold")
    if order.status != "on_hold":
        order.stopped = f"on the customer's wish, was {order.status}"
        set_status(work, order, "on_hold")
    return {}


@tool
def release_order(work: Work) -> Result:
    """Let an order that was on hold go on where it was."""
    order = work.own_order()
    if order.status != "on_hold":
        raise Refused(f"order {order.id} is {order.status}, not on hold")
    before = [change.status for change in order.history if change.status != "on_hold"]
    order.stopped = None
    set_status(work, order, before[-1] if before else "awaiting_artwork")
    return {}


@tool
def reorder(work: Work) -> Result:
    """Order the same again; the new order awaits payment."""
    old = work.own_order()
    new = Order(
        id=next_order_id(work), customer_id=old.customer_id, supplier_id=old.supplier_id,
        status="awaiting_payment", placed_on=work.today,
        promised_on=work.today + max(old.promised_on - old.placed_on, timedelta(days=3)),
        shipping=old.shipping, total=old.total, currency=old.currency, name=old.name,
        street=old.street, postcode=old.postcode, city=old.city, country=old.country,
        neutral=old.neutral, reference=old.reference,
    )  # fmt: skip
    work.session.add(new)
    work.session.flush()
    _copy_lines(work, old, new)
    work.session.add(
        StatusChange(order_id=new.id, status="awaiting_payment", on=work.today, by="anna")
    )
    return {"new_order": new.id}


def next_order_id(work: Work) -> str:
    """The number after the highest one."""
    highest = work.session.scalar(select(func.max(Order.id))) or "4000000"
    return str(int(highest) + 1)


def copy_for_reprint(work: Work, old: Order, pieces: int | None) -> Order:
    """A free order that makes `pieces` (default all) of `old` again, straight into production."""
    new = Order(
        id=next_order_id(work), customer_id=old.customer_id, supplier_id=old.supplier_id,
        status="in_production", placed_on=work.today,
        promised_on=work.today + timedelta(days=5), shipping="express", total=0,
        currency=old.currency, name=old.name, street=old.street, postcode=old.postcode,
        city=old.city, country=old.country, neutral=old.neutral, reprint_of=old.id,
    )  # fmt: skip
    work.session.add(new)
    work.session.flush()
    _copy_lines(work, old, new, pieces)
    work.session.add(
        StatusChange(order_id=new.id, status="in_production", on=work.today, by="anna")
    )
    return new


def _copy_lines(work: Work, old: Order, new: Order, pieces: int | None = None) -> None:
    for line in old.lines:
        quantity = min(pieces, line.quantity) if pieces else line.quantity
        work.session.add(
            OrderLine(
                order_id=new.id, product=line.product, quantity=quantity, size=line.size,
                material=line.material, colour=line.colour, finish=line.finish,
                price=0 if new.total == 0 else line.price,
            )
        )  # fmt: skip


@tool
def change_delivery_address(work: Work, address: str) -> Result:
    """Deliver to another address: street and number, postcode and town; only before shipping."""
    order = work.own_order()
    if order.status not in NOT_SHIPPED:
        raise Refused(f"order {order.id} is {order.status}: the address cannot be changed any more")
    parts = [part.strip() for part in address.replace("\n", ",").split(",") if part.strip()]
    if len(parts) < 2:
        raise Refused(f"'{address}' is no full address; street and number, postcode and town")
    order.street = parts[-2]
    head, _, tail = parts[-1].partition(" ")
    # Dutch and British postcodes have a space inside.
    if len(head) <= 4 and tail and any(sign.isdigit() for sign in head):
        second, _, rest = tail.partition(" ")
        if len(second) <= 3 and rest:
            head, tail = f"{head} {second}", rest
    order.postcode, order.city = head, tail or parts[-1]
    return {"new_address": address}


@tool
def change_shipping_method(work: Work, method: str) -> Result:
    """Ship by standard, express or pickup; only before shipping."""
    order = work.own_order()
    if method not in SHIPPING:
        raise Refused(f"unknown shipping '{method}'; {', '.join(SHIPPING)}")
    if order.status not in NOT_SHIPPED:
        raise Refused(f"order {order.id} is {order.status}: it has been shipped")
    order.shipping = method
    return {"shipping": method}


@tool
def change_delivery_date(work: Work, date: date) -> Result:
    """Deliver on a later day; only before shipping, never before the day already promised."""
    order = work.own_order()
    if order.status not in NOT_SHIPPED:
        raise Refused(f"order {order.id} is {order.status}: it has been shipped")
    if date < work.today:
        raise Refused(f"{date} is past")
    if date < order.promised_on:
        raise Refused(f"{date} is before {order.promised_on}, the earliest possible day")
    order.promised_on = date
    return {"date": date}


@tool
def change_quantity(work: Work, quantity: int) -> Result:
    """Another number of pieces of the first product; the price follows; only before production."""
    order = _changeable(work, "change the quantity")
    if not 1 <= quantity <= 1_000_000:
        raise Refused(f"{quantity} pieces is no number we print")
    line = order.lines[0]
    price = round(line.price * quantity / line.quantity)
    order.total += price - line.price
    line.quantity, line.price = quantity, price
    return {"quantity": quantity}


@tool
def change_product_option(work: Work, option: str, value: str) -> Result:
    """Another size, material, colour or finish of the first product; only before production."""
    order = _changeable(work, f"change the {option}")
    if option not in OPTIONS:
        raise Refused(f"unknown option '{option}'; {', '.join(OPTIONS)}")
    setattr(order.lines[0], option, value)
    return {option: value}


@tool
def set_neutral_packaging(work: Work) -> Result:
    """Ship without the shop's name; only before shipping."""
    order = work.own_order()
    if order.status not in NOT_SHIPPED:
        raise Refused(f"order {order.id} is {order.status}: it has been shipped")
    order.neutral = True
    return {}


@tool
def set_customer_reference(work: Work, reference: str) -> Result:
    """Put the customer's own reference on the order."""
    work.own_order().reference = reference
    return {"po_number": reference}


@tool
def add_order_note(work: Work, note: str) -> Result:
    """Add a note for the people who make and ship the order."""
    order = work.own_order()
    order.note = f"{order.note}\n{note}" if order.note else note
    return {}
