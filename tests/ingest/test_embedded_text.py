"""What the model reads of a passage, and where its sentences stand in that."""

import pytest

from ingest.records import FOOTNOTES, Passage, Sentence
from ingest.sentence_vectors import embedded_text, says_something, sentence_spans


def passage(*sentences: str, section: tuple[str, ...] = ("4 Findings",), text: str | None = None) -> Passage:
    """A passage of a fictional review."""
    return Passage(
        id="p", ordinal=0, kind="other", section=section, context="Child M (fictional) | 4 Findings",
        text=text or " ".join(sentences),
        sentences=tuple(
            Sentence(text=s, start=0, end=len(s), page=1, page_end=1, paragraph=None, voice=None) for s in sentences
        ),
    )  # fmt: skip


def read_back(item: Passage) -> list[str]:
    """The words that the spans mark, sentence by sentence."""
    text = embedded_text(item)
    return [text[start:end] for start, end in sentence_spans(item)]


def test_spans_mark_each_sentence_in_what_is_embedded() -> None:
    item = passage("Nobody asked who lived there.", "The note was kept in file 3.")
    assert read_back(item) == [s.text for s in item.sentences]


def test_a_part_of_an_overlong_sentence_is_marked_as_that_part() -> None:
    assert read_back(passage("One very long sentence, cut in two.", text="cut in two.")) == ["cut in two."]


def test_of_footnotes_only_those_that_say_something_are_embedded() -> None:
    said = "The home was visited again in May, though no record of that visit could be found."
    item = passage("12 Minutes, 3 May 2016, p4; INQ000123_0004 para 7", said, "13 Ibid, p5.", section=FOOTNOTES)
    assert embedded_text(item) == f"{item.context}\n{said}"
    assert read_back(item) == ["", said, ""]


def test_the_same_words_in_the_text_are_embedded() -> None:
    item = passage("12 Minutes, 3 May 2016, p4; INQ000123_0004 para 7")
    assert item.text in embedded_text(item)


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("4 The agency had by then moved to another building in the town.", True),
        ("It replaced the earlier board in 2014, which had met four times a year (Minutes, 3 May 2016, p4).", True),
        ("23 INQ000099517_0010 para 2.22; see also INQ000104_0002 paras 3-4", False),
        ("7 https://www.example.org/what-we-learned-about-this-and-that-and-the-other", False),
        ("31 Department of Nowhere, A Plan for Everything, 3 May 2016, p11", False),
        ("9 Ibid.", False),
        ("", False),
    ],
)
def test_a_reference_says_nothing(note: str, says: bool) -> None:
    assert says_something(note) is says
