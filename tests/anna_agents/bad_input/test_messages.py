"""Messages that nobody should send, and somebody will: each is answered, or told in one line."""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter

import pytest
from sqlalchemy.orm import Session

from anna_agents.contact.anna import Anna
from anna_agents.intake.cleaning import clean
from anna_agents.intake.message import Message, read_messages
from anna_agents.procedures.reading import read_procedures
from anna_agents.shop.tables import Contact, Handover, Mistake, Order, ReceivedMessage
from anna_agents.wording.words import question
from language_models.errors import InputError

CANCEL = "customer_service.cancel_order"
STATUS = {"procedure": "customer_service.order_status", "facts": {"order": "4000001"}}
MEGABYTE = 1_000_000
PICTURE = """Subject: kijk
From: jan@example.com
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: image/jpeg; name=foto.jpg
Content-Disposition: attachment; filename=foto.jpg
Content-Transfer-Encoding: base64

/9j/4AAQSkZJRg==
--b--
"""
HEAD = "Subject: vraag\nFrom: jan@example.com\nMIME-Version: 1.0\n"
BROKEN = {
    "a boundary that never comes": HEAD + "Content-Type: multipart/mixed; boundary=b\n\nWaar?\n",
    "no boundary": HEAD + "Content-Type: multipart/mixed\n\nWaar blijft 4000001?\n",
    "an unknown alphabet": HEAD + "Content-Type: text/plain; charset=klingon\n\nWaar is het?\n",
    "half base64": HEAD + "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nV2Fhc\n",
    "wrong quoted-printable": HEAD + "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\nWaar is =ZZ het?=\n",
    "an unknown type": HEAD + "Content-Type: ///\n\nWaar is het?\n",
    "headers and nothing else": HEAD + "Content-Type: text/plain\n\n",
    "a mail in a mail in a mail": HEAD + "Content-Type: message/rfc822\n\n" * 20 + "Waar?\n",
    "a name that is cut": HEAD + 'Content-Type: text/plain; charset="utf-8\n\nWaar is het?\n',
}  # fmt: skip
NEVER_ENDING = [
    "\n" * MEGABYTE, "\r\n \r\n" * 200_000, "On Mon wrote: " * 70_000,
    "Op 1 mei schreef a " * 50_000, "<div>" * 200_000, "<p><b>" * 150_000,
    "> ja\n" * 200_000, "a@" * 500_000, "1" * MEGABYTE,
    "_" * MEGABYTE, "Subject: a\nFrom: b\n" + "x: y\n" * 200_000,
    HEAD + "Content-Type: multipart/mixed; boundary=x\n\n" + "--x\n\n" * 150_000,
]  # fmt: skip


def rows(engine, table):
    with Session(engine) as session:
        return list(session.query(table))


@pytest.mark.parametrize("channel", ["chat", "email"])
def test_a_megabyte_is_answered_and_kept(anna, told, says, engine, channel):
    told.answers = [STATUS]
    outcome = anna.handle(says("Waar blijft bestelling 4000001? " * 31_250, channel=channel))
    assert outcome.ends in ("resolved", "waiting")
    assert len(told.heard[0].text) <= 100_000
    (kept,) = rows(engine, ReceivedMessage)
    assert len(kept.text) == MEGABYTE
    (contact,) = rows(engine, Contact)
    assert len(str(contact.state)) < 10_000


@pytest.mark.parametrize("channel", ["chat", "email"])
@pytest.mark.parametrize("text", NEVER_ENDING, ids=lambda text: repr(text[:12]))
def test_no_text_takes_for_ever_to_clean(text, channel):
    start = perf_counter()
    clean(Message("m", text, channel=channel))
    # Some took minutes; a busy machine is allowed its time.
    assert perf_counter() - start < 10


def test_only_a_picture_is_thanked_for_and_asked_about(anna, says):
    outcome = anna.handle(says(PICTURE, channel="email", customer=None, sender="jan@example.com"))
    assert outcome.ends == "asking"
    assert question("picture_only", outcome.lang) in outcome.reply


@pytest.mark.parametrize("name", BROKEN)
def test_broken_mime_is_answered(anna, told, says, engine, name):
    outcome = anna.handle(says(BROKEN[name], channel="email"))
    assert outcome.reply
    assert outcome.ends in ("asking", "handed_over")
    assert len(rows(engine, ReceivedMessage)) == 1


@pytest.mark.parametrize(("given", "understood"), [("xx", None), (None, "fi"), ("FI", "fi")])
def test_an_unknown_language_is_answered_in_the_customers_own(anna, told, says, given, understood):
    told.answers = [{**STATUS, "lang": understood}]
    outcome = anna.handle(says("Missä tilaukseni on?", lang=given))
    assert outcome.lang == "nl"
    assert "4000001" in outcome.reply


def test_a_stranger_in_an_unknown_language_is_answered_in_english(anna, told, says):
    told.answers = [{"lang": "fi"}]
    outcome = anna.handle(says("Laulatteko häissä?", customer=None, lang=None))
    assert (outcome.lang, outcome.ends) == ("en", "handed_over")


@pytest.mark.parametrize("order", ["4000002", "4999999", "1", "9" * 400, "'; DROP TABLE orders"])
def test_a_strange_order_is_asked_for_again_and_then_goes_to_a_person(
    anna, told, says, engine, order
):
    told.answers = [{"procedure": CANCEL, "facts": {"order": order}} for _ in range(3)]
    outcomes = [anna.handle(says(f"Annuleer {order}", contact="k")) for _ in range(3)]
    assert [outcome.ends for outcome in outcomes] == ["asking", "asking", "handed_over"]
    assert not any(outcome.actions for outcome in outcomes)
    assert {order.status for order in rows(engine, Order)} == {"awaiting_artwork"}
    assert "Ada" not in "".join(outcome.reply for outcome in outcomes)


def test_signs_that_no_database_keeps_are_left_out(anna, told, says, engine):
    told.answers = [STATUS]
    anna.handle(says("Waar\0 is\ud83d het?", attachments=("a\0.jpg",), channel="email"))
    assert told.heard[0].text.startswith("Waar is het?")
    assert "\0" not in rows(engine, ReceivedMessage)[0].text


def test_the_longest_names_are_kept(anna, told, says, engine):
    told.answers = [STATUS, STATUS]
    long = says("Waar?", contact="k" * 64)
    anna.handle(long)
    anna.handle(Message("m" * 128, "Waar?", customer="c1"))
    assert {len(contact.id) for contact in rows(engine, Contact)} == {64, 42}


def test_a_customer_nobody_knows_is_asked_who_it_is(anna, told, says):
    told.answers = [STATUS]
    outcome = anna.handle(says("Waar?", customer="c" * 300, sender="é" * 300))
    assert outcome.asked == ("identity",)


def test_a_procedure_that_left_the_folder_goes_to_a_person(
    anna, told, says, engine, write_procedure
):
    told.answers = [{"procedure": CANCEL, "facts": {"order": "4000001"}}, {}]
    anna.handle(says("Annuleer", contact="k"))
    folder = write_procedure("x", SWITCHING).parent
    later = Anna(engine, read_procedures(folder), told, clock=anna.clock)
    outcome = later.handle(says("ja", contact="k"))
    assert outcome.handover
    assert "not among the procedures" in outcome.reason
    assert [mistake.cause for mistake in rows(engine, Mistake)] == ["unknown_procedure"]


SWITCHING = """id: finance.x
title: x
applies_when: x
examples: {nl: [a]}
steps: [{switch_to: finance.gone}]
replies: {}
"""


def test_a_switch_out_of_the_folder_goes_to_a_person(engine, told, says, write_procedure):
    folder = write_procedure("x", SWITCHING).parent
    anna = Anna(engine, read_procedures(folder), told, clock=lambda: datetime.now(UTC))
    told.answers = [{"procedure": "finance.x"}]
    outcome = anna.handle(says("x"))
    assert outcome.handover
    assert "finance.gone" in rows(engine, Handover)[0].body


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "1"}', "text: Field required"),
        ('{"id": "1", "text": 5}', "text: Input should be a valid string"),
        ('{"id": "1", "text": "a", "channel": "fax"}', "channel: Input should be 'chat'"),
        ('{"id": 1, "text": "a"}', "is no text"),
        ('{"text": "a"}', "no id"),
        ('{"id": "%s", "text": "a"}' % ("x" * 129), "at most 128"),
        ('{"id": "a\\u0000", "text": "a"}', "no control characters"),
        ('{"id": "1", "text": "a", "contact": "%s"}' % ("x" * 65), "contact: .*at most 64"),
        ('{"id": "1", "text": "a", "sender": "a\\u0000@b"}', "control character"),
        ('{"id": "1", "text": "\\ud83d"}', "half a character"),
        ('{"id": "1", "text": "a", "received_at": "yesterday"}', "received_at: "),
        ('["id"]', "instead of an object"),
        ('{"id": "1", "text"', "broken JSON"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_with_its_number(tmp_path, line, told):
    path = tmp_path / "messages.jsonl"
    path.write_text(f'{{"id": "0", "text": "hallo"}}\n{line}\n', encoding="utf-8")
    found = read_messages(path)
    assert [item.id for item in found.items] == ["0"]
    (refused,) = found.refused
    assert refused.line == 2
    with pytest.raises(InputError, match=f"(?s)messages.jsonl:2: .*{told}") as caught:
        found.usable(skip_refused=False, say=print)
    assert "\n" not in str(caught.value)


def test_a_moment_without_a_zone_is_utc(tmp_path):
    path = tmp_path / "messages.jsonl"
    path.write_text('{"id": "0", "text": "a", "received_at": "2025-06-17T08:30:00"}\n')
    assert read_messages(path).items[0].message.received_at == datetime(
        2025, 6, 17, 8, 30, tzinfo=UTC
    )


def test_moments_are_kept_as_utc_whatever_their_zone(anna, told, says, engine):
    told.answers = [STATUS]
    anna.handle(says("Waar?", received_at=datetime.fromisoformat("2025-06-17T10:30:00+02:00")))
    assert rows(engine, ReceivedMessage)[0].received_at == datetime(2025, 6, 17, 8, 30)
