"""Quotes that speak against others are named as such, and narrative is not taken for learning."""

from dataclasses import replace

import pytest

from assistant.choosing import Spread, choose
from assistant.records import Citation
from assistant.understanding import Reading
from assistant.weighing import says_otherwise, weighed
from ingest.records import PassageKind
from tests.assistant.test_choosing import lone, quotes, ranked

_ACROSS = Reading(text="What do reviews say about visits?", across=True)


def citation(quote: str, kind: PassageKind = "narrative") -> Citation:
    return Citation(
        id="c1", review_id="a", title="Review A", source_kind="review", year=2014, page=1, page_end=1, page_label="1",
        paragraph=None, section=(), passage_kind=kind, voice=None, quote=quote, passage_id="p", url="/reviews/a",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The Government does not accept the recommendation.",
        "Two members dissented from the decision.",
        "The hospital disputed the date of the call.",
        "The police took a different view of the risk.",
        "Contrary to what the minutes say, nobody rang.",
    ],
)
def test_a_text_that_says_who_did_not_agree_is_known(text: str) -> None:
    assert says_otherwise(text)


@pytest.mark.parametrize(
    "text",
    [
        "The panel accepted the recommendation.",
        "He was not accepted by the school.",
        "The plan was agreed by all who were present.",
        "A different worker took the call.",
        "The house was viewed on Tuesday.",
    ],
)
def test_a_text_that_merely_has_such_words_is_not(text: str) -> None:
    assert not says_otherwise(text)


def test_a_quote_that_speaks_against_the_others_is_named() -> None:
    shown = [citation("Visits were weekly."), replace(citation("Mother disputed the dates."), id="c2")]
    assert [n.text for n in weighed(shown, Reading(text="q"))] == [
        "Not all agree: c2 speaks of another view of the matter."
    ]
    assert weighed(shown[1:], Reading(text="q")) == ()


def test_narrative_shown_where_findings_were_asked_for_is_said_to_be_narrative() -> None:
    assert [n.kind for n in weighed([citation("Visits were weekly.")], _ACROSS)] == ["narrative"]
    assert weighed([citation("Visits were weekly.", "finding")], _ACROSS) == ()
    assert weighed([citation("Visits were weekly.")], Reading(text="How often did she visit?")) == ()


def test_another_view_near_the_best_is_quoted_though_others_are_nearer() -> None:
    many = [lone("a", f"{word} was seen at home.", 1.0) for word in ("Alex", "Bree", "Cara")]
    other = lone("a", "Mother disputed the record of visits.", 1.0 - 2.8)
    far = lone("a", "The nurse disputed the record of weights.", 1.0 - 6.0)
    assert quotes(choose(ranked(*many, other), 3, Spread()))[-1] == other[1].text
    assert len(quotes(choose(ranked(*many, far), 3, Spread()))) == 3
    assert far[1].text not in quotes(choose(ranked(*many, far), 3, Spread()))
