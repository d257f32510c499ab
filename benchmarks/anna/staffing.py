"""How many people the contacts need that people must answer: Erlang C."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """What is asked of the service; assumptions, stated in the report.

    Attributes:
        handling_minutes: a person's time for one contact.
        answered_within: seconds within which `share` of the contacts must be taken up.
        shrinkage: share of paid time that is not spent on contacts (leave, illness, training).
        hours: paid hours of opening a week; busiest_hour is that hour's share of a day.
    """

    handling_minutes: float = 9.0
    answered_within: float = 60.0
    share: float = 0.8
    shrinkage: float = 0.32
    days: float = 5.5
    busiest_hour: float = 0.14
    opening_hours: float = 9.0


def waiting_probability(agents: int, load: float) -> float:
    """Erlang C: the chance that a contact waits, with `load` erlangs on `agents` people.

    Computed from the Erlang B recursion, which stays stable for many people (Cooper 1981, §3).
    """
    if agents <= load:
        return 1.0
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked / (1 - (load / agents) * (1 - blocked))


def service_level(agents: int, load: float, handling_seconds: float, within: float) -> float:
    """Share of contacts taken up within `within` seconds."""
    if agents <= load:
        return 0.0
    waits = waiting_probability(agents, load)
    return 1 - waits * math.exp(-(agents - load) * within / handling_seconds)


def people_needed(contacts_per_day: float, service: Service) -> float:
    """Full-time people to employ for so many contacts a day, with leave and illness."""
    if contacts_per_day <= 0:
        return 0.0
    handling = service.handling_minutes * 60
    busiest = contacts_per_day * service.busiest_hour
    load = busiest * handling / 3600
    agents = max(1, math.ceil(load))
    while service_level(agents, load, handling, service.answered_within) < service.share:
        agents += 1
    # The busiest hour sets the seats; over the day they are filled as the contacts come.
    filled = 1 / (service.busiest_hour * service.opening_hours)
    weekly_hours = agents * service.opening_hours * service.days * filled
    return weekly_hours / 36 / (1 - service.shrinkage)
