"""A country, read from `countries.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict

from anna_agents.procedures.vocabulary import Language


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Courier(_Strict):
    """Who brings parcels; the link takes `{tracking_code}`."""

    name: str
    tracking_link: str


class Disclosure(_Strict):
    """Whether a reply must say that no person wrote it, since when, and on what ground."""

    required: bool
    since: date | None = None
    basis: str


class Country(_Strict):
    """What differs from country to country.

    Attributes:
        languages: spoken to customers, the first by default.
        opening_hours: weekday (mon … sun) to "HH:MM-HH:MM" of the people, local time.
        delay_seconds: channel to the shortest and longest wait before an answer.
    """

    languages: tuple[Language, ...]
    currency: str
    timezone: str
    opening_hours: Mapping[str, str]
    holidays: tuple[date, ...]
    courier: Courier
    shop_phone: str
    vat_rate: float
    vat_reduced: float
    payment_methods: tuple[str, ...]
    ai_disclosure: Disclosure
    delay_seconds: Mapping[str, tuple[float, float]]

    def is_open(self, moment: datetime) -> bool:
        """Whether people are at work at `moment` (aware, any zone)."""
        local = moment.astimezone(ZoneInfo(self.timezone))
        hours = self.opening_hours.get(local.strftime("%a").lower())
        if hours is None or local.date() in self.holidays:
            return False
        start, _, end = hours.partition("-")
        return time.fromisoformat(start) <= local.time() < time.fromisoformat(end)

    def must_disclose(self, day: date) -> bool:
        """Whether a customer must be told on `day` that an AI answers."""
        since = self.ai_disclosure.since
        return self.ai_disclosure.required and (since is None or day >= since)


@cache
def countries() -> Mapping[str, Country]:
    """All countries by code (NL, BE, …)."""
    text = (Path(__file__).parent / "countries.yaml").read_text(encoding="utf-8")
    return {code: Country.model_validate(fields) for code, fields in yaml.safe_load(text).items()}


def country_of(code: str | None) -> Country:
    """The country with `code`; the Netherlands, the shop's home, where it is unknown."""
    known = countries()
    return known.get(code or "NL", known["NL"])
