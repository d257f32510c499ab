from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anna_agents.procedures.conditions import contradicts, covers, read_condition

STATUSES = ("shipped", "delivered", "cancelled", "on_hold")
numbers = st.integers(0, 20)
tests = st.one_of(
    st.fixed_dictionaries({"order.status": st.lists(st.sampled_from(STATUSES), min_size=1)}),
    st.fixed_dictionaries({"order.age_days": st.fixed_dictionaries({"below": st.integers(1, 20)})}),
    st.fixed_dictionaries({"order.age_days": st.fixed_dictionaries({"at_least": numbers})}),
    st.fixed_dictionaries({"order.age_days": numbers}),
    st.fixed_dictionaries({"fact.photos": st.sampled_from(["known", "unknown", "yes"])}),
    st.fixed_dictionaries({"order.paid": st.booleans(), "order.age_days": numbers}),
)
states = st.fixed_dictionaries(
    {},
    optional={
        "order.status": st.sampled_from(STATUSES),
        "order.age_days": st.floats(0, 20),
        "order.paid": st.booleans(),
        "fact.photos": st.sampled_from(["yes", "no"]),
    },
)


@pytest.mark.parametrize(
    ("written", "state", "holds"),
    [
        ({"order.paid": False}, {"order.paid": False}, True),
        ({"order.paid": False}, {}, False),
        ({"order.status": ["shipped", "delivered"]}, {"order.status": "delivered"}, True),
        ({"order.total": {"above": 250}}, {"order.total": 250.0}, False),
        ({"order.total": {"at_least": 250, "below": 300}}, {"order.total": 250.0}, True),
        ({"fact.photos": "unknown"}, {}, True),
        ({"fact.photos": "known"}, {"fact.photos": "no"}, True),
        ([{"order.paid": True}, {"order.status": "on_hold"}], {"order.status": "on_hold"}, True),
        (None, {}, True),
    ],
)
def test_a_condition_holds_when_all_entries_of_one_clause_do(written, state, holds):
    assert read_condition(written).holds(state) is holds


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"order.stauts": "shipped"}, "did you mean 'order.status'"),
        ({"order.status": "shiped"}, "did you mean 'shipped'"),
        ({"order.total": {"more_than": 3}}, "unknown limit"),
        ({"order.total": {"above": 5, "below": 5}}, "no number satisfies"),
        ({"order.paid": {"above": 5}}, "is no number"),
        ({"order.paid": "maybe"}, "takes a boolean"),
        ({"fact.reason": "late"}, "'known' or 'unknown'"),
        ([], "empty list"),
        ("shipped", "no mapping"),
    ],
)
def test_a_wrong_condition_says_what_would_be_right(written, told):
    with pytest.raises(ValueError, match=told):
        read_condition(written)


def test_a_bare_yes_of_yaml_is_the_word():
    assert read_condition({"fact.confirmation": True}).holds({"fact.confirmation": "yes"})


@given(tests, tests, states)
def test_contradicting_conditions_never_hold_together(one, other, state):
    first, second = read_condition(one), read_condition(other)
    if contradicts(first, second):
        assert not (first.holds(state) and second.holds(state))


@given(tests, tests, states)
def test_a_covering_condition_holds_wherever_the_other_does(one, other, state):
    first, second = read_condition(one), read_condition(other)
    if covers(first, second) and second.holds(state):
        assert first.holds(state)
