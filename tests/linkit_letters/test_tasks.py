"""With a model: its draft and its judgement are held to the documents."""

from __future__ import annotations

from language_models.backends.embedded import EmbeddedReader
from language_models.backends.scripted import scripted_model
from linkit_letters.dba.description import describe
from linkit_letters.dba.judging import judge
from linkit_letters.dba.rewriting import (
    DescribeItem,
    Rewritten,
    RewrittenSentence,
    describe_task,
    held_to_client,
)
from linkit_letters.dba.tasks import held_to_text, judge_task
from linkit_letters.documents.reading import source_of
from linkit_letters.letters.composing import Composer
from linkit_letters.letters.drafting import draft_item, draft_letter
from linkit_letters.letters.tasks import draft_task
from linkit_letters.letters.writing import Wishes

ASSIGNMENT = (
    "Je werkt onder leiding van de teamlead.\nJe bouwt een koppeling met het zaaksysteem.\n"
)


def test_a_models_invention_does_not_pass_the_gate(composer: Composer) -> None:
    draft = {
        "subject": "Voorstel",
        "sentences": [
            {"text": "Geachte heer, mevrouw,", "about": "frame", "evidence": []},
            {
                "text": "Sanne werkt met Angular.",
                "about": "candidate",
                "evidence": ["Angular"],
            },
            {"text": "Sanne heeft CISSP.", "about": "candidate", "evidence": ["Angular"]},
            {"text": "Sanne is een aanwinst.", "about": "candidate", "evidence": ["een aanwinst"]},
        ],
    }
    letter = draft_letter(composer, Wishes(), scripted_model([draft]))
    composed = composer.passed(letter)
    assert [s.text for s in composed.letter.sentences] == [
        "Geachte heer, mevrouw,",
        "Sanne werkt met Angular.",
    ]
    assert [claim.reason for _, claim in composed.stopped][1] == "no evidence was given"


def test_the_embedded_draft_is_the_letter_itself(composer: Composer) -> None:
    answer = EmbeddedReader().ask(draft_task(), draft_item(composer, Wishes()))
    assert answer.value is not None
    texts = [sentence.text for sentence in answer.value.sentences]
    assert texts == [s.text for s in composer.compose(Wishes()).letter.sentences]


def test_a_colour_whose_quote_stands_nowhere_is_none() -> None:
    reply = {
        "viewpoints": [
            {"id": "inbedding", "colour": "red", "quotes": ["collega in het team"]},
            {
                "id": "werkwijze_werktijden",
                "colour": "red",
                "quotes": ["onder leiding van de teamlead"],
            },
        ],
        "elements": [{"id": "R1", "present": True, "quote": "een koppeling"}],
    }
    answer = scripted_model([reply]).ask(judge_task(), ASSIGNMENT)
    assert answer.value is not None
    judgement = held_to_text(answer.value, ASSIGNMENT)
    colours = {v.id: v.colour for v in judgement.viewpoints}
    assert colours["inbedding"] == "none"
    assert colours["werkwijze_werktijden"] == "red"
    assert judgement.elements[0].quote == "een koppeling"


def test_the_embedded_judgement_is_the_rules_own() -> None:
    answer = EmbeddedReader().ask(judge_task(), ASSIGNMENT)
    assert answer.value is not None
    found = held_to_text(answer.value, ASSIGNMENT)
    assert [v.colour for v in found.viewpoints] == [v.colour for v in judge(ASSIGNMENT).viewpoints]


def test_independence_that_the_client_did_not_state_is_left_out() -> None:
    source = source_of(ASSIGNMENT, "assignment")
    rewritten = Rewritten(
        sentences=[
            RewrittenSentence(text="Je bouwt een koppeling.", source="Je bouwt een koppeling"),
            RewrittenSentence(
                text="De opdrachtnemer bepaalt zelf hoe hij werkt.",
                source="Je werkt onder leiding van de teamlead",
            ),
        ]
    )
    said: list[str] = []
    found = held_to_client(rewritten, describe(source), source, [], say=said.append)
    texts = [traced.text for traced in found.sentences]
    assert "Je bouwt een koppeling." in texts
    assert "Je werkt onder leiding van de teamlead." in texts
    assert not any("bepaalt zelf" in text for text in texts)
    assert len(said) == 1


def test_the_embedded_rewriting_is_the_description() -> None:
    source = source_of(ASSIGNMENT, "assignment")
    answer = EmbeddedReader().ask(describe_task(), DescribeItem(source, ()))
    assert answer.value is not None
    assert [s.text for s in answer.value.sentences] == [t.text for t in describe(source).sentences]
