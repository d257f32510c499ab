import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.pulse.data import FOLDS, fixture_data, folded, stratified_sample
from language_models.errors import InputError
from pulse_nps.targets import CSAT, NPS


@pytest.fixture
def folder(tmp_path: Path, call_lines: Any) -> Path:
    """A folder as fixtures/pulse, with 30 calls and two repeats of five folds."""
    lines = call_lines(30)
    with gzip.open(tmp_path / "calls.jsonl.gz", "wt", encoding="utf-8") as calls:
        calls.writelines(json.dumps(line) + "\n" for line in lines)
    with gzip.open(tmp_path / "hidden.jsonl.gz", "wt", encoding="utf-8") as hidden:
        hidden.writelines(json.dumps({"id": line["id"], "history": 0.5}) + "\n" for line in lines)
    ids = [line["id"] for line in lines]
    repeats = [
        [ids[fold::FOLDS] for fold in range(FOLDS)],
        [ids[i : i + 6] for i in range(0, 30, 6)],
    ]
    order = list(reversed(ids))
    (tmp_path / "splits.json").write_text(json.dumps({"folds": repeats, "sample_order": order}))
    return tmp_path


def test_folds_come_from_the_file(folder: Path) -> None:
    data = fixture_data(repeats=2, folder=folder)
    assert data.folds.shape == (2, 30)
    assert data.folds[0].tolist() == [place % 5 for place in range(30)]
    assert data.folds[1].tolist() == [place // 6 for place in range(30)]
    assert fixture_data(repeats=1, folder=folder).folds.shape == (1, 30)
    assert data.hidden["c7"] == {"id": "c7", "history": 0.5}


def test_a_part_keeps_the_order_and_the_folds_of_the_whole(folder: Path) -> None:
    data = fixture_data(repeats=2, folder=folder)
    left_out = {2, 9, 20}
    kept = [place for place in range(30) if place not in left_out]
    part = data.part([f"c{place}" for place in reversed(kept)])
    assert [call.id for call in part.calls] == [f"c{place}" for place in kept]
    assert part.folds.tolist() == data.folds[:, kept].tolist()
    assert part.codes().tolist() == data.codes()[kept].tolist()


def test_a_part_too_small_to_learn_from_is_refused(folder: Path) -> None:
    data = fixture_data(repeats=2, folder=folder)
    with pytest.raises(InputError, match=r"sample of 9 calls .* take a larger --sample"):
        data.part([f"c{place}" for place in range(9)])


def test_codes_count_from_the_worst_class(folder: Path) -> None:
    data = fixture_data(repeats=1, folder=folder)
    assert data.codes()[:3].tolist() == [0, 1, 2]
    assert data.codes(CSAT)[:3].tolist() == [0, 1, 2]


def test_the_sample_is_read_in_its_own_order(folder: Path) -> None:
    assert stratified_sample(folder)[:2] == ["c29", "c28"]


def test_calls_of_ones_own_are_folded_evenly_in_every_class(labelled_calls: Any) -> None:
    data = folded(labelled_calls(60), NPS, repeats=2, seed=1)
    for repeat in data.folds:
        for fold in range(FOLDS):
            assert np.bincount(data.codes()[repeat == fold]).tolist() == [4, 4, 4]
    assert data.folds[0].tolist() != data.folds[1].tolist()


def test_the_same_seed_gives_the_same_folds(labelled_calls: Any) -> None:
    calls = labelled_calls(30)
    once, again, other = (
        folded(calls, NPS, repeats=1, seed=seed).folds.tolist() for seed in (1, 1, 2)
    )
    assert once == again != other


def test_the_fixtures_have_five_disjoint_stratified_folds_in_every_repeat(
    fixtures_folder: Path,
) -> None:
    data = fixture_data(repeats=3, folder=fixtures_folder)
    assert len(data.calls) == 1200 and len(data.hidden) == 1200
    shares = np.bincount(data.codes()) / 1200
    for repeat in data.folds:
        for fold in range(FOLDS):
            chosen = data.codes()[repeat == fold]
            assert len(chosen) == 240
            assert np.bincount(chosen) / 240 == pytest.approx(shares, abs=0.01)


@pytest.mark.parametrize("number", [60, 150, 600])
def test_every_beginning_of_the_sample_order_is_stratified(
    fixtures_folder: Path, number: int
) -> None:
    data = fixture_data(repeats=1, folder=fixtures_folder)
    order = stratified_sample(fixtures_folder)
    assert sorted(order) == sorted(call.id for call in data.calls)
    part = data.part(order[:number])
    shares = np.bincount(part.codes(), minlength=3) / number
    assert shares == pytest.approx(np.bincount(data.codes()) / 1200, abs=2 / number)
