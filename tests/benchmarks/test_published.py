import pytest
from pydantic import ValidationError

from benchmarks.published import PublishedFigure, published, published_figures
from language_models.errors import InputError


@pytest.mark.parametrize(
    ("figure_id", "shown"),
    [
        ("pulse.prototype_1.accuracy", "68%"),
        ("pulse.prototype_2.accuracy", "48%"),
        ("pulse.prototype_3.accuracy", "74%"),
        ("pulse.goal.accuracy", "80%"),
        ("pulse.insured", "700,000 people"),
        ("douane.pilot_people", "20 people"),
        ("anna.automated", "83%"),
        ("anna.first_time_resolution", "about 48%"),
        ("anna.satisfaction", "3.45 rating of 5"),
        ("linkit.minutes_saved_per_offer", "15–30 minutes"),
        ("work.experimental_gain", "14–56%"),
    ],
)
def test_the_studys_figures_stand_as_printed(figure_id: str, shown: str) -> None:
    assert published(figure_id).shown == shown


def test_a_percentage_is_a_share_on_our_scale() -> None:
    assert published("pulse.prototype_1.accuracy").number == pytest.approx(0.68)
    assert published("work.experimental_gain").range == pytest.approx((0.14, 0.56))
    assert published("anna.satisfaction").number == pytest.approx(3.45)


def test_every_figure_says_where_the_study_prints_it() -> None:
    assert published("pulse.prototype_2.accuracy").source == "TNO 2026, §3.1, table 2"
    assert all(figure.section for figure in published_figures().values())
    rooms = {figure_id.split(".")[0] for figure_id in published_figures()}
    assert rooms == {"study", "pulse", "douane", "anna", "linkit", "work"}


def test_an_unknown_figure_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"Did you mean 'pulse\.prototype_1\.accuracy'"):
        published("pulse.prototype1.accuracy")
    with pytest.raises(InputError, match="Unknown published figure 'nothing'"):
        published("nothing")


def test_a_statement_has_no_number_and_a_number_a_unit() -> None:
    fields = {"id": "x", "section": "§1", "description": "d"}
    with pytest.raises(ValidationError):
        PublishedFigure.model_validate({**fields, "unit": "statement", "value": 3})
    with pytest.raises(ValidationError):
        PublishedFigure.model_validate({**fields, "unit": "percent"})
    assert PublishedFigure.model_validate({**fields, "unit": "statement"}).shown == "d"
