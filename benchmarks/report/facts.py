"""What every report says about the run it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.manifest import Manifest


def run_facts(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Name and value of each fact, in the order in which they are printed."""
    settings, last = manifest.settings, manifest.sessions[-1]
    yield "Status", manifest.status
    yield "Started", manifest.sessions[0].started
    yield "Ended", last.ended or "not yet"
    if len(manifest.sessions) > 1:
        yield "Sessions", f"{len(manifest.sessions)}; the run was resumed"
    yield "Models", ", ".join(settings.models)
    if settings.embedding is not None:
        yield "Embedding", settings.embedding
    yield "Seed", str(settings.seed)
    yield "Trials", str(settings.trials)
    yield "Samples", "all" if settings.sample is None else f"at most {settings.sample}"
    yield "Machine", f"{last.platform}, {last.processors} processors, Python {last.python}"
    yield "Versions", ", ".join(f"{name} {number}" for name, number in last.versions.items())
    for name, digest in manifest.data.items():
        yield f"Data {name}", f"sha256 {digest[:16]}…"
