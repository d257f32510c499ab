from collections.abc import Sequence
from math import comb

import numpy as np
import pytest

from benchmarks.classification import Predictions
from benchmarks.pulse.predictions import NO_MODEL, Predicted, Spent
from benchmarks.pulse.table import metrics, study_figure, table_rows
from benchmarks.report.model import Row
from pulse_nps.targets import CSAT, NPS

IDS = tuple(f"c{i}" for i in range(40))
TRUTH = np.arange(40) % 3


def predicted(
    row: str, *, right: int, model: str = "m", ids: Sequence[str] = IDS, first: int = 0
) -> Predicted:
    """A row that is right about `right` calls from `first` on, and wrong about all others."""
    places = [int(name[1:]) for name in ids]
    truth = TRUTH[places]
    good = np.array([first <= place < first + right for place in places])
    codes = np.where(good, truth, (truth + 1) % 3)
    return Predicted(
        row, model, tuple(ids), Predictions(truth, codes, NPS.classes), Spent(0.5, 100.0, 0.25)
    )


def table(*found: Predicted, **further: object) -> dict[tuple[str, str], Row]:
    given = {"reading": {}, "seed": 1, **further}
    rows = table_rows(found, {"prototype_1": "First"}, **given)  # type: ignore[arg-type]
    return {(row.name, row.model): row for row in rows}


def test_prototype_1_is_compared_with_nothing_and_the_others_with_it() -> None:
    rows = table(predicted("prototype_1", right=20), predicted("prototype_3", right=30))
    assert rows["prototype_1", "m"].comparison is None
    compared = rows["prototype_3", "m"].comparison
    assert compared is not None
    assert compared.against == "prototype 1"
    assert compared.difference.value == pytest.approx(0.25)
    # Ten discordant calls, all in favour: the exact test is 2·0.5^10.
    assert compared.p_value == pytest.approx(2 * 0.5**10 * comb(10, 0))


def test_only_calls_that_both_rows_predicted_are_compared() -> None:
    small = predicted("prototype_3", right=40, ids=IDS[30:])
    rows = table(predicted("prototype_1", right=35), small)
    compared = rows["prototype_3", "m"].comparison
    assert compared is not None
    assert compared.difference.n == 10
    assert compared.difference.value == pytest.approx(0.5)


def test_shared_calls_are_paired_by_id_and_not_by_place() -> None:
    turned = predicted("prototype_2", right=20, ids=tuple(reversed(IDS)))
    compared = table(predicted("prototype_1", right=20), turned)["prototype_2", "m"].comparison
    assert compared is not None
    assert compared.difference.value == 0
    assert compared.p_value == pytest.approx(1)


def test_each_model_is_compared_with_its_own_prototype_1_and_baselines_with_the_first() -> None:
    rows = table(
        predicted("prototype_1", right=20, model="a"),
        predicted("prototype_1", right=30, model="b"),
        predicted("prototype_3", right=32, model="b"),
        predicted("majority", right=24, model=NO_MODEL),
    )
    assert rows["prototype_1", "b"].comparison is None
    of_b, baseline = rows["prototype_3", "b"].comparison, rows["majority", NO_MODEL].comparison
    assert of_b is not None and baseline is not None
    assert of_b.difference.value == pytest.approx(2 / 40)
    assert baseline.difference.value == pytest.approx(4 / 40)


def test_p_values_are_adjusted_across_the_table_and_never_smaller() -> None:
    others = [predicted(f"row_{right}", right=right) for right in (22, 26, 30, 34)]
    rows = table(predicted("prototype_1", right=20), *others)
    found = [rows[f"row_{right}", "m"].comparison for right in (34, 30, 26, 22)]
    raw = [c.p_value for c in found if c]
    adjusted = [c.p_adjusted for c in found if c]
    assert adjusted[0] == pytest.approx(4 * (raw[0] or 0))
    assert all((a or 0) >= (p or 0) for a, p in zip(adjusted, raw, strict=True))
    assert adjusted == sorted(adjusted, key=lambda p: p or 0)


def test_a_difference_that_is_not_separated_tells_how_many_calls_would() -> None:
    rows = table(predicted("prototype_1", right=20), predicted("row", right=22))
    compared = rows["row", "m"].comparison
    assert compared is not None and compared.n_needed is not None
    assert compared.n_needed > 40


def test_without_prototype_1_nothing_is_compared() -> None:
    assert table(predicted("majority", right=9))["majority", "m"].comparison is None


def test_rows_on_columns_also_cost_the_reading_of_the_drivers() -> None:
    reading = {"m": Spent(2.0, 300.0, 0.5)}
    rows = table(
        predicted("prototype_1", right=1), predicted("prototype_2", right=1), reading=reading
    )
    assert rows["prototype_1", "m"].metrics["seconds"].value == 0.5
    assert rows["prototype_2", "m"].metrics["seconds"].value == 2.5
    assert rows["prototype_2", "m"].metrics["tokens"].value == 400
    assert rows["prototype_2", "m"].metrics["cost"].value == 0.75


def test_the_study_stands_beside_its_own_rows_and_only_for_nps() -> None:
    figures = [study_figure(f"prototype_{number}") for number in (1, 2, 3)]
    assert [figure.number for figure in figures if figure] == [0.68, 0.48, 0.74]
    assert study_figure("logistic") is None
    rows = table(predicted("prototype_1", right=1), target=CSAT)
    assert rows["prototype_1", "m"].published is None


def test_titles_and_models_are_shown_by_their_names() -> None:
    rows = table(predicted("prototype_1", right=1), labels={"m": "a model"})
    assert rows["prototype_1", "a model"].title == "First"


def test_the_worst_class_comes_first_and_every_metric_is_measured() -> None:
    names = [metric.name for metric in metrics()]
    recalls = [name for name in names if name.startswith("recall_")]
    assert recalls == [f"recall_{name}" for name in NPS.classes]
    row = table(predicted("prototype_1", right=20))["prototype_1", "m"]
    assert set(names) == set(row.metrics)
    assert row.metrics["accuracy"].n == 40
