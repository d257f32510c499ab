"""A folder of handbooks: its files as documents, each with what tells whether it was changed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

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

    `stem` is what the ids of its headings start with; `edition` the date of the folder it stands
    in, None outside such folders.
    """

    stamp: FileStamp
    stem: str
    edition: date | None
    source: Source
    paragraphs: tuple[Paragraph, ...]
    remarks: tuple[str, ...] = ()

    @property
    def key(self) -> FileKey:
        """All that decides its paragraphs."""
        return self.source, self.stamp.name, self.stamp.sha256, self.stem, self.edition


FileKey = tuple[Source, str, str, str, date | None]
Known = Mapping[FileKey, CorpusFile]
"""Files read before, by their key."""


@dataclass(frozen=True)
class RefusedFile:
    """A file that could not be used, and why."""

    stamp: FileStamp
    source: Source
    reason: str


@dataclass(frozen=True)
class Corpus:
    """All that was read from a folder, and what of it could not be used."""

    files: tuple[CorpusFile, ...]
    refused: tuple[RefusedFile, ...] = ()

    def remarks(self) -> Iterator[str]:
        """What was repaired while reading, a line each."""
        for file in self.files:
            for remark in file.remarks:
                yield f"{file.stamp.name}: {remark}"


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
    refused: list[RefusedFile] = []
    for path, stem in _stems(folder, _found(folder)).items():
        stamp = _stamp(path, path.relative_to(folder).as_posix())
        empty = CorpusFile(stamp, stem, _edition(folder, path), source, ())
        try:
            files.append((known or {}).get(empty.key) or _read(path, empty))
        except InputError as error:
            if not skip_refused:
                raise
            refused.append(RefusedFile(stamp, source, str(error)))
        if advance:
            advance(1)
    if not files:
        raise InputError(f"{folder}: no file of it can be used ({refused[0].reason})")
    _check_ids(folder, files)
    return Corpus(tuple(files), tuple(refused))


def count_files(folder: Path) -> int:
    """How many files `read_corpus` will look at."""
    return len(_found(folder))


def changed_file(folder: Path, stamps: Iterable[FileStamp]) -> str | None:
    """The name of a file that is no longer as it was read, or is new; None if nothing changed."""
    known = {stamp.name: stamp for stamp in stamps}
    present = {path.relative_to(folder).as_posix(): path for path in _paths(folder)}
    for name in sorted(known.keys() ^ present.keys()):
        return name
    for name, path in present.items():
        now, before = _status(path), known[name]
        same = now == (before.size, before.modified)
        if not same and _stamp(path, name).sha256 != before.sha256:
            return name
    return None


def _found(folder: Path) -> list[Path]:
    if not folder.exists():
        raise InputError(f"{folder} does not exist; name a folder of handbooks")
    if not folder.is_dir():
        raise InputError(f"{folder} is a file; name the folder that holds it")
    paths = _paths(folder)
    if not paths:
        raise InputError(f"{folder} holds no handbook; known formats: {', '.join(FORMATS)}")
    return paths


def _paths(folder: Path) -> list[Path]:
    """The files of known formats, in the order of their paths; hidden and `~` ones are left out."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders[:] = [name for name in folders if not name.startswith((".", "~"))]
        found += [Path(place, name) for name in names if not name.startswith((".", "~"))]
    return sorted(path for path in found if path.suffix.lower() in FORMATS and path.is_file())


def _refuse_folder(error: OSError) -> NoReturn:
    raise InputError(f"cannot be read: {error.strerror}", file=error.filename) from error


def _read(path: Path, file: CorpusFile) -> CorpusFile:
    """The file with its paragraphs."""
    document = read_document(path, str(path))
    try:
        paragraphs = paragraphs_of(
            replace(document, name=file.stamp.name),
            file.stem,
            edition=file.edition,
            source=file.source,
        )
    except InputError as error:
        raise InputError(error.message, file=path, line=error.line) from error
    if not paragraphs:
        raise InputError("all of it is withdrawn; take it out of the folder", file=path)
    return replace(file, paragraphs=paragraphs, remarks=document.remarks)


def _stamp(path: Path, name: str) -> FileStamp:
    """The file's stamp; without a hash if it cannot be read."""
    size, modified = _status(path)
    try:
        found = sha256(path.read_bytes()).hexdigest()
    except OSError:
        found = ""
    return FileStamp(name, size, modified, found)


def _status(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path) from error
    return status.st_size, status.st_mtime_ns


def _edition(folder: Path, path: Path) -> date | None:
    """The date that the file's top folder below the corpus is named by, else the corpus's own."""
    parts = path.relative_to(folder).parts
    return (_as_day(parts[0]) if len(parts) > 1 else None) or _as_day(folder.resolve().name)


def _as_day(name: str) -> date | None:
    try:
        return date.fromisoformat(name) if len(name) == 10 else None
    except ValueError:
        return None


def below_edition(name: str) -> str:
    """A file's name without the folder of its edition: the same in all editions."""
    first, _, rest = name.partition("/")
    return rest if rest and _as_day(first) else name


def _stems(folder: Path, paths: Sequence[Path]) -> dict[Path, str]:
    """What the ids of each file start with: its stem, or its path where two files share one.

    Where they share it in one edition, it is the path in every edition: ids must not change.
    """
    count = Counter((_edition(folder, path), path.stem) for path in paths)
    shared = {stem for (_, stem), number in count.items() if number > 1}
    whole = {path: below_edition(path.relative_to(folder).as_posix()) for path in paths}
    bare = {path: name.removesuffix(path.suffix) for path, name in whole.items()}
    count = Counter((_edition(folder, path), name) for path, name in bare.items())
    # Of handbook.md and handbook.html only the whole names differ.
    alike = {name for (_, name), number in count.items() if number > 1}
    return {
        path: path.stem if path.stem not in shared else whole[path] if name in alike else name
        for path, name in bare.items()
    }


def _check_ids(folder: Path, files: Sequence[CorpusFile]) -> None:
    """Refuses an id that two paragraphs carry on the same day."""
    seen: dict[str, dict[date | None, str]] = {}
    for file in files:
        for paragraph in file.paragraphs:
            of_id = seen.setdefault(paragraph.id, {})
            # Text outside the editions applies beside every one of them.
            at_once = of_id if file.edition is None else (file.edition, None)
            place = next((of_id[edition] for edition in at_once if edition in of_id), None)
            if place is not None:
                raise InputError(
                    f"the id {paragraph.id!r} stands also at {place}; give each paragraph an id "
                    "of its own",
                    file=folder / file.stamp.name,
                    line=paragraph.line,
                )
            of_id[file.edition] = _place(file.stamp.name, paragraph.line)


def _place(name: str, line: int | None) -> str:
    return name if line is None else f"{name}:{line}"
