"""How far sentences speak of what is asked, word piece by word piece, alone and with what stands beside them."""

import numpy as np

from assistant.matching import MATCHES, agreements, match_columns
from assistant.questions import Term, Understood
from assistant.records import Matches, Retrieved
from assistant.understanding import Reading
from ingest.lexical import stems
from tests.assistant.test_choosing import document, passage


def term(word: str, weight: float, *, named: bool) -> Term:
    return Term(stem=stems(word)[0], weight=weight, held=True, named=named)


_WORDS = ("Who", "rang", "Hale")
_HELD = passage("p", ["Hale rang.", "It was late.", "Nobody came."])
_QUESTION = Understood(
    text="Who rang Hale", answer_type="person", names=("Hale",), reading=Reading(text="Who rang Hale"),
    terms=(term("rang", 2.0, named=False), term("Hale", 6.0, named=True)),
)  # fmt: skip


def columns(cosines: list[list[float]], question: Understood = _QUESTION) -> dict[str, list[float]]:
    matches = Matches(words=_WORDS, cosines=np.array(cosines, dtype=np.float32))
    item = Retrieved(passage=_HELD, document=document("a"), score=1.0, cosine=0.5, matches=matches)
    found = match_columns(question, item, (0.6, 0.4, 0.2))
    return {name: [round(float(v), 4) for v in found[:, i]] for i, name in enumerate(MATCHES)}


def test_a_name_counts_for_nothing_and_a_word_asked_for_most() -> None:
    found = columns([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])["asked_match"]
    assert found[0] == 0.0 and found[1] > found[2] > 0.0


def test_a_question_of_names_alone_weighs_all_its_pieces_alike() -> None:
    named = Understood(text="Hale", answer_type="text", names=("Hale",), reading=Reading(text="Hale"), terms=(
        term("Hale", 1.0, named=True), term("rang", 1.0, named=True)))  # fmt: skip
    found = columns([[0.3, 0.3, 0.3], [0.0, 0.0, 0.9], [0.0, 0.0, 0.0]], named)["asked_match"]
    assert found[0] == 0.3 and found[2] == 0.0


def test_what_stands_beside_a_sentence_counts_a_little_less_than_what_it_says() -> None:
    found = columns([[0.9, 0.9, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    assert found["near_match"] == [0.9, 0.8, 0.0]
    assert found["paragraph_match"] == [0.9, 0.9, 0.9]


def test_the_cosine_near_a_sentence_leans_on_the_sentence_itself() -> None:
    found = columns([[0.0] * 3] * 3)
    assert found["near_cosine"] == [0.55, 0.4, 0.25]
    assert found["paragraph_cosine"] == [0.4, 0.4, 0.4]


def test_agreement_weighs_all_pieces_alike_and_is_nothing_without_pieces() -> None:
    matches = Matches(words=_WORDS, cosines=np.array([[0.0, 0.3, 0.6]], dtype=np.float32))
    assert [round(value, 4) for value in agreements(matches, 1)] == [0.3]
    assert agreements(None, 2) == [0.0, 0.0]
