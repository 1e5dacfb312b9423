"""What an answer quotes: how many sentences, from which documents and sides, and how much around each."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.choosing import MOST_WORDS, NEIGHBOUR, WEAKEST, Spread, choose, joined, with_neighbours
from assistant.evidence import Ranked
from assistant.features import Measures
from assistant.records import Evidence
from assistant.weights import probability
from ingest.catalogue import Held
from ingest.records import DocumentFacts, Passage, PassageKind, Quality, Sentence

_QUALITY = Quality(pages=9, pages_without_text=(), numbered_paragraphs=0, furniture_lines=0, reader="pypdf")


def document(name: str) -> Held:
    facts = DocumentFacts(title=f"Review {name}", kind=None, source_kind="review", year=2014, area=None)
    return Held(id=name, sha256=name, path=f"/{name}.pdf", file=f"{name}.pdf", facts=facts, passages=1,
                added="2026-11-23T10:00:00+00:00", quality=_QUALITY)  # fmt: skip


def passage(name: str, texts: Sequence[str], kind: PassageKind = "narrative") -> Passage:
    """A passage of one paragraph on page 1."""
    sentences, start = [], 0
    for text in texts:
        sentences.append(Sentence(text=text, start=start, end=start + len(text), page=1, page_end=1, paragraph="1.1"))
        start += len(text) + 1
    return Passage(id=name, ordinal=0, kind=kind, section=(), context="", text=" ".join(texts),
                   sentences=tuple(sentences))  # fmt: skip


def ranked(*parts: tuple[str, Passage, Sequence[float]]) -> Ranked:
    """The sentences of each (document, passage, log-odds of its sentences), ranked."""
    odds: dict[tuple[str, int], float] = {}
    found = []
    for name, held, values in parts:
        for i, (sentence, value) in enumerate(zip(held.sentences, values, strict=True)):
            odds[held.id, i] = value
            found.append(
                Evidence(sentences=(sentence,), core=sentence, passage=held, document=document(name),
                         score=probability(value), coverage=0.5, cosine=0.5)
            )  # fmt: skip
    order = tuple(sorted(found, key=lambda e: -e.score))
    return Ranked(evidence=order, odds=odds, measures=Measures(sentences=(), matrix=np.zeros((0, 0))))


def lone(name: str, text: str, odds: float, kind: PassageKind = "narrative") -> tuple[str, Passage, list[float]]:
    return name, passage(f"p-{text}", [text], kind), [odds]


def quotes(chosen: Sequence[Evidence]) -> list[str]:
    return [item.quote for item in chosen]


def test_what_is_far_behind_the_best_is_not_quoted() -> None:
    clear = lone("a", "The panel was chaired by Ms Hale.", 1.0)
    near = lone("a", "Ms Hale is a retired magistrate.", 1.1 - WEAKEST)
    far = lone("a", "Minutes were kept of all meetings.", 0.9 - WEAKEST)
    assert quotes(choose(ranked(clear, near, far), 6, Spread())) == [clear[1].text, near[1].text]


def test_no_more_is_quoted_than_there_are_places() -> None:
    many = [lone("a", f"Lesson {word} stands alone.", 0.0) for word in ("apple", "birch", "cedar", "elder", "hazel")]
    assert len(choose(ranked(*many), 3, Spread())) == 3


def test_across_documents_none_takes_more_than_half_of_the_places() -> None:
    own = [lone("a", f"{word} was missed at every visit.", 1.0) for word in ("Hunger", "Dirt", "Silence")]
    other = lone("b", "Another family waited nine weeks.", 0.0)
    chosen = choose(ranked(*own, other), 4, Spread(across=True))
    assert [item.document.id for item in chosen] == ["a", "a", "b"]


def test_across_documents_what_was_learnt_comes_before_what_is_told() -> None:
    told = lone("a", "The bruise was seen on a Tuesday.", 1.0)
    learnt = lone("b", "Any mark on a baby must be shared.", 0.0, "learning")
    assert quotes(choose(ranked(told, learnt), 6, Spread(across=True))) == [learnt[1].text, told[1].text]


def test_each_side_of_a_comparison_is_quoted_even_when_it_is_the_weaker() -> None:
    strong = [lone("a", f"{word} was recorded late.", 2.0) for word in ("Weight", "Height", "Hearing", "Sight")]
    weak = lone("b", "Growth was charted monthly.", 2.5 - WEAKEST - 2.0)
    chosen = choose(ranked(*strong, weak), 3, Spread(sides=(("a",), ("b",))))
    assert {item.document.id for item in chosen} == {"a", "b"}


def test_a_side_that_says_nothing_of_the_matter_is_not_quoted() -> None:
    strong, silent = lone("a", "Weight was recorded late.", 2.0), lone("b", "The office moved in May.", -9.0)
    chosen = choose(ranked(strong, silent), 3, Spread(sides=(("a",), ("b",))))
    assert [item.document.id for item in chosen] == ["a"]


def test_the_same_words_are_quoted_once() -> None:
    twice = [lone("a", "Share every bruise with a doctor.", 1.0), lone("b", "Share every bruise with the doctor.", 0.9)]
    assert len(choose(ranked(*twice), 6, Spread())) == 1


def test_a_quote_takes_in_what_stands_beside_it_and_bears_on_the_question() -> None:
    held = passage("p", ["The school rang.", "Nobody came.", "The school rang again.", "The roof was new."])
    found = ranked(("a", held, [1.0, 1.5 - NEIGHBOUR, 0.0, -NEIGHBOUR]))
    assert quotes(choose(found, 6, Spread())) == ["The school rang. Nobody came. The school rang again."]


def test_a_quote_takes_in_the_sentence_that_it_leans_on() -> None:
    held = passage("p", ["Two visits were missed.", "This was not noticed."])
    found = ranked(("a", held, [-9.0, 1.0]))
    assert with_neighbours(found.evidence[0], found).quote == held.text


def test_a_quote_stays_short() -> None:
    held = passage("p", [f"{word} " * 50 + "end." for word in ("one", "two", "three")])
    quote = with_neighbours(ranked(("a", held, [1.0, 1.0, 1.0])).evidence[0], ranked(("a", held, [1.0] * 3))).quote
    assert len(quote.split()) <= MOST_WORDS


def test_only_what_one_voice_says_under_one_number_is_joined() -> None:
    held = passage("p", ["The mother rang.", "She was told to wait."])
    first, second = held.sentences
    assert joined(held, 0, 1)
    for changed in (
        replace(second, voice="the mother"),
        replace(second, paragraph="1.2"),
        replace(second, page=2, page_end=2),
    ):
        assert not joined(replace(held, sentences=(first, changed)), 0, 1)


def test_a_lead_in_is_joined_to_its_list_on_one_page_only() -> None:
    held = passage("p", ["Staff should:", "ring the school at once."])
    first, item = held.sentences[0], replace(held.sentences[1], start=0)
    assert joined(replace(held, sentences=(first, item)), 0, 1)
    assert not joined(replace(held, sentences=(first, replace(item, page_end=2))), 0, 1)


def test_nothing_found_is_nothing_chosen() -> None:
    assert choose(ranked(), 6, Spread(sides=(("a",), ("b",)))) == []
    assert math.isclose(probability(0.0), 0.5)
