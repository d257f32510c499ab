import numpy as np
import pytest

from language_models.registry import open_embedding
from language_models.settings import read_settings


@pytest.fixture(scope="module")
def use():
    return open_embedding("use", read_settings(None))


def test_vectors_have_length_one_and_the_told_dimension(use):
    vectors = use.encode(["Waar blijft mijn pakket?", ""])
    assert vectors.shape == (2, use.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-4)


def test_a_sentence_lies_nearer_to_its_translation_than_to_another_subject(use):
    dutch, french, other = use.encode(
        ["Mijn pakket is nog niet aangekomen.", "Mon colis n'est pas encore arrivé.",
         "Welke kleuren heeft de vlag van Italië?"]
    )  # fmt: skip
    assert dutch @ french > 0.6 > dutch @ other


def test_a_vector_does_not_depend_on_its_neighbours(use):
    alone = use.encode(["Ik wil mijn bestelling annuleren."])
    among = use.encode(["Hallo", "Ik wil mijn bestelling annuleren.", "Merci beaucoup"])
    np.testing.assert_allclose(alone[0], among[1], atol=1e-5)


def test_long_texts_are_read_whole(use):
    start = "De kleur van de folder klopt niet. " * 200
    assert not np.allclose(
        use.encode([start]), use.encode([start + "Ik wil mijn geld terug. " * 50])
    )


def test_progress_hears_of_every_text(use):
    heard: list[int] = []
    use.encode(["a"] * 300, progress=heard.append)
    assert sum(heard) == 300
