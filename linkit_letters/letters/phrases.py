"""The words of the three styles, from `phrases.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from linkit_letters.letters.parts import Style

FILE = Path(__file__).with_name("phrases.yaml")
MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def phrase(style: Style, name: str, /, **values: str) -> str:
    """A phrase of the style with its braces filled in."""
    text = _phrases()[style][name]
    assert isinstance(text, str)
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text


def head(style: Style) -> tuple[str, str]:
    """The head of the table."""
    heads = _phrases()[style]["head"]
    return heads[0], heads[1]


def listed(names: Sequence[str], style: Style) -> str:
    """`a, b en c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {phrase(style, 'and')} {names[-1]}"


def month_and_year(months: int, style: Style, *, by_month: bool) -> str:
    """`maart 2020`, or only the year where no month is known."""
    year, month = divmod(months - 1, 12)
    if not by_month:
        return str(year)
    return f"{MONTHS['en' if style == 'english' else 'nl'][month]} {year}"


@cache
def _phrases() -> dict[str, dict[str, str | list[str]]]:
    content: dict[str, dict[str, str | list[str]]] = yaml.load(
        FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return content
