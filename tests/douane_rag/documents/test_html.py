import pytest

from douane_rag.documents.blocks import Body, Heading
from douane_rag.documents.html import fragment_blocks, read_html


def headings(text: str) -> list[tuple[int, str, str | None]]:
    return [(b.level, b.title, b.id) for b in read_html(text)[0] if isinstance(b, Heading)]


def bodies(text: str) -> list[str]:
    return [block.text for block in read_html(text)[0] if isinstance(block, Body)]


def test_title_and_named_metas_are_metadata():
    _, metadata = read_html(
        "<head><title> Handboek\n VGEM </title><meta name='Geldig-Vanaf' content='2025-01-01'>"
        "<meta charset=utf-8></head><p>x"
    )
    assert metadata == {"title": "Handboek VGEM", "geldig-vanaf": "2025-01-01"}


def test_what_is_around_the_page_is_left_out():
    text = """<body><a class="skip-link" href="#x">Naar de inhoud</a>
        <header><p>Rijksoverheid</p><nav>Menu</nav></header>
        <div id="cookie-banner">Wij gebruiken cookies <button>Akkoord</button></div>
        <div role="search"><form>Zoek</form></div><ol class="breadcrumb"><li>Home</li></ol>
        <form id="aspnetForm"><p>De tekst.</p><script>x()</script><style>p{}</style></form>
        <aside>Lees ook</aside><footer>Contact</footer><!-- weg --></body>"""
    assert bodies(text) == ["De tekst."]


@pytest.mark.parametrize("around", ["main", "article", "section"])
def test_a_header_inside_the_content_is_read(around: str):
    text = f"<header>weg</header><{around}><header><h1>Kop</h1><p>Inleiding</p></header>"
    assert headings(text) == [(1, "Kop", None)]
    assert bodies(text) == ["Inleiding"]


def test_the_first_heading_in_a_page_header_is_kept_without_the_rest():
    text = "<header><p>weg</p><div><h1>Kop</h1></div><nav><h2>Menu</h2></nav></header><p>tekst"
    assert headings(text) == [(1, "Kop", None)]
    assert bodies(text) == ["tekst"]


def test_only_the_main_part_is_read_where_there_is_one():
    assert bodies("<div>weg</div><main><p>tekst</p><aside>Let op</aside></main>") == [
        "tekst",
        "Let op",
    ]
    assert bodies("<main></main><p>tekst</p>") == ["tekst"]


def test_ids_come_from_heading_anchor_or_the_section_it_opens():
    text = """<div id="omhulsel"><h1 id="a">A</h1>
        <section id="b"><div class="kop"><h2>B</h2></div><p>x</p><h3>Zonder</h3></section>
        <h2><a name="c"></a>C</h2><a id="d"></a><h2>D</h2><div id="e"><p>tekst</p><h2>E</h2></div>
        <div id="f"><h2>F</h2></div></div>"""
    assert [(title, id) for _, title, id in headings(text)] == [
        ("A", "a"), ("B", "b"), ("Zonder", None), ("C", "c"), ("D", "d"), ("E", None), ("F", "f"),
    ]  # fmt: skip


def test_ids_of_templates_and_wrappers_name_no_heading():
    text = (
        "<div id='content'><div id='pagina1'><h1>A</h1><a name='_Toc12'></a><h2>B</h2></div></div>"
    )
    assert [id for *_, id in headings(text)] == [None, None]


def test_a_wrapper_named_after_its_cookie_bar_is_read():
    text = (
        '<div class="met-cookie-bar"><div id="cookiebar"><h2>Koekjes</h2></div><main>tekst</main>'
    )
    assert bodies(text) == ["tekst"]
    assert bodies(text.replace("main", "article")) == ["tekst"]


def test_heading_in_a_button_is_a_heading():
    assert headings("<h3><button>1.1 Knop</button></h3>") == [(3, "1.1 Knop", None)]


def test_lists_are_numbered_as_a_browser_shows_them():
    text = """<ol type="a" start="3"><li>aap<ol type="i"><li>een<li>twee</ol>
        <li><p>noot</p><p>vervolg</p><li value="9">mies</ol>"""
    assert bodies(text) == ["c. aap\n   i. een\n   ii. twee\nd. noot\n   vervolg\ni. mies"]
    assert bodies('<ol style="list-style-type: upper-roman"><li>x</ol>') == ["I. x"]
    assert bodies("<ul><li>x<ul><li>y</ul></ul>") == ["- x\n  - y"]


def test_a_number_that_stands_in_the_text_is_not_doubled():
    assert bodies("<ul><li><span>a.</span> x<li>1°. y<li>– z</ul>") == ["a. x\n1°. y\n– z"]
    assert bodies("<ol><li>1. x</ol>") == ["1. x"]
    assert bodies('<ol style="list-style: none"><li>Artikel 1</ol>') == ["Artikel 1"]


def test_headings_inside_a_list_divide_it():
    text = "<ol><li>voor</li><li><h3>Kop</h3><p>na</p></li></ol>"
    assert read_html(text)[0] == (Body("1. voor"), Heading(3, "Kop"), Body("2. na"))


def test_definitions_stand_under_their_terms():
    assert bodies("<dl><dt>term<dd>uitleg<dt>b<dd>c</dl>") == ["term\nuitleg\nb\nc"]


def test_tables_are_rows_of_cells():
    text = """<table><caption>Termijnen</caption><thead><tr><th>Goed<th>Dagen</tr></thead>
        <tr><td><p>hout</p><p>en riet</p><td>v<b>ij</b>f<br>(5)</td></tr>
        <tr><td>a<td></tr></table>"""
    assert bodies(text) == ["Termijnen\nGoed | Dagen\nhout en riet | vijf (5)\na"]


def test_a_table_that_arranges_the_page_is_no_table():
    text = "<table><tr><td><h2>Kop</h2><p>tekst</p><table><tr><td>a<td>b</table></table>"
    assert read_html(text)[0] == (Heading(2, "Kop"), Body("tekst"), Body("a | b"))


def test_white_space_and_breaks_are_as_shown():
    text = (
        "<p>Regel\n  een<br>twee&nbsp;&euro;&nbsp;5, m<sup>2</sup> in&shy;voer</p><pre>a\n  b</pre>"
    )
    assert bodies(text) == ["Regel een\ntwee € 5, m2 invoer", "a\nb"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("los </b></p></div> meer <p>nog", ["los meer", "nog"]),
        ("<p>a<div>b</div>c", ["a", "b", "c"]),
        ("<ul><li>a<p>b</ul>c", ["- a\n  b", "c"]),
        ("<td>a<td>b", ["a", "b"]),
        ("a < b en c > d &amp &onbekend;", ["a < b en c > d & &onbekend;"]),
        ("<frameset><frame src=x></frameset>", []),
        ("<frameset><noframes>tekst</noframes></frameset>", ["tekst"]),
        ('<?xml version="1.0" encoding="iso-8859-1"?><html><p>één</p></html>', ["één"]),
        ("x.html", ["x.html"]),
        ("", []),
    ],
)
def test_broken_html_is_read_as_browsers_do(text: str, found: list[str]):
    assert bodies(text) == found


def test_deeply_nested_tags_lose_no_text():
    assert bodies("<div>" * 5_000 + "tekst") == ["tekst"]
    assert bodies("<b>" * 5_000 + "tekst") == ["tekst"]


@pytest.mark.parametrize(
    "sign",
    ["<", "<div>", "<ul><li>", "<table><tr><td>", "<!--", "&", "</p>", "<aside>", "<a id=x>"],
)
def test_hostile_repetition_is_read(sign: str):
    assert bodies("<p>tekst</p>" + sign * 10_000)[0] == "tekst"


def test_tags_that_html_does_not_know_are_text_in_a_fragment():
    assert fragment_blocks("<naam> <b>x</b>") == [Body("<naam> x")]
