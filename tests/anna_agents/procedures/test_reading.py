from __future__ import annotations

import pytest

from anna_agents.procedures.reading import read_procedures
from language_models.errors import InputError

WORDS = "{nl: a, en: a, de: a, fr: a, es: a, it: a}"
RIGHT = f"""id: finance.x
title: X
applies_when: X
needs: [order]
examples: {{nl: [hallo daar]}}
steps:
  - when: {{order.paid: true}}
    reply: yes_it_is
    ends: resolved
  - reply: no_it_is_not
    ends: resolved
replies:
  yes_it_is: {WORDS}
  no_it_is_not: {WORDS}
"""


def test_a_right_procedure_is_read(write_procedure):
    catalogue = read_procedures(write_procedure("x", RIGHT).parent)
    assert catalogue["finance.x"].department == "finance"
    assert catalogue.departments == ("finance",)


@pytest.mark.parametrize(
    ("before", "after", "line", "told"),
    [
        ("order.paid", "order.payed", 7, "did you mean 'order.paid'"),
        ("needs: [order]", "needs: [ordr]", 4, "did you mean 'order'"),
        ("title: X", "titel: X", 1, "(?s)title|titel"),
        ("    reply: yes_it_is\n    ends: resolved", "    reply: yes_it_is", 7, "exactly one of"),
        ("reply: no_it_is_not\n    ends", "ends", 10, "needs a reply"),
        ("reply: yes_it_is", "reply: yes_it_si", 1, "did you mean 'yes_it_is'"),
        ("nl: a, en: a", "nl: '{ordr}', en: a", 13, "did you mean 'order'"),
        ("id: finance.x", "id: [", 3, "broken YAML"),
        ("ends: resolved\n  - reply", "ends: done\n  - reply", 9, "resolved"),
        (
            "  - reply: no_it",
            "  - do:\n      - {tool: hold_order}\n      - tool: send_invoice_cpoy\n"
            "    reply: no_it",
            12,
            "did you mean 'send_invoice_copy'",
        ),
    ],
)
def test_a_wrong_file_is_told_with_its_line(write_procedure, before, after, line, told):
    assert before in RIGHT
    path = write_procedure("x", RIGHT.replace(before, after, 1))
    with pytest.raises(InputError, match=told) as caught:
        read_procedures(path.parent)
    assert (caught.value.file, caught.value.line) == (path, line)


def test_a_list_without_an_otherwise_is_refused(write_procedure):
    text = RIGHT.replace(
        "  - reply: no_it_is_not", "  - when: {order.paid: false}\n    reply: no_it_is_not"
    )
    with pytest.raises(InputError, match="the otherwise"):
        read_procedures(write_procedure("x", text).parent)


def test_two_procedures_with_one_id_are_refused(write_procedure):
    write_procedure("x", RIGHT)
    with pytest.raises(InputError, match="stands in"):
        read_procedures(write_procedure("y", RIGHT).parent)


def test_an_empty_or_missing_folder_is_told(tmp_path):
    with pytest.raises(InputError, match="holds no procedures"):
        read_procedures(tmp_path)
    with pytest.raises(InputError, match="is no folder"):
        read_procedures(tmp_path / "gone")


def test_another_text_has_another_fingerprint(write_procedure):
    path = write_procedure("x", RIGHT)
    first = read_procedures(path.parent).fingerprint
    path.write_text(RIGHT.replace("hallo", "dag"), encoding="utf-8")
    assert read_procedures(path.parent).fingerprint != first
