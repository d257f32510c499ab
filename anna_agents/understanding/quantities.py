"""How much, how many, how large: amounts, percentages, sizes, pieces."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from anna_agents.understanding.choices import take_words
from anna_agents.understanding.draft import Candidate, Draft
from anna_agents.understanding.numbers import WRITTEN, Number, numbers_in, read_number
from anna_agents.understanding.phrases import Found, alternation, listed, phrases

MONEY = r"(?:€|eur(?:o|os)?|£|gbp|pounds?|pond|quid|livres? sterling|libras?|sterline?|\$)"
AMOUNT = re.compile(
    rf"{MONEY} ?({WRITTEN})(?:,-|\.-)?(?![\w%])"
    rf"|(?<![\w.,])({WRITTEN})(?:,-|\.-)? ?{MONEY}(?:(?<=[€£$])(\d\d)(?!\d))?(?![^\W_])"
)
PERCENT = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[.,]\d{1,2})?) ?"
    r"(?:%|procent|percent|prozent|pour ?cent|por ?ciento|per ?cento|pct)"
)
UNIT = r"(?:mm|cm|mtr|meter|metres?|metros?|metri|m|inch(?:es)?|in|\")"
SIDE = rf"\d{{1,5}}(?:[.,]\d{{1,2}})? ?{UNIT}?"
SIZE = re.compile(
    rf"(?<![\w.,])(?:{SIDE} ?[x×*] ?{SIDE}(?: ?[x×*] ?{SIDE})?(?![^\W_])"
    rf"|{SIDE} (?:op|auf|bij|by|sur|por|per) \d{{1,5}}(?:[.,]\d{{1,2}})? ?{UNIT}(?![^\W_])"
    r"|(?:din ?-?)?a(?:10|[0-9])(?=[^\w]|tje|$)(?:[+](?!\w))?|din[ -]a[ -]?\d(?!\d)"
    r"|(?:din[ -]?)(?:[bc]\d|lang)(?![^\W_])"
    r"|(?:[2-6]|x{1,4})xl(?![^\W_])|(?<!['.])x{1,2}[sl](?![^\W_]))"
)
COUNTED = re.compile(r"\d ?[x×*] ?\d{3,}")
NAMED_SIZE = re.compile(r"[abc]\d+\+?|\d?x*[sml]|dl")
LABELLED_SIZE = re.compile(
    r"(?<![^\W_])(?:maat|maten|size|grosse|größe|taille|talla|taglia|formaat|format|formato)"
    r"[ :]{1,3}(?:is |een |in )?([smlbc]\d?)(?![^\W_])"
)
SHORT_FORMS = re.compile(
    r"(?<![^\W_])(?:dl|[smlbc]\d?|xs|x{0,4}l"
    r"|\d{1,4} (?:op|auf|bij|by|sur|por|per) \d{1,4})(?![^\W_])"
)
TIMES = re.compile(r" ?x(?![^\W_]| ?\d)")
MOST_ADJECTIVES = 3
LONGEST_BETWEEN = 45
FEWEST_WISHED = 5
FEWEST_TIMES = 10


def take_amounts(draft: Draft) -> None:
    """Money with its currency, and percentages; a bare number when it was asked for."""
    amounts = []
    for match in AMOUNT.finditer(draft.left):
        value = read_number(match[1] or match[2]) + (int(match[3]) / 100 if match[3] else 0.0)
        amounts.append(Candidate(value, *match.span()))
    draft.take("amount", amounts)
    percents = [
        Candidate(read_number(match[1]), *match.span()) for match in PERCENT.finditer(draft.left)
    ]
    draft.take("percent", percents)


def take_sizes(draft: Draft) -> None:
    """Formats, measures, and sizes of clothing."""
    found = [
        Candidate(_size(draft, *m.span()), *m.span())
        for m in SIZE.finditer(draft.left)
        if not COUNTED.fullmatch(m[0])
    ]
    for match in LABELLED_SIZE.finditer(draft.left):
        found.append(Candidate(_size(draft, *match.span(1)), *match.span(1)))
    if not found and "size" in draft.asked:
        found = [Candidate(_size(draft, *m.span()), *m.span())
                 for m in SHORT_FORMS.finditer(draft.left)]  # fmt: skip
    draft.take("size", sorted(found, key=lambda each: each.start))
    if "size" in draft.asked and "size" not in draft.facts:
        take_words(draft, "size")


def _size(draft: Draft, start: int, end: int) -> str:
    written = draft.said(start, end)
    return written.upper() if NAMED_SIZE.fullmatch(written.lower()) else written


def take_pieces(draft: Draft) -> None:
    """How many pieces are meant, and how many of them are affected by what is complained of."""
    numbers = [number for number in numbers_in(draft) if number.value > 0]
    affected, quantities = [], []
    parts, wholes = _parts_of_wholes(draft, numbers)
    products = draft.real(phrases("products", draft.language).find(draft.words))
    for number in numbers:
        candidate = Candidate(number.value, number.start, number.end)
        counted = _counted(draft, number, products)
        if number in parts or (number not in wholes and _affected(draft, number, counted)):
            affected.append(candidate)
        elif (
            (counted is not None and not number.rough)
            or number in wholes
            or _wished(draft, number, numbers)
        ):
            quantities.append(candidate)
    asked_affected = "pieces_affected" in draft.asked and not affected
    if asked_affected and numbers:
        affected = [Candidate(numbers[0].value, numbers[0].start, numbers[0].end)]
        quantities = [each for each in quantities if each.start != affected[0].start]
    if "quantity" in draft.asked and not quantities:
        quantities = [Candidate(n.value, n.start, n.end) for n in numbers if not n.rough]
    draft.take("pieces_affected", affected[:1])
    draft.take("quantity", quantities)


def take_bare_amounts(draft: Draft) -> None:
    """Numbers without a sign, where money or a percentage was asked for."""
    for name in ("amount", "percent"):
        if name in draft.asked and name not in draft.facts:
            draft.take(name, [Candidate(n.value, n.start, n.end) for n in numbers_in(draft)][:1])


@cache
def _words(kind: str, language: str = "") -> str:
    return alternation(listed("counting", kind, language))


@cache
def _after(kind: str) -> re.Pattern[str]:
    return re.compile(rf" ?(?:{_words(kind)})(?![^\W_])")


def _parts_of_wholes(draft: Draft, numbers: list[Number]) -> tuple[set[Number], set[Number]]:
    """Numbers said of a larger one, and the larger ones: 20 van de 500, of the 500 only 20."""
    parts, wholes = set(), set()
    for first, second in pairwise(list(numbers)):
        part, whole = sorted((first, second), key=lambda number: number.value)
        between = draft.plain[first.end : second.start]
        said = (
            _is_partitive(between, draft.language)
            if part is first
            else _is_part_after(draft, first, between)
        )
        if said and part.value < whole.value and not _vague(draft, whole):
            parts.add(part)
            wholes.add(whole)
    match = re.search(r"(?<![\w./-])(\d{1,4})/(\d{2,6})(?![\w./-])", draft.left)
    if match and int(match[2]) >= 50 and int(match[1]) < int(match[2]):
        parts.add(_add(numbers, match))
    return parts, wholes


def _is_part_after(draft: Draft, whole: Number, between: str) -> bool:
    """Whether a part is told after its whole: "van de 500 flyers zijn er 80 ..."."""
    before = draft.plain[max(0, whole.start - 14) : whole.start]
    return (
        len(between) <= LONGEST_BETWEEN
        and not re.search(r"[.!?;\n]", between)
        and not re.search(rf"(?<![^\W_])(?:{_words('to')}) $", between)
        and bool(re.search(rf"(?<![^\W_])(?:{_words('partitive', draft.language)}) $", before))
    )


def _vague(draft: Draft, number: Number) -> bool:
    """Whether boxes or kinds are counted, not pieces."""
    return bool(_after("vague_unit").match(draft.plain[number.end : number.end + 30]))


def _add(numbers: list[Number], match: re.Match[str]) -> Number:
    number = Number(float(match[1]), *match.span(1))
    numbers.append(number)
    return number


def _is_partitive(between: str, language: str) -> bool:
    pieces = _words("pieces")
    return bool(
        re.fullmatch(
            rf" ?(?:(?:{pieces}) )?(?:{_words('partitive', language)}) (?:ca\.? )?", between
        )
    )


def _counted(draft: Draft, number: Number, products: list[Found]) -> int | None:
    """Where the pieces or the product that the number counts end, None when it counts none."""
    rest = draft.plain[number.end : number.end + 60]
    pieces = _after("pieces").match(rest) or (number.value >= FEWEST_TIMES and TIMES.match(rest))
    ordinal = rest.startswith("st") and number.value % 10 == 1
    if pieces and not ordinal:
        return number.end + pieces.end()
    for product in products:
        if number.end <= product.start <= number.end + 45:
            between = draft.plain[number.end : product.start]
            return product.end if _only_describes(between) else None
    return None


@cache
def _blocking() -> re.Pattern[str]:
    kinds = f"{_words('vague_unit')}|{_words('partitive')}"
    return re.compile(rf"(?<![^\W_])(?:{kinds})(?![^\W_])")


def _only_describes(between: str) -> bool:
    """Whether nothing but adjectives stands between: "500 matte A5 flyers"."""
    if re.search(r"[.,!?;:\n]|(?<!\w)\d+(?!\w)", between):
        return False
    if len(between.split()) > MOST_ADJECTIVES:
        return False
    return not _blocking().search(between) or between.strip() in ("de", "di", "d'", "of")


def _affected(draft: Draft, number: Number, counted: int | None) -> bool:
    """Whether a defect is said of the counted pieces in the words around the number."""
    before = draft.plain[max(0, number.start - 24) : number.start]
    before = re.split(r"[.!?;,\n]", before)[-1]
    if re.search(rf"(?<![^\W_])(?:{_words('short_of')})(?![^\W_])(?: \w+)? ?$", before):
        return True
    if _estimated(before) and _defects().search(draft.plain):
        return True
    if number.rough and counted is None and not _defect_in(draft.plain[number.end :][:60]):
        return False
    after = draft.plain[counted or number.end :][: 40 if counted else 24]
    return _defect_in(after) or number.rough


def _estimated(before: str) -> bool:
    """Whether the number is a guess, which nobody makes of what was ordered."""
    return bool(re.search(rf"(?<![^\W_])(?:{_words('estimate')}) $", before))


@cache
def _defects() -> re.Pattern[str]:
    words = (word.replace("*", "") + (r"[^\W_]*" if "*" in word else "")
             for word in listed("counting", "affected"))  # fmt: skip
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])")


def _defect_in(after: str) -> bool:
    clause = re.split(r"[.!?;,\n]", after)[0]
    return bool(_defects().search(clause)) and not re.search(r"\d", clause)


@cache
def _quantity_label() -> re.Pattern[str]:
    words, joints = _words("label"), "is|van|of|von|de|di|to|auf|naar|a"
    return re.compile(rf"(?<![^\W_])(?:{words})(?: (?:{joints}))?[ :=]{{1,3}}$")


def _wished(draft: Draft, number: Number, numbers: list[Number]) -> bool:
    """Whether a bare number is the wished quantity: "naar 500", "oplage: 500"."""
    if number.value < FEWEST_WISHED or number.value != int(number.value):
        return False
    if re.match(r"[^\W_]|[:%]| ?(?:mm|cm|m|g|gr|u|uur|h)\b", draft.left[number.end :]):
        return False
    before = draft.plain[max(0, number.start - 30) : number.start]
    if _quantity_label().search(before):
        return True
    if not re.search(rf"(?<![^\W_])(?:{_words('to')}) $", before):
        return False
    about = rf"(?<![^\W_])(?:{_words('amount_of_order')})(?![^\W_])"
    near = draft.plain[max(0, number.start - 60) : number.end + 40]
    others = any(each.start < number.start and number.start - each.end < 12 for each in numbers)
    return others or bool(re.search(about, near))
