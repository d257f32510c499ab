"""The Anna suite: routing, whole contacts with simulated customers, attacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import close_all_sessions

from anna_agents.contact.anna import Anna
from anna_agents.opening import open_database, open_embedded_reader
from anna_agents.procedures.reading import Catalogue, read_procedures
from anna_agents.settings import FIXTURES, SAMPLE_SHOP, AnnaSettings
from benchmarks.anna import attacks
from benchmarks.anna.contacts import live
from benchmarks.anna.customer import customers
from benchmarks.anna.report import anna_report
from benchmarks.anna.routing import Labelled, languages_of, routed, without_language
from benchmarks.anna.scenarios import MESSAGES, SCENARIOS, Scenario, read_lines, read_scenarios
from benchmarks.anna.slots import plain
from benchmarks.anna.strategies import (
    EMBEDDED,
    ORACLE,
    WEAKER,
    OracleReader,
    Remembering,
    anna_for,
    readers,
    title_of,
)
from benchmarks.report.model import SuiteReport
from benchmarks.run_folder import RunFolder
from benchmarks.suite import Progress, RowScores, RunSettings
from language_models.settings import Settings, read_settings

ROUTING, CONTACTS, ATTACKS = "anna_routing", "anna_contacts", "anna_attacks"
HARMLESS, UNTAUGHT, TRIALS = "anna_harmless", "anna_untaught", "anna_trials"
TEST_MESSAGES = ("test_nl_en", "test_de_fr", "test_es_it", "test_none")
TRIED_AGAIN = 300
"""Scenarios that are lived through again in further trials, for pass^k."""
LEAST_TRIALS = 4


class AnnaSuite:
    """TNO 2026, §3.3: the print shop's customer service on the test scenarios."""

    name = "anna"
    title = "Anna: a print shop's customer service"

    def data_files(self, settings: RunSettings) -> Mapping[str, Path]:
        """Shop, scenarios, messages and every procedure."""
        files = [SAMPLE_SHOP, SCENARIOS["test"], *sorted(MESSAGES.glob("*.jsonl")),
                 *sorted((FIXTURES / "procedures").rglob("*.yaml"))]  # fmt: skip
        return {f"fixtures/anna/{p.relative_to(FIXTURES).as_posix()}": p for p in files}

    def run(self, run: RunFolder, settings: RunSettings, progress: Progress) -> None:
        """Routing, contacts of every row, attacks; each only where its lines are missing."""
        toml = read_settings(None)
        catalogue = read_procedures(toml.application("anna", AnnaSettings).procedures)
        with progress.step("teaching the router"):
            open_embedded_reader(toml, catalogue)
        messages = labelled(*TEST_MESSAGES)
        self._route(run, toml, catalogue, messages, progress)
        self._without_languages(run, toml, catalogue, messages, progress)
        scenarios = spread(read_scenarios("test"), settings.sample)
        for name, open_reader in readers(toml, catalogue, settings.models).items():
            reader = open_reader()
            self._live(run, name, reader, catalogue, scenarios, settings, progress, trial=0)
            if name not in (ORACLE, WEAKER):
                again = spread(scenarios, TRIED_AGAIN)
                for trial in range(1, max(settings.trials, LEAST_TRIALS)):
                    self._live(run, name, reader, catalogue, again, settings, progress, trial=trial)
        self._attack(run, toml, catalogue, progress)

    def _route(
        self, run: RunFolder, toml: Settings, catalogue: Catalogue,
        messages: Sequence[Labelled], progress: Progress,
    ) -> None:  # fmt: skip
        done = run.done(ROUTING)
        waiting = [message for message in messages if (EMBEDDED, message.id) not in done]
        if not waiting:
            return
        reader = open_embedded_reader(toml, catalogue)
        with progress.step("routing messages", len(waiting)) as advance:
            for line in routed(reader, waiting):
                run.append(ROUTING, (EMBEDDED, line["id"]), line)
                advance()

    def _without_languages(
        self, run: RunFolder, toml: Settings, catalogue: Catalogue,
        messages: Sequence[Labelled], progress: Progress,
    ) -> None:  # fmt: skip
        done = run.done(UNTAUGHT)
        missing = [lang for lang in languages_of(messages) if (lang,) not in done]
        if not missing:
            return
        embedding = Remembering(open_embedded_reader(toml, catalogue).embedding)
        with progress.step("routers without a language", len(missing)) as advance:
            for lang in missing:
                right, n = without_language(catalogue, messages, embedding, lang)
                run.append(UNTAUGHT, (lang,), {"lang": lang, "right": right, "n": n})
                advance()

    def _live(
        self, run: RunFolder, name: str, reader: Any, catalogue: Catalogue,
        scenarios: Sequence[Scenario], settings: RunSettings, progress: Progress, *, trial: int,
    ) -> None:  # fmt: skip
        into = CONTACTS if trial == 0 else TRIALS
        done = run.done(into)
        waiting = [each for each in scenarios if (name, str(trial), each.id) not in done]
        if not waiting:
            return
        engine, clock = open_database(None)
        anna = anna_for(name, reader, engine, catalogue, clock, read_settings(None), trial)
        title = f"{title_of(name)}: contacts" + (f", trial {trial}" if trial else "")
        with progress.step(title, len(waiting)) as advance:
            for customer in customers(waiting, seed=settings.seed, trial=trial):
                if isinstance(reader, OracleReader):
                    reader.scenario = customer.scenario
                line = {"row": name, **live(customer, anna, trial=trial)}
                run.append(into, (name, str(trial), customer.scenario.id), line)
                advance()
        close_all_sessions()
        engine.dispose()

    def _attack(
        self, run: RunFolder, toml: Settings, catalogue: Catalogue, progress: Progress
    ) -> None:
        tries = ((ATTACKS, attacks.attack, "attacks"), (HARMLESS, attacks.harmless, "harmless"))
        for into, attempt, file in tries:
            lines = read_lines(MESSAGES / f"{file}.jsonl")
            done = run.done(into)
            if all((line["id"],) in done for line in lines):
                continue
            engine, clock = open_database(None)
            reader = open_embedded_reader(toml, catalogue)
            anna = Anna(engine, catalogue, reader, AnnaSettings().policy, clock)
            with progress.step(file, len(lines)) as advance:
                for number, line in enumerate(lines):
                    if (line["id"],) not in done:
                        run.append(into, (line["id"],), attempt(anna, line, number=number))
                    advance()

    def report(self, run: RunFolder) -> SuiteReport:
        """The report from the lines."""
        names = (ROUTING, UNTAUGHT, CONTACTS, TRIALS, ATTACKS, HARMLESS)
        lines = {name: list(run.lines(name)) for name in names}
        return anna_report(lines, seed=run.manifest.settings.seed)

    def scores(self, run: RunFolder) -> Iterable[RowScores]:
        """Whether each contact was settled rightly, by row."""
        by_row: dict[str, dict[str, float]] = {}
        for line in run.lines(CONTACTS):
            by_row.setdefault(line["row"], {})[line["id"]] = float(line["right"])
        for name, values in by_row.items():
            yield RowScores(name, title_of(name), name, "right", values)


def spread(scenarios: Sequence[Scenario], most: int | None) -> list[Scenario]:
    """At most `most` of them, evenly over the file, so that every language takes part."""
    if most is None or most >= len(scenarios):
        return list(scenarios)
    return [scenarios[i * len(scenarios) // most] for i in range(most)]


def labelled(*names: str) -> list[Labelled]:
    """The messages of these files of the fixtures with their gold, slots filled plainly."""
    return [
        Labelled(
            f"{name}-{number}", plain(line["text"], line["lang"]), line.get("channel", "chat"),
            line["lang"], line["procedure"],
        )
        for name in names
        for number, line in enumerate(read_lines(MESSAGES / f"{name}.jsonl"), 1)
    ]  # fmt: skip


SUITE = AnnaSuite()
