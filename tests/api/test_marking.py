"""A quoted sentence is marked where it stands, or nothing is marked."""

import pytest

from assistant.marking import locate, mark, segments
from ingest.catalogue import StoredPage
from ingest.library import Library
from ingest.records import Sentence


def sentence(text: str, page: int | None, page_end: int | None) -> Sentence:
    return Sentence(text=text, start=0, end=len(text), page=page, page_end=page_end, paragraph=None)


def pages(**texts: str) -> dict[int | None, StoredPage]:
    return {int(n[1:]): StoredPage(number=int(n[1:]), label=None, text=text) for n, text in texts.items()}


@pytest.mark.parametrize(
    ("quote", "page", "marked"),
    [
        ("The plan was late.", "First. The plan was late. Last.", "The plan was late."),
        ("The plan was late.", "First. The plan\nwas   late. Last.", "The plan\nwas   late."),
        ("The assessment ended.", "The assess-\nment ended.", "The assess-\nment ended."),
        ("A well-known risk.", "A well-\nknown risk.", "A well-\nknown risk."),
        ("A wellknown risk.", "A well-\nknown risk.", "A well-\nknown risk."),
        ("A well-known risk.", "A well-known risk.", "A well-known risk."),
        ("The first office.", "The \ufb01rst o\ufb03ce.", "The \ufb01rst o\ufb03ce."),
        ("A cooperative parent.", "A co\u00ad\noperative parent.", "A co\u00ad\noperative parent."),
        ("What (if any) [harm]?", "So: What (if any) [harm]? Yes.", "What (if any) [harm]?"),
    ],
)
def test_a_quote_is_located_whatever_the_line_breaks_hyphens_and_ligatures(quote: str, page: str, marked: str) -> None:
    assert [page[start:end] for start, end in locate(quote, page)] == [marked]


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("The plan was late.", "The plan was not late."),
        ("The plan was late.", "the plan was late."),
        ("A well-known risk.", "A wellknown risk."),
        ("A re-sent letter.", "A resent letter."),
        ("", "Anything."),
        ("   ", "Anything."),
        ("Anything.", ""),
    ],
)
def test_what_does_not_stand_on_the_page_is_not_located(quote: str, page: str) -> None:
    assert locate(quote, page) == []


def test_segments_joined_are_the_page() -> None:
    text = "First. The plan was late. Last."
    pieces = segments(text, locate("The plan was late.", text))
    assert pieces == [("First. ", False), ("The plan was late.", True), (" Last.", False)]
    assert "".join(piece for piece, _ in pieces) == text


def test_a_sentence_that_runs_over_the_page_is_marked_in_part_on_each() -> None:
    run_over = sentence("The plan was never shared with the school.", 4, 5)
    held = pages(p4="Before. The plan was never\n4", p5="Board report\nshared with the school. After.")
    first, second = mark([run_over], 4, held), mark([run_over], 5, held)
    assert first is not None
    assert second is not None
    assert (first.part, [held[4].text[a:b] for a, b in first.spans]) == ("beginning", ["The plan was never"])
    assert (second.part, [held[5].text[a:b] for a, b in second.spans]) == ("end", ["shared with the school."])


def test_a_sentence_whose_rest_is_not_on_the_next_page_is_not_marked_at_all() -> None:
    run_over = sentence("The plan was never shared with the school.", 4, 5)
    held = pages(p4="Before. The plan was never", p5="shared with the nursery. After.")
    assert mark([run_over], 4, held) is None
    assert mark([run_over], 5, held) is None


def test_a_word_broken_over_the_page_is_marked_on_both() -> None:
    run_over = sentence("There was no assessment of the father.", 1, 2)
    held = pages(p1="There was no assess-", p2="ment of the father. Next.")
    first, second = mark([run_over], 1, held), mark([run_over], 2, held)
    assert first is not None
    assert second is not None
    assert held[2].text[slice(*second.spans[0])] == "ment of the father."


def test_two_sentences_quoted_together_are_one_mark() -> None:
    quote = [sentence("He was not asked.", 1, 1), sentence("This meant that nobody knew.", 1, 1)]
    held = pages(p1="One. He was not asked.\nThis meant that nobody knew. Two.")
    marking = mark(quote, 1, held)
    assert marking is not None
    assert [held[1].text[a:b] for a, b in marking.spans] == ["He was not asked.\nThis meant that nobody knew."]


def test_the_same_words_twice_are_marked_twice_and_counted() -> None:
    held = pages(p1="No record was made. Later: No record was made.")
    marking = mark([sentence("No record was made.", 1, 1)], 1, held)
    assert marking is not None
    assert (marking.times, len(marking.spans)) == (2, 2)


def test_nothing_is_marked_on_a_page_that_the_quote_is_not_on() -> None:
    held = pages(p1="He was not asked.", p2="Other words.")
    assert mark([sentence("He was not asked.", 1, 1)], 2, held) is None
    assert mark([sentence("He was not asked.", 1, 1)], 3, held) is None
    assert mark([], 1, held) is None


def test_every_sentence_of_real_documents_is_marked_on_every_page_it_stands_on(small_library: Library) -> None:
    seen = 0
    for held in small_library.catalogue.documents():
        stored = {page.number: page for page in small_library.catalogue.pages(held.id)}
        for passage in small_library.catalogue.passages_of(held.id):
            for quoted in passage.sentences:
                for number in {quoted.page, quoted.page_end}:
                    assert mark([quoted], number, stored) is not None, (held.file, number, quoted.text)
                    seen += 1
    assert seen > 300
