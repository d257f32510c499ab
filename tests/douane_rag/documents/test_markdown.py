import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from douane_rag.documents.blocks import Body, Heading
from douane_rag.documents.markdown import read_markdown

LAW = """##Wet van 3 april 2008 (Algemene douanewet)

### Hoofdstuk  1  

####Algemene bepalingen

### Artikel  1:1  

1.  De bepalingen strekken tot: 

a. het wetboek, en  

b. andere bepalingen.     
2.  De bepalingen strekken mede tot: 

1°. recht;    
"""


def headings(text: str) -> list[tuple[int, str]]:
    return [(b.level, b.title) for b in read_markdown(text)[0] if isinstance(b, Heading)]


def bodies(text: str) -> list[str]:
    return [block.text for block in read_markdown(text)[0] if isinstance(block, Body)]


def lines(text: str) -> list[int | None]:
    return [block.line for block in read_markdown(text)[0]]


def test_irregular_headings_of_published_laws_are_headings():
    assert headings(LAW) == [
        (2, "Wet van 3 april 2008 (Algemene douanewet)"),
        (3, "Hoofdstuk 1"),
        (4, "Algemene bepalingen"),
        (3, "Artikel 1:1"),
    ]


def test_numbers_and_letters_of_lists_stay_as_written():
    assert bodies(LAW) == [
        "1. De bepalingen strekken tot:",
        "a. het wetboek, en",
        "b. andere bepalingen.\n2.  De bepalingen strekken mede tot:",
        "1°. recht;",
    ]
    assert bodies("2. twee\n3. drie\n7) zeven") == ["2. twee\n3. drie", "7) zeven"]


def test_nested_items_keep_every_number():
    text = "1. een\n   - sub\n\n     vervolg\n2. - direct\n3.\n"
    assert bodies(text) == ["1. een\n   - sub\n     vervolg\n2. - direct\n3."]


def test_lines_are_those_of_the_file():
    assert lines("---\ntitel: A\n---\n\n# Kop\n\ntekst\n\n- a\n- b\n\n| a |\n|---|\n| b |\n") == [
        5, 7, 9, 12,
    ]  # fmt: skip


def test_front_matter_gives_metadata():
    _, metadata = read_markdown(
        '---\nTitel: "Entrepot: soorten"\ngeldig vanaf: 2025-01-01\n# noot\nx:\n  - a: b\n---\n'
    )
    assert metadata == {"titel": "Entrepot: soorten", "geldig_vanaf": "2025-01-01", "x": ""}


def test_text_between_two_rules_is_no_front_matter():
    assert bodies("---\nDit is gewoon een zin.\n\n---\n\nEn nog een.\n") == [
        "Dit is gewoon een zin.",
        "En nog een.",
    ]


def test_heading_attributes_and_closing_signs_are_no_part_of_the_title():
    blocks, _ = read_markdown("## 2.3 *Termijn* van `A` {#vgem-2.3 .vervallen} ##\n## Taal C#\n")
    assert blocks == (
        Heading(2, "2.3 Termijn van A", 1, "vgem-2.3", {"vervallen": "true"}),
        Heading(2, "Taal C#", 2),
    )


def test_more_than_six_signs_are_the_lowest_heading_and_signs_alone_are_none():
    assert headings("######## Diep\n\n########\n") == [(6, "Diep")]


def test_a_number_sign_inside_a_paragraph_is_text():
    assert bodies("Zie punt\n#1 van de lijst.") == ["Zie punt\n#1 van de lijst."]


def test_an_underlined_title_is_a_heading_and_an_underlined_sentence_is_text():
    assert headings("Titel\n===\n\nOnder\n---\n") == [(1, "Titel"), (2, "Onder")]
    assert bodies("Dit is een zin.\n---\n\ntwee\nregels\n---\n") == [
        "Dit is een zin.",
        "twee\nregels",
    ]


def test_signs_of_emphasis_are_dropped_and_links_become_their_text():
    text = (
        '**vet** _schuin_ `code` [link](http://x.nl "t") <http://y.nl> ![plaat](p.png) 2\\*3 &euro;'
    )
    assert bodies(text) == ["vet schuin code link http://y.nl plaat 2*3 €"]


def test_named_links_become_their_text_and_notes_stay():
    text = "Zie [hier][a] en [^1].\n\n[a]: http://x.nl\n\n[^1]: Noot\n"
    assert bodies(text) == ["Zie hier en [^1].", "[^1]: Noot"]


def test_tables_are_rows_and_no_cell_is_lost():
    text = "| Goed | Termijn |\n|---|---|\n| *hout* | 5 | te veel |\n| a\\|b | |\n"
    assert bodies(text) == ["Goed | Termijn\nhout | 5 | te veel\na|b"]


def test_tables_and_headings_inside_lists_and_quotes_keep_their_words():
    text = "> | a | b |\n> |---|---|\n> | 1 | 2 | 3 |\n\n- # kop\n- punt\n\n> citaat\n"
    assert bodies(text) == ["a | b\n1 | 2 | 3", "- kop\n- punt", "citaat"]


def test_raw_html_becomes_text_without_scripts():
    text = (
        "<script>\nx()\n\ny()\n</script>\n\n<table><tr><td>a</td><td>b</td></tr></table>\n\n"
        "m<sup>2</sup> en <script>z()</script><br>nieuw\n\n- <p>punt</p>\n"
    )
    assert bodies(text) == ["a | b", "m2 en\nnieuw", "- punt"]


def test_words_in_angle_brackets_that_are_no_html_stay():
    assert bodies("Vul <naam> in en <b>teken</b>.") == ["Vul <naam> in en teken."]
    assert bodies("<naam>\nstaat hier") == ["<naam> staat hier"]


def test_a_comment_is_left_out_but_an_open_one_hides_nothing():
    assert bodies("a <!-- weg --> b\n\n<!-- weg -->\n") == ["a  b"]
    assert bodies("<!-- open\n\nslot\n") == ["open slot"]


def test_headings_in_raw_html_are_headings():
    assert read_markdown("<h2 id='x'>Kop</h2>\n")[0] == (Heading(2, "Kop", 1, "x"),)


def test_code_fences_stay_as_they_are():
    assert bodies("```python\n#geen kop\n  *inspringen*\n```\n") == ["#geen kop\n  *inspringen*"]


def test_indented_text_is_text():
    assert bodies("    ingesprongen *tekst*\n") == ["ingesprongen tekst"]


def test_deeply_nested_quotes_and_lists_lose_no_text():
    assert "slot" in " ".join(bodies(">" * 500 + " slot"))
    assert "slot" in " ".join(bodies("- " * 500 + "slot"))


WORDS = st.lists(st.sampled_from("de Het wet 1:23 (douane) en/of € 5, §2.".split()), min_size=1)  # noqa: SIM905
OPENINGS = st.sampled_from(["", "# ", "####", "- ", "2. ", "a. ", "> ", "  ", "| ", "**"])
LINES = st.tuples(OPENINGS, WORDS, st.sampled_from(["\n", "\n\n", "  \n"]))


@given(st.lists(LINES, max_size=12))
def test_no_word_is_lost_or_doubled_or_moved(parts: list[tuple[str, list[str], str]]):
    text = "".join(opening + " ".join(words) + end for opening, words, end in parts)
    found = " ".join(
        block.title if isinstance(block, Heading) else block.text
        for block in read_markdown(text)[0]
    )
    assert _words(found) == _words(text)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w:/€§()]+", text)


@pytest.mark.parametrize("sign", ["(", "#", "# ", "<div>", "[", "![a", "*a **", ">", "`a``", "\n"])
def test_hostile_repetition_is_read(sign: str):
    assert bodies("tekst\n\n" + sign * 20_000)[0] == "tekst"
