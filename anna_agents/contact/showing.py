"""What a reply may show: every placeholder's value, read from the database after the deeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from anna_agents.countries.country import Country
from anna_agents.procedures.schema import PLACEHOLDER
from anna_agents.procedures.vocabulary import State
from anna_agents.shop.tables import Customer, Order
from anna_agents.wording.words import value_name

LOCALES = {"nl": "nl_NL", "en": "en_GB", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "it": "it_IT"}
IBAN = "NL00 DRUK 0123 4567 89"
"""The shop's own account, fictional: its check digits are wrong on purpose."""
SITE = "https://drukhuis.example"


class NothingToShow(Exception):
    """A reply would show something that the database does not hold."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder)
        self.placeholder = placeholder


@dataclass(frozen=True)
class Scene:
    """All that a reply may draw on.

    Attributes:
        results: what the deeds yielded, which wins over everything else.
    """

    language: str
    country: Country
    customer: Customer | None
    order: Order | None
    state: State
    results: Mapping[str, Any]


def filled(text: str, scene: Scene) -> str:
    """`text` with its placeholders filled in.

    Raises:
        NothingToShow: the database holds no value for one of them.
    """
    return PLACEHOLDER.sub(lambda found: shown(found.group(1), scene), text)


def shown(name: str, scene: Scene) -> str:
    """The value of placeholder `name` as a customer reads it.

    Raises:
        NothingToShow: there is none.
    """
    raw = _raw(name, scene)
    if raw is None or raw == "":
        raise NothingToShow(name)
    return _formatted(name, raw, scene)


def _raw(name: str, scene: Scene) -> Any:
    if scene.results.get(name) is not None:
        return scene.results[name]
    if name in SHOP:
        return SHOP[name](scene)
    if scene.order is not None and name in ORDER:
        value = ORDER[name](scene.order)
        if value is not None:
            return value
    fact = scene.state.get(f"fact.{name}")
    if fact is not None:
        return fact
    return CUSTOMER[name](scene.customer) if scene.customer and name in CUSTOMER else None


def _formatted(name: str, raw: Any, scene: Scene) -> str:
    locale = LOCALES[scene.language]
    if name in FIELD_OF:
        return value_name(FIELD_OF[name], raw, scene.language)
    if isinstance(raw, date):
        return format_date(raw, "d MMMM yyyy", locale=locale)
    if name in MONEY:
        currency = scene.order.currency if scene.order else scene.country.currency
        return format_currency(raw, currency, locale=locale)
    if isinstance(raw, float) or (isinstance(raw, int) and name in COUNTS):
        return format_decimal(raw, locale=locale)
    return str(raw)


def values_shown(text: str, scene: Scene) -> Iterator[tuple[str, str]]:
    """Each placeholder of `text` with what it shows."""
    for name in PLACEHOLDER.findall(text):
        yield name, shown(name, scene)


def _address(order: Order) -> str:
    return f"{order.street}, {order.postcode} {order.city}"


def _parcel(attribute: str) -> Callable[[Order], Any]:
    return lambda order: getattr(order.parcels[-1], attribute) if order.parcels else None


def _invoice(attribute: str) -> Callable[[Order], Any]:
    return lambda order: getattr(order.invoices[-1], attribute) if order.invoices else None


def _pieces(attribute: str) -> Callable[[Order], Any]:
    def pieces(order: Order) -> int | None:
        return sum(getattr(p, attribute) for p in order.parcels) if order.parcels else None

    return pieces


def _invoice_amount(order: Order) -> float | None:
    return order.invoices[-1].amount / 100 if order.invoices else None


def _voucher(order: Order) -> str | None:
    codes = [each.code for each in order.compensations if each.code]
    return codes[-1] if codes else None


def _given(order: Order) -> float | None:
    given = [each.amount for each in order.compensations if each.amount]
    return given[-1] / 100 if given else None


def _tracking_link(scene: Scene) -> str | None:
    order = scene.order
    code = order.parcels[-1].tracking_code if order and order.parcels else None
    return scene.country.courier.tracking_link.format(tracking_code=code) if code else None


def _hours(scene: Scene) -> str:
    hours = scene.country.opening_hours
    monday = hours.get("mon") or next(iter(hours.values()))
    return monday.replace("-", "–")


ORDER: Mapping[str, Callable[[Order], Any]] = {
    "order": lambda order: order.id,
    "product": lambda order: order.lines[0].product if order.lines else None,
    "quantity": lambda order: order.lines[0].quantity if order.lines else None,
    "size": lambda order: order.lines[0].size if order.lines else None,
    "material": lambda order: order.lines[0].material if order.lines else None,
    "colour": lambda order: order.lines[0].colour if order.lines else None,
    "status": lambda order: order.status,
    "placed_on": lambda order: order.placed_on,
    "promised_on": lambda order: order.promised_on,
    "total": lambda order: order.total / 100,
    "address": _address,
    "shipping": lambda order: order.shipping,
    "po_number": lambda order: order.reference,
    "courier": _parcel("courier"),
    "tracking_code": _parcel("tracking_code"),
    "parcel_status": _parcel("status"),
    "expected_on": _parcel("expected_on"),
    "delivered_on": _parcel("delivered_on"),
    "signed_by": _parcel("signed_by"),
    "pieces": _pieces("pieces"),
    "pieces_delivered": _pieces("pieces_delivered"),
    "invoice": _invoice("id"),
    "invoice_amount": _invoice_amount,
    "due_on": _invoice("due_on"),
    "payment_method": lambda order: order.payments[-1].method if order.payments else None,
    "file": lambda order: order.artwork[-1].file if order.artwork else None,
    "fault": lambda order: order.artwork[-1].fault if order.artwork else None,
    "complaint": lambda order: order.complaints[-1].id if order.complaints else None,
    "voucher_code": _voucher,
    "amount": _given,
}
CUSTOMER: Mapping[str, Callable[[Customer], Any]] = {
    "email": lambda customer: customer.email,
    "phone": lambda customer: customer.phone,
    "company": lambda customer: customer.company,
    "vat_number": lambda customer: customer.vat_number,
}
SHOP: Mapping[str, Callable[[Scene], Any]] = {
    "iban": lambda scene: IBAN,
    "opening_hours": _hours,
    "shop_phone": lambda scene: scene.country.shop_phone,
    "tracking_link": _tracking_link,
    "payment_link": lambda scene: f"{SITE}/pay/{scene.order.id}" if scene.order else None,
    "template_link": lambda scene: f"{SITE}/templates",
}
FIELD_OF = {
    "status": "order.status", "product": "order.product", "shipping": "order.shipping",
    "parcel_status": "parcel.status", "payment_method": "payment.method",
    "fault": "artwork.fault",
}  # fmt: skip
MONEY = ("total", "amount", "invoice_amount")
COUNTS = ("quantity", "pieces", "pieces_delivered", "pieces_affected", "days")
