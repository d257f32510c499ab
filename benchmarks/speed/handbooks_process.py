"""A process of its own that indexes the handbooks or answers from them, with its peak memory.

`python -m benchmarks.speed.handbooks_process index FOLDER`
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Literal

Task = Literal["index", "answer"]
ANSWERED = 50


@dataclass(frozen=True)
class Ended:
    """Wall seconds with the interpreter's start, and the peak of the resident set in bytes."""

    seconds: float
    peak: float


def run(task: Task, folder: Path) -> Ended:
    """Do the task in a fresh process on the index in `folder`."""
    command = [sys.executable, "-m", "benchmarks.speed.handbooks_process", task, str(folder)]
    start = perf_counter()
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds = perf_counter() - start
    return Ended(seconds, float(json.loads(ended.stdout.splitlines()[-1])["peak"]))


def _index(folder: Path) -> None:
    from douane_rag.index.building import build_index
    from douane_rag.index.minilm import chunk_minilm
    from douane_rag.settings import HANDBOOKS

    build_index(HANDBOOKS, folder, embedding=chunk_minilm())


def _answer(folder: Path) -> None:
    from benchmarks.speed.handbooks_asked import assistant_on, questions_about
    from douane_rag.index.minilm import chunk_minilm
    from douane_rag.index.opened import open_index

    answerer = assistant_on(open_index(folder), chunk_minilm()).answerer()
    for question in questions_about(answerer.retriever.index.paragraphs, ANSWERED):
        answerer.ask(question.question)


def _peak() -> int:
    """Linux's own mark; `ru_maxrss` would start at that of the process that started this one."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.M)
    if found is None:
        raise SystemExit("/proc/self/status tells no VmHWM; peak memory is measured on Linux only")
    return int(found[1]) * 1024


if __name__ == "__main__":
    {"index": _index, "answer": _answer}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({"peak": _peak()}))
