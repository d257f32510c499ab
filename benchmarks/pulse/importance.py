"""Which drivers the forest leans on: permutation importance on the calls it was not trained on."""

from __future__ import annotations

import numpy as np

from benchmarks.pulse.data import PulseData
from benchmarks.run_folder import RunFolder
from benchmarks.suite import Progress, RunSettings
from pulse_nps.columns import DriverColumns
from pulse_nps.drivers import DRIVER_NAMES

IMPORTANCE = "pulse.importance"
SHUFFLES = 5


def add_importance(
    run: RunFolder,
    model: str,
    data: PulseData,
    columns: DriverColumns,
    settings: RunSettings,
    progress: Progress,
) -> None:
    """One line per held-out fold: accuracy lost when a driver's scores are shuffled.

    Permutation importance (Breiman 2001) by scikit-learn, on the first repeat's folds.
    """
    from sklearn.inspection import permutation_importance

    from pulse_nps.estimators import forest

    codes, folds = data.codes(), data.folds[0]
    done = run.done(IMPORTANCE)
    names = np.unique(folds)
    with progress.step(f"{model}: importance of drivers", len(names)) as advance:
        for fold in names:
            key = (model, int(fold))
            if key not in done:
                train = (folds != fold) & columns.answered
                test = (folds == fold) & columns.answered
                fitted = forest(settings.seed, n_estimators=100).fit(
                    columns.scores[train], codes[train]
                )
                found = permutation_importance(
                    fitted,
                    columns.scores[test],
                    codes[test],
                    n_repeats=SHUFFLES,
                    random_state=settings.seed,
                )
                lost = dict(zip(DRIVER_NAMES, found.importances_mean.round(5), strict=True))
                run.append(IMPORTANCE, key, {"model": model, "fold": int(fold), "lost": lost})
            advance()
