from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest

from benchmarks.classification import Predictions
from benchmarks.estimate import Estimate
from benchmarks.reliability import calibration
from benchmarks.report.plots import (
    bars,
    dots_against_study,
    lines,
    reliability_diagram,
    waterfall,
)

NAME = "A <b>name</b> & $x$"
SOME = Estimate(0.5, 0.4, 0.6, 100)


def drawn() -> dict[str, str]:
    row = Predictions(np.array([0, 1]), np.array([0, 1]), ("a", "b"), np.array([[0.9, 0.1]] * 2))
    return {
        "bars": bars({NAME: SOME, "negative": Estimate(-0.1, -0.2, 0.0, 9)}),
        "dots": dots_against_study(
            {NAME: SOME, "none": Estimate.undefined()}, {NAME: 0.6}, goal=0.8
        ),
        "lines": lines(
            {NAME: [(0.5, SOME), (1.0, SOME)]}, x_label="x", y_label="y", mark=("m", 0.8)
        ),
        "reliability": reliability_diagram({NAME: calibration(row)}),
        "waterfall": waterfall(("start", 0.9), {NAME: -0.1, "up": 0.05}, ("end", 0.85)),
    }


def test_every_plot_is_well_formed_and_keeps_its_text_as_text() -> None:
    for kind, svg in drawn().items():
        root = ElementTree.fromstring(svg)
        assert root.tag.endswith("svg")
        assert "viewBox" in root.attrib and "width" not in root.attrib
        words = " ".join(text for text in root.itertext())
        assert NAME in words or kind == "lines", kind


def test_the_same_numbers_give_the_same_plot() -> None:
    assert drawn() == drawn()


def test_colours_follow_the_page_and_ids_are_the_plots_own() -> None:
    plots = drawn()
    assert all("var(--plot-" in svg for svg in plots.values())
    assert not any("DejaVu" in svg for svg in plots.values())
    ids = [
        element.attrib["id"]
        for svg in plots.values()
        for element in ElementTree.fromstring(svg).iter()
        if "id" in element.attrib
    ]
    assert len(ids) == len(set(ids))


def test_a_persons_own_matplotlib_settings_stay_and_change_nothing() -> None:
    before = drawn()["bars"]
    with matplotlib.rc_context({"font.size": 33, "axes.edgecolor": "red"}):
        assert drawn()["bars"] == before
        assert matplotlib.rcParams["font.size"] == 33


def test_an_empty_plot_is_no_error() -> None:
    assert bars({}).startswith("<svg")
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring("<svg")
