from __future__ import annotations

import numpy as np
import pytest

from benchmarks.anna.aftermath import World, aftermath
from benchmarks.anna.measured import pass_hat_k, people, rates, whole_service, year_before

WORLD = World(
    back_settled=0.2, back_person=0.1, back_next=0.5, back_unsettled=0.8, same_day=0.6,
    next_day=0.2, people_settle=0.9, telephone=0.3, content_settled=4.0, content_unsettled=2.5,
    content_spread=0.5, content_person=0.2,
)  # fmt: skip


def line(number=0, **given):
    return {
        "id": f"s{number}", "automated": True, "right": True, "has_next": False, "mood": "calm",
        "procedure": "finance.x", "routed": "finance.x", "wrong_writes": 0, "costly_writes": 0,
        "expected": "resolved", **given,
    }  # fmt: skip


def test_first_time_resolution_is_what_was_settled_and_did_not_come_back():
    found = rates([line(n) for n in range(500)], WORLD, seed=1)["ftr"]
    assert found.value == pytest.approx(0.8, abs=0.01)
    assert found.low < 0.8 < found.high


def test_who_was_not_settled_is_never_resolved():
    found = rates([line(n, right=False) for n in range(300)], WORLD, seed=1)
    assert found["ftr"].value == 0
    assert found["same_day"].value == pytest.approx(0.8 * 0.6, abs=0.02)
    assert found["next_day"].value == pytest.approx(0.8 * 0.2, abs=0.02)


def test_a_natural_next_question_brings_customers_back():
    plain = rates([line(n) for n in range(400)], WORLD, seed=1)["ftr"].value
    more = rates([line(n, has_next=True) for n in range(400)], WORLD, seed=1)["ftr"].value
    assert more == pytest.approx(0.8 * 0.5, abs=0.02)
    assert more < plain


def test_better_understanding_moves_first_time_resolution():
    worse = rates([line(n, right=n % 2 == 0) for n in range(400)], WORLD, seed=1)["ftr"].value
    better = rates([line(n, right=n % 10 > 0) for n in range(400)], WORLD, seed=1)["ftr"].value
    assert better > worse + 0.2


def test_people_and_telephone_make_the_whole_service():
    lines = [line(n) for n in range(400)]
    mixed, by_people, _ = whole_service(lines, WORLD, seed=1)
    assert by_people.value == pytest.approx(0.9 * 0.9, abs=0.02)
    assert mixed.value == pytest.approx(0.7 * 0.8 + 0.3 * 0.81, abs=0.02)


def test_the_year_before_less_was_automated_and_nothing_more():
    lines = [line(n, procedure=f"finance.p{n}") for n in range(300)]
    before = year_before(lines, 0.4)
    assert sum(each["automated"] for each in before) == pytest.approx(180, abs=30)
    assert year_before(lines, 0.0) == lines


def test_nothing_automated_is_undefined_not_zero():
    found = rates([line(n, automated=False) for n in range(10)], WORLD, seed=1)
    assert found["ftr"].value is None
    assert found["right_automated"].value is None


def test_satisfaction_stays_between_one_and_five():
    content = aftermath([line()], WORLD, seed=1).content
    assert content.min() >= 1
    assert content.max() <= 5
    assert people(10, WORLD, seed=1).by_anna.sum() == 0


def test_pass_hat_k_by_hand():
    results = {"a": [1, 1, 1, 1], "b": [1, 0, 0, 1], "c": [0, 0, 0, 0]}
    lines = [{"id": name, "right": bool(r)} for name, rs in results.items() for r in rs]
    found = pass_hat_k(lines)
    assert found[1].value == pytest.approx((1 + 0.5 + 0) / 3)
    assert found[2].value == pytest.approx((1 + 1 / 6 + 0) / 3)
    assert found[4].value == pytest.approx(1 / 3)


def test_the_same_seed_draws_the_same():
    lines = [line(n, right=n % 3 > 0) for n in range(50)]
    one, two = (aftermath(lines, WORLD, seed=4).resolved for _ in range(2))
    assert np.array_equal(one, two)
