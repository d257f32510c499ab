"""The written cases as the application reads them: CVs in their own files, texts as sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from fixtures.linkit.cases import (
    CVS,
    LetterCase,
    PairCase,
    cv_path,
    letter_cases,
    pair_cases,
    written,
)
from fixtures.linkit.written import WRITTEN, Assignment, Person
from linkit_letters.documents.reading import read_source, source_of
from linkit_letters.documents.source import Source
from linkit_letters.letters.composing import Composer

DAY = date(2026, 7, 1)
"""The day that `heden` means in the written CVs."""

SPLIT_FILES = ("people.yaml", "assignments.yaml", "pairs.yaml", "letters.yaml")


class Cases:
    """One split, with the composer of each pair made once."""

    def __init__(self, split: str, folder: Path = WRITTEN, cvs: Path = CVS) -> None:
        self.split = split
        self._cvs = cvs
        authors = written(split, folder)
        self.letters: Sequence[LetterCase] = list(letter_cases(authors))
        self.pairs: Sequence[PairCase] = list(pair_cases(authors))
        self.freelance: Sequence[tuple[str, Assignment]] = [
            (author.author, assignment)
            for author in authors
            for assignment in author.assignments
            if assignment.kind == "freelance"
        ]
        self._composers: dict[tuple[str, str], Composer] = {}

    def composer(self, person: Person, assignment: Assignment) -> Composer:
        """What writes and checks letters about this person for this assignment."""
        key = (person.id, assignment.id)
        if key not in self._composers:
            self._composers[key] = Composer(
                sources_of(person, self._cvs), source_of(assignment.text, "vacancy"), today=DAY
            )
        return self._composers[key]


def sources_of(person: Person, cvs: Path = CVS) -> list[Source]:
    """The CV, read from its file, and the notes."""
    return [
        _cv(cv_path(person, cvs)),
        *([source_of(person.notes, "notes")] if person.notes else []),
    ]


@cache
def _cv(path: Path) -> Source:
    return read_source(path, "cv")


def data_files(split: str, folder: Path = WRITTEN, cvs: Path = CVS) -> Mapping[str, Path]:
    """What decides the result: the texts of the split and the CVs as files."""
    found = {}
    for author in written(split, folder):
        for name in SPLIT_FILES:
            place = folder / author.author / name
            found[f"fixtures/linkit/written/{author.author}/{name}"] = place
        for person in author.people:
            path = cv_path(person, cvs)
            found[f"fixtures/linkit/cvs/{path.name}"] = path
    return {name: path for name, path in found.items() if path.exists()}
