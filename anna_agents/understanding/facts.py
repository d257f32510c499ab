"""What a customer tells us, taken from the words by rules and word lists of six languages."""

from __future__ import annotations

from datetime import date

from anna_agents.understanding import choices, identifiers, naming, quantities
from anna_agents.understanding.addresses import take_addresses
from anna_agents.understanding.dates import take_dates
from anna_agents.understanding.draft import Draft

LONGEST_READ = 4_000


def facts_of(
    text: str,
    language: str,
    *,
    asked: tuple[str, ...] = (),
    attachments: tuple[str, ...] = (),
    today: date | None = None,
) -> dict[str, str | float]:
    """Every fact that the words give, by its name; what is less than clear only when asked.

    Args:
        text: the customer's own words; the first 4,000 signs are read.
        language: two letters; any other value has all six languages looked at.
        asked: facts our last reply asked for, which a bare answer then gives.
        attachments: names of files that came along.
        today: the day the message was written, from which "tomorrow" counts.
    """
    draft = Draft(text[:LONGEST_READ], language, frozenset(asked), today or date.today())
    # Strict shapes go first, so that their digits are not taken for something looser.
    naming.take_files(draft, attachments)
    whole_dates = identifiers.dates_blanked(draft)
    for start, end, _ in whole_dates:
        draft.blank(start, end)
    identifiers.take_identifiers(draft)
    take_addresses(draft)
    identifiers.take_postcode(draft)
    naming.take_voucher_codes(draft)
    take_dates(draft, whole_dates)
    naming.take_company(draft)
    _take_measures(draft)
    choices.take_wish(draft)
    choices.take_photos(draft, attachments)
    choices.take_payment_method(draft)
    if "confirmation" in draft.asked and (answer := choices.consent(draft)):
        draft.facts["confirmation"] = answer
    naming.take_answers(draft)
    return draft.facts


def _take_measures(draft: Draft) -> None:
    quantities.take_amounts(draft)
    quantities.take_sizes(draft)
    choices.take_material(draft)
    choices.take_colour(draft)
    quantities.take_pieces(draft)
    quantities.take_bare_amounts(draft)
    choices.take_product(draft)
