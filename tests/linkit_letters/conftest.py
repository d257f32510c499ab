"""One candidate and one vacancy, small enough to know by heart."""

from __future__ import annotations

from datetime import date

import pytest

from linkit_letters.documents.reading import source_of
from linkit_letters.letters.composing import Composer

TODAY = date(2026, 7, 1)
CV = """\
# Sanne de Vries

Senior Java developer uit Utrecht

## Profiel
Alleen zijdelings met Kafka gewerkt.

## Werkervaring

### Java developer, Vestora Verzekeringen
*maart 2020 – heden*
- Bouwt in een team van 6 aan het polissysteem met Java 17, Spring Boot en PostgreSQL

### Ontwikkelaar bij Kwantis BV
2015 - 2020
- Webapplicaties in Java en Angular voor 1.200 gebruikers

## Opleiding
2011 - 2015 HBO Informatica, Hogeschool Utrecht

## Certificaten
- PSM I

## Talen
Nederlands (moedertaal), Engels (goed)
"""
VACANCY = """\
# Senior Java developer bij Waternet

## Wat wij vragen
- Minimaal 5 jaar ervaring met Java
- Ervaring met Kubernetes
- HBO werk- en denkniveau
- Kafka is een pré
"""
NOTES = "beschikbaar per 1 september, 36 uur per week\n"


@pytest.fixture
def composer() -> Composer:
    """Sanne for Waternet."""
    sources = [source_of(CV, "cv"), source_of(NOTES, "notes")]
    return Composer(sources, source_of(VACANCY, "vacancy"), today=TODAY)
