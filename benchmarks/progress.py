"""How far a run is, on standard error: bars in a terminal, a line per step elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

WORTH_SAYING = 1.0  # seconds; a terminal has seen the bar of a shorter step


class ConsoleProgress:
    """Progress by Rich. As a context manager it shows the bars until the end."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True)
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(compact=True),
            console=self.console,
            transient=True,
            disable=not self.console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    @contextmanager
    def step(
        self, title: str, total: int | None = None, done: int = 0
    ) -> Iterator[Callable[..., None]]:
        """A step with its own bar; the function yielded moves it on."""
        start = perf_counter()
        task = self._bars.add_task(escape(title), total=total, completed=done)

        def advance(count: int = 1) -> None:
            self._bars.advance(task, count)

        try:
            yield advance
        finally:
            self._bars.remove_task(task)
        seconds = perf_counter() - start
        if seconds >= WORTH_SAYING or not self.console.is_terminal:
            self.say(f"{title}: {seconds:.1f} s")

    def say(self, remark: str) -> None:
        """One line, above the bars."""
        self.console.print(f"[dim]{escape(remark)}[/]", highlight=False, soft_wrap=True)
