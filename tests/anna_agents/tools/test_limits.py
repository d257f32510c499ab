"""What may be given, over several deeds and several contacts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from anna_agents.procedures.schema import Limits
from anna_agents.shop.tables import Compensation, Customer
from anna_agents.tools.registry import tools
from anna_agents.tools.tool import Refused, Work
from tests.anna_agents.conftest import TODAY, add_order

FIFTEEN = Limits(compensation_percent=15)


def use(work, name, **arguments):
    """What the tool gave, 0 when it refused."""
    try:
        return tools()[name](work, arguments).get("amount", 0)
    except Refused:
        return 0


def test_vouchers_and_refunds_count_together(desk):
    work = desk(limits=FIFTEEN)
    assert use(work, "give_voucher", amount=10) == 10
    assert use(work, "refund_payment", amount=6) == 0
    assert use(work, "refund_payment", amount=5) == 5
    assert use(work, "give_voucher", amount=0.01) == 0


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.lists(
        st.tuples(st.sampled_from(["give_voucher", "refund_payment"]),
                  st.floats(-5, 60, allow_nan=False)),
        max_size=8,
    ),
    st.integers(1, 100),
)  # fmt: skip
def test_no_row_of_deeds_gives_more_than_the_limit(engine, deeds, percent):
    with Session(engine) as session:
        order = add_order(session, "4100009", "c1")
        limits = Limits(compensation_percent=percent)
        work = Work(session, TODAY, session.get(Customer, "c1"), order, limits)
        for name, amount in deeds:
            use(work, name, amount=amount)
        total = sum(each.amount for each in order.compensations)
        assert total <= order.total * percent / 100 + 0.5
        assert 0 <= order.payments[0].refunded <= order.payments[0].amount
        session.rollback()


def test_what_an_earlier_year_gave_counts_too(desk):
    work = desk(limits=FIFTEEN)
    work.order.compensations.append(
        Compensation(kind="voucher", amount=1400, given_on=TODAY - timedelta(days=300))
    )
    assert use(work, "give_voucher", amount=2) == 0
    assert use(work, "give_voucher", amount=1) == 1


def test_a_cancelled_order_is_paid_back_once(desk):
    work = desk("cancelled")
    assert [use(work, "refund_payment", amount=100) for _ in range(2)] == [100, 0]
    assert work.order.payments[0].status == "refunded"


def test_what_was_paid_twice_goes_back_once_and_no_further(desk):
    work = desk(payment="doubled")
    assert use(work, "refund_payment", amount=150) == 0
    assert use(work, "refund_payment", amount=100) == 100
    assert use(work, "refund_payment", amount=100) == 0


def test_an_order_is_made_again_once(desk):
    work = desk("delivered")
    assert tools()["start_reprint"](work, {})["new_order"]
    with pytest.raises(Refused, match="made again already"):
        tools()["start_reprint"](work, {})


def test_asking_again_and_again_does_not_move_a_due_date_for_ever(desk):
    work = desk()
    for _ in range(20):
        use(work, "extend_payment_term", days=14)
    assert work.order.invoices[0].due_on <= TODAY + timedelta(days=60)
