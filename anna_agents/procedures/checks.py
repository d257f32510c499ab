"""What is wrong with a folder of procedures though every file can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anna_agents.procedures.conditions import Condition, contradicts, covers
from anna_agents.procedures.reading import Catalogue
from anna_agents.procedures.schema import Action, Case, Procedure, Step
from anna_agents.procedures.vocabulary import State, Value, nearest
from anna_agents.procedures.walking import Ask, Leaf, walk
from anna_agents.tools.registry import tools
from anna_agents.tools.tool import Tool

USUAL: State = {
    "order.status": "in_production", "order.age_days": 3.0, "order.days_late": 0.0,
    "order.days_until_promised": 4.0, "order.days_since_delivery": 0.0,
    "order.days_since_shipped": 0.0, "order.total": 100.0, "order.quantity": 500.0,
    "order.paid": True, "order.shipping": "standard", "order.product": "flyers",
    "order.reprint": False, "order.neutral": False, "parcel.status": "none",
    "parcel.days_overdue": 0.0, "parcel.days_since_movement": 0.0, "parcel.pieces": 1.0,
    "parcel.pieces_delivered": 0.0, "parcel.signed": False, "invoice.status": "paid",
    "invoice.days_overdue": 0.0, "invoice.amount": 100.0, "invoice.has_vat_number": False,
    "payment.status": "received", "payment.method": "card", "payment.days_ago": 3.0,
    "artwork.status": "approved", "artwork.fault": "none", "proof.status": "none",
    "complaint.status": "none", "complaint.count": 0.0, "compensation.given": False,
    "compensation.total": 0.0, "customer.kind": "consumer", "customer.country": "NL",
    "customer.reseller": False, "customer.orders": 2.0, "customer.complaints_last_year": 0.0,
    "customer.blocked": False, "customer.known": True, "customer.on_account": False,
    "contact.channel": "chat", "contact.mood": "calm", "contact.times": 1.0,
    "contact.office_open": True,
}  # fmt: skip
"""A common order, on which a worked example puts what it names."""

ORDER_PLACEHOLDERS = re.compile(r"\{(order|product|promised_on|placed_on|total|address)\}")


def findings(catalogue: Catalogue) -> list[str]:
    """One line for each thing that is wrong: `file: what`."""
    return [
        f"{catalogue.files[procedure.id]}: {remark}"
        for procedure in catalogue
        for remark in (*_own(procedure), *_links(procedure, catalogue))
    ] + [f"{where}: {remark}" for where, remark in _examples_twice(catalogue)]


def _own(procedure: Procedure) -> Iterator[str]:
    yield from procedure.missing_languages()
    yield from _never(procedure.steps, ())
    for step in procedure.walk():
        for action in step.do:
            yield from _action(action, procedure)
    used = {step.reply for step in procedure.walk()}
    yield from (f"reply '{name}' is never used" for name in procedure.replies.keys() - used)
    yield from _placeholders_without_order(procedure)
    if not procedure.cases:
        yield "no worked example under `cases`"
    for case in procedure.cases:
        yield from (f"case '{case.name}': {remark}" for remark in try_case(procedure, case))


def _never(steps: tuple[Step, ...], above: tuple[Step, ...]) -> Iterator[str]:
    """Steps that can never be taken: shut out by those above them or before them."""
    for index, step in enumerate(steps):
        where = " → ".join(str(i.reply or "…") for i in (*above, step))
        if any(contradicts(step.when, parent.when) for parent in above):
            yield f"step {index + 1} ({where}) contradicts the step it stands under"
        if any(covers(before.when, step.when) for before in steps[:index]):
            yield f"step {index + 1} ({where}) never applies: an earlier step always takes it"
        yield from _never(step.steps, (*above, step))


def _action(action: Action, procedure: Procedure) -> Iterator[str]:
    known = tools()
    if action.tool not in known:
        yield f"unknown tool '{action.tool}'; {nearest(action.tool, tuple(known))}"
        return
    parameters = known[action.tool].parameters
    for name in action.arguments:
        if name not in parameters:
            near = nearest(name, tuple(parameters) or ("nothing",))
            yield f"{action.tool} takes no '{name}'; {near}"
    for name, (_, needed) in parameters.items():
        if needed and name not in action.arguments:
            yield f"{action.tool} needs '{name}'"
    if action.tool == "give_voucher" and procedure.limits.compensation_amount is None \
            and procedure.limits.compensation_percent is None:  # fmt: skip
        yield "gives a voucher but has no `limits`"


def _placeholders_without_order(procedure: Procedure) -> Iterator[str]:
    if "order" in procedure.needs:
        return
    for step in procedure.walk():
        asked = any("order" in each.needs for each in procedure.walk())
        if step.reply and not asked and not _on_order(step):
            text = " ".join(procedure.replies[step.reply].values())
            if ORDER_PLACEHOLDERS.search(text):
                yield f"reply '{step.reply}' shows the order, which is not among `needs`"


def _on_order(step: Step) -> bool:
    return any(name.startswith("order.") for clause in step.when.clauses for name in clause)


def _links(procedure: Procedure, catalogue: Catalogue) -> Iterator[str]:
    for step in procedure.walk():
        if step.switch_to and step.switch_to not in catalogue:
            near = nearest(step.switch_to, tuple(catalogue.procedures))
            yield f"switches to unknown '{step.switch_to}'; {near}"
    for name in procedure.not_when:
        if name not in catalogue:
            yield f"not_when names unknown '{name}'; {nearest(name, tuple(catalogue.procedures))}"
    for path in _circles(procedure.id, catalogue, (procedure.id,), ()):
        yield f"switches in a circle: {' → '.join(path)}"


def _circles(
    start: str, catalogue: Catalogue, path: tuple[str, ...], held: tuple[Condition, ...]
) -> Iterator[tuple[str, ...]]:
    """Ways back to `start` on which no two conditions contradict each other."""
    for conditions, target in _switches(catalogue[path[-1]].steps, ()):
        if any(contradicts(new, old) for new in conditions for old in held):
            continue
        if target == start:
            yield (*path, start)
        elif target in catalogue and target not in path:
            yield from _circles(start, catalogue, (*path, target), (*held, *conditions))


def _switches(
    steps: tuple[Step, ...], above: tuple[Condition, ...]
) -> Iterator[tuple[tuple[Condition, ...], str]]:
    for step in steps:
        conditions = (*above, step.when)
        if step.switch_to:
            yield conditions, step.switch_to
        yield from _switches(step.steps, conditions)


def _examples_twice(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for procedure in catalogue:
        for texts in procedure.examples.values():
            for text in texts:
                key = " ".join(text.lower().split())
                if key in seen:
                    where = str(catalogue.files[procedure.id])
                    yield where, f"example stands in {seen[key]} too: '{text}'"
                seen.setdefault(key, procedure.id)


def try_case(procedure: Procedure, case: Case) -> Iterator[str]:
    """Where the worked example ends otherwise than it expects."""
    end = walk(procedure, case_state(procedure, case))
    if isinstance(end, Ask):
        yield f"stops to ask for {', '.join(end.facts)}; give them under `facts`"
        return
    yield from _differences(case, end, tools(), procedure)


def case_state(procedure: Procedure, case: Case) -> dict[str, Value]:
    """The state of a worked example: the usual order, what is given, and the facts."""
    facts = {f"fact.{name}": value for name, value in case.facts.items()}
    if "order" in procedure.needs or any("order" in step.needs for step in procedure.walk()):
        facts.setdefault("fact.order", "4012345")
    return {**USUAL, **case.given, **facts}


def _differences(
    case: Case, end: Leaf, known: dict[str, Tool], procedure: Procedure
) -> Iterator[str]:
    done = tuple(action.tool for action in end.actions)
    if done != case.expect.tools:
        yield f"uses {list(done)}, expected {list(case.expect.tools)}"
    if end.ends != case.expect.ends:
        yield f"ends {end.ends}, expected {case.expect.ends}"
    if end.step.reply is None:
        return
    for name in case.expect.tells:
        silent = [lang for lang, text in procedure.replies[end.step.reply].items()
                  if f"{{{name}}}" not in text]  # fmt: skip
        if silent:
            yield f"reply '{end.step.reply}' does not tell {{{name}}} in {', '.join(silent)}"
