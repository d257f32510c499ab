from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session

from anna_agents.contact.anna import Anna
from anna_agents.intake.message import Message
from anna_agents.procedures.reading import Catalogue, read_procedures
from anna_agents.settings import PROCEDURES
from anna_agents.shop import tables
from anna_agents.shop.opening import open_shop, sqlite_url
from anna_agents.understanding.understood import Heard, Understood

SERVER = os.environ.get("PRAKTIJKBENCH_TEST_POSTGRESQL")
DATABASES = ["sqlite"]
if SERVER:
    DATABASES.append(pytest.param("postgresql", marks=pytest.mark.postgresql))  # type: ignore[arg-type]
TODAY = date(2025, 6, 17)
NOW = datetime(2025, 6, 17, 8, 30, tzinfo=UTC)


@dataclass
class Told:
    """A reader that understands what the test says, and remembers what it heard."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    def understand(self, heard: Heard) -> Understood:
        self.heard.append(heard)
        told = self.answers.pop(0) if self.answers else {}
        return Understood(**{"lang": "nl", "procedure": None, "confidence": 0.9, **told})


def add_order(session: Session, number: str, customer: str, **given: Any) -> tables.Order:
    status = given.pop("status", "awaiting_artwork")
    order = tables.Order(
        **{
            "id": number, "customer_id": customer, "supplier_id": "s1", "status": status,
            "placed_on": TODAY - timedelta(days=3), "promised_on": TODAY + timedelta(days=4),
            "shipping": "standard", "total": 10_000, "currency": "EUR", "name": "Jan Jansen",
            "street": "Dorpsstraat 3", "postcode": "1234 AB", "city": "Utrecht", "country": "NL",
            "neutral": False, **given,
        }
    )  # fmt: skip
    session.add(order)
    session.flush()
    session.add_all([
        tables.OrderLine(order_id=number, product="flyers", quantity=500, size="A5",
                         material="135 g", price=order.total),
        tables.StatusChange(order_id=number, status=status, on=TODAY, by="shop"),
        tables.Payment(order_id=number, method="ideal", amount=order.total, refunded=0,
                       status="received", paid_on=TODAY - timedelta(days=3)),
        tables.Invoice(id=f"F2025-{number[-6:]}", order_id=number, issued_on=TODAY, due_on=TODAY,
                       amount=order.total, status="paid", sent=1),
    ])  # fmt: skip
    return order


def fill(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.add(tables.Supplier(id="s1", name="Drukkerij", country="NL",
                                    products=["flyers"], production_days=3))  # fmt: skip
        for number, (name, country, lang) in enumerate(
            [("Jan Jansen", "NL", "nl"), ("Ada Muster", "DE", "de")], 1
        ):
            session.add(
                tables.Customer(
                    id=f"c{number}", name=name, email=f"{name.split()[0].lower()}@example.com",
                    phone="0", country=country, language=lang, reseller=False, on_account=False,
                    blocked=False, newsletter=True, invoice_every_month=False, earlier_orders=1,
                    earlier_complaints=0,
                )
            )  # fmt: skip
        session.flush()
        add_order(session, "4000001", "c1")
        add_order(session, "4000002", "c2")


@contextmanager
def schema_of_its_own() -> Iterator[str]:
    """The URL of a schema on the test server that is dropped afterwards."""
    assert SERVER is not None
    name = f"test_{uuid4().hex[:16]}"
    server = create_engine(SERVER)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    url = make_url(SERVER).update_query_dict({"options": f"-csearch_path={name}"})
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        with server.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
        server.dispose()


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def shop_url(database: str, tmp_path: Path) -> Iterator[str]:
    """An empty database that several connections and processes can share."""
    if database == "sqlite":
        yield sqlite_url(tmp_path / "shop.db")
    else:
        with schema_of_its_own() as url:
            yield url


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    found = open_shop(url)
    fill(found)
    try:
        yield found
    finally:
        found.dispose()


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    if database == "sqlite":
        with _opened("sqlite://") as found:
            yield found
    else:
        with schema_of_its_own() as url, _opened(url) as found:
            yield found


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_procedures(PROCEDURES)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def anna(engine: Engine, catalogue: Catalogue, told: Told) -> Anna:
    return Anna(engine, catalogue, told, clock=lambda: NOW)


@pytest.fixture
def write_procedure(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = tmp_path / "procedures" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def says() -> Callable[..., Message]:
    numbers = iter(range(1, 1000))

    def say(text: str, **given: Any) -> Message:
        return Message(**{"id": f"m{next(numbers)}", "text": text, "customer": "c1", **given})

    return say
