"""`python -m benchmarks.pulse.borders`: where prototype 1's embedded reading places its borders.

The reader gives every call a grade; which grade makes a promoter is a matter of how callers use
the scale. The borders are put where the development calls (never the reported ones) get the
shares of their own survey, the way Dialpad matches predicted to surveyed shares (arXiv
2411.12539). The result stands in `pulse_nps/reader/category.py`, and a test compares the two.
"""

from __future__ import annotations

import numpy as np

from pulse_nps.calls import read_calls
from pulse_nps.reader import grade_of, read_drivers
from pulse_nps.settings import FIXTURES
from pulse_nps.targets import CSAT, NPS, Target


def borders(target: Target) -> tuple[float, float]:
    """The two grades between worst, middle and best class, to one decimal."""
    calls = read_calls(FIXTURES / "development.jsonl.gz").calls
    grades = [grade_of(read_drivers(call)) for call in calls]
    codes = np.array([target.classes.index(str(target.label(call))) for call in calls])
    low, high = np.quantile(grades, [np.mean(codes < 1), np.mean(codes < 2)])
    return round(float(low), 1), round(float(high), 1)


if __name__ == "__main__":
    print(f"NPS_BORDERS = {borders(NPS)}")
    print(f"CSAT_BORDERS = {borders(CSAT)}")
