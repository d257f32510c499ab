"""The print shop's tables. Money is in cents of the order's currency; moments are UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, Index, String, TypeDecorator, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Moment(TypeDecorator[datetime]):
    """A moment kept as UTC, whatever zone it comes in and the server stands in."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The same moment on the clock of Greenwich, without a zone."""
        if value is None or value.tzinfo is None:
            return value
        return value.astimezone(UTC).replace(tzinfo=None)


class Table(DeclarativeBase):
    """What all tables share."""

    type_annotation_map = {  # noqa: RUF012
        dict[str, Any]: JSON, list[Any]: JSON, datetime: Moment,
    }  # fmt: skip


class Customer(Table):
    """Someone who orders."""

    __tablename__ = "customers"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(index=True)
    phone: Mapped[str]
    company: Mapped[str | None]
    vat_number: Mapped[str | None]
    country: Mapped[str]
    language: Mapped[str]
    reseller: Mapped[bool] = mapped_column(default=False)
    on_account: Mapped[bool] = mapped_column(default=False)
    blocked: Mapped[bool] = mapped_column(default=False)
    newsletter: Mapped[bool] = mapped_column(default=True)
    invoice_email: Mapped[str | None]
    invoice_every_month: Mapped[bool] = mapped_column(default=False)
    earlier_orders: Mapped[int] = mapped_column(default=0)
    earlier_complaints: Mapped[int] = mapped_column(default=0)
    """Orders and, in the last year, complaints that are older than this database."""


class Supplier(Table):
    """A printer who makes what is ordered."""

    __tablename__ = "suppliers"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str]
    country: Mapped[str]
    products: Mapped[list[Any]]
    production_days: Mapped[int]


class Order(Table):
    """What a customer ordered, where it goes and how far it is."""

    __tablename__ = "orders"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("suppliers.id"))
    status: Mapped[str]
    placed_on: Mapped[date]
    promised_on: Mapped[date]
    shipping: Mapped[str]
    total: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    name: Mapped[str]
    street: Mapped[str]
    postcode: Mapped[str]
    city: Mapped[str]
    country: Mapped[str]
    reference: Mapped[str | None]
    note: Mapped[str | None]
    neutral: Mapped[bool] = mapped_column(default=False)
    reprint_of: Mapped[str | None]
    stopped: Mapped[str | None]
    """Why the order is on hold."""
    customer: Mapped[Customer] = relationship()
    lines: Mapped[list[OrderLine]] = relationship(order_by="OrderLine.id")
    history: Mapped[list[StatusChange]] = relationship(order_by="StatusChange.id")
    parcels: Mapped[list[Parcel]] = relationship(order_by="Parcel.id")
    invoices: Mapped[list[Invoice]] = relationship(order_by="Invoice.id")
    payments: Mapped[list[Payment]] = relationship(order_by="Payment.id")
    artwork: Mapped[list[Artwork]] = relationship(order_by="Artwork.id")
    complaints: Mapped[list[Complaint]] = relationship(order_by="Complaint.id")
    compensations: Mapped[list[Compensation]] = relationship(order_by="Compensation.id")


class OrderLine(Table):
    """One product of an order; `price` in cents for the whole run."""

    __tablename__ = "order_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    product: Mapped[str]
    quantity: Mapped[int]
    size: Mapped[str]
    material: Mapped[str]
    colour: Mapped[str | None]
    finish: Mapped[str | None]
    price: Mapped[int]


class StatusChange(Table):
    """When an order reached a status, and by whom."""

    __tablename__ = "status_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    status: Mapped[str]
    on: Mapped[date]
    by: Mapped[str]


class Parcel(Table):
    """What was given to a courier: `pieces` boxes under one code."""

    __tablename__ = "parcels"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    courier: Mapped[str]
    tracking_code: Mapped[str | None] = mapped_column(index=True)
    status: Mapped[str]
    pieces: Mapped[int] = mapped_column(default=1)
    pieces_delivered: Mapped[int] = mapped_column(default=0)
    shipped_on: Mapped[date | None]
    expected_on: Mapped[date | None]
    moved_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    signed_by: Mapped[str | None]
    asked: Mapped[str | None]
    """What the courier was last asked: trace, proof, claim, reschedule DATE, pickup_point."""


class Invoice(Table):
    """What is to be paid for an order; `amount` in cents."""

    __tablename__ = "invoices"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    issued_on: Mapped[date]
    due_on: Mapped[date]
    amount: Mapped[int]
    status: Mapped[str]
    company: Mapped[str | None]
    vat_number: Mapped[str | None]
    po_number: Mapped[str | None]
    reminders_stopped_until: Mapped[date | None]
    promised_on: Mapped[date | None]
    sent: Mapped[int] = mapped_column(default=1)


class Payment(Table):
    """Money that came in (or is awaited); `refunded` is what went back of it, in cents."""

    __tablename__ = "payments"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    method: Mapped[str]
    amount: Mapped[int]
    refunded: Mapped[int] = mapped_column(default=0)
    status: Mapped[str]
    paid_on: Mapped[date | None]


class Artwork(Table):
    """A file to print, the fault found in it, and the proof made of it."""

    __tablename__ = "artwork"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    file: Mapped[str]
    uploaded_on: Mapped[date]
    status: Mapped[str]
    fault: Mapped[str] = mapped_column(default="none")
    proof: Mapped[str] = mapped_column(default="none")
    remark: Mapped[str | None]
    repair: Mapped[str | None]


class Complaint(Table):
    """What a customer holds against an order."""

    __tablename__ = "complaints"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    kind: Mapped[str]
    status: Mapped[str]
    opened_on: Mapped[date]
    wish: Mapped[str | None]


class Compensation(Table):
    """What was given: a voucher, money or goods; `amount` in cents."""

    __tablename__ = "compensations"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    kind: Mapped[str]
    amount: Mapped[int]
    given_on: Mapped[date]
    code: Mapped[str | None]


class Contact(Table):
    """A conversation with a customer about one or more matters; `state` is where it stands."""

    __tablename__ = "contacts"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    channel: Mapped[str]
    opened_at: Mapped[datetime]
    status: Mapped[str]
    version: Mapped[int] = mapped_column(default=0)
    procedure: Mapped[str | None]
    order_id: Mapped[str | None] = mapped_column(index=True)
    """The last matter and its order: by these one sees that somebody comes back."""
    state: Mapped[dict[str, Any]]


class ReceivedMessage(Table):
    """A message that was handled, with what was answered: the same message gets the same answer."""

    __tablename__ = "messages"
    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    contact_id: Mapped[str] = mapped_column(String(64), index=True)
    received_at: Mapped[datetime]
    text: Mapped[str]
    outcome: Mapped[dict[str, Any]]


class ActionTaken(Table):
    """The log of what was done; the key makes that nothing is done twice."""

    __tablename__ = "actions"
    key: Mapped[str] = mapped_column(String(256), primary_key=True)
    contact_id: Mapped[str] = mapped_column(String(64), index=True)
    order_id: Mapped[str | None]
    procedure: Mapped[str]
    procedure_version: Mapped[int]
    tool: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Handover(Table):
    """A case that a person takes over: the e-mail that was sent, and the answer that closed it."""

    __tablename__ = "handovers"
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[str] = mapped_column(String(64), index=True)
    department: Mapped[str]
    reason: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    answer: Mapped[str | None]


class Mistake(Table):
    """Something that went wrong in a contact, with its cause, for the product manager."""

    __tablename__ = "mistakes"
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[str] = mapped_column(String(64), index=True)
    procedure: Mapped[str | None]
    procedure_version: Mapped[int | None]
    cause: Mapped[str]
    detail: Mapped[str]
    at: Mapped[datetime]


class Outgoing(Table):
    """What else leaves the house: a copy of an invoice, a payment link, a template, samples."""

    __tablename__ = "outgoing"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(index=True)
    order_id: Mapped[str | None]
    kind: Mapped[str]
    details: Mapped[dict[str, Any]]
    on: Mapped[date]


Index("actions_of_order", ActionTaken.order_id)
Index("customers_of_address", func.lower(Customer.email))
