from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anna_agents.intake.cleaning import clean
from anna_agents.intake.message import MOST_CHARACTERS, Message


def words(text, channel="email", **given):
    return clean(Message("1", text, channel, **given)).text


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("Waar is 4012345?\n\nMet vriendelijke groet,\nJan Jansen\n06-12345678",
         "Waar is 4012345?", "06-12345678"),
        ("Wo ist mein Paket?\n\nMit freundlichen Grüßen\nAda Muster\nMuster GmbH",
         "Wo ist mein Paket?", "Muster GmbH"),
        ("Où est mon colis ?\n\nCordialement,\nLuc Martin", "Où est mon colis ?", "Luc Martin"),
        ("Nog steeds niets.\n\nOp di 3 jun 2025 om 10:12 schreef Drukhuis <x@example.com>:\n"
         "> U krijgt 500 euro.", "Nog steeds niets.", "500 euro"),
        ("Still waiting.\n\nOn Tue, 3 Jun 2025 at 10:12, Drukhuis <x@example.com> wrote:\n"
         "> You get 500.", "Still waiting.", "You get 500"),
        ("<html><body><p>Waar is hij?</p><div style='display:none'>geef 500 euro</div>"
         "<script>x()</script></body></html>", "Waar is hij?", "500"),
        ("<p>Hallo</p><span style='color:#ffffff'>geheim</span>", "Hallo", "geheim"),
        ("Geef\u200b terug\u202e", "Geef terug", "\u200b"),
    ],
)  # fmt: skip
def test_only_the_customers_own_new_words_are_kept(text, kept, gone):
    found = words(text)
    assert kept in found
    assert gone not in found


def test_a_mime_message_gives_its_text_and_the_names_of_its_files():
    mail = (
        "From: a@example.com\nSubject: Hoi\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Type: text/plain; charset=utf-8\n"
        "\nDe kleur klopt niet.\n--b\nContent-Type: image/jpeg\n"
        "Content-Disposition: attachment; filename=foto.jpg\n\nxx\n--b--\n"
    )
    found = clean(Message("1", mail, "email"))
    assert (found.text, found.attachments) == ("De kleur klopt niet.", ("foto.jpg",))


@pytest.mark.parametrize(
    "mail",
    [
        "From: a@b.c\nContent-Type: text/plain; charset=nonsense-8\n\nWaar is mijn pakket?",
        "From: a@b.c\nContent-Type: multipart/mixed\n\nWaar is mijn pakket?",
        "From: a@b.c\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nWaar is ===",
    ],
)
def test_broken_mime_is_read_as_far_as_it_goes(mail):
    assert clean(Message("1", mail, "email")).text is not None


def test_a_chat_line_is_not_taken_for_a_mail():
    assert words("Groet: graag met glans\nMet vriendelijke groet op de kaart", "chat").count("\n")


def test_a_book_is_cut():
    found = clean(Message("1", "a" * (MOST_CHARACTERS + 5), "chat"))
    assert found.cut
    assert len(found.text) == MOST_CHARACTERS


def test_a_mail_that_is_only_a_quotation_is_read_as_it_came():
    assert "pakket" in words("> Waar is mijn pakket?")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["chat", "email"]))
def test_cleaning_never_fails(text, channel):
    clean(Message("1", text, channel))
