"""What the client is asked about an element that is missing."""

from __future__ import annotations

QUESTIONS: dict[str, dict[str, str]] = {
    "R1": {
        "nl": (
            "Welk concreet resultaat wordt geleverd, en waaraan ziet u dat het klaar is en "
            "geaccepteerd kan worden?"
        ),
        "en": (
            "Which concrete result is delivered, and by what do you see that it is done and can "
            "be accepted?"
        ),
    },
    "R2": {
        "nl": "Op welke datum begint de opdracht en wanneer eindigt zij?",
        "en": "On which date does the assignment start and when does it end?",
    },
    "R3": {
        "nl": "Wie zijn de partijen, met KvK- en btw-nummer van beide?",
        "en": "Who are the parties, with registration and VAT number of both?",
    },
    "R4": {
        "nl": "Wie bepaalt hoe, waar en op welke uren er gewerkt wordt?",
        "en": "Who decides how, where and at which hours the work is done?",
    },
    "R5": {
        "nl": "Met wiens apparatuur en gereedschap wordt er gewerkt?",
        "en": "Whose equipment and tools are used?",
    },
    "R6": {
        "nl": "Mag de opdrachtnemer zich laten vervangen, en onder welke voorwaarden?",
        "en": "May the contractor be replaced, and on what conditions?",
    },
    "R7": {
        "nl": "Wat is de prijs per resultaat of het tarief, en hoe wordt er gefactureerd?",
        "en": "What is the price per result or the rate, and how is it invoiced?",
    },
    "R8": {
        "nl": (
            "Wie is aansprakelijk voor schade, wie herstelt fouten op wiens kosten, en welke "
            "verzekering is er?"
        ),
        "en": (
            "Who is liable for damage, who repairs faults at whose cost, and what insurance is "
            "there?"
        ),
    },
    "R9": {
        "nl": "Mag de opdrachtnemer tegelijk voor anderen werken?",
        "en": "May the contractor work for others at the same time?",
    },
    "R10": {
        "nl": "Welke deskundigheid wordt ingehuurd die u zelf niet hebt?",
        "en": "Which expertise is hired that you do not have yourselves?",
    },
    "R11": {
        "nl": "Hoe kan ieder van beide de overeenkomst tussentijds beëindigen?",
        "en": "How can either party end the agreement before its term?",
    },
    "R12": {
        "nl": "Wat gebeurt er met de betaling bij ziekte of verlof?",
        "en": "What happens to the payment during illness or leave?",
    },
    "R13": {
        "nl": (
            "Geeft u aanwijzingen over hoe het werk gedaan wordt, of alleen over wat er "
            "opgeleverd moet worden?"
        ),
        "en": "Do you give directions on how the work is done, or only on what is to be delivered?",
    },
}
