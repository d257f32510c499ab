import pytest

from benchmarks.comparison import comparisons
from benchmarks.statistics import holm


def test_each_row_is_compared_with_the_reference_and_holm_counts_them_all() -> None:
    reference = [0] * 20 + [1] * 80
    better, same = [1] * 12 + [0] * 8 + [1] * 80, reference
    found = comparisons(reference, {"better": better, "same": same}, against="one", seed=1)
    assert found["better"].difference.value == pytest.approx(0.12)
    assert found["same"].n_needed is None
    p_values = [c.p_value for c in found.values() if c.p_value is not None]
    assert [c.p_adjusted for c in found.values()] == pytest.approx(holm(p_values))
    assert found["better"].separates and not found["same"].separates


def test_rows_without_samples_are_left_out_of_the_correction() -> None:
    found = comparisons([], {"none": []}, against="one", seed=1)
    assert found["none"].p_adjusted is None
    assert not found["none"].separates
