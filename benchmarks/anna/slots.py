"""Filling the slots of messages that are read apart from any order."""

from __future__ import annotations

import re
from collections.abc import Mapping

SLOT = re.compile(r"\{(\w+)\}")
PRODUCT = {"nl": "flyers", "en": "flyers", "de": "Flyer", "fr": "flyers", "es": "folletos",
           "it": "volantini"}  # fmt: skip
DATE = {"nl": "24 juni", "en": "24 June", "de": "24. Juni", "fr": "24 juin", "es": "24 de junio",
        "it": "24 giugno"}  # fmt: skip
COLOUR = {"nl": "blauw", "en": "blue", "de": "blau", "fr": "bleu", "es": "azul", "it": "blu"}
VALUES: Mapping[str, str] = {
    "order": "4012345", "invoice": "F2025-018234", "tracking_code": "3SDHX1234567",
    "quantity": "500", "size": "A5", "material": "135 g", "amount": "€ 45,00", "percent": "10",
    "new_address": "Dorpsstraat 3, 1234 AB Utrecht", "email": "sam@example.com",
    "phone": "06 00000000", "company": "Voorbeeld BV", "vat_number": "NL001234567B01",
    "po_number": "PO-4711", "iban": "NL91ABNA0417164300", "file": "ontwerp.pdf",
    "pieces_affected": "20", "voucher_code": "DANK-1A2B3C4D", "name": "Sam",
}  # fmt: skip


def plain(text: str, language: str) -> str:
    """`text` with an ordinary value in each slot; braces that are no slot stay."""
    by_language = {"product": PRODUCT, "date": DATE, "colour": COLOUR}

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        if name in by_language:
            return by_language[name].get(language, by_language[name]["en"])
        return VALUES.get(name, found.group(0))

    return SLOT.sub(value, text)
