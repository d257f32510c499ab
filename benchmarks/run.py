"""Running suites into a run folder, and making a run's report again from its lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from benchmarks.progress import ConsoleProgress
from benchmarks.run_folder import RunFolder
from benchmarks.suite import RunSettings, Suite, suite

if TYPE_CHECKING:
    from benchmarks.report.model import SuiteReport


def run_suites(
    names: Sequence[str],
    settings: RunSettings,
    *,
    resume: Path | None = None,
    console: Console | None = None,
    progress: ConsoleProgress | None = None,
) -> Path:
    """The folder of the run, once all suites are done and its reports are written and printed.

    Args:
        names: suites, in the order in which they run.
        settings: of the run.
        resume: a folder whose run was cut short; what it holds is not done again.
        console: takes the tables; default standard output.
        progress: takes the progress; default standard error.

    Raises:
        InputError: an unknown suite, or a folder that does not fit.
        WorkFailed: the disk is full, a model cannot be reached, …; what was done is kept.
        KeyboardInterrupt: the same, after saying how to go on.
    """
    suites = [suite(name) for name in names]
    shown = progress or ConsoleProgress()
    with shown, _opened(suites, settings, resume) as run:
        try:
            for each in suites:
                each.run(run, settings, shown)
        except BaseException:
            shown.say(_how_to_go_on(run))
            raise
        # The report says how the run ended, so that must be known before it is made.
        run.finish()
        reports = _write_reports(run, suites)
    _print(reports, run.path, console)
    return run.path


def report_run(path: Path, *, console: Console | None = None) -> Path:
    """Make the reports of the run in `path` again, from its lines alone, and print the tables."""
    run = RunFolder.read(path)
    reports = _write_reports(run, [suite(name) for name in run.manifest.suites])
    _print(reports, path, console)
    return path


def _opened(suites: list[Suite], settings: RunSettings, resume: Path | None) -> RunFolder:
    names = [each.name for each in suites]
    data = {name: path for each in suites for name, path in each.data_files(settings).items()}
    if resume is not None:
        return RunFolder.resume(resume, names, settings, data)
    return RunFolder.create(names, settings, data)


def _write_reports(run: RunFolder, suites: Sequence[Suite]) -> list[SuiteReport]:
    from benchmarks.report.html import as_html
    from benchmarks.report.json import as_json
    from benchmarks.report.markdown import as_markdown

    reports = [each.report(run) for each in suites]
    run.write_report("report.html", as_html(reports, run.manifest))
    run.write_report("report.md", as_markdown(reports, run.manifest))
    run.write_report("report.json", as_json(reports, run.manifest))
    return reports


def _print(reports: Sequence[SuiteReport], path: Path, console: Console | None) -> None:
    from benchmarks.report.terminal import print_reports

    print_reports(reports, path, console or Console())


def _how_to_go_on(run: RunFolder) -> str:
    return (
        f"Stopped; {run.saved()} samples are saved. Go on with: "
        f"praktijkbench run --resume {run.path}"
    )
