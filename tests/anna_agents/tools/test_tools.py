"""Every tool once done and once refused, on a small shop."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from anna_agents.procedures.schema import Limits
from anna_agents.shop.tables import Customer, Order, Outgoing
from anna_agents.tools.registry import tools
from anna_agents.tools.tool import Refused
from tests.anna_agents.conftest import TODAY

LATER = TODAY + timedelta(days=6)
TEN = Limits(compensation_amount=10)
PROOF = {"proof": "sent"}
WITHOUT_ORDER = {
    "change_email", "change_phone", "change_language", "unsubscribe_newsletter",
    "send_password_reset", "send_samples", "create_quote", "delete_account_request",
    "change_invoice_email", "send_account_statement", "send_template",
}  # fmt: skip
ARGUMENTS = {
    "change_email": {"email": "new@example.com"},
    "change_phone": {"phone": "0612"},
    "change_language": {"language": "fr"},
    "change_invoice_email": {"email": "boek@example.com"},
    "change_invoice_details": {"company": "Jansen BV"},
    "extend_payment_term": {"days": 14},
    "register_payment_promise": {"date": "2025-06-20"},
    "stop_reminders": {"days": 7},
    "change_delivery_address": {"address": "Kade 1, 3011 AA Rotterdam"},
    "change_shipping_method": {"method": "express"},
    "change_delivery_date": {"date": LATER},
    "change_quantity": {"quantity": 1000},
    "change_product_option": {"option": "size", "value": "A4"},
    "set_customer_reference": {"reference": "PO 7"},
    "add_order_note": {"note": "ring twice"},
    "log_complaint": {"kind": "late"},
    "give_voucher": {"amount": 10},
    "refund_payment": {"amount": 10},
    "replace_artwork": {"file": "b.pdf"},
    "start_artwork_repair": {"charge": 15},
    "reschedule_delivery": {"date": LATER},
}


def sent(work):
    return {row.kind for row in work.session.scalars(select(Outgoing))}


DONE = [
    ("change_email", {}, lambda w: w.customer.email, "new@example.com"),
    ("change_phone", {}, lambda w: w.customer.phone, "0612"),
    ("change_language", {}, lambda w: w.customer.language, "fr"),
    ("unsubscribe_newsletter", {}, lambda w: w.customer.newsletter, False),
    ("send_password_reset", {}, sent, {"password_reset"}),
    ("send_samples", {}, sent, {"samples"}),
    ("create_quote", {}, sent, {"quote"}),
    ("delete_account_request", {}, sent, {"delete_account"}),
    ("send_invoice_copy", {}, lambda w: w.order.invoices[0].sent, 2),
    ("change_invoice_details", {}, lambda w: w.order.invoices[0].company, "Jansen BV"),
    ("change_invoice_email", {}, lambda w: w.customer.invoice_email, "boek@example.com"),
    ("extend_payment_term", {}, lambda w: w.order.invoices[0].due_on, TODAY + timedelta(days=14)),
    ("send_payment_link", {}, sent, {"payment_link"}),
    ("register_payment_promise", {}, lambda w: w.order.invoices[0].promised_on.day, 20),
    ("credit_invoice", {"status": "cancelled"}, lambda w: w.order.invoices[0].status, "credited"),
    ("send_account_statement", {}, sent, {"statement"}),
    ("stop_reminders", {}, lambda w: w.order.invoices[0].reminders_stopped_until.day, 24),
    ("cancel_order", {}, lambda w: (w.order.status, w.order.invoices[0].status),
     ("cancelled", "credited")),
    ("hold_order", {"status": "in_production"}, lambda w: w.order.status, "on_hold"),
    ("release_order", {"status": "on_hold"}, lambda w: w.order.status, "awaiting_artwork"),
    ("reorder", {}, lambda w: len(w.session.scalars(select(Order)).all()), 4),
    ("change_delivery_address", {}, lambda w: (w.order.street, w.order.postcode, w.order.city),
     ("Kade 1", "3011 AA", "Rotterdam")),
    ("change_shipping_method", {}, lambda w: w.order.shipping, "express"),
    ("change_delivery_date", {}, lambda w: w.order.promised_on, LATER),
    ("change_quantity", {}, lambda w: (w.order.lines[0].quantity, w.order.total), (1000, 20_000)),
    ("change_product_option", {}, lambda w: w.order.lines[0].size, "A4"),
    ("set_neutral_packaging", {}, lambda w: w.order.neutral, True),
    ("set_customer_reference", {}, lambda w: w.order.reference, "PO 7"),
    ("add_order_note", {}, lambda w: w.order.note, "ring twice"),
    ("log_complaint", {}, lambda w: w.order.complaints[0].status, "open"),
    ("accept_complaint", {"complaint": "open"}, lambda w: w.order.complaints[0].status,
     "accepted"),
    ("reject_complaint", {"complaint": "open"}, lambda w: w.order.complaints[0].status,
     "rejected"),
    ("start_reprint", {}, lambda w: w.session.scalar(
        select(Order.status).where(Order.reprint_of == w.order.id)), "in_production"),
    ("give_voucher", {"limits": TEN}, lambda w: w.order.compensations[0].amount, 1000),
    ("refund_payment", {"limits": TEN}, lambda w: w.order.payments[0].refunded, 1000),
    ("arrange_collection", {"status": "delivered"}, sent, {"collection"}),
    ("request_new_artwork", {}, sent, {"upload_link"}),
    ("replace_artwork", {}, lambda w: w.order.artwork[-1].file, "b.pdf"),
    ("restore_artwork_file", {"artwork": {}}, sent, {"artwork_file"}),
    ("approve_proof", {"artwork": PROOF}, lambda w: (w.order.status, w.order.artwork[-1].proof),
     ("in_production", "approved")),
    ("reject_proof", {"artwork": PROOF}, lambda w: w.order.artwork[-1].proof, "rejected"),
    ("send_new_proof", {"artwork": {}}, lambda w: (w.order.status, sent(w)),
     ("proof_sent", {"proof"})),
    ("accept_artwork_as_is", {"artwork": {}}, lambda w: w.order.status, "in_production"),
    ("start_artwork_repair", {"artwork": {}}, lambda w: w.order.total, 11_500),
    ("send_template", {}, sent, {"template"}),
    ("ask_courier_trace", {"parcel": "in_transit"}, lambda w: w.order.parcels[0].asked, "trace"),
    ("claim_at_courier", {"parcel": "lost"}, lambda w: w.order.parcels[0].asked, "claim"),
    ("request_proof_of_delivery", {"parcel": "delivered"}, lambda w: w.order.parcels[0].asked,
     "proof"),
    ("reschedule_delivery", {"parcel": "in_transit"}, lambda w: w.order.parcels[0].expected_on,
     LATER),
    ("send_to_pickup_point", {"parcel": "in_transit"}, lambda w: w.order.parcels[0].asked,
     "pickup_point"),
    ("resend_parcel", {"parcel": "returned"}, sent, {"parcel_again"}),
]  # fmt: skip

REFUSED = [
    ("change_email", {}, {"email": "nobody"}, "no e-mail address"),
    ("change_phone", {}, {}, "needs 'phone'"),
    ("change_language", {}, {"language": "xx"}, "unknown language"),
    ("unsubscribe_newsletter", {"customer": None}, {}, "not known"),
    ("send_password_reset", {"customer": None}, {}, "not known"),
    ("send_samples", {"customer": None}, {}, "not known"),
    ("create_quote", {}, {"quantity": "many"}, "no int"),
    ("delete_account_request", {"customer": None}, {}, "not known"),
    ("change_invoice_details", {}, {}, "nothing to change"),
    ("change_invoice_email", {"customer": None}, {"email": "a@b"}, "not known"),
    ("extend_payment_term", {"invoice": "paid"}, {"days": 14}, "is paid"),
    ("extend_payment_term", {}, {"days": 31}, "1 to 30"),
    ("extend_payment_term", {}, {"days": "inf"}, "no int"),
    ("register_payment_promise", {}, {"date": "2025-08-01"}, "within 30 days"),
    ("register_payment_promise", {}, {"date": "soon"}, "no date"),
    ("credit_invoice", {}, {}, "its invoice stays"),
    ("send_account_statement", {"customer": None}, {}, "not known"),
    ("stop_reminders", {}, {"days": 0}, "1 to 30"),
    ("cancel_order", {"status": "in_production"}, {}, "too late to cancel"),
    ("cancel_order", {"status": "cancelled"}, {}, "cancelled already"),
    ("hold_order", {"status": "shipped"}, {}, "nothing is left to hold"),
    ("release_order", {}, {}, "not on hold"),
    ("change_delivery_address", {}, {"address": "Kade 1"}, "no full address"),
    ("change_delivery_address", {"status": "shipped"}, {"address": "a, b"}, "any more"),
    ("change_shipping_method", {}, {"method": "drone"}, "unknown shipping"),
    ("change_delivery_date", {}, {"date": TODAY}, "earliest possible day"),
    ("change_quantity", {}, {"quantity": 0}, "no number we print"),
    ("change_product_option", {}, {"option": "smell", "value": "x"}, "unknown option"),
    ("set_neutral_packaging", {"status": "delivered"}, {}, "has been shipped"),
    ("set_customer_reference", {}, {}, "needs 'reference'"),
    ("add_order_note", {}, {"remark": "x"}, "takes no 'remark'"),
    ("log_complaint", {}, {"kind": "late", "status": "accepted"}, "logged as open"),
    ("accept_complaint", {"complaint": "rejected"}, {}, "no open complaint"),
    ("reject_complaint", {}, {}, "no open complaint"),
    ("start_reprint", {}, {"pieces": -5}, "no number we print"),
    ("give_voucher", {}, {"amount": 1}, "gives no compensation"),
    ("give_voucher", {"limits": TEN}, {"amount": 10.01}, "above the limit"),
    ("give_voucher", {"limits": TEN}, {"amount": -1}, "above the limit"),
    ("give_voucher", {"limits": TEN}, {"amount": "nan"}, "no float"),
    ("refund_payment", {"limits": TEN, "payment": "pending"}, {"amount": 5}, "is left of what"),
    ("arrange_collection", {}, {}, "nothing to fetch"),
    ("request_new_artwork", {"status": "produced"}, {}, "too late"),
    ("replace_artwork", {"status": "produced"}, {"file": "b.pdf"}, "too late"),
    ("restore_artwork_file", {}, {}, "no file yet"),
    ("approve_proof", {"artwork": {}}, {}, "no proof to approve"),
    ("reject_proof", {"artwork": {}}, {}, "no proof to reject"),
    ("send_new_proof", {"artwork": {}, "status": "shipped"}, {}, "too late"),
    ("accept_artwork_as_is", {}, {}, "no file yet"),
    ("start_artwork_repair", {"artwork": {}}, {"charge": 101}, "0 to 100"),
    ("start_artwork_repair", {"artwork": {"repair": "started"}}, {}, "mending a.pdf already"),
    ("ask_courier_trace", {}, {}, "no parcel yet"),
    ("claim_at_courier", {}, {}, "no parcel yet"),
    ("request_proof_of_delivery", {"parcel": "in_transit"}, {}, "not been delivered"),
    ("reschedule_delivery", {"parcel": "in_transit"}, {"date": "2025-06-01"}, "is past"),
    ("send_to_pickup_point", {"parcel": "delivered"}, {}, "no longer under way"),
    ("resend_parcel", {}, {}, "no parcel yet"),
]


@pytest.mark.parametrize(
    ("name", "given", "look", "expected"), DONE, ids=lambda v: "" if callable(v) else str(v)[:24]
)
def test_it_is_done(desk, name, given, look, expected):
    work = desk(**given)
    tools()[name](work, ARGUMENTS.get(name, {}))
    work.session.flush()
    assert look(work) == expected


@pytest.mark.parametrize(("name", "given", "arguments", "told"), REFUSED)
def test_it_is_refused(desk, name, given, arguments, told):
    work = desk(**given)
    with pytest.raises(Refused, match=told):
        tools()[name](work, arguments)
    assert not work.session.dirty
    assert not work.session.new


def test_every_tool_is_tried():
    assert {name for name, *_ in DONE} == set(tools())
    assert {name for name, *_ in REFUSED} >= set(tools()) - {
        "send_invoice_copy", "send_payment_link", "reorder", "send_template",
    }  # fmt: skip


@pytest.mark.parametrize("stranger", ["c2", None])
@pytest.mark.parametrize("name", sorted(set(tools()) - WITHOUT_ORDER))
def test_another_customers_order_is_refused(desk, name, stranger):
    work = desk(customer=stranger, parcel="in_transit", artwork=PROOF, complaint="open")
    with pytest.raises(Refused, match="is not this customer's"):
        tools()[name](work, ARGUMENTS.get(name, {}))
    assert not work.session.dirty
    assert not work.session.new


@pytest.mark.parametrize("name", sorted(set(tools()) - WITHOUT_ORDER))
def test_no_order_is_refused(desk, name):
    with pytest.raises(Refused, match="no order is known"):
        tools()[name](replace(desk(), order=None), ARGUMENTS.get(name, {}))


def test_a_template_for_a_strangers_order_is_refused(desk):
    work = desk(customer="c2")
    with pytest.raises(Refused, match="is not this customer's"):
        tools()["send_template"](work, {"product": "flyers"})


@pytest.mark.parametrize("name", sorted(WITHOUT_ORDER - {"send_template", "create_quote"}))
def test_what_concerns_the_account_leaves_strangers_orders_alone(desk, name):
    work = desk(customer="c2")
    tools()[name](work, ARGUMENTS.get(name, {}))
    assert work.session.get(Customer, "c1") not in work.session.dirty
    assert work.order not in work.session.dirty
    assert {row.customer_id for row in work.session.scalars(select(Outgoing))} <= {"c2"}
    assert {row.order_id for row in work.session.scalars(select(Outgoing))} <= {None}
