"""Keeping what was taught on disk, as plain arrays."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from anna_agents.understanding.router import Router
from anna_agents.understanding.wordings import FEATURES, Wordings


def kept(path: Path) -> tuple[Router, Wordings] | None:
    """What `keep` wrote; None when there is nothing, or half a file: it is taught again."""
    try:
        with np.load(path, allow_pickle=False) as found:
            router = Router(
                tuple(map(str, found["names"])), found["examples"], found["dual"],
                float(found["temperature"]), found["labels"], found["described"],
                float(found["leave_one_out"]),
            )  # fmt: skip
            pieces = (found["data"], found["indices"], found["indptr"])
            matrix = csr_matrix(pieces, shape=(len(pieces[2]) - 1, FEATURES))
            return router, Wordings(matrix, found["worded"], found["languages"], found["idf"])
    except (OSError, KeyError, ValueError, EOFError):
        return None


def keep(router: Router, wordings: Wordings, path: Path) -> None:
    """Write it whole or not at all; a home that cannot be written to only means teaching again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.stem}.{os.getpid()}.npz")
        np.savez(
            beside, names=np.array(router.names), examples=router.examples, dual=router.dual,
            temperature=router.temperature, labels=router.labels, described=router.described,
            leave_one_out=router.leave_one_out, data=wordings.matrix.data,
            indices=wordings.matrix.indices, indptr=wordings.matrix.indptr,
            worded=wordings.labels, languages=wordings.languages, idf=wordings.idf,
        )  # fmt: skip
        beside.replace(path)
    except OSError:
        return
