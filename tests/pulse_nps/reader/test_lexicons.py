"""The lexicons hold what the reader expects, and their pattern language means what it says."""

import re
from pathlib import Path

import pytest

from pulse_nps.drivers import DRIVER_NAMES
from pulse_nps.reader.lexicon import Cue, lexicon, read_cue_groups
from pulse_nps.reader.matching import matches_in, words_of
from pulse_nps.reader.numbers import quantity_at
from pulse_nps.reader.patterns import expand
from pulse_nps.reader.words import LEXICONS, key_of, tokens_of

FILES = ("sentiment", "speaker", *DRIVER_NAMES)


@pytest.mark.parametrize("name", FILES)
def test_every_group_of_cues_is_well_formed(name: str) -> None:
    for group in read_cue_groups(name):
        lines = group.pop("lines").strip().splitlines()
        cue = Cue(number=1, driver=name, **group)
        assert lines
        assert -2 <= cue.strength <= 2
        assert cue.who in ("klant", "medewerker", "any")
        assert cue.where in ("begin", "middle", "late", "end", "any")
        assert cue.negated in ("flip", "drop", "keep", "after")
        assert cue.scale in (None, "minutes", "times", "ordinal")


@pytest.mark.parametrize("name", DRIVER_NAMES)
def test_every_driver_has_words_for_both_poles(name: str) -> None:
    strengths = [group["strength"] for group in read_cue_groups(name)]
    assert min(strengths) < -1
    assert max(strengths) >= 1


def test_every_class_in_a_pattern_exists() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in Path(LEXICONS).glob("*.yaml"))
    defined = set(re.findall(r"^(\w+):", (LEXICONS / "classes.yaml").read_text("utf-8"), re.M))
    assert set(re.findall(r"@(\w+)", text)) <= defined


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("=wacht", [(("=wacht", 0),)]),
        ("wacht*", [(("wacht*", 0),)]),
        ("a|b", [(("^a", 0),), (("^b", 0),)]),
        ("a ~2 b", [(("^a", 0), ("^b", 2))]),
        ("[a] b", [(("^a", 0), ("^b", 0)), (("^b", 0),)]),
        ("(a b|k)", [(("^a", 0), ("^b", 0)), (("^k", 0),)]),
        ("a & b", [(("^a", 0), ("^b", 4)), (("^b", 0), ("^a", 4))]),
        ("@good <min>", [(("@good", 0), ("<min>", 0))]),
    ],
)
def test_a_pattern_is_expanded(pattern: str, expected: object) -> None:
    assert expand(pattern) == expected


@pytest.mark.parametrize("pattern", ["(a", "a)", "[a", "[a]", "", "a %", "a ~2"])
def test_a_broken_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"pattern|bracket"):
        expand(pattern)


@pytest.mark.parametrize(
    "forms",
    [
        "wachten gewacht wacht wachtte",
        "doorverbonden doorverbinden doorverbindt",
        "teruggebeld terugbellen terugbelt",
        "opgelost oplossing oplossen",
        "beloofd beloven belooft",
        "helpt geholpen helpen",
        "vriendelijk vriendelijke",
        "gestuurd sturen stuur",
        "goed goede goeie",
        "wachtrij wachtrei",
        "begrijpen begrijpt begrepen",
    ],
)
def test_forms_of_a_word_share_one_normal_form(forms: str) -> None:
    assert len({key_of(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("wel", "geweldig"), ("heel", "held"), ("doe", "gedoe"), ("weet", "wet"), ("lijkt", "gelijk")],
)
def test_words_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("twintig minuten", "minutes", 20),
        ("45 minuten", "minutes", 45),
        ("drie kwartier", "minutes", 45),
        ("een half uur", "minutes", 30),
        ("anderhalf uur", "minutes", 90),
        ("een uur", "minutes", 60),
        ("vol uur", "minutes", 60),
        ("halfuurtje", "minutes", 30),
        ("vijfendertig minuten", "minutes", 35),
        ("tweeëntwintig", "number", 22),
        ("1.250,50", "number", 1250.5),
        ("derde keer", "ordinal", 3),
        ("zoveelste keer", "ordinal", 5),
    ],
)
def test_numbers_and_durations_are_read(text: str, kind: str, value: float) -> None:
    tokens = tokens_of(text)
    start = 1 if tokens[:2] == ["een", "half"] else 0
    quantity = quantity_at(tokens, start)
    assert quantity is not None
    assert (quantity.kind, quantity.value) == (kind, value)


@pytest.mark.parametrize("text", ["een", "wacht", "om", "²", "½"])
def test_a_word_that_is_no_number_is_none(text: str) -> None:
    assert quantity_at([text], 0) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("wacht rij", "wachtrij"),
        ("door verbonden", "doorverbonden"),
        ("door te verbinden", "doorverbinden"),
        ("terug te bellen", "terugbellen"),
    ],
)
def test_words_written_apart_are_joined(text: str, word: str) -> None:
    words, _ = words_of(text, lexicon())
    assert [found.text for found in words] == [word]


def test_a_cue_does_not_reach_over_the_end_of_a_sentence() -> None:
    for text, found in (("heel lang gewacht", True), ("heel lang. Gewacht", False)):
        words, _ = words_of(text, lexicon())
        matches = matches_in(words, lexicon().root)
        assert found == any(m.cue.driver == "waiting" and m.end > m.start for m in matches)
