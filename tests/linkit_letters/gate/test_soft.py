"""Soft sentences raise no alarm; inventions about the same candidate each raise one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from linkit_letters.documents.reading import source_of
from linkit_letters.gate.checking import Gate

HERE = Path(__file__).parent
SOFT = (HERE / "soft.txt").read_text(encoding="utf-8").splitlines()
INVENTED = [
    line.split("|") for line in (HERE / "invented.txt").read_text(encoding="utf-8").splitlines()
]
CV = """\
# Sanne de Vries

Senior Java developer uit Utrecht

## Profiel
Ervaren back-end ontwikkelaar die van nette code houdt. Alleen zijdelings met Kafka gewerkt.

## Werkervaring

### Java developer, Vestora Verzekeringen
*maart 2020 – heden*
- Bouwt in een team van 6 aan het polissysteem met Java 17, Spring Boot en PostgreSQL
- Migratie van een monoliet naar microservices; 40% minder incidenten

### Ontwikkelaar bij Kwantis BV
2015 - 2020
- Webapplicaties in Java en Angular voor 1.200 gebruikers
- Begeleidde twee stagiairs

## Opleiding
2011 - 2015 HBO Informatica, Hogeschool Utrecht

## Certificaten
- PSM I
- Oracle Certified Professional (OCP)

## Talen
Nederlands (moedertaal), Engels (goed)
"""
NOTES = "beschikbaar per 1 sept, 36 uur. wil richting platform. enthousiast, rustig type"
VACANCY = (
    "Gemeente Rijssen zoekt een Java developer. Eisen: Java, Kafka, Kubernetes, Azure. "
    "Opdracht van 6 maanden, 32 uur per week, start 1 oktober 2026."
)


@pytest.fixture(scope="module")
def gate() -> Gate:
    sources = [source_of(CV, "cv"), source_of(NOTES, "notes")]
    return Gate.of(sources, source_of(VACANCY, "vacancy"), today=date(2026, 7, 1))


@pytest.mark.parametrize("sentence", SOFT)
def test_no_alarm(gate: Gate, sentence: str) -> None:
    assert gate.check(source_of(sentence, "letter")).failed == ()


@pytest.mark.parametrize(("kind", "sentence"), INVENTED)
def test_an_alarm(gate: Gate, kind: str, sentence: str) -> None:
    assert gate.check(source_of(sentence, "letter")).failed, kind
