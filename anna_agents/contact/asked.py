"""Whether a message answers what we asked, or begins something else."""

from __future__ import annotations

from dataclasses import replace

from anna_agents.contact.policy import Policy
from anna_agents.contact.thread import Matter
from anna_agents.understanding.understood import Understood

FREE_TEXT = ("reason", "remark", "material", "colour", "size", "name", "company", "po_number")
"""Facts that any words may answer."""
CHANGE_OF_MIND = 0.8
"""Probability from which another procedure is taken for a change of mind."""
FEWEST_WORDS = 5
"""Fewer words do not change the subject: "I have no number" is an answer, if no helpful one."""


def carried_on(running: Matter, understood: Understood, text: str, policy: Policy) -> Matter | None:
    """The running matter with what the message adds; None when the message is about another.

    A message that neither answers nor clearly changes the subject keeps the matter, which will
    ask again.
    """
    told = {name: value for name, value in understood.facts.items() if value is not None}
    answered = [name for name in running.asked if name in told]
    answered += (
        ["identity"] if "identity" in running.asked and told.keys() & {"email", "postcode"} else []
    )
    other = understood.procedure not in (None, running.procedure)
    sure = understood.confidence >= max(CHANGE_OF_MIND, policy.act_at)
    surely = other and sure and len(text.split()) >= FEWEST_WORDS
    if surely and not answered:
        return None
    open_facts = [name for name in running.asked if name in FREE_TEXT and name not in told]
    if open_facts and not answered:
        told[open_facts[0]] = text[:500]
    return replace(running, facts={**running.facts, **told})
