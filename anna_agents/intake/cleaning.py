"""The customer's own new words: without MIME, HTML, quoted mail, signature and hidden text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from functools import cache

from mailparser_reply import EmailReplyParser

from anna_agents.intake.message import MOST_CHARACTERS, Message
from anna_agents.procedures.vocabulary import LANGUAGES

HEADERS = re.compile(r"\A(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n", re.M)
MIME_HEADER = re.compile(r"^(content-type|mime-version|message-id|subject|from):", re.I | re.M)
HTML = re.compile(r"<(html|body|div|p|br|table|span|a)\b[^>]*>", re.I)
BLOCK_END = re.compile(r"<(?:br|/p|/div|/li|/tr)\b", re.I)
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])"
    r"|color\s*:\s*(?:#fff(?:fff)?|white)\b",
    re.I,
)
QUOTED_LINE = re.compile(r"^\s*(?:>|\|)", re.M)
INVISIBLE = re.compile(
    r"[\x00-\x08\ud800-\udfff\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|[\U000e0000-\U000e007f]"
)
SPACES = re.compile(r"[ \t\u00a0]+")
BLANK_LINES = re.compile(r"\n[ \t\r\n]*\n")
LONGEST_MAIL = 8_000
"""Where a mail is cut: looking for its quotations takes the square of its length."""


@dataclass(frozen=True)
class Cleaned:
    """What is left of a message.

    Attributes:
        text: the customer's own words of this message.
        attachments: names of the files that came with it, also inside MIME.
        cut: whether it was longer than anything we read.
    """

    text: str
    attachments: tuple[str, ...] = ()
    cut: bool = False


def clean(message: Message) -> Cleaned:
    """The message without what is not said in it by its sender, now."""
    text = message.text[:MOST_CHARACTERS]
    attachments = message.attachments
    if message.channel == "email" and MIME_HEADER.search(text[:2000]) and HEADERS.match(text):
        text, inside = _mime(text)
        attachments = (*attachments, *inside)
    if HTML.search(text):
        text = _visible(text)
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text)).replace("\r\n", "\n")
    cut = len(message.text) > MOST_CHARACTERS
    if message.channel == "email":
        text = BLANK_LINES.sub("\n\n", text)
        cut = cut or len(text) > LONGEST_MAIL
        text = _own_words(text[:LONGEST_MAIL])
    lines = [SPACES.sub(" ", line).strip() for line in text.split("\n")]
    kept = "\n".join(line for line in lines if line)
    names = tuple(INVISIBLE.sub("", name) for name in attachments)
    return Cleaned(kept, names, cut)


def _own_words(text: str) -> str:
    replies = _parser().read(text=text).replies
    body = replies[0].body if replies else text
    body = "\n".join(line for line in body.split("\n") if not QUOTED_LINE.match(line))
    # A mail that is nothing but a quotation or a signature is read as it came.
    return body if body.strip() else text


@cache
def _parser() -> EmailReplyParser:
    return EmailReplyParser(languages=list(LANGUAGES))


def _mime(text: str) -> tuple[str, tuple[str, ...]]:
    parsed = message_from_string(text, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    names = tuple(part.get_filename() or "file" for part in parsed.iter_attachments())
    body = parsed.get_body(preferencelist=("plain", "html"))
    if body is None:
        return "", names
    try:
        return str(body.get_content()), names
    except (LookupError, UnicodeError, KeyError, ValueError):
        # A broken or unknown encoding: what can be read of it is still the customer's.
        payload = body.get_payload(decode=True)
        raw = payload if isinstance(payload, bytes) else str(body.get_payload()).encode()
        return raw.decode("utf-8", errors="replace"), names


def _visible(html: str) -> str:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(BLOCK_END.sub(r"\n\g<0>", html), "lxml")
    for tag in soup.find_all(["script", "style", "head", "template", "blockquote"]):
        tag.decompose()
    for tag in soup.find_all(style=HIDDEN):
        tag.decompose()
    for tag in soup.find_all(hidden=True):
        tag.decompose()
    return soup.get_text()
