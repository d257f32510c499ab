"""Languages that people speak, and how well."""

from __future__ import annotations

import re
from dataclasses import dataclass

LANGUAGES = {
    "Dutch": "nederlands|nederlandse|nederlandstalig|dutch",
    "English": "engels|engelse|engelstalig|english",
    "German": "duits|duitse|duitstalig|german",
    "French": "frans|franse|franstalig|french",
    "Spanish": "spaans|spaanse|spanish",
    "Italian": "italiaans|italiaanse|italian",
    "Portuguese": "portugees|portugese|portuguese",
    "Polish": "pools|poolse|polish",
    "Russian": "russisch|russische|russian",
    "Ukrainian": "oekraïens|oekraïense|oekraiens|ukrainian",
    "Turkish": "turks|turkse|turkish",
    "Arabic": "arabisch|arabische|arabic",
    "Chinese": "chinees|chinese|mandarijn|mandarin",
    "Japanese": "japans|japanse|japanese",
    "Korean": "koreaans|koreaanse|korean",
    "Hindi": "hindi",
    "Urdu": "urdu",
    "Tamil": "tamil",
    "Farsi": "farsi|perzisch|persian",
    "Swedish": "zweeds|zweedse|swedish",
    "Danish": "deens|deense|danish",
    "Norwegian": "noors|noorse|norwegian",
    "Finnish": "fins|finse|finnish",
    "Greek": "grieks|griekse|greek",
    "Romanian": "roemeens|roemeense|romanian",
    "Bulgarian": "bulgaars|bulgaarse|bulgarian",
    "Hungarian": "hongaars|hongaarse|hungarian",
    "Czech": "tsjechisch|tsjechische|czech",
    "Frisian": "fries|friese|frisian",
    "Papiamento": "papiaments|papiamento|papiamentu",
    "Indonesian": "indonesisch|indonesische|indonesian|bahasa",
    "Vietnamese": "vietnamees|vietnamese",
    "Hebrew": "hebreeuws|hebrew",
    "Croatian": "kroatisch|kroatische|croatian",
    "Serbian": "servisch|servische|serbian",
    "Amharic": "amhaars|amharic",
    "Somali": "somalisch|somali",
    "Tigrinya": "tigrinya",
    "Berber": "berbers|tamazight|berber",
    "Kurdish": "koerdisch|kurdish",
    "Thai": "thais|thai",
    "Sign": "gebarentaal|sign language|ngt",
    "Irish": "iers|ierse|irish",
    "Igbo": "igbo",
    "Yoruba": "yoruba",
    "Swahili": "swahili",
    "Twi": "twi",
    "Bengali": "bengaals|bengali",
    "Punjabi": "punjabi",
    "Telugu": "telugu",
    "Malayalam": "malayalam",
    "Marathi": "marathi",
    "Gujarati": "gujarati",
    "Tagalog": "tagalog|filipijns",
    "Malay": "maleis|malay",
    "Catalan": "catalaans|catalan",
    "Latvian": "lets|latvian",
    "Lithuanian": "litouws|lithuanian",
    "Estonian": "estisch|estonian",
    "Slovak": "slowaaks|slovak",
    "Slovenian": "sloveens|slovenian",
    "Albanian": "albanees|albanian",
    "Armenian": "armeens|armenian",
    "Georgian": "georgisch|georgian",
    "Afrikaans": "afrikaans",
    "Sranan": "sranan(?: ?tongo)?|surinaams",
    "Dari": "dari",
    "Pashto": "pasjtoe|pashto",
    "Aramaic": "aramees|aramaic",
}
LEVELS = {
    5: ("moedertaal\\w*|native|mother tongue|mother-tongue|first language|tweetalig|bilingual|c2"),
    4: (
        "vloeiend|fluent|fluently|uitstekend|excellent|perfect|c1|near-native|zakelijk vloeiend|"
        "verhandelings\\w*|onderhandelings\\w*|full professional"
    ),
    3: (
        "goed|goede|good|professional|zakelijk|business|professioneel|b2|ruim voldoende|prima|"
        "gevorderd|advanced|working proficiency|werkniveau|proficient"
    ),
    2: (
        "redelijk|redelijke|voldoende|intermediate|b1|fair|reasonable|conversational|gemiddeld|"
        "reasonably"
    ),
    1: (
        "basis|basiskennis|matig|beginner|beginnend|elementary|a1|a2|basic|basics|een beetje|"
        "beetje|"
        "beperkt|limited|"
        "passief|passive|school|"
        "a little|enige kennis|schools|some"
    ),
}
_LANGUAGE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{name}>{forms})" for name, forms in LANGUAGES.items())
    + r")(?:en|e)?(?![\w])",
    re.I,
)
_LEVEL = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<L{level}>{forms})" for level, forms in LEVELS.items())
    + r")(?![\w])",
    re.I,
)
SPEAKING = re.compile(
    r"\b(?:spreekt?|spreken|sprak|beheerst?|beheersing|taal|talen|speaks?|speaking|language|"
    r"languages|fluent\w*|vloeiend|moedertaal|native|"
    r"schrijft|leest|verstaat|woord en geschrift|level|niveau|[ABC][12])\b",
    re.I,
)


LISTED = re.compile(
    r"\W*(?:talen(?:kennis)?|languages?|taal)(?:\W{0,2}:|\s+(?=(?:nl|ned|eng?|de|fr)\b))", re.I
)
SHORT = re.compile(
    r"(?<=[\s:,/;&])(?:nl|ned|eng?|gb|uk|de|dui|du|fr|fra|esp?|sp|it|pl|tr)"
    r"(?=\s*(?:[,/;(&.]|$|(?:en|and)\b))",
    re.I | re.M,
)
SHORT_FOR = {
    "n": "Dutch",
    "e": "English",
    "g": "English",
    "u": "English",
    "d": "German",
    "f": "French",
    "s": "Spanish",
    "i": "Italian",
    "p": "Polish",
    "t": "Turkish",
}


@dataclass(frozen=True)
class Tongue:
    """A language named in a text; level 1 (basics) to 5 (native), None where none is told."""

    name: str
    level: int | None
    start: int
    end: int
    text: str


def tongues_in(text: str) -> list[Tongue]:
    """The languages named with the level told closest to each; `NL, Eng` after `talen:` too."""
    found = list(_LANGUAGE.finditer(text))
    short = list(SHORT.finditer(text)) if LISTED.match(text) else []
    found = sorted([*found, *short], key=lambda match: match.start())
    tongues = []
    for place, match in enumerate(found):
        before = found[place - 1].end() if place else 0
        after = found[place + 1].start() if place + 1 < len(found) else len(text)
        level, start, end = _level(
            text, match, max(before, match.start() - 40), min(after, match.end() + 45)
        )
        tongues.append(Tongue(_name_of(match), level, start, end, text[start:end]))
    return tongues


def _name_of(match: re.Match[str]) -> str:
    short = match[0].lower()
    if match.lastgroup is None:
        return "Spanish" if short in ("es", "esp") else SHORT_FOR[short[0]]
    return match.lastgroup


def _level(text: str, match: re.Match[str], low: int, high: int) -> tuple[int | None, int, int]:
    """The level and the stretch from it to the language; the one right before it first."""
    line_start = max(low, text.rfind("\n", 0, match.start()) + 1)
    line_end = text.find("\n", match.end(), high)
    line_end = high if line_end < 0 else line_end
    behind = re.search(r"[.;!?]", text[match.end() : line_end])
    if behind:
        line_end = match.end() + behind.start()
    befores = [
        m
        for m in _LEVEL.finditer(text, line_start, match.start())
        if not re.search(r"[.;!?,]", text[m.end() : match.start()])
    ]
    afters = [
        m
        for m in _LEVEL.finditer(text, match.end(), line_end)
        if not re.search(r"[;]|,\s.*,", text[match.end() : m.start()])
    ]
    near = [(match.start() - m.end(), m) for m in befores] + [
        (m.start() - match.end() + 1, m) for m in afters
    ]
    if not near:
        return None, match.start(), match.end()
    _, chosen = min(near, key=lambda pair: pair[0])
    level = int((chosen.lastgroup or "L0")[1:])
    return level, min(match.start(), chosen.start()), max(match.end(), chosen.end())
