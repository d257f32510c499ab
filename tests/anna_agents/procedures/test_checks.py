from __future__ import annotations

import re

import pytest

from anna_agents.procedures.checks import findings
from anna_agents.procedures.reading import read_procedures

WORDS = "{nl: a, en: a, de: a, fr: a, es: a, it: a}"
TEXTS = "{nl: [n%s], en: [e%s], de: [d%s], fr: [f%s], es: [s%s], it: [i%s]}"
RIGHT = """id: finance.x
title: X
applies_when: X
needs: [order]
examples: EXAMPLES
steps:
  - when: {order.total: {above: 100}}
    steps:
      - when: {order.paid: true}
        do: [{tool: send_invoice_copy}]
        reply: large
        ends: resolved
      - reply: small
        ends: resolved
  - reply: small
    ends: resolved
replies: {large: WORDS, small: WORDS}
cases:
  - {name: large, given: {order.total: 200}, expect: {tools: [send_invoice_copy], ends: resolved}}
"""


def filled(text, mark="x"):
    return text.replace("EXAMPLES", TEXTS.replace("%s", mark)).replace("WORDS", WORDS)


def found_in(write_procedure, *texts):
    for number, text in enumerate(texts):
        path = write_procedure(f"p{number}", filled(text, str(number)))
    return "\n".join(findings(read_procedures(path.parent)))


def test_a_sound_procedure_has_no_findings(write_procedure):
    assert found_in(write_procedure, RIGHT) == ""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("{order.paid: true}", "{order.total: {below: 50}}", "contradicts the step"),
        ("  - reply: small\n    ends: resolved\nreplies", "  - when: {order.total: {above: 200}}\n"
         "    reply: small\n    ends: resolved\n  - reply: small\n    ends: resolved\nreplies",
         "never applies"),
        ("do: [{tool: send_invoice_copy}]", "do: [{tool: change_email}]", "needs 'email'"),
        ("do: [{tool: send_invoice_copy}]", "do: [{tool: give_voucher, with: {amount: 5}}]",
         "has no `limits`"),
        ("ends: resolved}}", "ends: waiting}}", "ends resolved, expected waiting"),
        ("tools: [send_invoice_copy]", "tools: []", "expected \\[\\]"),
        ("small: WORDS}", "small: WORDS, unused: WORDS}", "never used"),
        ("small: WORDS", "small: {nl: a}", "not worded in de"),
        ("title: X", "title: X\nnot_when: [finance.y]", "unknown 'finance.y'"),
        (RIGHT[RIGHT.index("cases:") :], "", "no worked example"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_found(write_procedure, before, after, told):
    assert before in RIGHT
    assert re.search(told, found_in(write_procedure, RIGHT.replace(before, after, 1)))


def test_procedures_that_hand_to_each_other_without_end_are_found(write_procedure):
    there = RIGHT.replace(
        "  - reply: small\n    ends: resolved\nrep", "  - switch_to: finance.y\nrep"
    )
    back = there.replace("id: finance.x", "id: finance.y").replace(
        "switch_to: finance.y", "switch_to: finance.x"
    )
    assert "in a circle: finance.x → finance.y → finance.x" in found_in(
        write_procedure, there, back
    )


def test_the_shops_own_procedures_have_no_findings(catalogue):
    assert findings(catalogue) == []
    assert len(catalogue) >= 250
    assert {procedure.department for procedure in catalogue} == {
        "customer_service", "artwork", "traffic", "finance",
    }  # fmt: skip
