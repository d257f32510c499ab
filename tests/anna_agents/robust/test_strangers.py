"""A customer who writes into another one's conversation learns and does nothing there."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from anna_agents.intake.message import Message
from anna_agents.shop.tables import Contact, Order
from tests.anna_agents.robust.service import fill_for, number_of, scripted_anna


@pytest.fixture
def anna(shop_url):
    found = scripted_anna(shop_url)
    fill_for(found.engine, 2)
    yield found
    found.engine.dispose()


@pytest.mark.parametrize("who", [{"customer": "x1"}, {"sender": "x1@example.com"}])
def test_a_strangers_yes_confirms_nothing(anna, who):
    asked = anna.handle(
        Message("m1", f"do=finance.cancel order={number_of(0)}", customer="x0", contact="k")
    )
    assert asked.ends == "asking"
    stranger = anna.handle(Message("m2", "confirmation=yes", contact="k", **who))
    assert stranger.contact == "k~x1"
    assert not stranger.actions
    assert number_of(0) not in stranger.reply
    assert number_of(0) not in str(stranger.handover_mail)
    with Session(anna.engine) as session:
        assert session.get(Order, number_of(0)).status == "awaiting_artwork"
        assert session.get(Contact, "k").customer_id == "x0"
    own = anna.handle(Message("m3", "confirmation=yes", customer="x0", contact="k"))
    assert own.ends == "resolved"


def test_the_strangers_own_conversation_goes_on_under_the_same_name(anna):
    anna.handle(Message("m1", "do=finance.invoice", customer="x0", contact="k"))
    asked = anna.handle(
        Message("m2", f"do=finance.cancel order={number_of(1)}", customer="x1", contact="k")
    )
    done = anna.handle(Message("m3", "confirmation=yes", customer="x1", contact="k"))
    assert (asked.ends, done.ends, asked.contact) == ("asking", "resolved", done.contact)


def test_two_matters_of_one_contact_are_both_done_though_the_first_was_asked_about(anna):
    with Session(anna.engine) as session, session.begin():
        session.get(Order, number_of(1)).customer_id = "x0"
    said = [f"do=finance.cancel order={number_of(0)}", "confirmation=yes",
            f"do=finance.cancel order={number_of(1)} confirmation=yes"]  # fmt: skip
    for number, text in enumerate(said):
        last = anna.handle(Message(f"m{number}", text, customer="x0", contact="k"))
    assert number_of(1) in last.reply
    with Session(anna.engine) as session:
        statuses = {session.get(Order, number_of(number)).status for number in range(2)}
    assert statuses == {"cancelled"}
