"""Employments from CVs in many layouts."""

from __future__ import annotations

from datetime import date

import pytest

from linkit_letters.documents.reading import source_of
from linkit_letters.facts.cv import read_facts
from linkit_letters.facts.problems import problems_of

LAYOUTS = [
    (
        "Jan Bos\n2019-nu: senior tester, Alfa Bank (via Detach IT)\n2015-2019: tester bij "
        "Beta Zorg\n"
        "2012-2015 hbo informatica, Fontys",
        [("Alfa Bank", "senior tester", 90), ("Beta Zorg", "tester", 48)],
    ),
    (
        "# Piet Vos\n## Experience\n**Sr. Developer** | Gamma Ltd | Jan 2020 — Present\n- stuff\n"
        "**Developer** | Delta BV | 2016 — Dec 2019\n- other\n## Education\nBSc, 2012 — 2016",
        [("Gamma Ltd", "Sr. Developer", 78), ("Delta BV", "Developer", 48)],
    ),
    (
        "Naam: Anna Kok\n| periode | functie | bedrijf |\n|---|---|---|\n| 2019 - 2021 |"
        " Tester | Epsilon |\n",
        [("Epsilon", "Tester", 24)],
    ),
    (
        "SJOERD DE WIT\nWERKERVARING\nTheta Logistiek, Venlo\nNetwerkbeheerder\nmei 2018 t/m "
        "heden\n"
        "Beheer van netwerk.\n\nIota ICT, Weert\nHelpdeskmedewerker\nfeb 2015 t/m april "
        "2018\nTelefoon.\n"
        "\nOPLEIDING\nMBO ICT\n2011 t/m 2015\n",
        [("Theta Logistiek", "Netwerkbeheerder", 98), ("Iota ICT", "Helpdeskmedewerker", 39)],
    ),
    (
        "Tom Hendriks\nIk werkte van 2010 tot 2014 als programmeur bij Nu Software. Daarna "
        "was ik van "
        "2014 tot 2020 teamleider bij Xi Diensten.",
        [("Nu Software", "programmeur", 48), ("Xi Diensten", "teamleider", 72)],
    ),
    (
        "Eva Smit - scrum master\n- Kappa Verzekeringen (sinds 2021) scrum master\n"
        "- Mu Retail ('14-'17) - verkoopster\n",
        [("Kappa Verzekeringen", "scrum master", 66), ("Mu Retail", "verkoopster", 36)],
    ),
]


@pytest.mark.parametrize(("cv", "expected"), LAYOUTS)
def test_employer_function_and_months(cv: str, expected: list[tuple[str, str, int]]) -> None:
    facts = read_facts([source_of(cv, "cv")], today=date(2026, 7, 1))
    found = [
        (e.employer.text if e.employer else "", e.function.text if e.function else "", e.months)
        for e in facts.employments
    ]
    assert found == expected


def test_what_is_missing_or_contradictory_is_told() -> None:
    cv = (
        "Jan Jansen\n20 jaar ervaring met van alles\n"
        "Tester, Alfa, maart 2020 - heden\nTester, Beta, jan 2019 - heden\n"
    )
    problems = problems_of(read_facts([source_of(cv, "cv")], today=date(2026, 7, 1)))
    told = {problem.what for problem in problems}
    assert "more than one present employment" in told
    assert "no schooling found" in told
    assert "20 years are told, the dates give 8" in told
