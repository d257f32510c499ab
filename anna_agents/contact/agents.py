"""The agents: one for each department of each country, with the procedures and hours it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from anna_agents.countries.country import Country, countries, country_of
from anna_agents.procedures.reading import Catalogue


@dataclass(frozen=True)
class Agent:
    """Who answers for a department in a country.

    Attributes:
        handoff: what it is for, which other agents read before they hand a customer over.
    """

    department: str
    code: str
    country: Country
    procedures: tuple[str, ...]
    handoff: str

    @property
    def name(self) -> str:
        """As the log calls it: `artwork-NL`."""
        return f"{self.department}-{self.code}"

    def has(self, procedure: str) -> bool:
        """Whether a procedure is this agent's."""
        return procedure in self.procedures

    def people_are_in(self, moment: datetime) -> bool:
        """Whether its human colleagues are at work."""
        return self.country.is_open(moment)


HANDOFFS = {
    "customer_service": "orders before production, complaints, prices, accounts, everything else",
    "artwork": "files, faults in them, templates, proofs",
    "traffic": "production, shipping, parcels, delivery addresses and days",
    "finance": "invoices, payments, reminders, refunds, tax",
}


def agents_of(catalogue: Catalogue) -> Mapping[tuple[str, str], Agent]:
    """Every agent by department and country."""
    by_department: dict[str, list[str]] = {}
    for procedure in catalogue:
        by_department.setdefault(procedure.department, []).append(procedure.id)
    return {
        (department, code): Agent(
            department, code, country, tuple(names), HANDOFFS.get(department, department)
        )
        for department, names in by_department.items()
        for code, country in countries().items()
    }


def country_code(customer_country: str | None, language: str) -> str:
    """The country whose agent answers: the customer's, else the first that speaks the language."""
    if customer_country in countries():
        return str(customer_country)
    speaking = [code for code, each in countries().items() if each.languages[0] == language]
    return speaking[0] if speaking else "NL"


__all__ = ["Agent", "agents_of", "country_code", "country_of"]
