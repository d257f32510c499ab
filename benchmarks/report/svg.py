"""The house look of a plot, and a plot as SVG that is the same on every run.

Colours leave matplotlib as plain hex and become CSS variables with that hex as fallback, so that
a plot inside report.html follows the reader's light or dark mode and still stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#20262c"
MUTED = "#68717b"
GRID = "#dfdcd4"
PAPER = "#fffefb"
OURS = "#17697d"
STUDY = "#b4560f"
GOOD = "#2f7a4d"
BAD = "#b03a38"
SERIES = (OURS, "#8a4f9e", GOOD, "#b07d12", "#4f5fb0", BAD, "#5d6b2f", MUTED)
_VARIABLES = {
    INK: "ink",
    MUTED: "muted",
    GRID: "grid",
    PAPER: "paper",
    OURS: "ours",
    STUDY: "study",
    GOOD: "good",
    BAD: "bad",
    "#8a4f9e": "series-2",
    "#b07d12": "series-4",
    "#4f5fb0": "series-5",
    "#5d6b2f": "series-7",
}
_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "praktijkbench",
    "font.family": "sans-serif",
    "font.size": 9.5,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": MUTED,
    "xtick.labelcolor": MUTED,
    "xtick.major.size": 0,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
    "ytick.major.size": 0,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


class Canvas:
    """A figure with one pair of axes; `svg` is its text once the plot is drawn."""

    def __init__(self, figure: Figure, axes: Axes) -> None:
        self.figure = figure
        self.axes = axes
        self.svg = ""


@contextmanager
def canvas(width: float = 7.2, height: float = 4.0) -> Iterator[Canvas]:
    """An empty plot of that size in inches; on leaving, `svg` holds what was drawn."""
    import matplotlib
    from matplotlib.figure import Figure

    # A person's own matplotlibrc must not change the report.
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        figure = Figure(figsize=(width, height), layout="constrained")
        drawn = Canvas(figure, figure.add_subplot())
        yield drawn
        drawn.svg = _as_svg(figure)


def _as_svg(figure: Figure) -> str:
    text = StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    # The page decides the size; the picture keeps only its shape.
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    return _with_own_ids(_with_page_font(_with_variables(svg))).strip()


def _with_variables(svg: str) -> str:
    for colour, name in _VARIABLES.items():
        svg = svg.replace(f": {colour}", f": var(--plot-{name}, {colour})")
    return svg


def _with_page_font(svg: str) -> str:
    """Text in the page's font: matplotlib's own list of families is cut from each style."""
    return re.sub(r' ?font-family: [^;"]+;?', "", svg)


def _with_own_ids(svg: str) -> str:
    """Only ids that are used, made unique to this plot: many plots share a page."""
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    own = sha256(svg.encode()).hexdigest()[:8]

    def renamed(found: re.Match[str]) -> str:
        return f' id="{own}-{found[1]}"' if found[1] in used else ""

    svg = re.sub(r' id="([^"]*)"', renamed, svg)
    return re.sub(r'(url\(#|href="#)', rf"\g<1>{own}-", svg)
