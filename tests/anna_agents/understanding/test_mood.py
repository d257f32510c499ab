"""How customers feel, in six languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anna_agents.understanding.mood import mood_of

MOODS = [
    ("nl", "Waar blijft mijn bestelling?", "calm"),
    ("nl", "De kleur is te donker uitgevallen.", "calm"),
    ("nl", "Voor de derde keer: waar blijft het?", "annoyed"),
    ("nl", "Ik ben erg teleurgesteld in het resultaat.", "annoyed"),
    ("nl", "Stelletje oplichters, ik schakel mijn advocaat in", "angry"),
    ("nl", "IK WIL NU EINDELIJK MIJN FLYERS HEBBEN", "angry"),
    ("nl", "Bedankt, de flyers zijn prachtig!!!", "calm"),
    ("nl", "Het staat aan de rechter kant", "calm"),
    ("nl", "Er zat een foutje in mijn bestand", "calm"),
    ("en", "It says delivered but it is NOT here", "annoyed"),
    ("de", "Das letzte Mal war alles gut", "calm"),
    ("es", "¿Pueden imprimir otra vez lo mismo?", "calm"),
    ("it", "Basta un file PDF?", "calm"),
    ("nl", "Ik ben niet boos, maar er ontbreken er 20.", "calm"),
    ("en", "Two of the posters are torn.", "calm"),
    ("en", "Still no reply, this is frustrating", "annoyed"),
    ("en", "This is a disgrace, I want to speak to your manager", "angry"),
    ("en", "Could you send it as CMYK PDF?", "calm"),
    ("de", "Die Flyer sind leider schief geschnitten.", "calm"),
    ("de", "Ich warte seit zwei Wochen und bin enttäuscht", "annoyed"),
    ("de", "Das ist eine Frechheit!", "angry"),
    ("fr", "Il manque dix exemplaires.", "calm"),
    ("fr", "Je suis très déçue de la qualité", "annoyed"),
    ("fr", "C'est une honte, bande d'escrocs", "angry"),
    ("es", "Faltan veinte tarjetas.", "calm"),
    ("es", "Sigo esperando y nadie responde", "annoyed"),
    ("es", "Son unos sinvergüenzas", "angry"),
    ("it", "Mancano dieci pezzi.", "calm"),
    ("it", "Sono molto delusa", "annoyed"),
    ("it", "È una truffa, vi denuncio, chiamo l'avvocato", "angry"),
    ("xx", "Das ist eine Unverschämtheit", "angry"),
]


@pytest.mark.parametrize(("language", "text", "expected"), MOODS)
def test_mood_is_heard(language: str, text: str, expected: str) -> None:
    assert mood_of(text, language) == expected


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["nl", "en", "de", "fr", "es", "it", "zz"]))
def test_any_text_has_a_mood(text: str, language: str) -> None:
    assert mood_of(text, language) in ("calm", "annoyed", "angry")
