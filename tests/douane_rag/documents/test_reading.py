import os
from pathlib import Path

import pytest

from douane_rag.documents.blocks import Body, Heading
from douane_rag.documents.reading import read_document
from language_models.errors import InputError


def written(folder: Path, content: bytes, name: str = "a.md") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def text_of(path: Path) -> str:
    found = read_document(path, "a").blocks
    return "\n".join(block.text for block in found if isinstance(block, Body))


@pytest.mark.parametrize("name", ["a.md", "a.MARKDOWN", "a.txt", "a.html", "a.HTM"])
def test_suffix_tells_the_format(tmp_path: Path, name: str):
    assert text_of(written(tmp_path, b"tekst", name)) == "tekst"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str):
    path = written(tmp_path, "# Kop\r\n\r\nCoëfficiënt “€ 5”\r\n".encode(encoding))
    document = read_document(path, "a")
    assert document.blocks == (Heading(1, "Kop", 1), Body("Coëfficiënt “€ 5”", 3))
    assert bool(document.remarks) == (not encoding.startswith("utf-8"))


def test_lines_of_another_encoding_are_read_and_remarked_upon(tmp_path: Path):
    raw = "één\r\n\r\n".encode() + "twëe “x” ".encode("cp1252") + "drië\n".encode()
    document = read_document(written(tmp_path, raw), "a")
    assert [b.text for b in document.blocks if isinstance(b, Body)] == ["één", "twëe “x” drië"]
    assert document.remarks == (
        "line 3 is not UTF-8 and was read as Windows-1252; save it as UTF-8",
    )


def test_marks_inside_a_file_pasted_together_are_dropped(tmp_path: Path):
    path = written(tmp_path, "tekst\n\n\ufeff# Kop\n".encode())
    assert read_document(path, "a").blocks[1] == Heading(1, "Kop", 3)


def test_old_line_ends_count_as_lines(tmp_path: Path):
    assert read_document(written(tmp_path, b"# Kop\r\rtekst\r"), "a").blocks[1] == Body("tekst", 3)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.md", "no text in it; fill it"),
        (b" \n\n", "a.txt", "no text in it; fill it"),
        (b"# Kop\n", "a.md", "no text in it; fill it"),
        (b"<p></p>", "a.html", "no text in it; fill it"),
        (b"a\0b", "a.md", "holds zero bytes"),
        ("tekst".encode("utf-16-le"), "a.md", "UTF-16 without its mark"),
        (b"x", "a.xyz", "unknown format '.xyz'; known: .md, "),
        (b"x", "a", "unknown format ''; known: .md, "),
    ],
)
def test_what_cannot_be_used_is_one_clear_message(
    tmp_path: Path, content: bytes, name: str, message: str
):
    path = written(tmp_path, content, name)
    with pytest.raises(InputError) as caught:
        read_document(path, name)
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize("suffix", [".md", ".html", ".pdf", ".docx"])
def test_a_folder_named_as_a_file_and_a_missing_file_cannot_be_read(tmp_path: Path, suffix: str):
    (tmp_path / f"x{suffix}").mkdir()
    for name in ("x", "geen"):
        with pytest.raises(InputError, match=r"cannot be read: (Is a directory|No such file)"):
            read_document(tmp_path / f"{name}{suffix}", "x")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_cannot_be_read(tmp_path: Path):
    path = written(tmp_path, b"tekst")
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be read: Permission denied"):
        read_document(path, "a")


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_a_line_of_ten_megabytes_is_read(tmp_path: Path, suffix: str):
    path = written(tmp_path, b"woord " * 1_700_000, f"a{suffix}")
    assert text_of(path).count("woord") == 1_700_000


@pytest.mark.parametrize("suffix", [".md", ".html"])
@pytest.mark.parametrize("sign", ["(", "#", " ", "*", "|", "\n", "&", "<"])
def test_hostile_repetition_is_read(tmp_path: Path, sign: str, suffix: str):
    path = written(tmp_path, ("tekst\n\nx" + sign * 200_000 + "y").encode(), f"a{suffix}")
    assert text_of(path).startswith("tekst")
