"""Facts that are words out of a known stock: product, colour, material, wish, photos, consent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from anna_agents.understanding.draft import Candidate, Draft
from anna_agents.understanding.phrases import Found, alternation, listed, phrases

PAPER = "papiers?|paper|papel|carta"
WEIGHT = re.compile(
    r"(?<![\w.,])\d{2,3} ?(?:g/m2|g/m²|gr/m2|g/qm|gsm|grams?|grammes?|gramm|gramos|grammi|grs?|g)"
    rf"(?:[ -]?(?:{PAPER}))?(?![^\W_])"
)
PANTONE = re.compile(
    r"(?<![^\W_])(?:pantone|pms|hks|ral)[ :-]{0,2}"
    r"(?:\d{2,4}|[a-z]+ \d{2,4}|(?:reflex |process )?[a-z]{3,10})(?: ?[cukmn](?![^\W_]))?"
    r"|(?<![^\W_])(?:cmyk|rgb)[ :=]{0,2}\d{1,3}%?(?:[/, -]{1,2}\d{1,3}%?){2,3}(?!\d)"
    r"|#(?=\d*[a-f])[0-9a-f]{6}(?![^\W_])"
)
JOINTS = re.compile(
    rf"[ ,/+-]{{0,3}}(?:(?:{PAPER}|stock|mit|met|with|con|avec|di|de)[ ,-]{{1,2}}){{0,2}}"
)
NEGATORS = frozenset(listed("cues", "negator"))
IMAGES = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".gif", ".bmp")
AGREEING, DECLINING = ("👍", "✅", "👌", "✔"), ("👎", "❌", "🚫")
FEW_WORDS = 4
WINDOW = 40
PAIRS = (
    (frozenset({"money", "back"}), "refund"),
    (frozenset({"again", "print"}), "reprint"),
    (frozenset({"again", "deliver"}), "redelivery"),
)


def take_product(draft: Draft) -> None:
    """The product that is meant, under the shop's key."""
    found = draft.find("products", anywhere=True)
    named = [Candidate(each.value, each.start, each.end) for each in found if each.value != "none"]
    if named:
        draft.take("product", named)


def take_colour(draft: Draft) -> None:
    """Colours as the customer calls them, and those of a colour system."""
    found = [
        Candidate(draft.said(*match.span()), *match.span())
        for match in PANTONE.finditer(draft.left)
        if any(sign.isdigit() for sign in match[0]) or match[0].startswith(("pantone", "pms"))
    ]
    asked = "colour" in draft.asked
    named = [
        each
        for each in draft.find("colours", anywhere=asked)
        if each.value == "colour" and not _in_a_name(draft, each)
    ]
    if not found:
        found = [Candidate(draft.said(each.start, each.end), each.start, each.end)
                 for each in named]  # fmt: skip
    draft.take("colour", found)
    if asked and "colour" not in draft.facts:
        take_words(draft, "colour")


def _in_a_name(draft: Draft, found: Found) -> bool:
    """Whether the colour is somebody's name: "Bakkerij De Wit"; German writes colours so too."""
    before = draft.text[: found.start].rstrip(" ")
    inside = bool(before) and before[-1] not in ".!?:;\n"
    return draft.language != "de" and draft.text[found.start].isupper() and inside


def take_material(draft: Draft) -> None:
    """Weight and kind of paper or cloth, joined where they stand together."""
    parts = [match.span() for match in WEIGHT.finditer(draft.left)]
    asked = "material" in draft.asked
    found = draft.find("materials", anywhere=asked)
    parts += [(each.start, each.end) for each in found if each.value == "material"]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if joined and JOINTS.fullmatch(draft.plain, joined[-1][1], max(start, joined[-1][1])):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    draft.take("material", [Candidate(draft.said(*span), *span) for span in joined])
    if asked and "material" not in draft.facts:
        take_words(draft, "material")


def take_words(draft: Draft, name: str) -> None:
    """A short answer in the customer's own words, when it is no refusal to answer."""
    text = " ".join(draft.text.split()).strip(" .!")
    words = len(draft.words.words)
    if 0 < words <= FEW_WORDS and "?" not in text and not keeps_back(draft):
        draft.facts[name] = text


def keeps_back(draft: Draft) -> bool:
    """Whether the answer is that they do not know, have it not at hand, or have none."""
    found = [*phrases("answers", draft.language).find(draft.words), *_anywhere("answers", draft)]
    refused = any(each.value in ("refusal", "withdrawal") and each.first == 0 for each in found)
    return refused or any(each.value == "unknown" for each in found)


def _anywhere(name: str, draft: Draft) -> list[Found]:
    return phrases(name).find(draft.words) if len(draft.words.words) <= 12 else []


def take_wish(draft: Draft) -> None:
    """What is to be done, said outright or in a roundabout way, unless it is denied."""
    found = draft.find("wishes", anywhere=True)
    wished = [each for each in found if each.value == "none" or not _denied(draft, each)]
    wished = [each for each in wished if _is_meant(draft, each)]
    if not wished and (said := _wish_of_two(draft)):
        draft.facts["wish"] = said
        return
    if not wished and "wish" in draft.asked and _cue("nothing").search(draft.plain):
        draft.facts["wish"] = "none"
    if wished:
        nothing = [each for each in wished if each.value == "none"]
        draft.facts["wish"] = _preferred(draft, wished) if not nothing else "none"


def _wish_of_two(draft: Draft) -> str | None:
    """A wish of which two words stand apart in a sentence that asks: "print … once again"."""
    sentences: dict[int, list[Found]] = {}
    for each in draft.find("wish_pairs"):
        sentences.setdefault(draft.words.sentences[each.first], []).append(each)
    for found in sentences.values():
        kinds = {each.value for each in found}
        whole = draft.plain[max(0, found[0].start - WINDOW) : found[-1].end + WINDOW]
        denied = any(_denied(draft, each) for each in found)
        if denied or not _cue("asking").search(whole) or _cue("documents").search(whole):
            continue
        for pair, wish in PAIRS:
            if pair <= kinds:
                return wish
    return None


def _is_meant(draft: Draft, found: Found) -> bool:
    """Not an invoice that shall be sent again, nor a voucher that is only spoken of."""
    around = draft.plain[max(0, found.start - 45) : found.end + 30]
    if found.value == "redelivery":
        return not _cue("documents").search(around)
    return found.value != "voucher" or "wish" in draft.asked or bool(_cue("asking").search(around))


@cache
def _cue(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{alternation(listed('asking', kind))})(?![^\W_])")


def _preferred(draft: Draft, wished: list[Found]) -> str:
    """What stands in a sentence that wishes before what is only told of."""
    for each in wished:
        if _cue("asking").search(draft.plain[max(0, each.start - 45) : each.end]):
            return each.value
    return wished[0].value


def _denied(draft: Draft, found: Found) -> bool:
    before = list(draft.words.before(found.first, 3))
    if before[-2:] in (["why", "not"], ["waarom", "niet"]):
        return False
    return any(word in NEGATORS for word in before)


def take_photos(draft: Draft, attachments: tuple[str, ...]) -> None:
    """Whether pictures were sent; a promise counts only where we had asked for them."""
    found = draft.find("photos", anywhere=True)
    values = [each.value for each in found]
    values += ["given"] if _shows_pictures(draft, found) else []
    if any(name.lower().endswith(IMAGES) for name in attachments):
        draft.facts["photos"] = "yes"
    elif "missing" in values:
        draft.facts["photos"] = "no"
    elif "given" in values and not ("later" in values and "photos" not in draft.asked):
        draft.facts["photos"] = "yes"
    elif "photos" in draft.asked:
        if attachments or "later" in values or "enclosed" in values:
            draft.facts["photos"] = "yes"
        elif answer := consent(draft):
            draft.facts["photos"] = answer


def _shows_pictures(draft: Draft, found: list[Found]) -> bool:
    """Whether one sentence names pictures and says that they are there."""
    sentences: dict[int, set[str]] = {}
    for each in found:
        sentences.setdefault(draft.words.sentences[each.first], set()).add(each.value)
    return any(
        "noun" in kinds and kinds & {"sending", "enclosed"} and not kinds & {"artwork", "later"}
        for kinds in sentences.values()
    )


def consent(draft: Draft) -> str | None:
    """Yes or no; a withdrawal outweighs every yes, else the first clear word counts."""
    values = list(_answers(draft))
    if _cue("condition").search(draft.plain):
        # "Yes, if it costs nothing" agrees to nothing yet.
        return None
    if "unknown" in values and values[0] not in ("consent", "refusal"):
        return None
    if "withdrawal" in values:
        return "no"
    for value in values:
        if value in ("consent", "refusal"):
            return "yes" if value == "consent" else "no"
    if any(sign in draft.text for sign in DECLINING):
        return "no"
    return "yes" if any(sign in draft.text for sign in AGREEING) else None


def _answers(draft: Draft) -> Iterator[str]:
    found = phrases("answers", draft.language).find(draft.words)
    if not found:
        found = _anywhere("answers", draft)
    for each in found:
        denied = each.value == "consent" and any(
            word in NEGATORS for word in draft.words.before(each.first, 2)
        )
        first = each.first == 0 or not denied
        yield each.value if first else "refusal"


def take_payment_method(draft: Draft) -> None:
    """How somebody pays or wants to pay, under the shop's key; other ways in their own words."""
    asked = "payment_method" in draft.asked
    found = draft.find("payment", anywhere=asked)
    sure = [each for each in found if asked or each.stop - each.first > 1 or _is_named(each)]
    candidates = [Candidate(each.value, each.start, each.end) for each in sure]
    if "ideal" in draft.plain and "iDEAL" in draft.text and not candidates:
        at = draft.text.index("iDEAL")
        candidates = [Candidate("ideal", at, at + 5)]
    if candidates:
        draft.take("payment_method", candidates)
    elif asked:
        take_words(draft, "payment_method")


def _is_named(found: Found) -> bool:
    """Whether one word alone names a way of paying; a card may be any card."""
    return found.value in ("paypal", "bancontact", "sofort", "ideal", "bank_transfer") or (
        found.end - found.start > len("tarjeta")
    )
