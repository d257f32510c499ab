from __future__ import annotations

import math

import pytest

from benchmarks.anna.staffing import Service, people_needed, service_level, waiting_probability
from benchmarks.anna.work import STAFF_BEFORE, volume


def erlang_c(agents, load):
    """The textbook sum, for small numbers."""
    top = load**agents / math.factorial(agents) * agents / (agents - load)
    return top / (sum(load**k / math.factorial(k) for k in range(agents)) + top)


@pytest.mark.parametrize(("agents", "load"), [(1, 0.5), (3, 2.0), (10, 7.5), (20, 19.0)])
def test_waiting_agrees_with_the_textbook_sum(agents, load):
    assert waiting_probability(agents, load) == pytest.approx(erlang_c(agents, load))


def test_a_known_call_centre():
    """100 calls in half an hour of 180 s each, 14 agents: 88.8% within 20 s (Koole 2013)."""
    load = 100 / 1800 * 180
    assert service_level(14, load, 180, 20) == pytest.approx(0.888, abs=0.002)


def test_too_few_people_never_get_there():
    assert service_level(10, 10.0, 180, 20) == 0
    assert waiting_probability(9, 10.0) == 1


def test_fewer_contacts_need_fewer_people_but_more_than_in_proportion():
    service = Service()
    many, few = people_needed(2000, service), people_needed(400, service)
    assert many / 5 < few < many
    assert people_needed(0, service) == 0


def test_the_fitted_volume_keeps_the_studys_staff_busy():
    assert people_needed(volume(Service()), Service()) == pytest.approx(STAFF_BEFORE, rel=0.03)
