"""All forms say the same, and nothing of a text becomes markup."""

from __future__ import annotations

import re
from io import BytesIO

from bs4 import BeautifulSoup
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from linkit_letters.letters.clipboard import as_clipboard, as_mail, from_mail
from linkit_letters.letters.composing import Composer
from linkit_letters.letters.forms import as_docx, as_fragment, as_html, as_markdown, as_text
from linkit_letters.letters.parts import Glance, Letter, Paragraph, Sentence
from linkit_letters.letters.writing import Wishes


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_html_docx_text_and_markdown_have_the_same_words(composer: Composer) -> None:
    letter = composer.compose(Wishes()).letter
    body = [words_of(s.text) for s in letter.sentences]
    document = Document(BytesIO(as_docx(letter)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    docx = " ".join([*(p.text for p in document.paragraphs), *cells])
    forms = (
        BeautifulSoup(as_fragment(letter), "lxml").get_text(" "), as_text(letter),
        as_markdown(letter), docx,
    )  # fmt: skip
    for form in forms:
        found = words_of(form)
        assert all(set(sentence) <= set(found) for sentence in body)


def test_both_forms_survive_a_mail(composer: Composer) -> None:
    letter = composer.compose(Wishes(style="english")).letter
    assert from_mail(as_mail(letter)) == as_clipboard(letter)


def test_styles_stand_in_the_tags_and_nothing_is_loaded(composer: Composer) -> None:
    html = as_fragment(composer.compose(Wishes()).letter)
    assert not re.search(r"<(?:style|link|script|img)|class=|src=|href=", html)
    assert "style=" in html


@given(text=st.text(max_size=80))
def test_no_text_becomes_markup(text: str) -> None:
    sentence = Sentence(text)
    letter = Letter(
        "formal", text, (Paragraph((sentence,)), Glance((text, text), ((text, "✓", sentence),)))
    )
    soup = BeautifulSoup(as_html(letter), "lxml")
    names = {tag.name for tag in soup.find_all()}
    assert names <= {
        "html",
        "head",
        "meta",
        "title",
        "body",
        "div",
        "p",
        "table",
        "tr",
        "th",
        "td",
        "tbody",
    }
