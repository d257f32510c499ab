"""Many customers, deliveries and processes at once on one database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from random import Random
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anna_agents.contact.handing_over import answer_handover
from anna_agents.intake.message import Message
from anna_agents.shop.opening import open_shop, sqlite_url
from anna_agents.shop.tables import ActionTaken, Compensation, Contact, Order, ReceivedMessage
from language_models.errors import InputError
from tests.anna_agents.conftest import NOW
from tests.anna_agents.robust.service import (
    Scripted,
    fill_for,
    kept_in,
    messages_of,
    number_of,
    scripted_anna,
)

CUSTOMERS = 16


@pytest.fixture
def anna(shop_url):
    found = scripted_anna(shop_url)
    fill_for(found.engine, CUSTOMERS)
    yield found
    found.engine.dispose()


@pytest.fixture
def expected(tmp_path):
    """What happens when they come one after the other."""
    alone = scripted_anna(sqlite_url(tmp_path / "alone.db"))
    fill_for(alone.engine, CUSTOMERS)
    for said in messages_of(CUSTOMERS):
        for message in said:
            alone.handle(message)
    found = kept_in(alone.engine, new_orders=False)
    alone.engine.dispose()
    return found


def all_at_once(work, given):
    """The results of `work` on each, begun at the same moment in as many threads."""
    barrier = Barrier(len(given))

    def begin(one):
        barrier.wait()
        return work(one)

    with ThreadPoolExecutor(len(given)) as pool:
        return list(pool.map(begin, given))


def converse(anna, said):
    return [anna.handle(message) for message in said]


def test_sixteen_customers_in_threads_each_message_delivered_twice(anna, expected):
    said = messages_of(CUSTOMERS)
    twice = said + said
    Random(1).shuffle(twice)
    outcomes = all_at_once(lambda each: converse(anna, each), twice)
    answers = {}
    for outcome in (each for found in outcomes for each in found):
        answers.setdefault(outcome.id, set()).add(outcome.reply)
    assert {len(replies) for replies in answers.values()} == {1}
    assert kept_in(anna.engine, new_orders=False) == expected


def _process(url, number, answers):
    anna = scripted_anna(url)
    said = messages_of(CUSTOMERS)
    # Its own customer's messages, and the neighbour's once more.
    for contact in (said[number], said[(number + 1) % CUSTOMERS]):
        answers.extend((outcome.id, outcome.reply) for outcome in converse(anna, contact))


def _put(url, number, queue):
    answers = []
    try:
        _process(url, number, answers)
    finally:
        queue.put(answers)


def test_sixteen_processes_each_message_delivered_by_two_of_them(anna, expected, shop_url):
    anna.engine.dispose()
    context = get_context("fork")
    queue = context.Queue()
    processes = [
        context.Process(target=_put, args=(shop_url, number, queue)) for number in range(CUSTOMERS)
    ]
    for process in processes:
        process.start()
    found = [each for _ in processes for each in queue.get(timeout=60)]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * CUSTOMERS
    assert len(found) == 2 * len(expected.answered)
    assert len(set(found)) == len(expected.answered)
    assert kept_in(anna.engine, new_orders=False) == expected


@pytest.mark.parametrize("same_contact", [True, False])
def test_two_messages_of_one_customer_at_once_give_no_more_than_the_limit(anna, same_contact):
    for number in range(8):
        order = number_of(number)
        said = [
            Message(f"v{number}-{place}", f"do=finance.voucher order={order}",
                    customer=f"x{number}",
                    contact=f"k{number}" if same_contact else f"k{number}-{place}")
            for place in range(2)
        ]  # fmt: skip
        outcomes = all_at_once(anna.handle, said)
        assert sorted(outcome.ends for outcome in outcomes) == ["handed_over", "resolved"]
        with Session(anna.engine) as session:
            given = session.scalar(
                select(func.sum(Compensation.amount)).where(Compensation.order_id == order)
            )
            contacts = session.scalars(
                select(Contact).where(Contact.customer_id == f"x{number}")
            ).all()
            answered = session.scalar(
                select(func.count(ReceivedMessage.id)).where(
                    ReceivedMessage.id.startswith(f"v{number}-")
                )
            )
        # Ten of a hundred, of at most fifteen.
        assert (given, answered) == (1000, 2)
        assert sum(len(contact.state["matters"]) for contact in contacts) == 2


def test_one_message_delivered_by_sixteen_at_once_is_answered_once(anna):
    message = Message("m", f"do=finance.reprint order={number_of(0)}", customer="x0")
    outcomes = all_at_once(anna.handle, [message] * 16)
    assert len({outcome.reply for outcome in outcomes}) == 1
    with Session(anna.engine) as session:
        assert len(session.scalars(select(Order).where(Order.reprint_of.is_not(None))).all()) == 1
        assert len(session.scalars(select(ActionTaken)).all()) == 3


def test_sixteen_new_orders_at_once_get_sixteen_numbers(anna):
    said = [
        Message(f"m{number}", f"do=finance.again order={number_of(number)}", customer=f"x{number}")
        for number in range(CUSTOMERS)
    ]
    outcomes = all_at_once(anna.handle, said)
    assert {outcome.ends for outcome in outcomes} == {"resolved"}
    assert len({outcome.reply for outcome in outcomes}) == CUSTOMERS


def test_a_persons_answer_while_the_customer_writes_again_is_kept(anna):
    case = anna.handle(Message("m1", "do you sing", customer="x0", contact="k"))

    class Meanwhile(Scripted):
        def understand(self, heard):
            with Session(anna.engine) as session, session.begin():
                if session.get(Contact, "k").status == "handed_over":
                    answer_handover(session, case.contact, "No, sorry.", "Mia", NOW)
            return super().understand(heard)

    message = Message("m2", f"do=finance.invoice order={number_of(0)}", customer="x0", contact="k")
    replace(anna, reader=Meanwhile()).handle(message)
    with Session(anna.engine) as session:
        said = session.get(Contact, "k").state["said"]
    assert [line.split(":")[0] for line in said] == ["customer", "anna", "Mia", "customer", "anna"]


def test_two_people_cannot_close_the_same_case(anna):
    case = anna.handle(Message("m1", "do you sing", customer="x0"))

    def close(name):
        with Session(anna.engine) as session, session.begin():
            try:
                answer_handover(session, case.contact, f"No, says {name}.", name, NOW)
            except InputError:
                return False
        return True

    assert sorted(all_at_once(close, ["Mia", "Bo", "Kim"])) == [False, False, True]


def test_the_tables_may_be_made_by_several_at_once(shop_url):
    engines = all_at_once(open_shop, [shop_url] * 4)
    for engine in engines:
        engine.dispose()
