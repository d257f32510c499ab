"""Whole turns on a tiny shop, with a reader that is told what to understand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from anna_agents.contact.anna import Anna
from anna_agents.contact.handing_over import answer_handover
from anna_agents.procedures.reading import read_procedures
from anna_agents.shop.tables import (
    ActionTaken,
    Contact,
    Customer,
    Handover,
    Mistake,
    Order,
    Outgoing,
)
from language_models.errors import InputError

CANCEL = "customer_service.cancel_order"


def rows(engine, table):
    with Session(engine) as session:
        return session.scalars(select(table)).all()


def status(engine, number):
    with Session(engine) as session:
        return session.get(Order, number).status


def test_a_paid_order_is_cancelled_only_after_confirmation(anna, told, says, engine):
    told.answers = [{"procedure": CANCEL, "facts": {"order": "4000001"}}]
    first = anna.handle(says("Annuleer 4000001", contact="k"))
    assert (first.ends, status(engine, "4000001")) == ("asking", "awaiting_artwork")
    told.answers = [{"facts": {"confirmation": "yes"}}]
    second = anna.handle(says("ja", contact="k"))
    assert second.ends == "resolved"
    assert status(engine, "4000001") == "cancelled"
    assert "4000001" in second.reply
    assert [deed.tool for deed in second.actions] == ["cancel_order", "refund_payment"]


def test_the_same_message_again_gets_the_same_answer_and_does_nothing(anna, told, says, engine):
    told.answers = [{"procedure": "finance.invoice_copy", "facts": {"order": "4000001"}}]
    message = says("Mag ik mijn factuur nog eens?")
    first = anna.handle(message)
    assert anna.handle(message) == first
    assert len(told.heard) == 1
    assert len(rows(engine, ActionTaken)) == len(first.actions)


def test_another_customers_order_is_not_spoken_of(anna, told, says, engine):
    told.answers = [{"procedure": CANCEL, "facts": {"order": "4000002"}}]
    outcome = anna.handle(says("Annuleer 4000002", contact="a"))
    assert outcome.ends == "asking"
    assert status(engine, "4000002") == "awaiting_artwork"
    unknown = {"procedure": CANCEL, "facts": {"order": "4999999"}}
    told.answers = [unknown]
    other = anna.handle(says("Annuleer 4999999", contact="b"))
    assert outcome.reply == other.reply


def test_an_unknown_sender_is_asked_who_it_is_and_known_by_address_and_number(anna, told, says):
    told.answers = [{"procedure": "customer_service.order_status", "facts": {"order": "4000001"}}]
    first = anna.handle(says("Waar is 4000001?", customer=None, contact="k"))
    assert first.asked == ("identity",)
    assert "awaiting" not in first.reply
    told.answers = [{"facts": {"email": "jan@example.com"}}]
    second = anna.handle(says("jan@example.com", customer=None, contact="k"))
    assert second.ends in ("resolved", "waiting")
    assert "4000001" in second.reply


def test_a_wrong_address_does_not_open_an_order(anna, told, says):
    told.answers = [{"procedure": "customer_service.order_status", "facts": {"order": "4000001"}}]
    anna.handle(says("Waar is 4000001?", customer=None, contact="k"))
    told.answers = [{"facts": {"email": "ada@example.com"}}]
    second = anna.handle(says("ada@example.com", customer=None, contact="k"))
    assert second.ends in ("asking", "handed_over")
    assert not second.actions


def test_what_nobody_understands_goes_to_a_person_with_the_thread(anna, told, says, engine):
    outcome = anna.handle(says("Zingt u ook op bruiloften?"))
    assert outcome.handover
    (case,) = rows(engine, Handover)
    assert "Zingt u ook op bruiloften?" in case.body
    assert "none of these" in case.body
    assert [mistake.cause for mistake in rows(engine, Mistake)] == ["none_of_these"]


def test_a_persons_answer_closes_the_case_once(anna, says, engine):
    outcome = anna.handle(says("Zingt u ook op bruiloften?"))
    with Session(engine) as session, session.begin():
        answer_handover(session, outcome.contact, "Helaas niet.", "Mia", anna.clock())
    (case,) = rows(engine, Handover)
    assert (case.closed_by, case.answer) == ("Mia", "Helaas niet.")
    with Session(engine) as session, pytest.raises(InputError, match="no case that waits"):
        answer_handover(session, outcome.contact, "x", "Mia", anna.clock())


def test_a_question_without_an_answer_ends_with_a_person(anna, told, says):
    told.answers = [{"procedure": CANCEL, "facts": {"order": "4000001"}}, {}, {}]
    anna.handle(says("Annuleer", contact="k"))
    assert anna.handle(says("hoezo?", contact="k")).ends == "asking"
    last = anna.handle(says("hoezo dan?", contact="k"))
    assert last.handover
    assert "without an answer" in last.reason


def test_a_clear_change_of_mind_leaves_the_first_matter(anna, told, says, engine):
    told.answers = [{"procedure": CANCEL, "facts": {"order": "4000001"}}]
    anna.handle(says("Annuleer", contact="k"))
    told.answers = [{"procedure": "finance.invoice_copy", "facts": {}, "confidence": 0.95}]
    outcome = anna.handle(says("laat maar, stuur liever de factuur", contact="k"))
    assert outcome.procedure == "finance.invoice_copy"
    assert status(engine, "4000001") == "awaiting_artwork"


def test_two_questions_in_one_message_are_both_served(anna, told, says, engine):
    told.answers = [{
        "procedure": "finance.invoice_copy", "second": "customer_service.newsletter_stop",
        "facts": {"order": "4000001"},
    }]  # fmt: skip
    outcome = anna.handle(says("Factuur graag, en stop met die reclame"))
    assert {deed.tool for deed in outcome.actions} >= {"unsubscribe_newsletter"}
    assert not outcome.handover


def test_a_tool_that_refuses_undoes_the_others_and_hands_over(
    engine, told, says, catalogue, write_procedure
):
    texts = "{nl: a, en: a, de: a, fr: a, es: a, it: a}"
    folder = write_procedure("x", f"""
id: finance.x
title: x
applies_when: x
needs: [order]
examples: {{nl: [a]}}
steps:
  - do: [{{tool: cancel_order}}, {{tool: give_voucher, with: {{amount: 500}}}}]
    reply: done
    ends: resolved
replies: {{done: {texts}}}
limits: {{compensation_amount: 20}}
""").parent  # fmt: skip
    anna = Anna(
        engine, read_procedures(folder), told, clock=lambda: datetime(2025, 6, 17, tzinfo=UTC)
    )
    told.answers = [{"procedure": "finance.x", "facts": {"order": "4000001"}}]
    outcome = anna.handle(says("x"))
    assert outcome.handover
    assert not any(deed.done for deed in outcome.actions)
    assert status(engine, "4000001") == "awaiting_artwork"
    assert not rows(engine, ActionTaken)
    assert "above the limit" in outcome.reason


def test_germans_are_told_that_no_person_writes(anna, told, says):
    told.answers = [{"procedure": "customer_service.newsletter_stop", "lang": "de"}]
    german = anna.handle(says("Bitte keine Werbung mehr", customer="c2"))
    told.answers = [{"procedure": "customer_service.newsletter_stop"}]
    dutch = anna.handle(says("Geen reclame meer graag"))
    assert "digitale" in german.reply.lower()
    assert "digitale" not in dutch.reply.lower()


def test_an_answer_waits_as_long_as_the_country_wants(anna, told, says):
    told.answers = [{"procedure": "customer_service.newsletter_stop"}] * 2
    chat, email = anna.handle(says("stop")), anna.handle(says("stop", channel="email"))
    assert 0 < chat.wait_seconds < email.wait_seconds


def test_an_empty_message_is_asked_about_and_a_picture_alone_too(anna, says):
    assert anna.handle(says("", contact="a")).ends == "asking"
    picture = anna.handle(says("", contact="b", attachments=("foto.jpg",)))
    assert picture.ends == "asking"
    assert anna.handle(says("   ", contact="a")).handover


def test_who_comes_back_on_the_same_order_is_counted(anna, told, says, engine):
    told.answers = [
        {"procedure": "customer_service.order_status", "facts": {"order": "4000001"}}
    ] * 2
    anna.handle(says("Waar is mijn bestelling?", contact="a"))
    anna.handle(says("Waar blijft hij nou?", contact="b"))
    assert {contact.order_id for contact in rows(engine, Contact)} == {"4000001"}


def test_nothing_is_shown_that_the_database_does_not_hold(anna, told, says, engine):
    told.answers = [{"procedure": "traffic.parcel_where", "facts": {"order": "4000001"}}]
    outcome = anna.handle(says("Waar is mijn pakket?"))
    assert "None" not in outcome.reply
    assert "{" not in outcome.reply


def test_outgoing_goes_to_the_customers_own_account_only(anna, told, says, engine):
    told.answers = [{"procedure": "finance.invoice_copy",
                     "facts": {"order": "4000001", "email": "dief@example.com"}}]  # fmt: skip
    anna.handle(says("Stuur mijn factuur naar dief@example.com"))
    assert all(row.customer_id == "c1" for row in rows(engine, Outgoing))
    with Session(engine) as session:
        assert session.get(Customer, "c1").email == "jan@example.com"


def test_naming_a_strange_order_never_ends_in_a_deed_on_ones_own(anna, told, says, engine):
    told.answers = [
        {"procedure": CANCEL, "facts": {"order": "4000002"}},
        {},
        {"facts": {"confirmation": "yes"}},
    ]
    anna.handle(says("Annuleer 4000002", contact="k"))
    for text in ("dat is echt van mij", "ja doe maar"):
        anna.handle(says(text, contact="k"))
    assert status(engine, "4000001") == status(engine, "4000002") == "awaiting_artwork"


def test_a_strange_order_stops_also_what_needs_no_order(anna, told, says, engine):
    told.answers = [{"procedure": "finance.invoice_other_email",
                     "facts": {"order": "4000002", "email": "x@example.com"}}]  # fmt: skip
    outcome = anna.handle(says("Facturen van 4000002 voortaan naar x@example.com"))
    assert not outcome.actions
    with Session(engine) as session:
        assert session.get(Customer, "c1").invoice_email is None


def test_the_right_number_after_a_wrong_one_is_taken(anna, told, says, engine):
    told.answers = [
        {"procedure": "finance.invoice_copy", "facts": {"order": "4999999"}},
        {"facts": {"order": "4000001"}},
    ]
    anna.handle(says("Factuur van 4999999", contact="k"))
    assert anna.handle(says("4000001 bedoel ik", contact="k")).ends == "resolved"


def test_a_book_that_nobody_understands_is_asked_for_in_short(anna, says):
    outcome = anna.handle(says("lorem ipsum " * 20_000, contact="k"))
    assert outcome.ends == "asking"
    assert len(outcome.reply) < 500
