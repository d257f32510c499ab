"""Deeds on a customer's account, samples and quotes."""

from __future__ import annotations

from anna_agents.shop.tables import Outgoing
from anna_agents.tools.tool import Refused, Result, Work, tool

LANGUAGES = ("nl", "en", "de", "fr", "es", "it")


def _leaves(work: Work, kind: str, **details: object) -> None:
    work.session.add(
        Outgoing(customer_id=work.customer.id if work.customer else None, order_id=None,
                 kind=kind, details=details, on=work.today)
    )  # fmt: skip


@tool
def change_email(work: Work, email: str) -> Result:
    """Change the account's e-mail address, after a confirmation sent to the old one."""
    customer = work.own_account()
    if "@" not in email:
        raise Refused(f"'{email}' is no e-mail address")
    _leaves(work, "confirm_new_email", old=customer.email, new=email)
    customer.email = email
    return {"email": email}


@tool
def change_phone(work: Work, phone: str) -> Result:
    """Change the account's telephone number."""
    work.own_account().phone = phone
    return {"phone": phone}


@tool
def change_language(work: Work, language: str) -> Result:
    """Serve the customer in another language from now on."""
    if language not in LANGUAGES:
        raise Refused(f"unknown language '{language}'; {', '.join(LANGUAGES)}")
    work.own_account().language = language
    return {}


@tool
def unsubscribe_newsletter(work: Work) -> Result:
    """Send no more advertising."""
    work.own_account().newsletter = False
    return {}


@tool
def send_password_reset(work: Work) -> Result:
    """Send a link for a new password to the account's own address."""
    customer = work.own_account()
    _leaves(work, "password_reset", to=customer.email)
    return {"email": customer.email}


@tool
def send_samples(work: Work, product: str | None = None) -> Result:
    """Send a sample pack to the account's address."""
    work.own_account()
    _leaves(work, "samples", product=product)
    return {}


@tool
def create_quote(work: Work, product: str | None = None, quantity: int | None = None) -> Result:
    """Send a quote for a product in a quantity."""
    _leaves(work, "quote", product=product, quantity=quantity)
    return {}


@tool
def delete_account_request(work: Work) -> Result:
    """Ask the privacy officer to delete the account; done by a person within a month."""
    customer = work.own_account()
    _leaves(work, "delete_account", customer=customer.id)
    return {}
