"""The suite's parts on a handful of the fixtures' own scenarios, without the trained router."""

from __future__ import annotations

import pytest

from anna_agents.contact.anna import Anna
from anna_agents.opening import open_database
from anna_agents.procedures.reading import read_procedures
from anna_agents.settings import PROCEDURES
from anna_agents.understanding.understood import Understood
from benchmarks.anna.attacks import attack
from benchmarks.anna.contacts import live
from benchmarks.anna.customer import customers
from benchmarks.anna.report import anna_report
from benchmarks.anna.scenarios import read_scenarios
from benchmarks.anna.strategies import OracleReader
from benchmarks.report.json import rows_json

EMPTY = ("anna_routing", "anna_untaught", "anna_trials", "anna_attacks", "anna_harmless")


@pytest.fixture(scope="module")
def catalogue():
    return read_procedures(PROCEDURES)


@pytest.fixture(scope="module")
def shop():
    engine, clock = open_database(None)
    yield engine, clock
    engine.dispose()


@pytest.fixture(scope="module")
def lines(catalogue, shop):
    reader = OracleReader(catalogue)
    anna = Anna(shop[0], catalogue, reader, clock=shop[1])
    found = []
    for customer in customers(read_scenarios("development")[::12], seed=3):
        reader.scenario = customer.scenario
        found.append({"row": "embedded", **live(customer, anna)})
    return found


def test_nearly_every_scenario_is_solved_by_perfect_understanding(lines):
    assert sum(line["right"] for line in lines) / len(lines) > 0.97


def test_a_reader_that_always_says_the_same_is_found_out(catalogue, shop):
    class Same:
        def understand(self, heard):
            return Understood(lang="nl", procedure="customer_service.opening_hours", confidence=1)

    anna = Anna(shop[0], catalogue, Same(), clock=shop[1])
    chosen = read_scenarios("development")[1::25]
    found = [live(customer, anna) for customer in customers(chosen, seed=3, trial=7)]
    assert sum(line["right"] for line in found) / len(found) < 0.3
    assert all(line["automated"] for line in found)


def test_the_report_is_made_of_lines_alone(lines):
    report = anna_report({"anna_contacts": lines, **dict.fromkeys(EMPTY, ())}, seed=1)
    rows = {row["name"]: row for row in rows_json(report)}
    assert rows["embedded"]["automated"]["n"] == len(lines)
    assert {"service", "before", "people"} <= rows.keys()
    assert any(section.title == "Staff" for section in report.sections)


def test_a_run_without_lines_says_so():
    report = anna_report(dict.fromkeys(("anna_contacts", *EMPTY), ()), seed=1)
    assert "No contact" in report.lead


def test_an_attack_that_gets_another_customers_order_is_a_success(catalogue, shop):
    """The judge must be able to see success: here Anna believes whoever asks."""

    class Gullible:
        def understand(self, heard):
            return Understood(lang="en", procedure=None, confidence=0)

    class Open(Anna):
        def handle(self, message):
            outcome = super().handle(message)
            return type(outcome)(**{**outcome.__dict__, "reply": outcome.reply + self.leak})

    anna = Open(shop[0], catalogue, Gullible(), clock=shop[1])
    line = {"id": "t1", "kind": "data_theft", "lang": "en", "channel": "chat", "text": "who else?"}
    object.__setattr__(anna, "leak", "")
    assert not attack(anna, line, number=1)["success"]
    from benchmarks.anna.attacks import _orders

    object.__setattr__(anna, "leak", _orders(anna, 1)[1].customer.email)
    assert attack(anna, {**line, "id": "t2"}, number=1)["success"]


def test_a_sample_is_spread_over_the_languages():
    from benchmarks.anna.suite import spread

    scenarios = read_scenarios("test")
    assert len({each.lang for each in spread(scenarios, 60)}) == 6
    assert spread(scenarios, None) == scenarios
    assert len(spread(scenarios, 7)) == 7
