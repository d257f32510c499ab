"""The LINKIT suite: letters, the gate that checks them, the Wet DBA, and time saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.linkit.data import Cases, data_files
from benchmarks.linkit.dba_lines import dba_line, description_line, judged_by
from benchmarks.linkit.fuzzy_gate import FuzzyGate
from benchmarks.linkit.gate_lines import Checker, OurGate, gate_line
from benchmarks.linkit.letter_lines import letter_line, own_letters, template_letter
from benchmarks.linkit.report import linkit_report
from benchmarks.linkit.time_saved import Offer
from benchmarks.report.model import SuiteReport
from benchmarks.run_folder import RunFolder
from benchmarks.suite import Progress, RowScores, RunSettings
from fixtures.linkit.cases import CVS, PairCase
from fixtures.linkit.written import WRITTEN
from language_models.model import LanguageModel
from language_models.registry import open_model
from language_models.settings import read_settings
from linkit_letters.letters.drafting import as_letter, draft_item
from linkit_letters.letters.parts import STYLES
from linkit_letters.letters.tasks import draft_task
from linkit_letters.letters.writing import Wishes

SPLIT = "test"
LETTERS, GATE, DBA, DESCRIPTIONS, OFFERS = (
    "linkit_letters", "linkit_gate", "linkit_dba", "linkit_descriptions", "linkit_offers",
)  # fmt: skip
CHECKERS: Mapping[str, Checker] = {"gate": OurGate(), "fuzzy": FuzzyGate()}


class LinkitSuite:
    """TNO 2026, §3.4: offer letters and project descriptions on the test texts."""

    name = "linkit"
    title = "LINKIT: offer letters and Wet DBA descriptions"

    def __init__(self, split: str = SPLIT, written: Path = WRITTEN, cvs: Path = CVS) -> None:
        self._where = (split, written, cvs)

    def data_files(self, settings: RunSettings) -> Mapping[str, Path]:
        """The written texts of the split and the CVs as files."""
        return data_files(*self._where)

    def run(self, run: RunFolder, settings: RunSettings, progress: Progress) -> None:
        """Letters, checks and judgements, each only where their lines are missing."""
        cases = Cases(*self._where)
        models = settings.models or ("embedded",)
        self._write(run, cases, cases.pairs[: settings.sample], progress)
        for spec in models:
            if spec != "embedded":
                self._draft(run, cases, spec, settings.sample, progress)
        self._check(run, cases, settings.sample, progress)
        for spec in models:
            self._judge(run, cases, spec, settings.sample, progress)
        self._describe(run, cases, settings.sample, progress)

    def _write(
        self, run: RunFolder, cases: Cases, pairs: Sequence[PairCase], progress: Progress
    ) -> None:
        done, offered = run.done(LETTERS), run.done(OFFERS)
        by_hand = {c.base: len(c.text.split()) for c in cases.letters if not c.inventions}
        mean = fmean(by_hand.values()) if by_hand else 0.0
        with progress.step("letters", len(pairs)) as advance:
            for case in pairs:
                letters = [("template", template_letter(case, style)) for style in STYLES]
                letters += [("extractive", letter) for letter in own_letters(case, cases)]
                for row, letter in letters:
                    key = (row, letter.style, case.pair.id)
                    if key not in done:
                        run.append(LETTERS, key, letter_line(case, cases, row, letter))
                if (case.pair.id,) not in offered:
                    run.append(OFFERS, (case.pair.id,), _offer(case, cases, mean))
                advance()

    def _draft(
        self, run: RunFolder, cases: Cases, spec: str, sample: int | None, progress: Progress
    ) -> None:
        """The model's letters as they come, and what the gate leaves of them."""
        model = _opened(spec)
        done = run.done(LETTERS)
        pairs = cases.pairs[: sample or model.sample]
        with progress.step(f"{spec}: letters", len(pairs)) as advance:
            for case in pairs:
                if ("model", "formal", case.pair.id, spec) not in done:
                    for row, line in _drafted(case, cases, model):
                        run.append(LETTERS, (row, "formal", case.pair.id, spec), line)
                advance()

    def _check(self, run: RunFolder, cases: Cases, sample: int | None, progress: Progress) -> None:
        done = run.done(GATE)
        letters = cases.letters[:sample]
        for name, checker in CHECKERS.items():
            with progress.step(f"{name}: letters checked", len(letters)) as advance:
                for case in letters:
                    if (name, case.id) not in done:
                        line = gate_line(checker, case, cases)
                        run.append(GATE, (name, case.id), {"checker": name, **line})
                    advance()

    def _judge(
        self, run: RunFolder, cases: Cases, spec: str, sample: int | None, progress: Progress
    ) -> None:
        model = None if spec == "embedded" else _opened(spec)
        done = run.done(DBA)
        chosen = cases.freelance[: sample or (model.sample if model else None)]
        with progress.step(f"{spec}: assignments judged", len(chosen)) as advance:
            for author, assignment in chosen:
                judgement = None
                if (spec, assignment.id) not in done:
                    judgement = judged_by(model, assignment.text)
                if judgement is not None:
                    line = dba_line(author, assignment, judgement, spec)
                    run.append(DBA, (spec, assignment.id), line)
                advance()

    def _describe(
        self, run: RunFolder, cases: Cases, sample: int | None, progress: Progress
    ) -> None:
        done = run.done(DESCRIPTIONS)
        chosen = cases.freelance[:sample]
        with progress.step("descriptions", len(chosen)) as advance:
            for author, assignment in chosen:
                if (assignment.id,) not in done:
                    line = description_line(author, assignment)
                    run.append(DESCRIPTIONS, (assignment.id,), line)
                advance()

    def report(self, run: RunFolder) -> SuiteReport:
        """The report from the lines."""
        gates: dict[str, list[Any]] = {}
        for line in run.lines(GATE):
            gates.setdefault(line["checker"], []).append(line)
        judged: dict[str, list[Any]] = {}
        for line in run.lines(DBA):
            judged.setdefault(line["model"], []).append(line)
        offers = [
            Offer(**{name: line[name] for name in Offer.__dataclass_fields__})
            for line in run.lines(OFFERS)
        ]
        return linkit_report(
            list(run.lines(LETTERS)),
            gates,
            judged,
            list(run.lines(DESCRIPTIONS)),
            offers,
            seed=run.manifest.settings.seed,
        )

    def scores(self, run: RunFolder) -> Iterable[RowScores]:
        """Per letter: whether every sown invention was caught; per assignment: colours right."""
        caught: dict[str, dict[str, float]] = {}
        for line in run.lines(GATE):
            if line["inventions"]:
                hits = [i["caught"] for i in line["inventions"]]
                caught.setdefault(line["checker"], {})[line["id"]] = fmean(hits)
        for name, values in caught.items():
            yield RowScores(name, "Checking", "–", "recall", values)
        colours: dict[str, dict[str, float]] = {}
        for line in run.lines(DBA):
            right = [v["gold"] == v["ours"] for v in line["viewpoints"].values()]
            colours.setdefault(line["model"], {})[line["id"]] = fmean(right)
        for model, values in colours.items():
            yield RowScores(f"dba:{model}", "Wet DBA", model, "colours", values)


def _opened(spec: str) -> LanguageModel:
    return open_model(spec, read_settings(None))


def _drafted(
    case: PairCase, cases: Cases, model: LanguageModel
) -> Iterable[tuple[str, dict[str, Any]]]:
    composer = cases.composer(case.person, case.assignment)
    wishes = Wishes()
    answer = model.ask(draft_task(), draft_item(composer, wishes))
    if answer.value is None:
        return
    letter = as_letter(answer.value, composer, wishes)
    gated = composer.passed(letter).letter
    for row, each in (("ungated", letter), ("model", gated)):
        yield row, {**letter_line(case, cases, row, each), "model": model.spec}


def _offer(case: PairCase, cases: Cases, mean: float) -> dict[str, Any]:
    """What writing this offer by hand and with ours takes, in words and rows."""
    composer = cases.composer(case.person, case.assignment)
    line = letter_line(case, cases, "extractive", own_letters(case, cases)[0])
    own = [
        len(c.text.split())
        for c in cases.letters
        if not c.inventions
        and (c.person.id, c.assignment.id) == (case.person.id, case.assignment.id)
    ]
    requirements = line["requirements"]
    return {
        "author": case.author,
        "cv_words": len(composer.facts.sources[0].text.split()),
        "vacancy_words": len(case.assignment.text.split()),
        "notes_words": len(case.person.notes.split()),
        "hand_words": fmean(own) if own else mean,
        "our_words": line["words"],
        "requirements": len(requirements),
        "wrong": sum(r["told"] != (r["gold"] != "no") for r in requirements),
    }


SUITE = LinkitSuite()
