"""A folder of handbooks: its files as documents, its dated editions as versions of paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from douane_rag.documents.outline import paragraphs_of
from douane_rag.documents.paragraphs import Paragraph, Source
from douane_rag.documents.reading import FORMATS, read_document
from language_models.errors import InputError


@dataclass(frozen=True)
class FileStamp:
    """What tells whether a file is still the one that was read."""

    name: str
    size: int
    modified: int
    sha256: str


@dataclass(frozen=True)
class CorpusFile:
    """One file that was read: its paragraphs as it gives them, before editions are compared.

    `edition` is the date of the folder it stands in, None outside such folders.
    """

    stamp: FileStamp
    edition: date | None
    source: Source
    paragraphs: tuple[Paragraph, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Corpus:
    """All that was read from one or two folders; `refused` says what could not be used."""

    files: tuple[CorpusFile, ...]
    refused: tuple[str, ...] = ()

    def remarks(self) -> Iterator[str]:
        """What was repaired while reading, a line each."""
        for file in self.files:
            for remark in file.remarks:
                yield f"{file.stamp.name}: {remark}"


Known = Mapping[tuple[str, str], CorpusFile]
"""Files read before, by their name and SHA-256."""


def read_corpus(
    folder: Path,
    *,
    source: Source = "handbook",
    known: Known | None = None,
    skip_refused: bool = False,
    advance: Callable[[int], None] | None = None,
) -> Corpus:
    """The handbooks under `folder`; files that are known already are not parsed again.

    A subfolder named by a date (2025-01-01) is an edition, which replaces the one before it from
    that day on. A folder that is itself named so gives its texts that first day.

    Raises:
        InputError: there is nothing to read, a file cannot be used (unless `skip_refused`), or
            two paragraphs of one edition carry the same id.
    """
    files: list[CorpusFile] = []
    refused: list[str] = []
    found = list(_found(folder))
    stems = _stems(folder, found)
    for path in found:
        try:
            stamp = _stamp(path, path.relative_to(folder).as_posix())
            before = (known or {}).get((stamp.name, stamp.sha256))
            if before is not None and before.source == source:
                files.append(replace(before, stamp=stamp))
            else:
                files.append(_read(path, stamp, stems[path], _edition(folder, path), source))
        except InputError as error:
            if not skip_refused:
                raise
            refused.append(str(error))
        if advance:
            advance(1)
    if not files:
        more = f" ({refused[0]})" if refused else ""
        raise InputError(f"{folder}: no file of it can be used{more}")
    _check_ids(files)
    return Corpus(tuple(files), tuple(refused))


def count_files(folder: Path) -> int:
    """How many files `read_corpus` will look at."""
    return sum(1 for _ in _found(folder))


def versions(files: Sequence[CorpusFile]) -> tuple[Paragraph, ...]:
    """The paragraphs of all editions, each version once with the days on which it applies.

    In the order of the newest edition that holds them, so that books read as they are written.
    """
    editions = sorted({file.edition for file in files if file.edition is not None})
    following = dict(zip(editions, editions[1:], strict=False))
    of_id: dict[str, list[tuple[date | None, Paragraph]]] = {}
    for file in sorted(files, key=lambda f: f.edition or date.min, reverse=True):
        for paragraph in file.paragraphs:
            of_id.setdefault(paragraph.id, []).append((file.edition, paragraph))
    return tuple(
        version
        for found in of_id.values()
        for version in _versions_of(list(reversed(found)), following, editions[:1])
    )


def _versions_of(
    found: list[tuple[date | None, Paragraph]],
    following: Mapping[date, date],
    first: list[date],
) -> Iterator[Paragraph]:
    """The versions of one id, oldest first; equal texts of successive editions are one version."""
    current: Paragraph | None = None
    for edition, paragraph in found:
        begin = paragraph.valid_from
        if edition is not None and edition not in first:
            begin = max(begin or edition, edition)
        end = paragraph.valid_to
        if edition is not None and edition in following:
            end = min(end or date.max, following[edition])
        same = (
            current is not None
            and (current.text, current.path) == (paragraph.text, paragraph.path)
            and current.valid_to == edition
        )
        if same and current is not None:
            current = replace(paragraph, valid_from=current.valid_from, valid_to=end)
            continue
        if current is not None:
            yield current
        current = replace(paragraph, valid_from=begin, valid_to=end)
    if current is not None:
        yield current


def _found(folder: Path) -> Iterator[Path]:
    if not folder.exists():
        raise InputError(f"{folder} does not exist; name a folder of handbooks")
    if not folder.is_dir():
        raise InputError(f"{folder} is a file; name the folder that holds it")
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in FORMATS
        and not any(part.startswith((".", "~")) for part in path.relative_to(folder).parts)
    )
    if not paths:
        raise InputError(f"{folder} holds no handbook; known formats: {', '.join(FORMATS)}")
    yield from paths


def _read(
    path: Path, stamp: FileStamp, stem: str, edition: date | None, source: Source
) -> CorpusFile:
    document = read_document(path, str(path))
    try:
        paragraphs = paragraphs_of(
            replace(document, name=stamp.name), stem, edition=edition, source=source
        )
    except InputError as error:
        raise InputError(error.message, file=path, line=error.line) from error
    if not paragraphs:
        raise InputError("no paragraph in it; put its text under headings", file=path)
    return CorpusFile(stamp, edition, source, paragraphs, document.remarks)


def _stamp(path: Path, name: str) -> FileStamp:
    try:
        status = path.stat()
        with path.open("rb") as file:
            content = sha256(file.read())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path) from error
    return FileStamp(name, status.st_size, status.st_mtime_ns, content.hexdigest())


def changed_file(folder: Path, stamps: Iterable[FileStamp]) -> str | None:
    """The name of a file that is no longer as it was read, or is new; None if nothing changed."""
    known = {stamp.name: stamp for stamp in stamps}
    present = {path.relative_to(folder).as_posix(): path for path in _found(folder)}
    for name in sorted(known.keys() ^ present.keys()):
        return name
    for name, path in present.items():
        status, stamp = path.stat(), known[name]
        if (status.st_size, status.st_mtime_ns) == (stamp.size, stamp.modified):
            continue
        if _stamp(path, name).sha256 != stamp.sha256:
            return name
    return None


def _edition(folder: Path, path: Path) -> date | None:
    """The date that the file's top folder below the corpus is named by, else the corpus's own."""
    parts = path.relative_to(folder).parts
    return (_as_day(parts[0]) if len(parts) > 1 else None) or _as_day(folder.resolve().name)


def _as_day(name: str) -> date | None:
    try:
        return date.fromisoformat(name) if len(name) == 10 else None
    except ValueError:
        return None


def _stems(folder: Path, paths: Sequence[Path]) -> dict[Path, str]:
    """What the ids of each file start with: its stem, or its path where two files share one."""
    count = Counter((_edition(folder, path), path.stem) for path in paths)
    stems = {}
    for path in paths:
        edition = _edition(folder, path)
        below = path.relative_to(folder)
        if edition is not None and len(below.parts) > 1 and _as_day(below.parts[0]):
            below = Path(*below.parts[1:])
        unique = count[edition, path.stem] == 1
        stems[path] = path.stem if unique else below.with_suffix("").as_posix()
    return stems


def _check_ids(files: Sequence[CorpusFile]) -> None:
    seen: dict[tuple[date | None, str], tuple[str, int | None]] = {}
    for file in files:
        for paragraph in file.paragraphs:
            key = (file.edition, paragraph.id)
            if key in seen:
                other, line = seen[key]
                place = other if line is None else f"{other}:{line}"
                raise InputError(
                    f"the id {paragraph.id!r} stands also at {place}; give each paragraph an id "
                    "of its own",
                    file=file.stamp.name,
                    line=paragraph.line,
                )
            seen[key] = (file.stamp.name, paragraph.line)
