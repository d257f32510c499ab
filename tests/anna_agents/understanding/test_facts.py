"""Facts out of words, in six languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anna_agents.procedures.vocabulary import FACTS, LANGUAGES, PRODUCTS
from anna_agents.understanding.facts import facts_of
from anna_agents.understanding.phrases import LEXICON, lexicon

MONDAY = date(2025, 6, 2)
Case = tuple[str, str, str | float | None]


def told(text: str, language: str, name: str, *asked: str) -> str | float | None:
    return facts_of(text, language, asked=asked, today=MONDAY).get(name)


ORDERS: list[Case] = [
    ("nl", "Waar blijft bestelling 4012345?", "4012345"),
    ("nl", "order #4012345 is er nog niet", "4012345"),
    ("nl", "mijn bestelnummer is DH4012345", "4012345"),
    ("nl", "nr. 4.012.345 graag annuleren", "4012345"),
    ("en", "order no. 4012 345 please", "4012345"),
    ("en", "Re: dh-4012345 - where is it", "4012345"),
    ("de", "Bestellnummer: 4012345, wann kommt sie?", "4012345"),
    ("fr", "commande n° 4012345", "4012345"),
    ("es", "mi pedido 4012345 no ha llegado", "4012345"),
    ("it", "l'ordine n. 4012345 non arriva", "4012345"),
    ("nl", "4012345, sorry 4012354", "4012354"),
    ("en", "it's 4012345... no wait, I mean 4012354", "4012354"),
    ("de", "nicht 4012345 sondern 4012354", "4012354"),
    ("it", "ordine 4012345, anzi 4012354", "4012354"),
    ("en", "Order 4012399 is late, unlike 4012345", "4012399"),
    ("nl", "bel me op 06-40123456", None),
    ("nl", "ik wil 2500 flyers", None),
    ("en", "my number is 40123456789", None),
    ("de", "10115 Berlin", None),
    ("nl", "1234 AB is de postcode", None),
    ("en", "4012345 still has not shipped", "4012345"),
    ("fr", "il me faut 1 500 000 exemplaires", None),
    ("en", "tracking 00340434161234567890", None),
    ("nl", "factuur F2025-018234", None),
]


@pytest.mark.parametrize(("language", "text", "expected"), ORDERS)
def test_an_order_number_is_told_from_other_numbers(
    language: str, text: str, expected: str | None
) -> None:
    assert told(text, language, "order") == expected


CODES: list[tuple[str, str, str, str | None]] = [
    ("nl", "factuur F2025-018234 klopt niet", "invoice", "F2025-018234"),
    ("en", "about f2025 18234", "invoice", "F2025-018234"),
    ("de", "Rechnung F 2025/018234", "invoice", "F2025-018234"),
    ("fr", "la facture n° 2025-018234", "invoice", "F2025-018234"),
    ("es", "factura F2025018234 por favor", "invoice", "F2025-018234"),
    ("it", "la fattura è di 18234 euro", "invoice", None),
    ("nl", "track & trace 3SDHX1234567", "tracking_code", "3SDHX1234567"),
    ("de", "Sendungsnummer 00340434161234567890", "tracking_code", "00340434161234567890"),
    ("de", "Paket 0034 0434 1612 3456 7890", "tracking_code", "00340434161234567890"),
    ("en", "UPS says 1Z999AA10123456784", "tracking_code", "1Z999AA10123456784"),
    ("fr", "numéro de suivi 6A12345678901", "tracking_code", "6A12345678901"),
    ("es", "localizador RR123456785ES", "tracking_code", "RR123456785ES"),
    ("it", "spedizione 123456789012", "tracking_code", "123456789012"),
    ("nl", "bestelling 4012345", "tracking_code", None),
    ("en", "write to jo.smith+print@mail.example.co.uk.", "email",
     "jo.smith+print@mail.example.co.uk"),
    ("nl", "niet oud@a.example maar nieuw@b.example", "email", "nieuw@b.example"),
    ("nl", "mail apestaart voorbeeld", "email", None),
    ("nl", "bel 06-12345678", "phone", "06-12345678"),
    ("nl", "mijn nummer +31 6 1234 5678", "phone", "+31 6 1234 5678"),
    ("de", "Tel. 030 12345678", "phone", "030 12345678"),
    ("fr", "au 06 12 34 56 78", "phone", "06 12 34 56 78"),
    ("es", "llámame al 612 345 678", "phone", "612 345 678"),
    ("it", "mi chiami al 347 1234567", "phone", "347 1234567"),
    ("en", "ring 020 7946 0958", "phone", "020 7946 0958"),
    ("nl", "geleverd op 01-02-2025", "phone", None),
    ("nl", "bestelling 4012345", "phone", None),
    ("nl", "rekening NL91 ABNA 0417 1643 00 graag", "iban", "NL91ABNA0417164300"),
    ("de", "DE89370400440532013000", "iban", "DE89370400440532013000"),
    ("fr", "FR14 2004 1010 0505 0001 3M02 606", "iban", "FR1420041010050500013M02606"),
    ("nl", "NL00 ABNA 0417 1643 00", "iban", None),
    ("nl", "btw-nummer NL123456789B13", "vat_number", "NL123456789B13"),
    ("de", "USt-IdNr. DE136695976", "vat_number", "DE136695976"),
    ("fr", "TVA FR 40 303265045", "vat_number", "FR40303265045"),
    ("es", "CIF B58378431", "vat_number", "ESB58378431"),
    ("it", "partita IVA 00743110157", "vat_number", "IT00743110157"),
    ("en", "VAT number GB 980 7806 84", "vat_number", "GB980780684"),
    ("nl", "ondernemingsnummer BE 0411.905.847", "vat_number", "BE0411905847"),
    ("de", "Bestellung 4012345 in DE", "vat_number", None),
    ("nl", "ons PO-nummer is 45-889", "po_number", "45-889"),
    ("en", "please quote purchase order ABX/2025/17", "po_number", "ABX/2025/17"),
    ("de", "Kostenstelle 4711 bitte auf die Rechnung", "po_number", "4711"),
    ("fr", "bon de commande BC-2291", "po_number", "BC-2291"),
    ("es", "orden de compra OC7781", "po_number", "OC7781"),
    ("it", "ordine d'acquisto 2025-114", "po_number", "2025-114"),
    ("nl", "kortingscode ZOMER25 werkt niet", "voucher_code", "ZOMER25"),
    ("en", "my voucher code is SAVE-10AB", "voucher_code", "SAVE-10AB"),
    ("de", "der Gutschein FRUEHLING20", "voucher_code", "FRUEHLING20"),
    ("fr", "le code promo ETE2025 est refusé", "voucher_code", "ETE2025"),
    ("es", "el cupón VERANO15", "voucher_code", "VERANO15"),
    ("it", "il buono sconto ESTATE10", "voucher_code", "ESTATE10"),
    ("nl", "de kortingscode werkt niet", "voucher_code", None),
    ("fr", "mon numéro de TVA est le BE0477472701", "vat_number", "BE0477472701"),
    ("nl", "op naam van Van Dijk Techniek B.V. graag", "company", "Van Dijk Techniek B.V."),
    ("nl", "het heet Menu_def (1).pdf", "file", "Menu_def (1).pdf"),
    ("nl", "op naam van Bakkerij De Wit graag", "company", "Bakkerij De Wit"),
    ("nl", "wij zijn Jansen & Zonen B.V. uit Ede", "company", "Jansen & Zonen B.V."),
    ("en", "invoice to Harbour Prints Ltd please", "company", "Harbour Prints Ltd"),
    ("de", "auf die Firma Müller Werbung GmbH", "company", "Müller Werbung GmbH"),
    ("fr", "au nom de la société Dupont SARL", "company", "Dupont SARL"),
    ("es", "a nombre de Imprenta López S.L.", "company", "Imprenta López S.L."),
    ("it", "intestata a Rossi s.r.l.", "company", "Rossi s.r.l."),
    ("nl", "ik heb bv nog geen flyers", "company", None),
    ("nl", "bestand flyer_def-2.pdf", "file", "flyer_def-2.pdf"),
    ("en", "it's at https://we.tl/t-AbC12", "file", "https://we.tl/t-AbC12"),
    ("de", "als PDF geschickt", "file", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "name", "expected"), CODES)
def test_codes_and_names_are_taken_by_their_shape_or_label(
    language: str, text: str, name: str, expected: str | None
) -> None:
    assert told(text, language, name) == expected


COUNTS: list[tuple[str, str, str, str | float | None]] = [
    ("nl", "ik heb € 45,00 betaald", "amount", 45.0),
    ("de", "es waren 1.234,56 EUR", "amount", 1234.56),
    ("en", "you charged me £1,250.50", "amount", 1250.5),
    ("fr", "facturé 12 € au lieu de 9 €", "amount", 12.0),
    ("es", "me cobraron 30 euros", "amount", 30.0),
    ("it", "ho pagato 45,- €", "amount", 45.0),
    ("nl", "4012345", "amount", None),
    ("nl", "20% korting", "percent", 20.0),
    ("de", "15 Prozent Nachlass", "percent", 15.0),
    ("fr", "10 pour cent", "percent", 10.0),
    ("nl", "graag 500 stuks", "quantity", 500.0),
    ("nl", "van 250 naar 500", "quantity", 500.0),
    ("nl", "oplage: 2.500", "quantity", 2500.0),
    ("en", "2,500 matt A5 flyers", "quantity", 2500.0),
    ("en", "can you make it 10k flyers", "quantity", 10000.0),
    ("en", "two hundred and fifty posters", "quantity", 250.0),
    ("de", "zweihundert Flyer", "quantity", 200.0),
    ("de", "1.000 Stk. statt 500", "quantity", 1000.0),
    ("fr", "1 500 exemplaires", "quantity", 1500.0),
    ("fr", "quatre-vingts affiches", "quantity", 80.0),
    ("es", "quinientas tarjetas de visita", "quantity", 500.0),
    ("es", "300 uds de pegatinas", "quantity", 300.0),
    ("it", "duecentocinquanta volantini", "quantity", 250.0),
    ("it", "mille pezzi", "quantity", 1000.0),
    ("nl", "2 dozen flyers gekregen", "quantity", None),
    ("nl", "al 3 weken wachten", "quantity", None),
    ("nl", "ik heb 3x gebeld", "quantity", None),
    ("it", "circa 20 pezzi su 500 sono macchiati", "quantity", 500.0),
    ("en", "I'd say 20 are ruined", "pieces_affected", 20.0),
    ("nl", "ik heb drie keer gemaild", "quantity", None),
    ("fr", "2 x 500 flyers", "quantity", 500.0),
    ("fr", "2 x 500 flyers", "size", None),
    ("nl", "van de 500 flyers zijn er 80 krom", "pieces_affected", 80.0),
    ("de", "60 von 1000 Broschüren sind falsch", "quantity", 1000.0),
    ("en", "3 out of 5 boxes came", "pieces_affected", None),
    ("nl", "Bakkerij De Wit uit Ede", "colour", None),
    ("fr", "pour la 2e fois", "quantity", None),
    ("nl", "20 van de 500 zijn krom", "pieces_affected", 20.0),
    ("en", "35 of the 250 posters are torn", "pieces_affected", 35.0),
    ("de", "40 von 500 Flyern sind verknickt", "pieces_affected", 40.0),
    ("fr", "une dizaine sont abîmés", "pieces_affected", 10.0),
    ("fr", "30 sur les 200 dépliants", "pieces_affected", 30.0),
    ("es", "25 de las 300 tarjetas están rotas", "pieces_affected", 25.0),
    ("es", "faltan 30 folletos", "pieces_affected", 30.0),
    ("it", "mancano 40 volantini", "pieces_affected", 40.0),
    ("it", "una ventina sono macchiati", "pieces_affected", 20.0),
    ("en", "half of them are ruined", "pieces_affected", None),
    ("nl", "500 flyers besteld", "pieces_affected", None),
    ("nl", "formaat A5 graag", "size", "A5"),
    ("nl", "van A5 naar A4", "size", "A4"),
    ("nl", "85x55 mm", "size", "85x55 mm"),
    ("en", "a banner of 1 x 2 m", "size", "1 x 2 m"),
    ("de", "DIN lang bitte", "size", "DIN lang"),
    ("en", "hoodies in size M", "size", "M"),
    ("fr", "en taille XL", "size", "XL"),
    ("es", "voy a 5 sitios", "size", None),
    ("nl", "foto's in bijlage", "size", None),
    ("nl", "op 135 g mat", "material", "135 g mat"),
    ("en", "300gsm recycled please", "material", "300gsm recycled"),
    ("de", "Recyclingpapier statt Bilderdruck", "material", "Recyclingpapier"),
    ("fr", "papier brillant 170 g", "material", "papier brillant 170 g"),
    ("es", "cartulina 300 g", "material", "cartulina 300 g"),
    ("it", "carta opaca", "material", "carta opaca"),
    ("en", "it made my friends laugh", "material", None),
    ("nl", "liever donkerblauw dan rood", "colour", "donkerblauw"),
    ("en", "Pantone 286 C please", "colour", "Pantone 286 C"),
    ("de", "in Tannengrün", "colour", "Tannengrün"),
    ("fr", "en bleu marine", "colour", "bleu marine"),
    ("es", "camisetas en azul marino", "colour", "azul marino"),
    ("it", "rosso scuro", "colour", "rosso scuro"),
    ("nl", "graag zwart op wit een bevestiging", "colour", None),
    ("de", "Grünes Licht von mir", "colour", None),
    ("fr", "j'ai payé par carte bleue", "colour", None),
]


@pytest.mark.parametrize(("language", "text", "name", "expected"), COUNTS)
def test_measures_are_read(
    language: str, text: str, name: str, expected: str | float | None
) -> None:
    assert told(text, language, name) == expected


GOODS: list[Case] = [
    ("nl", "mijn kaartjes zijn er niet", "business_cards"),
    ("nl", "de trouwflyers", "flyers"),
    ("nl", "een spandoek van 3 meter", "banners"),
    ("nl", "zoeken jullie het uit?", None),
    ("en", "the roll up banner broke", "roll_ups"),
    ("en", "hoodies for the team", "textiles"),
    ("en", "can I book a slot", None),
    ("en", "send me a return label", None),
    ("de", "die Flugblätter", "flyers"),
    ("de", "unsere Weihnachtskarten", "stationery"),
    ("de", "Faltschachteln", "packaging"),
    ("fr", "mes dépliants", "leaflets"),
    ("fr", "les autocollants", "stickers"),
    ("fr", "un kakemono", "roll_ups"),
    ("fr", "le colis a été livré hier", None),
    ("fr", "mes livres sont abîmés", "books"),
    ("es", "las octavillas", "flyers"),
    ("es", "tarjetas de crédito", None),
    ("es", "unas lonas", "banners"),
    ("it", "i volantini", "flyers"),
    ("it", "le magliette", "textiles"),
    ("it", "etichette per bottiglie", "labels"),
    ("xx", "Visitenkarten", "business_cards"),
]


@pytest.mark.parametrize(("language", "text", "expected"), GOODS)
def test_a_product_is_known_by_any_of_its_names(
    language: str, text: str, expected: str | None
) -> None:
    assert told(text, language, "product") == expected


DATES: list[Case] = [
    ("nl", "graag leveren op 31-12", "2025-12-31"),
    ("nl", "uiterlijk 5 juni", "2025-06-05"),
    ("nl", "kan het overmorgen?", "2025-06-04"),
    ("nl", "goede morgen, waar blijft het", None),
    ("nl", "vrijdag moet het er zijn", "2025-06-06"),
    ("nl", "volgende week vrijdag", "2025-06-13"),
    ("nl", "voor het weekend", "2025-06-06"),
    ("nl", "besteld op 12 mei, nodig op 20 juni", "2025-06-20"),
    ("nl", "4/4 bedrukt, 24-48 uur", None),
    ("en", "by next Friday", "2025-06-06"),
    ("en", "on 14/07/2025", "2025-07-14"),
    ("en", "on March 3rd", "2026-03-03"),
    ("en", "tomorrow would be great", "2025-06-03"),
    ("en", "last Thursday it came", None),
    ("de", "bis zum 12.06.", "2025-06-12"),
    ("de", "übermorgen ist Messe", "2025-06-04"),
    ("de", "Guten Morgen!", None),
    ("de", "in zwei Wochen, am 16. Juni", "2025-06-16"),
    ("fr", "mercredi prochain", "2025-06-04"),
    ("fr", "le 1er juillet", "2025-07-01"),
    ("fr", "dans 3 jours", "2025-06-05"),
    ("es", "el 15 de junio", "2025-06-15"),
    ("es", "por la mañana no estoy", None),
    ("es", "pasado mañana", "2025-06-04"),
    ("it", "dopodomani", "2025-06-04"),
    ("en", "on Saturday 21 June", "2025-06-21"),
    ("es", "el jueves 12", "2025-06-12"),
    ("nl", "over twee weken", "2025-06-16"),
    ("it", "ordinati il 20 maggio", None),
    ("en", "waiting since Tuesday", None),
    ("en", "I sent the file on Sunday", None),
    ("de", "am Samstag habe ich bestellt", None),
    ("fr", "jeudi je suis absent, plutôt le 12 juin", "2025-06-12"),
    ("fr", "pas avant la livraison du 12 juin", "2025-06-12"),
    ("it", "entro il 20 giugno 2025", "2025-06-20"),
    ("it", "venerdì prossimo", "2025-06-06"),
]


@pytest.mark.parametrize(("language", "text", "expected"), DATES)
def test_days_are_read_from_today_on(language: str, text: str, expected: str | None) -> None:
    assert told(text, language, "date") == expected


ADDRESSES: list[Case] = [
    ("nl", "kan het naar Dorpsstraat 3, 1234 AB Utrecht?", "Dorpsstraat 3, 1234 AB Utrecht"),
    ("nl", "nieuw adres:\nLange Voorhout 12a\n2514ED Den Haag",
     "Lange Voorhout 12a, 2514 ED Den Haag"),
    ("nl", "stuur naar kerkstraat 4, 3511 ab utrecht", "kerkstraat 4, 3511 AB utrecht"),
    ("nl", "Veldstraat 10 bus 3, 9000 Gent", "Veldstraat 10 bus 3, 9000 Gent"),
    ("nl", "niet Dorpsstraat 3, 1234 AB Utrecht maar Kade 9, 3011 AB Rotterdam",
     "Kade 9, 3011 AB Rotterdam"),
    ("de", "bitte an Lange Straße 7, 10115 Berlin", "Lange Straße 7, 10115 Berlin"),
    ("fr", "12 bis rue de la Paix, 75002 Paris", "12 bis rue de la Paix, 75002 Paris"),
    ("es", "Calle Mayor 12, 3º B, 28013 Madrid", "Calle Mayor 12 3º B, 28013 Madrid"),
    ("it", "Via Roma, 12 - 20121 Milano (MI)", "Via Roma 12, 20121 Milano"),
    ("en", "12 High Street, London, SW1A 1AA", "12 High Street, SW1A 1AA London"),
    ("nl", "Plein 12, 3e verdieping, 3511 ED Utrecht", "Plein 12 3e verdieping, 3511 ED Utrecht"),
    ("nl", "Het is Weg 22-24, 5683 CG Best. Oude adres was Kerkplein 1, 5611 AA Eindhoven",
     "Weg 22-24, 5683 CG Best"),
    ("es", "C/ Gran Vía 45, 2º izq., 28013 Madrid", "C/ Gran Vía 45 2º izq., 28013 Madrid"),
    ("en", "Flat 2, 14 Park Road, Bristol BS1 5TR", "Flat 2 14 Park Road, BS1 5TR Bristol"),
    ("en", "221B Baker Street\nLondon NW1 6XE", "221B Baker Street, NW1 6XE London"),
    ("nl", "bestelling 4012345 van 2500 stuks flyers", None),
    ("en", "I paid 4500 in Total", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), ADDRESSES)
def test_addresses_of_seven_countries_are_read(
    language: str, text: str, expected: str | None
) -> None:
    assert told(text, language, "new_address") == expected


WORDED: list[tuple[str, str, str, str | None]] = [
    ("nl", "ik wil mijn geld terug", "wish", "refund"),
    ("nl", "kunnen jullie ze opnieuw drukken", "wish", "reprint"),
    ("nl", "ik hoef geen vergoeding hoor", "wish", "none"),
    ("nl", "ik wil geen tegoedbon maar mijn geld terug", "wish", "refund"),
    ("en", "please print them again", "wish", "reprint"),
    ("en", "a voucher would be fine", "wish", "voucher"),
    ("de", "können Sie das nochmal drucken", "wish", "reprint"),
    ("de", "bitte erneut zustellen", "wish", "redelivery"),
    ("fr", "je demande un remboursement", "wish", "refund"),
    ("fr", "pouvez-vous relivrer le colis", "wish", "redelivery"),
    ("es", "quiero que me devuelvan el dinero", "wish", "refund"),
    ("es", "vuelvan a imprimirlo todo, repitan el trabajo", "wish", "reprint"),
    ("it", "vorrei un rimborso", "wish", "refund"),
    ("it", "potete sistemare il file?", "wish", "repair"),
    ("nl", "waar blijft mijn pakket", "wish", None),
    ("nl", "kunt u de factuur opnieuw sturen", "wish", None),
    ("en", "Don't need a refund, just print them again", "wish", "reprint"),
    ("es", "vale, gracias", "wish", None),
    ("es", "no quiero un vale, quiero el dinero", "wish", "refund"),
    ("it", "è un buono prodotto", "wish", None),
    ("nl", "Graag alle folders in de juiste kleur nogmaals laten drukken", "wish", "reprint"),
    ("en", "please get the whole parcel delivered once again", "wish", "redelivery"),
    ("de", "bitte den vollen Betrag auf mein Konto zurück", "wish", "refund"),
    ("nl", "de foto in mijn bestand is 72 dpi, zie proef", "photos", None),
    ("de", "Von dem Riss habe ich Ihnen ein Foto gemacht", "photos", "yes"),
    ("it", "non voglio la ristampa ma il rimborso", "wish", "refund"),
    ("en", "please see attached artwork", "photos", None),
    ("nl", "zie foto's in de bijlage", "photos", "yes"),
    ("nl", "ik heb geen foto's", "photos", "no"),
    ("nl", "ik kan foto's sturen als dat helpt", "photos", None),
    ("en", "photos attached", "photos", "yes"),
    ("de", "Fotos im Anhang", "photos", "yes"),
    ("fr", "photos ci-jointes", "photos", "yes"),
    ("es", "adjunto fotos", "photos", "yes"),
    ("it", "in allegato le foto", "photos", "yes"),
    ("it", "non ho foto", "photos", "no"),
    ("nl", "ja graag", "confirmation", None),
    ("nl", "betaald met PayPal", "payment_method", "paypal"),
    ("fr", "payé par carte bancaire", "payment_method", "card"),
]


@pytest.mark.parametrize(("language", "text", "name", "expected"), WORDED)
def test_wishes_and_photos_are_heard(
    language: str, text: str, name: str, expected: str | None
) -> None:
    assert told(text, language, name) == expected


ANSWERS: list[tuple[str, str, str, str | float | None]] = [
    ("nl", "ja graag", "confirmation", "yes"),
    ("nl", "nee, laat maar", "confirmation", "no"),
    ("nl", "ja maar toch niet", "confirmation", "no"),
    ("de", "ja, aber nur wenn es nichts kostet", "confirmation", None),
    ("nl", "nee die heb ik niet", "photos", "no"),
    ("en", "see attached", "photos", "yes"),
    ("nl", "liefst de 15e", "date", "2025-06-15"),
    ("en", "no company", "company", None),
    ("nl", "0403.170.701", "vat_number", "BE0403170701"),
    ("nl", "niks, wilde het alleen laten weten", "wish", "none"),
    ("nl", "geen probleem", "confirmation", "yes"),
    ("nl", "natuurlijk niet", "confirmation", "no"),
    ("nl", "wat kost dat?", "confirmation", None),
    ("en", "go ahead", "confirmation", "yes"),
    ("en", "I'd rather not", "confirmation", "no"),
    ("en", "👍", "confirmation", "yes"),
    ("de", "einverstanden", "confirmation", "yes"),
    ("de", "auf keinen Fall", "confirmation", "no"),
    ("fr", "oui, allez-y", "confirmation", "yes"),
    ("fr", "finalement non", "confirmation", "no"),
    ("es", "vale, adelante", "confirmation", "yes"),
    ("es", "mejor no", "confirmation", "no"),
    ("it", "va bene", "confirmation", "yes"),
    ("it", "sì ma lasci stare", "confirmation", "no"),
    ("nl", "4012345", "order", "4012345"),
    ("nl", "500", "quantity", 500.0),
    ("nl", "morgen", "date", "2025-06-03"),
    ("nl", "vandaag", "date", "2025-06-02"),
    ("de", "blau", "colour", "blau"),
    ("nl", "mosgroen graag", "colour", "mosgroen"),
    ("en", "about fifty", "pieces_affected", 50.0),
    ("nl", "45,50", "amount", 45.5),
    ("de", "zehn", "quantity", 10.0),
    ("nl", "XL", "size", "XL"),
    ("nl", "Kerkstraat 4, Utrecht", "new_address", "Kerkstraat 4, Utrecht"),
    ("en", "my name is Jo Smith", "name", "Jo Smith"),
    ("nl", "de kleur is te donker", "reason", "de kleur is te donker"),
    ("nl", "weet ik niet", "reason", None),
    ("en", "AB-77", "po_number", "AB-77"),
    ("nl", "met ideal", "payment_method", "ideal"),
    ("nl", "ja die stuur ik zo", "photos", "yes"),
    ("nl", "ZOMER25", "voucher_code", "ZOMER25"),
]


@pytest.mark.parametrize(("language", "text", "name", "expected"), ANSWERS)
def test_a_bare_answer_counts_when_it_was_asked_for(
    language: str, text: str, name: str, expected: str | float | None
) -> None:
    assert told(text, language, name, name) == expected


def test_a_postcode_identifies_when_it_was_asked_for() -> None:
    assert told("1234 ab", "nl", "postcode", "identity") == "1234 AB"
    assert told("meine PLZ ist 10115", "de", "postcode") == "10115"


def test_attached_pictures_are_photos_and_files() -> None:
    found = facts_of("zie hier", "nl", attachments=("IMG_1.jpg", "flyer.pdf"))
    assert found == {"photos": "yes", "file": "flyer.pdf"}


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=400),
    st.sampled_from(["nl", "en", "de", "fr", "es", "it", "pt", ""]),
    st.sets(st.sampled_from([*FACTS, "identity", "more"])),
)
def test_any_text_gives_facts_of_the_right_kind(text: str, language: str, asked: set[str]) -> None:
    found = facts_of(text, language, asked=tuple(asked), today=MONDAY)
    for name, value in found.items():
        field = FACTS.get(name)
        assert name == "postcode" or field is not None
        if field and field.kind == "number":
            assert isinstance(value, float)
        elif field and field.kind == "choice":
            assert value in field.choices
        else:
            assert isinstance(value, str) and value.strip()


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    ["1", "a", "A", "1 ", "a ", "1.", "a@", "1-", "A1", "de ", "rue 1 ", "x1x", "(0", "É", "\n"],
)
def test_long_repeats_are_read_in_time(piece: str) -> None:
    facts_of(piece * 5000, "nl", asked=tuple(FACTS), today=MONDAY)


@pytest.mark.parametrize("path", sorted(LEXICON.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_word_list_holds_every_language(path: Path) -> None:
    groups = set(lexicon(path.stem))
    assert groups == {"any"} or groups - {"any"} == set(LANGUAGES)


def test_products_stay_within_the_vocabulary() -> None:
    keys = {key for group in lexicon("products").values() for key in group}
    assert keys == {*PRODUCTS.split(), "none"}
