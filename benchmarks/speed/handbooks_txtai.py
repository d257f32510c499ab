"""txtai on paragraphs and questions from a JSON file; run by the peer's own Python, not ours.

`python handbooks_txtai.py IN.json OUT.json`. It imports nothing of this project.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any


def main(source: Path, target: Path) -> None:
    """Index, ask each question on its own, write the rankings and the times."""
    from txtai import Embeddings  # type: ignore[import-not-found]

    given: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    embeddings = Embeddings(**given["settings"])
    if "path" in given["settings"]:
        embeddings.batchtransform(["warm"])
    start = perf_counter()
    embeddings.index((p["id"], p["text"], None) for p in given["paragraphs"])
    seconds = perf_counter() - start
    for question in given["questions"][:5]:
        embeddings.search(question["text"], given["top_k"])
    rankings, taken = {}, []
    for question in given["questions"]:
        start = perf_counter()
        found = embeddings.search(question["text"], given["top_k"])
        taken.append((perf_counter() - start) * 1000)
        rankings[question["id"]] = [name for name, _ in found]
    answer = {"index_seconds": seconds, "milliseconds": taken, "rankings": rankings}
    target.write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
