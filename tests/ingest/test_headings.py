"""Headings that only slope, place or number tell from the text, and what else stands between paragraphs."""

import pytest

from ingest.cleaning import PlacedLine, clean
from ingest.headings import begins_item, in_capitals, is_caption, reads_as_quiet_heading
from ingest.joining import join_lines, vocabulary
from ingest.notes import footnotes
from ingest.records import Line, Page, Paragraph, RawDocument
from ingest.structure import read_structure

FILL = "and these words fill the line to its end so that it counts as full"
Row = tuple[float, float, str]
ITALIC, BOLD, LARGE = "/", "*", "#"


def page(number: int, *rows: Row) -> Page:
    """A page of (x, gap above in lines, text): text that begins with / is italic, with * bold, with # large."""
    y, lines = 760.0, []
    for x, gap, text in rows:
        y -= 14 * gap
        mark = text[0]
        size = 16.0 if mark == LARGE else 11.0
        words = text.lstrip("#*/ ")
        lines.append(Line(text=words, x=x, y=y, size=size, bold=mark in (LARGE, BOLD), italic=mark == ITALIC))
    return Page(number=number, lines=tuple(lines), text="")


def structure(*pages: Page) -> list[Paragraph]:
    return list(read_structure(clean(RawDocument(pages=pages, reader="test"))))


def numbered(first: int, last: int) -> list[Row]:
    return [row for n in range(first, last + 1) for row in _four_lines(n)]


def _four_lines(n: int) -> tuple[Row, ...]:
    first = (70, 1.6, f"1.{n}. Sentence {n} begins here {FILL}")
    return first, (98, 1, f"{FILL}."), (98, 1, f"It goes on {FILL}"), (98, 1, f"{FILL} and it ends.")


CHAPTER: list[Row] = [(70, 1, "# 1 Introduction"), *numbered(1, 5)]


def test_a_short_line_in_italics_that_stands_alone_over_text_is_a_heading() -> None:
    found = structure(page(1, *CHAPTER, (98, 2, "/ Sharing knowledge across agencies"), *numbered(6, 9)))
    assert next(p for p in found if p.number == "1.6").section == (
        "1 Introduction",
        "Sharing knowledge across agencies",
    )
    assert next(p for p in found if p.number == "1.5").text.endswith("it ends.")


def test_a_quotation_in_italics_is_no_heading() -> None:
    rows: list[Row] = [(98, 2, f"/ I told them {FILL} and"), (98, 1, "/ nobody wrote it down.")]
    found = structure(page(1, *CHAPTER, *rows, *numbered(6, 9)))
    assert [p.text for p in found if p.role == "heading"] == ["1 Introduction"]


def test_a_heading_at_the_head_of_a_page_is_not_joined_to_the_paragraph_before() -> None:
    for text in ("/ Benefits of a plan", "* CHAPTER 2: WHAT INFLUENCES PRACTICE"):
        found = structure(page(1, *CHAPTER), page(2, (70, 1, text), *numbered(6, 9)))
        assert text.lstrip("*/ ") in [p.text for p in found if p.role == "heading"]
        assert next(p for p in found if p.number == "1.5").text.endswith("it ends.")


def test_the_next_number_at_the_head_of_a_page_begins_a_paragraph_whatever_ends_the_one_before() -> None:
    open_end: list[Row] = [(70, 1.6, f"1.6. It was said in evidence {FILL}"), (98, 1, f"{FILL} (Paragraph 158)")]
    found = structure(page(1, *CHAPTER, *open_end), page(2, *numbered(7, 9)))
    assert [p.number for p in found if p.number] == [f"1.{n}" for n in range(1, 10)]


def test_headings_in_capitals_stand_over_others_of_their_size() -> None:
    rows: list[Row] = [(70, 2, "* CHAPTER 2: THE FINDINGS"), (70, 2, "* Kinds of evidence"), *numbered(6, 8)]
    rows += [(70, 2, "* CHAPTER 3: THE CONCLUSIONS"), (70, 2, "* What follows"), *numbered(9, 10)]
    found = structure(page(1, *CHAPTER), page(2, *rows))
    assert next(p for p in found if p.number == "1.6").section[-2:] == ("CHAPTER 2: THE FINDINGS", "Kinds of evidence")
    assert next(p for p in found if p.number == "1.9").section[-2:] == ("CHAPTER 3: THE CONCLUSIONS", "What follows")


def test_a_recommendation_announced_on_a_line_of_its_own_begins_a_section() -> None:
    rows: list[Row] = [(70, 2, "Recommendation 3: A better approach to risk"), (70, 2, f"We accept it {FILL}."),
                       (70, 2, "Recommendation 4: A strategy"), (70, 2, f"We accept this too {FILL}.")]  # fmt: skip
    found = structure(page(1, *CHAPTER), page(2, *rows))
    assert next(p for p in found if p.text.startswith("We accept it")).section == (rows[0][2],)
    assert next(p for p in found if p.text.startswith("We accept this")).section == (rows[2][2],)


def test_numbers_that_go_on_behind_a_recommendation_in_a_box_are_no_part_of_it() -> None:
    rows: list[Row] = [(70, 2, "* Recommendation 1: A register"), (70, 2, f"The Board should keep one {FILL}.")]
    found = structure(page(1, *CHAPTER, *rows, *numbered(6, 8)))
    assert next(p for p in found if p.text.startswith("The Board")).section[-1] == "Recommendation 1: A register"
    assert next(p for p in found if p.number == "1.6").section == ("1 Introduction",)


def test_a_caption_is_no_section() -> None:
    found = structure(page(1, *CHAPTER, (70, 2, "* Figure 8: Who told whom"), *numbered(6, 8)))
    assert next(p for p in found if p.number == "1.6").section == ("1 Introduction",)


def test_a_paragraph_behind_a_quotation_keeps_its_number_at_the_hanging_indent() -> None:
    rows: list[Row] = [
        (70, 1.6, "1.6. The nurse said:"),
        (120, 1.6, f"“I asked him {FILL}.”"),
        (98, 1.6, "Nobody did."),
    ]
    found = structure(page(1, *CHAPTER, *rows, *numbered(7, 9)))
    assert next(p for p in found if p.text == "Nobody did.").number == "1.6"


def test_the_next_letter_at_one_indent_begins_an_item_without_a_mark_before_it() -> None:
    rows: list[Row] = [(70, 2, f"The Board should see to it {FILL}:"), (98, 2, "(iv) that scans are used"),
                       (98, 1, "(v) that all are seen")]  # fmt: skip
    found = structure(page(1, *CHAPTER, *rows))
    assert [p.text for p in found if p.role == "bullet"] == ["(iv) that scans are used", "(v) that all are seen"]


def test_words_drawn_out_in_large_type_are_read_once() -> None:
    large = Line(text="“… so that it counts as full and it ends.”", x=70.0, y=300.0, size=14.0)
    first = page(1, *CHAPTER)
    with_quote = Page(number=1, lines=(*first.lines, large), text="")
    assert structure(with_quote, page(2, *numbered(6, 9))) == structure(first, page(2, *numbered(6, 9)))


def test_a_committees_word_over_its_paragraph_is_a_label() -> None:
    rows: list[Row] = [(70, 1.6, "* 1.6. conclusion"), (98, 1, f"The police were brave {FILL}.")]
    found = structure(page(1, *CHAPTER, *rows, *numbered(7, 9)))
    paragraph = next(p for p in found if p.number == "1.6")
    assert (paragraph.label, paragraph.text) == ("conclusion", f"The police were brave {FILL}.")


@pytest.mark.parametrize(
    ("text", "item"),
    [("Recommendation 10, shall apply", False), ("Recommendation 4 was accepted", False), ("Finding 2: A", True)],
)
def test_a_mention_of_a_recommendation_begins_no_item(text: str, item: bool) -> None:
    assert begins_item(text) is item


def test_small_marks_of_headings_are_read_for_what_they_are() -> None:
    assert in_capitals("ChAPTER 3: GROWING")
    assert not in_capitals("CAMHS")
    assert is_caption("Table 5: Payments")
    assert is_caption("BOX 4", bare=True)
    assert not is_caption("BOX 4: Payments", bare=True)
    assert not is_caption("Tables were laid")
    assert reads_as_quiet_heading("Recommendation 3: A better approach")
    assert not reads_as_quiet_heading("Recommendation 3: That the Board should act")


def placed(*texts: str) -> list[PlacedLine]:
    return [PlacedLine(line=Line(text=text), page=1, index=i) for i, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("a life-", "threatening illness", "a life-threatening illness"),
        ("some short-", "term gains", "some short-term gains"),
        ("an import-", "ant visit", "an important visit"),
        ("at https://example.org/a-", "b", "at https://example.org/a-b"),
        ("the after-", "noon", "the afternoon"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_where_it_belongs_to_the_word(first: str, second: str, joined: str) -> None:
    words = vocabulary(placed("his life in the afternoon"))
    assert join_lines(placed(first, second), words)[0] == joined


def test_a_note_that_goes_on_with_a_date_is_one_note() -> None:
    notes = placed("108 An inspection of the response,", "17 December 2024", "109 Q 71.")
    assert [n.text for n in footnotes(notes, frozenset())] == [
        "108 An inspection of the response, 17 December 2024", "109 Q 71.",
    ]  # fmt: skip
