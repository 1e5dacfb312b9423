"""Sentences and joined lines: nothing cut short, no word changed."""

import pytest

from ingest.cleaning import PlacedLine
from ingest.joining import join_lines, vocabulary
from ingest.records import Line
from ingest.sentences import split_sentences
from ingest.text import fold_space, resolve_glyphs, stands_on


def sentences(text: str, markers: tuple[tuple[int, int], ...] = ()) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text, markers)]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. B wrote to the surgery.",
        "It was seen at 4.15 p.m. on Monday by Mr. Arkwright.",
        "The form, i.e. the one on the file, was blank.",
        "See para. 4.12 and pp. 3 to 5 of the report.",
        "St. Osyth's Hospital (see No. 4 above) was told.",
        "J. Smith was not told.",
        "The weight was 3.5 kilograms.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("The review concerns Child A. The panel met twice.", "The review concerns Child A."),
        ("'They never did.' She said no more.", "'They never did.'"),
        ("Was he asked? No one did.", "Was he asked?"),
        (
            "He asked “Who else was there?” and wrote it down. It was lost.",
            "He asked “Who else was there?” and wrote it down.",
        ),
        ("She rang at 4 p.m. The line was busy.", "She rang at 4 p.m."),
    ],
)
def test_a_sentence_ends_at_its_full_stop(text: str, first: str) -> None:
    assert sentences(text)[0] == first
    assert len(sentences(text)) == 2


def test_a_footnote_reference_after_the_stop_belongs_to_no_sentence() -> None:
    text = "They worked together.1 The Secretary of State was told."
    assert sentences(text, ((21, 22),)) == ["They worked together.", "The Secretary of State was told."]


def placed(*texts: str) -> list[PlacedLine]:
    return [PlacedLine(line=Line(text=t), page=1, index=i) for i, t in enumerate(texts)]


@pytest.mark.parametrize(
    ("lines", "elsewhere", "joined"),
    [
        (("a child protec-", "tion plan"), "protection", "a child protection plan"),
        (("a non-", "accidental injury"), "accidental", "a non-accidental injury"),
        (("twenty-", "six incidents"), "six", "twenty-six incidents"),
        (("the Sub-", "Committee met"), "", "the Sub-Committee met"),
        (("in the mid-", "1940s it"), "", "in the mid-1940s it"),
        (("his half-", "brother came"), "brother", "his half-brother came"),
        (("to be discip-", "lined by them"), "", "to be disciplined by them"),
        (("a plan", "was made"), "", "a plan was made"),
        (("it was—", "at last—done"), "", "it was—at last—done"),
    ],
)
def test_a_hyphen_at_a_line_end_goes_only_when_it_broke_the_word(
    lines: tuple[str, ...], elsewhere: str, joined: str
) -> None:
    words = vocabulary(placed(*lines, elsewhere))
    assert join_lines(placed(*lines), words)[0] == joined


def test_joined_text_leads_back_to_its_lines() -> None:
    text, anchors, _ = join_lines(placed("1.2 The first", "and the second"), frozenset(), skip=4)
    assert text == "The first and the second"
    assert [text[a.offset :].split()[0] for a in anchors] == ["The", "and"]


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("half-sibling, called Sibling", "His older half-\nsibling, called\nSibling"),
        ("the chronologies were", "the chrono-\nlogies were"),
        ("a half-hour and the chronologies", "a half-\nhour and the chrono-\nlogies"),
        ("first office", "\ufb01rst of\ufb01ce"),
        ("safeguarding", "safe\u00ad\nguarding"),
        ("two  words", "two\nwords"),
    ],
)
def test_a_quote_stands_on_its_page_however_the_lines_are_broken(quote: str, page: str) -> None:
    assert stands_on(quote, page)


@pytest.mark.parametrize("quote", ["did share the bruising", "did not share the bruise", "", " "])
def test_changed_words_do_not_stand_on_the_page(quote: str) -> None:
    assert not stands_on(quote, "She did not share the bruising with anyone.")


def test_glyphs_are_resolved_without_changing_a_word() -> None:
    assert fold_space(resolve_glyphs("\ufb01nd\u200b it\x00\x07 now")) == "find it now"


def test_a_paragraph_as_long_as_a_hostile_file_is_cut_in_a_moment() -> None:
    assert len(split_sentences("She was seen. " * 50_000)) == 50_000
    assert len(split_sentences("." * 100_000 + "x")) == 1
