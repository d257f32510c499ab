"""Side by side with txtai: the same paragraphs, questions and weights; each ranks by its own ways.

txtai is no dependency. PRAKTIJKBENCH_PEER_PYTHON names a Python that has it (see README.md);
without it only our own rows are measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.douane.ranking import DEPTH, Ranked, gold_documents, judged
from benchmarks.speed.figure import SpeedFigure
from benchmarks.speed.handbooks_asked import assistant_on, milliseconds, questions_about
from douane_rag.documents.corpus import read_corpus
from douane_rag.documents.editions import versions
from douane_rag.documents.paragraphs import Paragraph
from douane_rag.index.building import build_index
from douane_rag.index.minilm import TOKENS, chunk_minilm
from douane_rag.index.opened import open_index
from douane_rag.questions import Question
from douane_rag.settings import HANDBOOKS
from language_models.embeddings import minilm_folder

EDITION = date(2026, 7, 1)
CORPUS = HANDBOOKS / EDITION.isoformat()
VARIABLE = "PRAKTIJKBENCH_PEER_PYTHON"
SCRIPT = Path(__file__).with_name("handbooks_txtai.py")
MOST = 1000


@dataclass(frozen=True)
class Side:
    """What one of them did: seconds to index, ms of each question, ids ranked for each."""

    name: str
    index_seconds: float
    milliseconds: Sequence[float]
    rankings: Mapping[str, Sequence[str]]


def measure() -> list[SpeedFigure]:
    """Recall, nDCG, ms a question and seconds to index, of the assistant and of the peer."""
    paragraphs = versions(read_corpus(CORPUS).files)
    questions = questions_about(paragraphs, MOST, gold=True)
    sides = [_ours(questions)]
    python = os.environ.get(VARIABLE)
    if python:
        hybrid = {"path": str(minilm_folder()), "hybrid": True}
        sides.append(_peer("txtai hybrid", hybrid, python, paragraphs, questions))
        # As much of each text as ours reads, so that the seconds are for the same work.
        short = {**hybrid, "maxlength": TOKENS}
        name = f"txtai hybrid, {TOKENS} tokens"
        sides.append(_peer(name, short, python, paragraphs, questions))
        sides.append(_peer("txtai BM25", {"keyword": True}, python, paragraphs, questions))
    else:
        print(f"No peer: name a Python that has txtai in {VARIABLE}.", file=sys.stderr)
    return [figure for side in sides for figure in _figures(side, paragraphs, questions)]


def _ours(questions: Sequence[Question]) -> Side:
    embedding = chunk_minilm()
    embedding.encode(["warm"])
    with TemporaryDirectory() as name:
        start = perf_counter()
        build_index(CORPUS, Path(name), embedding=embedding)
        seconds = perf_counter() - start
        retriever = assistant_on(open_index(Path(name)), embedding).retriever()
    rankings: dict[str, Sequence[str]] = {}

    def ask(question: Question) -> None:
        hits = retriever.search(question.question, top_k=DEPTH, as_of=EDITION).hits
        rankings[question.id] = [hit.paragraph.id for hit in hits]

    return Side("ours", seconds, milliseconds(ask, questions), rankings)


def _peer(
    name: str,
    settings: Mapping[str, object],
    python: str,
    paragraphs: Sequence[Paragraph],
    questions: Sequence[Question],
) -> Side:
    given = {
        "settings": settings,
        "top_k": DEPTH,
        "paragraphs": [{"id": p.id, "text": "\n".join((*p.path, p.text))} for p in paragraphs],
        "questions": [{"id": q.id, "text": q.question} for q in questions],
    }
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.json", Path(folder) / "out.json"
        source.write_text(json.dumps(given), encoding="utf-8")
        offline = {**os.environ, "HF_HUB_OFFLINE": "1"}
        command = [python, str(SCRIPT), str(source), str(target)]
        subprocess.run(command, check=True, env=offline, stdout=sys.stderr)
        return Side(name, **json.loads(target.read_text(encoding="utf-8")))


def _figures(
    side: Side, paragraphs: Sequence[Paragraph], questions: Sequence[Question]
) -> Iterator[SpeedFigure]:
    of_id = {paragraph.id: paragraph for paragraph in paragraphs}
    ranked = [Ranked(q, [of_id[name] for name in side.rankings[q.id]]) for q in questions]
    scores = judged(ranked, gold_documents(paragraphs)).values()
    for metric, shown in (("recall_at_10", "recall@10"), ("ndcg_at_10", "nDCG@10")):
        value = fmean(score[metric] for score in scores)
        yield SpeedFigure(f"{side.name}: {shown}", value, None, f"of {len(questions)} questions")
    yield SpeedFigure(f"{side.name}: a question, median", median(side.milliseconds), None, "ms")
    yield SpeedFigure(f"{side.name}: indexing, model loaded", side.index_seconds, None, "seconds")
