"""The letter for a clipboard or a mail composer: text/html and text/plain side by side."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from linkit_letters.letters.forms import as_fragment, as_text
from linkit_letters.letters.parts import Letter


def as_clipboard(letter: Letter) -> dict[str, str]:
    """Both forms under their media types; the target picks."""
    return {"text/html": as_fragment(letter), "text/plain": as_text(letter)}


def as_mail(letter: Letter) -> bytes:
    """An unsent message with both forms as alternatives, which mail programs open to be edited."""
    forms = as_clipboard(letter)
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = " ".join(letter.subject.split())
    message["X-Unsent"] = "1"
    message.set_content(forms["text/plain"])
    message.add_alternative(forms["text/html"], subtype="html")
    return message.as_bytes()


def from_mail(raw: bytes) -> dict[str, str]:
    """Both forms as a mail program finds them in a message."""
    message = message_from_bytes(raw, policy=policy.default)
    found = {}
    for kind in ("html", "plain"):
        body = message.get_body((kind,))
        if body is not None:
            found[f"text/{kind}"] = str(body.get_content()).replace("\r\n", "\n")
    return found
