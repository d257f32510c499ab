"""What each obstacle costs: the same learner on the same calls with one obstacle switched off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.pulse.cross_validation import Material, cross_validate
from benchmarks.pulse.data import PulseData
from benchmarks.pulse.predictions import prediction_lines
from benchmarks.pulse.rows import column_rows
from benchmarks.run_folder import RunFolder
from benchmarks.suite import Progress, RunSettings
from fixtures.pulse.files import REPORTED_CALLS, REPORTED_SEED
from fixtures.pulse.generate import GeneratedCalls, generate_calls
from pulse_nps.calls import Call, Turn
from pulse_nps.columns import DriverColumns
from pulse_nps.drivers import DRIVER_NAMES
from pulse_nps.reader import read_drivers
from pulse_nps.targets import CSAT, NPS, Target

OBSTACLES = "pulse.obstacles"
EXTRA_SEED = 77_001
TIMES_MORE_CALLS = 3
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Obstacle:
    """Something that stands between the forest and the truth, and what is there without it."""

    name: str
    title: str
    without: str
    target: Target = NPS


ALL = (
    Obstacle("word_errors", "Word errors", "every word as it was spoken"),
    Obstacle("speaker_errors", "Speaker errors", "every turn with its own speaker"),
    Obstacle("transcription", "Word and speaker errors", "the call as it was spoken"),
    Obstacle("reader", "The reader", "the drivers exactly as they were voiced"),
    Obstacle("unsaid", "The reader, and what stays unsaid", "the drivers as they were felt"),
    Obstacle(
        "unsaid_many_calls",
        "The same, and few calls",
        f"the drivers as felt, {TIMES_MORE_CALLS} times as many calls",
    ),
    Obstacle("history", "No customer history", "the customer's history as a thirteenth column"),
    Obstacle("few_calls", "Few calls", f"{TIMES_MORE_CALLS} times as many calls to learn from"),
    Obstacle("imbalance", "Imbalance", "as many detractors and passives as promoters, all real"),
    Obstacle("nps", "NPS instead of csat", "the caller's satisfaction with this call", CSAT),
)


def add_obstacles(
    run: RunFolder,
    data: PulseData,
    columns: DriverColumns,
    settings: RunSettings,
    progress: Progress,
) -> None:
    """Prototype 3 without each obstacle, for the embedded reader; one line per call."""
    done = run.done(OBSTACLES)
    ids = [call.id for call in data.calls]
    open_ones = [o for o in ALL if any((o.name, call_id) not in done for call_id in ids)]
    with progress.step("embedded: obstacles", len(ALL), len(ALL) - len(open_ones)) as advance:
        if not open_ones:
            return
        read = _read_variants(settings.jobs)
        for obstacle in open_ones:
            material = _BUILDERS[obstacle.name](_Setting(data, columns, read))
            forest = column_rows(("prototype_3",))
            (_, result), *_ = cross_validate(
                forest, material, seed=settings.seed, jobs=settings.jobs
            )
            lines = prediction_lines(obstacle.name, "embedded", data.calls, result, obstacle.target)
            keyed = [((obstacle.name, str(line["id"])), line) for line in lines]
            run.append_all(OBSTACLES, [(key, line) for key, line in keyed if key not in done])
            advance()


Variant = Literal["word_errors", "speaker_errors", "transcription", "extra"]


@dataclass(frozen=True)
class _Read:
    """Generated calls with the embedded reader's columns, and their hidden causes by id."""

    scores: Mapping[str, Sequence[float]]
    codes: NDArray[np.int64]
    hidden: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class _Setting:
    data: PulseData
    columns: DriverColumns
    read: Mapping[Variant, _Read]

    def material(self, scores: Floats, extra: Material | None = None) -> Material:
        usable = np.asarray(~np.isnan(scores).any(axis=1))
        return Material(
            self.data.codes(), self.data.folds, {"columns": scores}, usable, extra=extra
        )

    def reread(self, variant: Variant) -> Material:
        """The same calls, transcribed with fewer errors."""
        scores = self.read[variant].scores
        return self.material(np.array([scores[call.id] for call in self.data.calls], float))

    def hidden_levels(self, kind: Literal["drivers", "expressed"]) -> Floats:
        return _levels([self.data.hidden[call.id] for call in self.data.calls], kind)


def _without_reader(setting: _Setting) -> Material:
    return setting.material(setting.hidden_levels("expressed"))


def _without_silence(setting: _Setting) -> Material:
    return setting.material(setting.hidden_levels("drivers"))


def _without_silence_many(setting: _Setting) -> Material:
    more = setting.read["extra"]
    extra = _extra(_levels(more.hidden, "drivers"), more.codes)
    return setting.material(setting.hidden_levels("drivers"), extra)


def _with_history(setting: _Setting) -> Material:
    history = [setting.data.hidden[call.id]["history"] for call in setting.data.calls]
    return setting.material(np.column_stack([setting.columns.scores, history]))


def _with_more_calls(setting: _Setting) -> Material:
    more = setting.read["extra"]
    return setting.material(setting.columns.scores, _extra(_scores(more), more.codes))


def _balanced(setting: _Setting) -> Material:
    """Further real calls of the rarer classes, as many as a training fold lacks."""
    more = setting.read["extra"]
    counts = np.bincount(setting.data.codes(), minlength=3) * 4 // 5
    lacking = counts.max() - counts
    chosen = np.concatenate(
        [np.flatnonzero(more.codes == code)[:number] for code, number in enumerate(lacking)]
    )
    return setting.material(
        setting.columns.scores, _extra(_scores(more)[chosen], more.codes[chosen])
    )


def _with_csat(setting: _Setting) -> Material:
    return replace(setting.material(setting.columns.scores), codes=setting.data.codes(CSAT))


_BUILDERS: Mapping[str, Callable[[_Setting], Material]] = {
    "word_errors": lambda setting: setting.reread("word_errors"),
    "speaker_errors": lambda setting: setting.reread("speaker_errors"),
    "transcription": lambda setting: setting.reread("transcription"),
    "reader": _without_reader,
    "unsaid": _without_silence,
    "unsaid_many_calls": _without_silence_many,
    "history": _with_history,
    "few_calls": _with_more_calls,
    "imbalance": _balanced,
    "nps": _with_csat,
}


def _read_variants(jobs: int) -> dict[Variant, _Read]:
    """The reported calls without each kind of error, and further calls, all read."""
    from joblib import Parallel, delayed

    errors = {"word_errors": True, "speaker_errors": True}
    work: list[tuple[Variant, int, int, dict[str, bool]]] = [
        ("extra", REPORTED_CALLS * (TIMES_MORE_CALLS - 1), EXTRA_SEED, errors),
        ("word_errors", REPORTED_CALLS, REPORTED_SEED, {**errors, "word_errors": False}),
        ("speaker_errors", REPORTED_CALLS, REPORTED_SEED, {**errors, "speaker_errors": False}),
        ("transcription", REPORTED_CALLS, REPORTED_SEED, dict.fromkeys(errors, False)),
    ]
    results = Parallel(n_jobs=jobs)(
        delayed(_generate_and_read)(number, seed, switches) for _, number, seed, switches in work
    )
    return dict(zip((name for name, *_ in work), results, strict=True))


def _generate_and_read(number: int, seed: int, switches: Mapping[str, bool]) -> _Read:
    generated: GeneratedCalls = generate_calls(
        number,
        seed,
        word_errors=switches["word_errors"],
        speaker_errors=switches["speaker_errors"],
    )
    calls = [_call(line) for line in generated.calls]
    scores = {call.id: list(read_drivers(call).scores.values()) for call in calls}
    codes = np.array([NPS.classes.index(str(NPS.label(call))) for call in calls])
    return _Read(scores, codes, generated.hidden)


def _call(line: Mapping[str, Any]) -> Call:
    turns = tuple(Turn(turn["speaker"], turn["text"]) for turn in line["turns"])
    return Call(id=line["id"], turns=turns, nps=line["nps"], csat=line["csat"])


def _scores(read: _Read) -> Floats:
    return np.array(list(read.scores.values()), dtype=float)


def _levels(hidden: Sequence[Mapping[str, Any]], kind: str) -> Floats:
    return np.array([[row[kind][name] for name in DRIVER_NAMES] for row in hidden], dtype=float)


def _extra(scores: Floats, codes: NDArray[np.int64]) -> Material:
    return Material(
        codes,
        np.zeros((1, len(codes)), dtype=np.int64),
        {"columns": scores},
        np.ones(len(codes), bool),
    )
