"""Numbers and codes that name something: orders, invoices, parcels, accounts, people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from stdnum import iban
from stdnum.be import vat as vat_be
from stdnum.de import vat as vat_de
from stdnum.es import nif as vat_es
from stdnum.fr import tva as vat_fr
from stdnum.gb import vat as vat_gb
from stdnum.it import iva as vat_it
from stdnum.nl import btw as vat_nl

from anna_agents.understanding.draft import Candidate, Draft
from anna_agents.understanding.phrases import alternation, listed

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
IBAN_LENGTHS = {
    "nl": 18, "be": 16, "de": 22, "fr": 27, "es": 24, "it": 27, "gb": 22, "lu": 20, "at": 20,
    "ch": 21, "pt": 25, "ie": 22, "pl": 28, "dk": 18, "mc": 27, "lt": 20,
}  # fmt: skip
IBAN_START = re.compile(rf"(?<![^\W_])(?:{'|'.join(IBAN_LENGTHS)})\d\d(?=[ .-]?[\da-z])")
VAT_VALID: dict[str, Callable[[str], bool]] = {
    "nl": vat_nl.is_valid, "be": vat_be.is_valid, "de": vat_de.is_valid, "fr": vat_fr.is_valid,
    "es": vat_es.is_valid, "it": vat_it.is_valid, "gb": vat_gb.is_valid,
}  # fmt: skip
VAT = re.compile(
    r"(?<![^\W_])(?:nl[ .:-]?(?:\d[ .-]?){9}b[ .-]?\d[ .-]?\d|be[ .:-]?[01]?(?:[ .-]?\d){9}"
    r"|(?:de|gb)[ .:-]?\d(?:[ .-]?\d){8}|gb[ .:-]?\d(?:[ .-]?\d){11}"
    r"|fr[ .:-]?[\da-z]{2}(?:[ .-]?\d){9}|es[ .:-]?[\da-z][ .-]?(?:\d[ .-]?){7}[\da-z]"
    r"|it[ .:-]?\d(?:[ .-]?\d){10})(?![^\W_])"
)
INVOICE = re.compile(r"(?<![^\W_])f[ ./-]?(20\d\d)[ ./-]{0,3}(\d{3,6})(?!\d)")
TRACKING = re.compile(
    r"(?<![^\W_])(?:3s ?[a-z0-9]{8,15}|jvgl ?\d{10,24}|jjd ?\d{10,20}|1z ?[0-9a-z]{16}"
    r"|[a-z]{2} ?\d{9} ?[a-z]{2}|[0-9][a-z]\d{11}|p[a-z0-9]{3}\d{8,20}[a-z0-9]{0,2}"
    r"|h\d{2}[a-z0-9]{3}\d{10}|\d{12,24}|00340(?: ?\d){15}|3232(?: ?\d){20}|(?:\d{4} ){3,5}\d{2,8})"
    r"(?![^\W_])"
)
CODE = r"[a-z0-9](?:[a-z0-9./_-]{0,28}[a-z0-9])?"
ORDER = re.compile(
    r"(?<![\w+])(?<!\d[.,/-])(?:dh[ -]?)?"
    r"(?:\d{7}|\d{4}[ .-]\d{3}|\d{3}[ .-]\d{4}|\d[ .]\d{3}[ .]\d{3}|\d{2}[ .]\d{2}[ .]\d{3})"
    r"(?![^\W_])(?![.,/-]\d)"
)
PHONE = re.compile(
    r"(?<![\w+,.])(?:\(?\+|\(?0|[6-9](?=\d\d)|3(?=\d\d[ ]?\d))[\d ()./-]{6,20}\d(?!\w)"
)
BARE_VAT = re.compile(
    r"(?<![^\W_])(?:[01]\d{3}\.\d{3}\.\d{3}|[01]\d{9}|\d{9}b\d\d|\d{11}|[a-hjnp-sw]-?\d{7}-?[\da-j]|\d{8}-?[a-z])(?![^\W_])"
)
POSTCODE_NL = re.compile(r"(?<![^\W_])[1-9]\d{3} ?[a-z]{2}(?![^\W_])")
POSTCODE_UK = re.compile(r"(?<![^\W_])[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}(?![^\W_])")
NUMERIC_DATE = re.compile(
    r"(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:20)?\d\d(?![./-]?\d)"
)
ORDERS_BEGIN = "4"


def take_identifiers(draft: Draft) -> None:
    """Everything that can be told by its own shape; the strictest shapes first."""
    draft.take("email", list(_found(EMAIL, draft)))
    _take_ibans(draft)
    _take_vat_numbers(draft)
    _take_invoices(draft)
    _take_purchase_orders(draft)
    _take_tracking_codes(draft)
    _take_phones(draft)
    _take_orders(draft)


def _found(pattern: re.Pattern[str], draft: Draft) -> Iterator[Candidate]:
    for match in pattern.finditer(draft.left):
        yield Candidate(draft.said(*match.span()).rstrip("."), *match.span())


@cache
def label(*names: str) -> re.Pattern[str]:
    """A pattern for the end of the text before a value that says what the value is."""
    words = alternation(word for name in names for word in listed("labels", name))
    filler = alternation(listed("labels", "filler"))
    return re.compile(
        rf"(?<![^\W_])(?:{words})(?:[ :=#.°º(\"'-]|(?<![^\W_])(?:{filler})(?![^\W_])){{0,12}}$"
    )


def labelled(draft: Draft, start: int, *names: str) -> bool:
    """Whether the words before `start` say that one of `names` follows."""
    return bool(label(*names).search(draft.plain[max(0, start - 60) : start]))


def _compact(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def _take_ibans(draft: Draft) -> None:
    candidates = []
    for match in IBAN_START.finditer(draft.left):
        end = _reaches(draft.left, match.start(), IBAN_LENGTHS[match[0][:2]])
        code = _compact(draft.text[match.start() : end]) if end else ""
        if end and iban.is_valid(code):
            candidates.append(Candidate(code, match.start(), end))
    draft.take("iban", candidates)


def _reaches(text: str, start: int, length: int) -> int | None:
    """Where `length` letters and digits from `start` on end, over spaces, dots and hyphens."""
    count = 0
    for at in range(start, min(len(text), start + 2 * length)):
        if text[at].isascii() and text[at].isalnum():
            count += 1
            if count == length:
                return at + 1 if not text[at + 1 : at + 2].isalnum() else None
        elif text[at] not in " .-":
            return None
    return None


def _take_vat_numbers(draft: Draft) -> None:
    candidates = []
    for match in VAT.finditer(draft.left):
        code = _compact(match[0])
        if VAT_VALID[match[0][:2]](code[2:]) or _surely_vat(draft, match):
            candidates.append(Candidate(code, *match.span()))
    candidates += [] if candidates else _vat_without_country(draft)
    draft.take("vat_number", candidates)


def _surely_vat(draft: Draft, match: re.Match[str]) -> bool:
    """Wrong check digits are the customer's to mend, not ours to overlook."""
    return (
        "vat_number" in draft.asked
        or labelled(draft, match.start(), "vat_number")
        or draft.text[match.start() : match.start() + 2].isupper()
    )


def _vat_without_country(draft: Draft) -> list[Candidate]:
    candidates = []
    for match in BARE_VAT.finditer(draft.left):
        if "vat_number" in draft.asked or labelled(draft, match.start(), "vat_number"):
            code = _compact(match[0])
            candidates.append(Candidate(_country_of(code) + code, *match.span()))
    return candidates


def _country_of(code: str) -> str:
    """Whose VAT numbers are built so."""
    if code.isdigit():
        return "BE" if len(code) == 10 else "IT"
    return "NL" if code[-3:-2] == "B" else "ES"


def _take_invoices(draft: Draft) -> None:
    candidates = [
        Candidate(f"F{match[1]}-{int(match[2]):06d}", *match.span())
        for match in INVOICE.finditer(draft.left)
    ]
    if not candidates:
        candidates = list(_loose_invoices(draft))
    draft.take("invoice", candidates)


def _loose_invoices(draft: Draft) -> Iterator[Candidate]:
    """A number after the word invoice; without a year it is one of this year."""
    loose = re.compile(
        r"(?<![\w.,-])f?(?:(20\d\d)[ ./-]{1,3})?(\d{5,6})(?![\w%]|[.,]\d| ?(?:€|eur|£))"
    )
    for match in loose.finditer(draft.left):
        if "invoice" in draft.asked or labelled(draft, match.start(), "invoice"):
            year = match[1] or draft.today.year
            yield Candidate(f"F{year}-{int(match[2]):06d}", *match.span())


def _take_purchase_orders(draft: Draft) -> None:
    candidates = []
    code = re.compile(rf"(?<![^\W_]){CODE}(?![^\W_])")
    for match in code.finditer(draft.left):
        if any(sign.isdigit() for sign in match[0]) and labelled(draft, match.start(), "po_number"):
            candidates.append(Candidate(draft.said(*match.span()), *match.span()))
    for match in re.finditer(r"(?<![^\W_])po[ -]?\d[\d/-]{2,16}(?![^\W_])", draft.left):
        candidates.append(Candidate(draft.said(*match.span()), *match.span()))
    draft.take("po_number", [each for each in candidates if not _is_order(str(each.value))])


def _is_order(value: str) -> bool:
    return bool(re.fullmatch(r"(?:dh-?)?4\d{6}", value.lower()))


def _take_tracking_codes(draft: Draft) -> None:
    candidates = []
    for match in TRACKING.finditer(draft.left):
        digits = sum(sign.isdigit() for sign in match[0])
        if digits >= 7 and not (match[0].startswith("0") and digits < 14):
            candidates.append(Candidate(_compact(match[0]), *match.span()))
    if not candidates:
        loose = re.compile(r"(?<![^\W_])[a-z0-9]{8,30}(?![^\W_])")
        for match in loose.finditer(draft.left):
            coded = sum(sign.isdigit() for sign in match[0]) >= 5
            if coded and labelled(draft, match.start(), "tracking_code"):
                candidates.append(Candidate(_compact(match[0]), *match.span()))
    draft.take("tracking_code", candidates)


def _take_phones(draft: Draft) -> None:
    candidates = []
    for match in PHONE.finditer(draft.left):
        digits = re.sub(r"\D", "", match[0])
        if _is_phone(match[0], digits) and not NUMERIC_DATE.match(draft.left, match.start()):
            candidates.append(Candidate(draft.said(*match.span()), *match.span()))
    draft.take("phone", candidates)


def _is_phone(written: str, digits: str) -> bool:
    if written.lstrip("(").startswith("+") or digits.startswith("00"):
        return 9 <= len(digits) <= 15
    if digits.startswith("0"):
        return 9 <= len(digits) <= 12
    # Spain has nine digits without a nought, Italian mobiles ten.
    return len(digits) == 9 if digits[0] in "6789" else len(digits) == 10


def _take_orders(draft: Draft) -> None:
    candidates = []
    for match in ORDER.finditer(draft.left):
        digits = re.sub(r"\D", "", match[0])
        named = "dh" in match[0] or labelled(draft, match.start(), "order", "invoice")
        plain = match[0].isdigit()
        counted = re.match(
            rf" ?(?:(?:{_pieces()}|eur|euro)(?![^\W_])|€)", draft.left[match.end() :]
        )
        if named or (not counted and (plain or digits.startswith(ORDERS_BEGIN))):
            candidates.append(Candidate(digits, *match.span()))
    if not candidates and "order" in draft.asked:
        # A number of a wrong length is still the one that was meant: it will not be found.
        for match in re.finditer(r"(?<![\w.,])\d{5,9}(?![\w%]|[.,]\d)", draft.left):
            candidates.append(Candidate(match[0], *match.span()))
    draft.take("order", candidates)


@cache
def _pieces() -> str:
    return alternation(listed("counting", "pieces"))


def take_postcode(draft: Draft) -> None:
    """A postcode that stands alone, with which a customer shows who they are."""
    asked = bool(draft.asked & {"identity", "postcode"})
    candidates = []
    for pattern in (POSTCODE_UK, POSTCODE_NL):
        for match in pattern.finditer(draft.left):
            written = draft.text[match.start() : match.end()]
            sure = written.upper() == written or " " not in written or asked
            if sure or labelled(draft, match.start(), "postcode"):
                candidates.append(Candidate(written.upper(), *match.span()))
    for match in re.finditer(r"(?<![\w.,])\d{4,5}(?![\w%]|[.,]\d)", draft.left):
        if asked or labelled(draft, match.start(), "postcode"):
            candidates.append(Candidate(match[0], *match.span()))
    draft.take("postcode", candidates)


def dates_blanked(draft: Draft) -> list[tuple[int, int, date]]:
    """Whole numeric dates, taken out before anything could take them for a number."""
    found = []
    for match in NUMERIC_DATE.finditer(draft.left):
        day, month, year = (int(part) for part in re.split(r"[./-]", match[0]))
        try:
            found.append((*match.span(), date(year if year > 99 else 2000 + year, month, day)))
        except ValueError:
            continue
    for match in re.finditer(r"(?<!\d)(20\d\d)-([01]\d)-([0-3]\d)(?!\d)", draft.left):
        try:
            found.append((*match.span(), date(int(match[1]), int(match[2]), int(match[3]))))
        except ValueError:
            continue
    return found
