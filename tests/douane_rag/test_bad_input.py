"""What is wrong with handbooks, questions, indexes and embeddings is one line; nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF

Index = Callable[..., Path]


@pytest.fixture
def index(praktijkbench: Any, write_corpus: Any, tmp_path: Path) -> Any:
    """Indexes files for keywords and gives how that ended."""

    def call(files: dict[str, str | bytes], *more: object) -> Any:
        corpus = write_corpus(files)
        where = ("--index", tmp_path / "index", "--embedding", "none")
        return praktijkbench("douane", "index", corpus, *where, *more)

    return call


def scanned() -> bytes:
    """A PDF of pages with lines and no letter, as a scanner without text recognition makes."""
    pdf = FPDF()
    for _ in range(2):
        pdf.add_page()
        pdf.rect(20, 20, 100, 100)
    return bytes(pdf.output())


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"leeg.png": b"x"}, "holds no handbook; known formats: .md"),
        ({"a.md": ""}, "a.md: no text in it; fill it or take it out of the folder"),
        ({"a.md": "\n \n"}, "a.md: no text in it"),
        ({"a.pdf": scanned()}, "a.pdf: no text in it, so it is a scan"),
        ({"a.pdf": b""}, "a.pdf: is damaged or no PDF file"),
        ({"a.docx": b"PK\x03\x04"}, "a.docx: is damaged or no DOCX file"),
        ({"a.html": "<html><script>x</script>"}, "a.html: no text in it"),
        ({"a.md": b"a\x00b\x00"}, "a.md: holds zero bytes"),
        (
            {"a.md": "## A {#x}\n\na\n\n## B {#x}\n\nb"},
            "a.md:5: the id 'x' stands also at a.md:1; give each paragraph an id of its own",
        ),
        (
            {"a.md": "# A\n\n## B\n\n" + "woord " * 1_700_000},
            "a.md:3: the paragraph under 'B' has 10,199,999 characters, more than 1,000,000; "
            "divide it by headings",
        ),
        ({"a.md": "## A {#a geldig-vanaf=nu}\n\na"}, "a.md:1: the date 'nu' is no day"),
    ],
)
def test_handbooks_that_cannot_be_used(
    index: Any, tmp_path: Path, files: dict[str, str | bytes], said: str
) -> None:
    ended = index(files)
    assert (ended.status, ended.out) == (2, "")
    assert said in ended.error
    assert str(tmp_path / "corpus") in ended.error
    assert ended.err.count("\n") == 1
    assert not (tmp_path / "index" / "manifest.json").exists()


def test_an_empty_folder_and_one_that_is_not_there(praktijkbench: Any, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for name, said in (("corpus", "holds no handbook"), ("nowhere", "does not exist")):
        ended = praktijkbench("douane", "index", tmp_path / name, "--index", tmp_path / "index")
        assert ended.status == 2
        assert f"{tmp_path / name} {said}" in ended.error


@pytest.mark.parametrize(
    "files",
    [
        {"a.html": "<h2>Wijn<p>De <b>accijns op <i>wijn</b> is hoog.<table><td>x"},
        {"a.html": b"<meta charset=utf-8><h2>Wijn</h2><p>caf\xe9 caf\xc3\xa9 accijns</h3></div>"},
        {"a.md": "## Café wijn\r\n\r\n".encode() + "één accijns".encode("cp1252")},
        {"a.md": "## Wijn\n\naccijns café".encode("utf-16")},
        {"a.md": "## Wijn\r\raccijns"},
        {"a.md": "# Handboek X, onderdeel 10.01.00\n\n## 1 Wijn\n\naccijns, zie bijlage 99."},
    ],
)
def test_untidy_handbooks_are_read_all_the_same(
    index: Any, praktijkbench: Any, tmp_path: Path, files: dict[str, str | bytes]
) -> None:
    assert index(files).status == 0
    ended = praktijkbench("douane", "search", "accijns", "--index", tmp_path / "index", "--json")
    assert "accijns" in ended.json["results"][0]["text"]


@pytest.mark.parametrize("text", ["🙂🙃", "de het een van", "!!! ???", "— … —"])
def test_a_handbook_without_any_word_is_indexed_and_finds_nothing(
    index: Any, praktijkbench: Any, tmp_path: Path, text: str
) -> None:
    assert index({"de.md": text}).status == 0
    ended = praktijkbench("douane", "search", "wijn", "--index", tmp_path / "index", "--json")
    assert (ended.status, ended.json) == (0, {"results": []})


def test_a_paragraph_of_nearly_a_million_letters_is_indexed(
    index: Any, praktijkbench: Any, tmp_path: Path
) -> None:
    start = time.perf_counter()
    assert index({"a.md": "## A\n\nwijn " + "accijns" * 140_000}).status == 0
    assert time.perf_counter() - start < 20
    ended = praktijkbench("douane", "search", "wijn", "--index", tmp_path / "index", "--json")
    assert len(ended.json["results"]) == 1


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize("question", ["", "  \n\t ", "-"])
def test_an_empty_question_is_a_wrong_call(
    praktijkbench: Any, index_by_command: Index, command: str, question: str
) -> None:
    folder = index_by_command()
    ended = praktijkbench("douane", command, question, "--index", folder, "--json", stdin=b" \n")
    assert (ended.status, ended.out) == (2, "")
    assert "The question is empty; write one in quotation marks." in ended.error


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize("question", ["🙂🙃", "de het een", "???", "\u200b", "zeppelin xylofoon"])
def test_a_question_without_a_word_of_the_handbooks_finds_nothing(
    praktijkbench: Any, index_by_command: Index, command: str, question: str
) -> None:
    ended = praktijkbench("douane", command, question, "--index", index_by_command(), "--json")
    assert ended.status == 0
    assert ended.err.startswith("nothing found") and ended.err.count("\n") == 1
    found = ended.json
    if command == "search":
        assert found == {"results": []}
    else:
        assert (found["answered"], found["quotes"], found["nearest"]) == (False, [], [])


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize("piece", ["accijns op wijn ", "10.01.00 ", "a", "🙂", "wat is een "])
def test_a_question_of_50_000_characters_is_read_in_part_and_says_so(
    praktijkbench: Any, index_by_command: Index, command: str, piece: str
) -> None:
    folder = index_by_command()
    question = (piece * 50_000)[:50_000]
    start = time.perf_counter()
    ended = praktijkbench("douane", command, question, "--index", folder, "--json")
    assert time.perf_counter() - start < 5
    assert ended.status == 0
    assert "of the question's 50,000 characters the first 2,000 are read" in ended.err
    assert ended.json


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_that_is_no_utf_8_is_a_wrong_call(
    praktijkbench: Any, index_by_command: Index, command: str
) -> None:
    folder = index_by_command()
    piped = praktijkbench("douane", command, "-", "--index", folder, stdin=b"wijn \xff")
    assert (piped.status, piped.out) == (2, "")
    assert "standard input is not UTF-8 at byte 5; convert it first" in piped.error
    given = praktijkbench("douane", command, "wijn \udcff", "--index", folder)
    assert given.status == 2
    assert "The question holds half a character; write it as UTF-8." in given.error


def test_half_a_character_in_an_earlier_question_is_a_wrong_call(
    praktijkbench: Any, index_by_command: Index
) -> None:
    folder = index_by_command()
    ended = praktijkbench("douane", "ask", "wijn", "--history", "\udcff", "--index", folder)
    assert ended.status == 2
    assert "half a character" in ended.error


@pytest.mark.parametrize("day", ["gisteren", "2025-02-30", "01-02-2025"])
def test_a_day_that_is_none_is_a_wrong_call(
    praktijkbench: Any, index_by_command: Index, day: str
) -> None:
    folder = index_by_command()
    ended = praktijkbench("douane", "search", "wijn", "--index", folder, "--as-of", day)
    assert (ended.status, ended.out) == (2, "")
    assert day in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("command", ["ask", "search", "chat"])
def test_an_index_that_is_damaged_stale_or_none_is_one_line(
    praktijkbench: Any, index_by_command: Index, tmp_path: Path, command: str
) -> None:
    folder = index_by_command()
    question = () if command == "chat" else ("wijn",)

    def error(where: Path) -> str:
        ended = praktijkbench("douane", command, *question, "--index", where)
        assert (ended.status, ended.out) == (2, "")
        assert ended.err.count("\n") == 1
        return str(ended.error)

    assert "nowhere is no index" in error(tmp_path / "nowhere")
    (words,) = folder.glob("generation-*/words.json")
    content = words.read_bytes()
    words.write_bytes(content[:-1])
    mend = f"run `praktijkbench douane index {tmp_path / 'corpus'} --index {folder}"
    assert f"{words} is damaged: it is not what was written; {mend}" in error(folder)
    words.write_bytes(content)
    (tmp_path / "corpus" / "nieuw.md").write_text("## A\n\nTekst.")
    assert f"so {folder} is stale; {mend}" in error(folder)


def test_an_unknown_embedding_is_named_with_the_nearest(
    praktijkbench: Any, write_corpus: Any, tmp_path: Path
) -> None:
    where = ("--index", tmp_path / "index")
    ended = praktijkbench("douane", "index", write_corpus(), *where, "--embedding", "minillm")
    assert (ended.status, ended.out) == (2, "")
    assert "Unknown embedding 'minillm'. Did you mean 'minilm'?" in ended.error
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize(
    "files",
    [
        {"modules.json": "{"},
        {"config.json": "{}"},
        {"config.json": '{"model_type": "bert"}', "model.safetensors": "broken"},
    ],
)
def test_a_broken_embedding_is_one_line_and_leaves_the_old_index(
    praktijkbench: Any, index_by_command: Index, write_corpus: Any, files: dict[str, str]
) -> None:
    folder = index_by_command()
    before = (folder / "manifest.json").read_bytes()
    model = write_corpus(files, "model")
    ended = praktijkbench(
        "douane", "index", write_corpus(), "--index", folder, "--embedding", model
    )
    assert ended.status == 1
    assert str(model) in ended.error
    assert (folder / "manifest.json").read_bytes() == before
    assert praktijkbench("douane", "search", "wijn", "--index", folder).status == 0


def test_an_unknown_model_is_a_wrong_call(praktijkbench: Any, index_by_command: Index) -> None:
    ended = praktijkbench(
        "douane", "ask", "wijn", "--index", index_by_command(), "--model", "embeded"
    )
    assert (ended.status, ended.out) == (2, "")
    assert "Unknown model 'embeded'. Did you mean 'embedded'?" in ended.error


def test_a_folder_of_something_else_is_left_alone(praktijkbench: Any, write_corpus: Any) -> None:
    corpus = write_corpus()
    before = sorted(corpus.iterdir())
    ended = praktijkbench("douane", "index", corpus, "--index", corpus, "--embedding", "none")
    assert ended.status == 2
    assert "holds other files" in ended.error
    assert sorted(corpus.iterdir()) == before


def test_a_disk_that_fills_up_is_one_line_and_leaves_the_old_index(
    praktijkbench: Any,
    index_by_command: Index,
    index: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = index_by_command()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        ended = index({"nieuw.md": "## A\n\nTekst."})
    assert (ended.status, ended.out) == (1, "")
    assert f"{folder} cannot be written: No space left on device; the old index" in ended.error
    assert len(list(folder.glob("generation-*"))) == 1
