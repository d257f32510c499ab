"""What one sentence does to one driver: tables over the phenomena of spoken Dutch."""

import pytest

from pulse_nps.calls import Call, Turn
from pulse_nps.reader import read_drivers

GREETING = Turn("medewerker", "Goedemiddag, met de klantenservice.")
QUESTION = Turn("klant", "Ik bel over een rekening van vorige maand, ik heb de papieren voor me.")
LOOKING = Turn("medewerker", "Mag ik uw geboortedatum en postcode? Dan zoek ik het dossier op.")
DATA = Turn("klant", "Die is [GEBOORTEDATUM] en [POSTCODE], dat staat ook bovenaan de brief.")


def score(driver: str, speaker: str, text: str) -> int:
    call = Call("a", (GREETING, QUESTION, LOOKING, DATA, Turn(speaker, text)))  # type: ignore[arg-type]
    return read_drivers(call).scores[driver]


BAD, VERY_BAD, NEUTRAL, GOOD, VERY_GOOD = {0, 1}, {0}, {2}, {3, 4}, {4}

CUSTOMER: list[tuple[str, str, set[int]]] = [
    # waiting: minutes, idle signs, understatement, speed, and waiting for something else
    ("waiting", "Ik heb veertig minuten in de wacht gestaan.", VERY_BAD),
    ("waiting", "Ik hang hier al drie kwartier aan de lijn.", VERY_BAD),
    ("waiting", "Na 25 minuten kreeg ik eindelijk iemand aan de telefoon.", VERY_BAD),
    ("waiting", "Het duurde een half uur voordat er iemand opnam.", VERY_BAD),
    ("waiting", "Ik ken dat muziekje nu wel uit mijn hoofd.", BAD),
    ("waiting", "Ik had bijna opgehangen.", BAD),
    ("waiting", "Ik heb intussen een kop koffie gezet en leeggedronken in de wacht.", BAD),
    ("waiting", "Het wachten duurde wel erg lang.", BAD),
    ("waiting", "ik heb vijf en twintig minuten in de wacht rij gestaan", VERY_BAD),
    ("waiting", "Er waren twaalf wachtenden voor mij.", BAD),
    ("waiting", "U bent wel heel slecht bereikbaar.", BAD),
    ("waiting", "Ik heb even in de wacht gestaan, maar dat geeft niet.", {1, 2}),
    ("waiting", "Ik hoefde niet lang te wachten.", GOOD),
    ("waiting", "Ik kreeg meteen iemand aan de lijn.", VERY_GOOD),
    ("waiting", "Wat neemt u snel op zeg!", GOOD),
    ("waiting", "Dat ging vlot, ik was zo aan de beurt.", GOOD),
    ("waiting", "Ik wacht al zes weken op mijn geld.", NEUTRAL),
    ("waiting", "Bij de huisarts heb ik drie kwartier zitten wachten.", NEUTRAL),
    ("waiting", "Ik stond twee uur in de wachtkamer van het ziekenhuis.", NEUTRAL),
    ("waiting", "Er is een wachtlijst van vier maanden bij de psycholoog.", NEUTRAL),
    ("waiting", "Wacht even, ik pak er een pen bij.", NEUTRAL),
    ("waiting", "De afspraak is om half vier.", NEUTRAL),
    # transfers
    ("transfers", "Ik ben al drie keer doorverbonden.", VERY_BAD),
    ("transfers", "Ik word van het kastje naar de muur gestuurd.", VERY_BAD),
    ("transfers", "Moet ik nu mijn hele verhaal wéér vertellen?", VERY_BAD),
    ("transfers", "U bent de vierde die ik vandaag spreek.", VERY_BAD),
    ("transfers", "Uw collega heeft mij naar u doorgezet.", BAD),
    ("transfers", "ik ben door verbonden met een andere afdeling", BAD),
    ("transfers", "Ik word telkens met iemand anders verbonden en steeds doorverbonden.", VERY_BAD),
    ("transfers", "Fijn dat u mij niet hoeft door te verbinden.", GOOD),
    ("transfers", "Ik ben in één keer bij de juiste persoon terechtgekomen.", GOOD),
    ("transfers", "Mijn huisarts heeft me doorverwezen naar de dermatoloog.", NEUTRAL),
    ("transfers", "Kunt u mij doorverbinden met mevrouw [ACHTERNAAM]?", NEUTRAL),
    # repeat contact
    ("repeat_contact", "Dit is de vierde keer dat ik hierover bel.", VERY_BAD),
    ("repeat_contact", "Ik heb al drie keer gebeld en twee keer gemaild.", VERY_BAD),
    ("repeat_contact", "Ik moet elke week weer bellen over hetzelfde.", VERY_BAD),
    ("repeat_contact", "Daar ben ik weer.", BAD),
    ("repeat_contact", "Vorige week heb ik hier ook al over gebeld.", BAD),
    ("repeat_contact", "Ik bel nog een keer over die rekening.", BAD),
    ("repeat_contact", "Ik heb er nog steeds niets over gehoord.", BAD),
    ("repeat_contact", "Het is nu de tweede keer dat ik dit moet uitleggen.", BAD),
    ("repeat_contact", "Ik bel voor het eerst.", {2, 3}),
    ("repeat_contact", "Mooi, in één telefoontje geregeld.", GOOD),
    ("repeat_contact", "Ik ga drie keer per week naar de fysiotherapeut.", NEUTRAL),
    ("repeat_contact", "Ik heb de huisarts twee keer gebeld.", NEUTRAL),
    ("repeat_contact", "Mag ik weer bellen als ik nog een vraag heb?", NEUTRAL),
    ("repeat_contact", "De tweede behandeling is in mei.", NEUTRAL),
    # resolution
    ("resolution", "Mooi, dan is het opgelost.", GOOD),
    ("resolution", "Fijn dat het zo snel geregeld is!", VERY_GOOD),
    ("resolution", "Dus ik ben nog geen steek verder.", BAD),
    ("resolution", "Daar heb ik dus niks aan.", BAD),
    ("resolution", "Het is nog steeds niet opgelost.", BAD),
    ("resolution", "Nou, daar schiet ik lekker mee op.", BAD),
    ("resolution", "Zo kom ik natuurlijk nergens, ik ben weer terug bij af.", BAD),
    ("resolution", "Dan kan ik weer verder.", GOOD),
    ("resolution", "Hier kan ik mee uit de voeten.", GOOD),
    # clarity
    ("clarity", "Ik snap er niks van.", VERY_BAD),
    ("clarity", "Ik kan er geen touw aan vastknopen.", VERY_BAD),
    ("clarity", "Die brief is volstrekt onbegrijpelijk.", BAD),
    ("clarity", "De één zegt dit en de ander zegt weer iets anders.", BAD),
    ("clarity", "Het is me niet duidelijk waar dat bedrag vandaan komt.", BAD),
    ("clarity", "Dat begrijp ik niet helemaal.", BAD),
    ("clarity", "Dat heeft u heel duidelijk uitgelegd.", VERY_GOOD),
    ("clarity", "Nu snap ik het, dank u.", GOOD),
    ("clarity", "Dat is helemaal niet onduidelijk, hoor.", {2, 3, 4}),
    ("clarity", "Ik begrijp dat u daar niets aan kunt doen.", NEUTRAL),
    ("clarity", "De uitleg van de arts was heel duidelijk.", NEUTRAL),
    # knowledge
    ("knowledge", "U heeft echt verstand van zaken.", VERY_GOOD),
    ("knowledge", "Goed dat u even met me meedenkt.", GOOD),
    ("knowledge", "Uw collega heeft mij verkeerde informatie gegeven.", BAD),
    ("knowledge", "U weet er zelf ook niks van.", BAD),
    ("knowledge", "U spreekt uzelf tegen.", BAD),
    ("knowledge", "Niemand kan mij vertellen hoe het zit.", BAD),
    ("knowledge", "De chirurg is heel deskundig.", NEUTRAL),
    # empathy
    ("empathy", "Ik voel me niet serieus genomen.", BAD),
    ("empathy", "Het interesseert jullie helemaal niks.", BAD),
    ("empathy", "Ik ben hier maar een nummer.", BAD),
    ("empathy", "Ik heb niet eens excuses gekregen.", BAD),
    ("empathy", "Fijn dat u zo goed luistert.", GOOD),
    ("empathy", "Ik voel me echt gehoord.", GOOD),
    ("empathy", "Wat lief dat u zo met me meeleeft.", GOOD),
    # effort
    ("effort", "Ik moet alles zelf uitzoeken.", VERY_BAD),
    ("effort", "Nu moet ik dat formulier weer opnieuw invullen.", VERY_BAD),
    ("effort", "Wat een papierwinkel.", BAD),
    ("effort", "Ik heb er een hele avond mee zitten klooien, uren werk.", BAD),
    ("effort", "Dan moet ik dus zelf achter die verklaring aan.", BAD),
    ("effort", "Heerlijk, dan hoef ik zelf niets meer te doen.", VERY_GOOD),
    ("effort", "Fijn dat u dat voor mij regelt.", GOOD),
    ("effort", "Dat is makkelijk geregeld.", GOOD),
    ("effort", "Ik betaal het wel zelf.", NEUTRAL),
    # promises
    ("promises", "Ik zou teruggebeld worden, maar ik heb niets gehoord.", VERY_BAD),
    ("promises", "Uw collega had beloofd dat het vrijdag geregeld zou zijn.", BAD),
    ("promises", "Jullie komen je afspraken niet na.", VERY_BAD),
    ("promises", "Eerst zien, dan geloven.", BAD),
    ("promises", "Dat zeiden ze de vorige keer ook.", BAD),
    ("promises", "Dat zijn allemaal loze beloftes.", VERY_BAD),
    ("promises", "Ik werd netjes teruggebeld, zoals beloofd.", VERY_GOOD),
    ("promises", "De tandarts zou mij terugbellen.", {1, 2}),
    ("promises", "Het zou fijn zijn als dat kan.", NEUTRAL),
    # tone
    ("tone", "Wat bent u ontzettend vriendelijk.", VERY_GOOD),
    ("tone", "U bent een schat.", VERY_GOOD),
    ("tone", "U klinkt aardig, dat helpt.", GOOD),
    ("tone", "Uw collega was behoorlijk bot.", BAD),
    ("tone", "Ik vind u niet bepaald vriendelijk.", BAD),
    ("tone", "Hij gooide de hoorn erop.", BAD),
    ("tone", "Ik werd behandeld als een klein kind.", BAD),
    ("tone", "U laat me niet uitpraten.", BAD),
    ("tone", "De assistente van de tandarts was heel onvriendelijk.", NEUTRAL),
    ("tone", "Bij het ziekenhuis waren ze heel aardig.", NEUTRAL),
    ("tone", "Vriendelijk bedankt.", NEUTRAL),
    ("tone", "Ik heb een gebroken bot in mijn voet.", NEUTRAL),
    # outcome
    ("outcome", "Dat valt me vies tegen.", BAD),
    ("outcome", "Ik vind het niet eerlijk.", BAD),
    ("outcome", "Dat is wel een smak geld.", BAD),
    ("outcome", "Jammer, ik had gehoopt dat het vergoed werd.", BAD),
    ("outcome", "Waar betaal ik dan premie voor?", BAD),
    ("outcome", "Dat is een mooie meevaller!", GOOD),
    ("outcome", "O, dat valt reuze mee.", GOOD),
    ("outcome", "Dat vind ik een eerlijke oplossing.", GOOD),
    ("outcome", "Krijg ik dat volledig vergoed?", NEUTRAL),
    # closing mood: gradations of thanks, understatement, sarcasm, threats
    ("closing_mood", "Dank u wel, dag.", NEUTRAL),
    ("closing_mood", "Goed, tot ziens.", NEUTRAL),
    ("closing_mood", "Bedankt voor uw hulp, een fijne dag verder.", GOOD),
    ("closing_mood", "Heel erg bedankt, u heeft me enorm geholpen!", VERY_GOOD),
    ("closing_mood", "Fantastisch, mijn dag kan niet meer stuk!", VERY_GOOD),
    ("closing_mood", "Nou, laat maar.", BAD),
    ("closing_mood", "Vrolijk word ik er niet van.", BAD),
    ("closing_mood", "Het is wat.", BAD),
    ("closing_mood", "Nou, lekker dan.", BAD),
    ("closing_mood", "Nou bedankt hoor.", BAD),
    ("closing_mood", "Fijn is dat, wat een service.", BAD),
    ("closing_mood", "Ik dien een klacht in.", VERY_BAD),
    ("closing_mood", "Per januari stap ik over.", VERY_BAD),
    ("closing_mood", "Ik ben het spuugzat.", VERY_BAD),
    ("closing_mood", "Ik ben niet ontevreden.", {2, 3}),
    ("closing_mood", "Ik ben er niet blij mee.", BAD),
    ("closing_mood", "Het had slechter gekund.", {2, 3}),
]

EMPLOYEE: list[tuple[str, str, set[int]]] = [
    ("waiting", "Sorry dat u zo lang moest wachten.", {1, 2}),
    ("waiting", "Een momentje geduld alstublieft.", NEUTRAL),
    ("waiting", "De wachttijd voor die operatie is acht weken.", NEUTRAL),
    ("transfers", "Ik verbind u door met de afdeling declaraties.", BAD),
    ("transfers", "Zal ik u doorverbinden?", NEUTRAL),
    ("transfers", "Dat kan ik meteen zelf voor u regelen.", GOOD),
    ("resolution", "Ik heb het nu voor u aangepast.", GOOD),
    ("resolution", "De betaling is vandaag overgemaakt en staat morgen op uw rekening.", GOOD),
    ("resolution", "Daar kan ik helaas niets aan doen.", BAD),
    ("resolution", "Kan ik verder nog iets voor u doen?", NEUTRAL),
    ("clarity", "Is het zo duidelijk voor u?", NEUTRAL),
    ("knowledge", "Eh, dat weet ik niet zeker.", BAD),
    ("knowledge", "Ik denk het wel, maar dat moet ik navragen bij een collega.", BAD),
    ("knowledge", "Ik kijk even in het dossier.", NEUTRAL),
    ("knowledge", "U heeft ook nog recht op een tegemoetkoming, dat is goed om te weten.", GOOD),
    ("empathy", "Wat vervelend voor u, ik begrijp heel goed dat u baalt.", GOOD),
    ("empathy", "Gecondoleerd, wat een verdrietige situatie.", GOOD),
    ("empathy", "Mijn excuses dat het zo gelopen is.", GOOD),
    ("empathy", "Dat zijn nu eenmaal de regels.", BAD),
    ("empathy", "Dat is uw eigen verantwoordelijkheid.", BAD),
    ("effort", "U moet het formulier zelf invullen en opnieuw opsturen.", BAD),
    ("effort", "Daar hoeft u zelf niets voor te doen.", GOOD),
    ("effort", "Ik bel het ziekenhuis voor u.", GOOD),
    ("promises", "Ik bel u morgen persoonlijk terug.", GOOD),
    ("promises", "Ik kan u niets beloven.", BAD),
    ("tone", "Dat heb ik u net al gezegd.", BAD),
    ("tone", "Luister eens, mevrouw.", BAD),
    ("outcome", "Dit wordt volledig vergoed.", GOOD),
    ("outcome", "Dat wordt helaas niet vergoed.", BAD),
    ("outcome", "De aanvraag is afgewezen.", BAD),
    ("outcome", "De incassokosten laat ik vervallen.", GOOD),
    ("outcome", "Ik ga na of het vergoed wordt.", NEUTRAL),
]


@pytest.mark.parametrize(("driver", "text", "allowed"), CUSTOMER)
def test_what_a_customer_says_is_scored(driver: str, text: str, allowed: set[int]) -> None:
    assert score(driver, "klant", text) in allowed


@pytest.mark.parametrize(("driver", "text", "allowed"), EMPLOYEE)
def test_what_an_employee_says_is_scored(driver: str, text: str, allowed: set[int]) -> None:
    assert score(driver, "medewerker", text) in allowed


@pytest.mark.parametrize("driver", sorted({driver for driver, _, _ in CUSTOMER}))
def test_the_frame_around_the_sentences_says_nothing(driver: str) -> None:
    assert score(driver, "klant", "De rekening ligt hier.") == 2
