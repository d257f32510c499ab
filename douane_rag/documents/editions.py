"""Dated editions of handbooks as versions of their paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import get_args

from douane_rag.documents.corpus import CorpusFile
from douane_rag.documents.paragraphs import Paragraph, Source


def versions(files: Sequence[CorpusFile]) -> tuple[Paragraph, ...]:
    """The paragraphs of all editions, each version once with the days on which it applies.

    In the order of the newest edition that holds them, so that books read as they are written.
    Handbooks and further sources have editions of their own.
    """
    return tuple(
        version
        for source in get_args(Source)
        for version in _versions([file for file in files if file.source == source])
    )


def _versions(files: Sequence[CorpusFile]) -> Iterator[Paragraph]:
    editions = sorted({file.edition for file in files if file.edition is not None})
    following = dict(pairwise(editions))
    of_id: dict[str, list[tuple[date | None, Paragraph]]] = {}
    for file in sorted(files, key=lambda f: f.edition or date.min, reverse=True):
        for paragraph in file.paragraphs:
            of_id.setdefault(paragraph.id, []).append((file.edition, paragraph))
    for found in of_id.values():
        yield from _versions_of(found[::-1], following)


def _versions_of(
    found: Sequence[tuple[date | None, Paragraph]], following: Mapping[date, date]
) -> list[Paragraph]:
    """The versions of one id, oldest first; equal texts of successive editions are one version."""
    versions: list[Paragraph] = []
    for edition, paragraph in found:
        start, end = paragraph.valid_from, paragraph.valid_to
        if edition is not None and edition in following.values():
            start = max(start or edition, edition)
        if edition is not None and edition in following:
            end = min(end or date.max, following[edition])
        before = versions[-1] if edition and versions and versions[-1].valid_to == edition else None
        if before and (before.text, before.path) == (paragraph.text, paragraph.path):
            versions[-1] = replace(paragraph, valid_from=before.valid_from, valid_to=end)
            continue
        if before and start:
            # A text announced for a later day leaves the one before it in force until then.
            versions[-1] = replace(before, valid_to=start)
        versions.append(replace(paragraph, valid_from=start, valid_to=end))
    return versions
