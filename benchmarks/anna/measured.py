"""From contact lines to rates: automated, settled, first-time resolution, who comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmarks.anna.aftermath import Aftermath, World, aftermath
from benchmarks.estimate import Estimate
from benchmarks.statistics import proportion_estimate, wilson_estimate

Line = Mapping[str, Any]
NOT_YET = 0.35
"""Share of the procedures that had not been written a year before: an assumption."""


def rates(lines: Sequence[Line], world: World, *, seed: int) -> dict[str, Estimate]:
    """The metrics of one row."""
    automated = [line for line in lines if line["automated"]]
    after = aftermath(lines, world, seed=seed)
    return {
        "automated": proportion_estimate([line["automated"] for line in lines]),
        "right": proportion_estimate([line["right"] for line in lines]),
        "right_automated": _share(line["right"] for line in automated),
        "ftr": drawn(after.resolved, after.by_anna),
        "ftr_service": drawn(after.resolved),
        "same_day": drawn(after.same_day, after.by_anna),
        "next_day": drawn(after.next_day, after.by_anna),
        "satisfaction": drawn(after.content, after.by_anna),
        "routed": _share(line["routed"] == line["procedure"] for line in lines),
        "wrong_writes": _share(line["wrong_writes"] > 0 for line in lines),
        "costly_writes": _share(line["costly_writes"] > 0 for line in lines),
    }


def drawn(values: ArrayLike, among: NDArray[np.bool_] | None = None) -> Estimate:
    """Mean over contacts, with the middle 95% of the draws; `among` picks contacts."""
    found = np.asarray(values, dtype=float)
    if among is None:
        means = found.mean(axis=1)
    else:
        counts = among.sum(axis=1)
        if not counts.all():
            return Estimate.undefined(int(found.shape[1]))
        means = np.where(among, found, 0.0).sum(axis=1) / counts
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(float(means.mean()), float(low), float(high), int(found.shape[1]))


def whole_service(
    lines: Sequence[Line], world: World, *, seed: int
) -> tuple[Estimate, Estimate, Estimate]:
    """First-time resolution of everything, of people alone; satisfaction with people.

    Chats and e-mails are those of `lines`; beside them the world's share of contacts comes by
    telephone, which people answer.
    """
    after = aftermath(lines, world, seed=seed)
    telephone = people(len(lines), world, seed=seed + 1)
    by_phone = drawn(telephone.resolved)
    written = drawn(after.resolved)
    mixed = _mixture(written, by_phone, world.telephone)
    content = drawn(telephone.content)
    return mixed, by_phone, content


def people(n: int, world: World, *, seed: int) -> Aftermath:
    """What follows `n` contacts that people answer."""
    line = {"automated": False, "right": False, "has_next": False}
    return aftermath([line] * n, world, seed=seed)


def year_before(lines: Sequence[Line], share: float = NOT_YET) -> list[dict[str, Any]]:
    """The same contacts when `share` of the procedures was not yet written: people take those."""
    return [
        {**line, "automated": line["automated"] and not _not_yet(line["procedure"], share)}
        for line in lines
    ]


def pass_hat_k(lines: Sequence[Line], most: int = 4) -> dict[int, Estimate]:
    """pass^k: the chance that k trials of one scenario all come out right (tau-bench's estimator).

    For a scenario with c right among n trials it is C(c, k) / C(n, k), averaged over scenarios.
    """
    from math import comb

    trials: dict[str, list[bool]] = {}
    for line in lines:
        trials.setdefault(line["id"], []).append(bool(line["right"]))
    found = {}
    for k in range(1, most + 1):
        values = [
            comb(sum(results), k) / comb(len(results), k)
            for results in trials.values()
            if len(results) >= k
        ]
        if values:
            mean = float(np.mean(values))
            half = 1.96 * float(np.std(values)) / len(values) ** 0.5
            found[k] = Estimate(mean, max(0.0, mean - half), min(1.0, mean + half), len(values))
    return found


def _mixture(written: Estimate, spoken: Estimate, share: float) -> Estimate:
    def mix(a: float | None, b: float | None) -> float | None:
        return None if a is None or b is None else (1 - share) * a + share * b

    return Estimate(
        mix(written.value, spoken.value), mix(written.low, spoken.low),
        mix(written.high, spoken.high), written.n,
    )  # fmt: skip


def _not_yet(procedure: str, share: float) -> bool:
    return int.from_bytes(sha256(procedure.encode()).digest()[:4], "big") / 2**32 < share


def _share(values: Any) -> Estimate:
    found = [bool(value) for value in values]
    return wilson_estimate(sum(found), len(found)) if found else Estimate.undefined()
