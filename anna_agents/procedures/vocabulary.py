"""The words in which procedures are written: fields of the order's state, facts, placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Value: TypeAlias = str | bool | float | None
"""What a field holds; None is unknown, or there is no such thing (no parcel, no invoice)."""

State: TypeAlias = Mapping[str, Value]
"""Field name to value: all that a condition may look at."""

LANGUAGES = ("nl", "en", "de", "fr", "es", "it")
DEPARTMENTS = ("customer_service", "artwork", "traffic", "finance")

Department = Literal["customer_service", "artwork", "traffic", "finance"]
Language = Literal["nl", "en", "de", "fr", "es", "it"]
Country = Literal["NL", "BE", "DE", "FR", "ES", "IT", "UK"]


@dataclass(frozen=True)
class Field:
    """One thing a condition may ask about.

    Attributes:
        kind: choice (one of `choices`), number, boolean, or text (only known or unknown).
        choices: what a choice may be.
    """

    kind: Literal["choice", "number", "boolean", "text"]
    choices: tuple[str, ...] = ()


def _choice(choices: str) -> Field:
    return Field("choice", tuple(choices.split()))


_NUMBER = Field("number")
_BOOLEAN = Field("boolean")
_TEXT = Field("text")
_YES_NO = _choice("yes no")

ORDER_STATUSES = (
    "awaiting_payment awaiting_artwork artwork_rejected proof_sent on_hold in_production produced "
    "shipped delivered cancelled"
)
PRODUCTS = (
    "business_cards flyers leaflets brochures posters banners stickers labels packaging textiles "
    "stationery gifts roll_ups books calendars"
)
FAULTS = (
    "none low_resolution rgb_colours no_bleed fonts_missing wrong_size wrong_page_count "
    "white_overprint transparency password corrupt text_in_margin no_cut_line "
    "wrong_colours_profile too_much_ink"
)

FACTS: Mapping[str, Field] = {
    "order": _TEXT, "invoice": _TEXT, "tracking_code": _TEXT, "new_address": _TEXT,
    "date": _TEXT, "quantity": _NUMBER, "product": _choice(PRODUCTS), "size": _TEXT,
    "material": _TEXT, "colour": _TEXT, "amount": _NUMBER, "percent": _NUMBER, "email": _TEXT,
    "phone": _TEXT, "company": _TEXT, "vat_number": _TEXT, "po_number": _TEXT, "iban": _TEXT,
    "photos": _YES_NO, "file": _TEXT, "pieces_affected": _NUMBER,
    "wish": _choice("reprint refund voucher redelivery repair none"), "reason": _TEXT,
    "confirmation": _YES_NO, "voucher_code": _TEXT, "payment_method": _TEXT, "remark": _TEXT,
    "name": _TEXT,
}  # fmt: skip
"""What a customer can tell us."""

FIELDS: Mapping[str, Field] = {
    "order.status": _choice(ORDER_STATUSES),
    "order.age_days": _NUMBER,
    "order.days_late": _NUMBER,
    "order.days_until_promised": _NUMBER,
    "order.days_since_delivery": _NUMBER,
    "order.days_since_shipped": _NUMBER,
    "order.total": _NUMBER,
    "order.quantity": _NUMBER,
    "order.paid": _BOOLEAN,
    "order.shipping": _choice("standard express pickup"),
    "order.product": _choice(PRODUCTS),
    "order.reprint": _BOOLEAN,
    "order.neutral": _BOOLEAN,
    "parcel.status": _choice(
        "none label_created in_transit out_for_delivery delivered failed_attempt at_pickup_point "
        "returned lost damaged"
    ),
    "parcel.days_overdue": _NUMBER,
    "parcel.days_since_movement": _NUMBER,
    "parcel.pieces": _NUMBER,
    "parcel.pieces_delivered": _NUMBER,
    "parcel.signed": _BOOLEAN,
    "invoice.status": _choice("none open paid overdue credited"),
    "invoice.days_overdue": _NUMBER,
    "invoice.amount": _NUMBER,
    "invoice.has_vat_number": _BOOLEAN,
    "payment.status": _choice("none pending received failed refunded doubled"),
    "payment.method": _choice("ideal bancontact card paypal bank_transfer on_account sofort none"),
    "payment.days_ago": _NUMBER,
    "artwork.status": _choice("none received checked rejected approved"),
    "artwork.fault": _choice(FAULTS),
    "proof.status": _choice("none sent approved rejected"),
    "complaint.status": _choice("none open awaiting_photos accepted rejected resolved"),
    "complaint.count": _NUMBER,
    "compensation.given": _BOOLEAN,
    "compensation.total": _NUMBER,
    "customer.kind": _choice("consumer business"),
    "customer.country": _choice("NL BE DE FR ES IT UK"),
    "customer.reseller": _BOOLEAN,
    "customer.orders": _NUMBER,
    "customer.complaints_last_year": _NUMBER,
    "customer.blocked": _BOOLEAN,
    "customer.known": _BOOLEAN,
    "customer.on_account": _BOOLEAN,
    "contact.channel": _choice("chat email"),
    "contact.mood": _choice("calm annoyed angry"),
    "contact.times": _NUMBER,
    "contact.office_open": _BOOLEAN,
    **{f"fact.{name}": field for name, field in FACTS.items()},
}
"""Everything a condition may look at: the order's real state, the customer, the contact, facts."""

PLACEHOLDERS = frozenset(
    _choice(
        "order product quantity status placed_on promised_on total address new_address shipping "
        "courier tracking_code tracking_link parcel_status expected_on delivered_on signed_by "
        "pieces pieces_delivered invoice invoice_amount due_on payment_method payment_link iban "
        "file fault template_link amount voucher_code complaint date company vat_number po_number "
        "email phone days size material colour pieces_affected opening_hours shop_phone new_order"
    ).choices
)
"""What a reply may show between braces."""

MONEY_BASES = ("order.total", "invoice.amount")
"""Of what an amount may be a percentage."""


def nearest(word: str, known: tuple[str, ...]) -> str:
    """A remark that names the nearest known word, or all of them when none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    shown = ", ".join(known[:40])
    return f"known: {shown}" + (f" and {len(known) - 40} more" if len(known) > 40 else "")
