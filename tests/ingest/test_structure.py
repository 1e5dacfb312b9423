"""Headings, boxes, numbers, furniture and kinds on small made-up layouts."""

import pytest

from ingest.cleaning import clean, is_banner
from ingest.headings import Styles, begins_item, heading_level, is_date, looks_like_heading
from ingest.kinds import with_kinds
from ingest.numbering import read_label
from ingest.records import Line, Page, Paragraph, PassageKind, RawDocument
from ingest.sources import source_of
from ingest.structure import read_structure

STYLES = Styles(body_size=11.0, body_bold=False, levels={(16.0, 3): 1, (13.0, 3): 2})
FILL = "and these words fill the line to its end so that it counts as full"


def page(number: int, *rows: tuple[float, float, str], size: float = 11.0) -> Page:
    """A page of (x, gap above in lines, text); a text that begins with # is bold and large, with * bold."""
    y, lines = 760.0, []
    for x, gap, text in rows:
        y -= 14 * gap
        large, bold = text.startswith("#"), text[0] in "#*"
        lines.append(Line(text=text.lstrip("#* "), x=x, y=y, size=16.0 if large else size, bold=bold))
    foot = Line(text=f"The Board - Page {number} of 9", x=200.0, y=40.0, size=8.0)
    return Page(number=number, lines=(*lines, foot), text="")


def structure(*pages: Page) -> list[Paragraph]:
    return list(read_structure(clean(RawDocument(pages=pages, reader="test"))))


def body(n: int) -> list[tuple[float, float, str]]:
    return [
        (70, 1.6, f"1.{n} Sentence {n} begins here {FILL}"),
        (98, 1, f"{FILL} and it ends."),
        (98, 1, f"It goes on {FILL}"),
        (98, 1, "here."),
    ]


def numbered(first: int, last: int) -> list[tuple[float, float, str]]:
    return [row for n in range(first, last + 1) for row in body(n)]


@pytest.mark.parametrize(
    ("text", "size", "bold", "heading"),
    [
        ("4 Analysis", 16.0, True, True),
        ("8.1 Does the court accept it?", 13.0, True, True),
        ("‘Nobody asked who else there was’", 13.0, True, True),
        ("Recommendation 3: Standing agreements.", 11.0, True, False),
        ("The nurse wrote it down", 11.0, False, False),
        ("and was never seen again", 16.0, True, False),
    ],
)
def test_a_heading_is_known_by_its_type_and_its_words(text: str, size: float, bold: bool, heading: bool) -> None:
    line = Line(text=text, x=70.0, y=500.0, size=size, bold=bold)
    assert looks_like_heading(line, read_label(text), STYLES, alone=True) is heading


@pytest.mark.parametrize(
    ("text", "size", "level"),
    [("4 Analysis", 16.0, 1), ("4.2 Health", 13.0, 2), ("Off the list", 13.0, 2), ("Appendix B: Agencies", 16.0, 1)],
)
def test_the_level_of_a_heading_is_that_of_its_number_or_its_type(text: str, size: float, level: int) -> None:
    line = Line(text=text, x=70.0, y=500.0, size=size, bold=True)
    assert heading_level(line, read_label(text), STYLES, plain_dates=False) == level


@pytest.mark.parametrize(
    ("text", "item"), [("Recommendation 4: That", True), ("Learning point 2: A", True), ("Recommendations are", False)]
)
def test_an_item_begins_with_its_name_and_number(text: str, item: bool) -> None:
    assert begins_item(text) is item


@pytest.mark.parametrize(
    ("text", "date"), [("Tuesday, 27 July 2010", True), ("12 October 2015", True), ("In October 2015", False)]
)
def test_a_date_stands_alone(text: str, date: bool) -> None:
    assert is_date(text) is date


def test_a_paragraph_that_runs_over_a_page_is_whole_and_knows_both_pages() -> None:
    first = [
        (70, 1, "# 1 Introduction"),
        *numbered(1, 4),
        (70, 1.6, f"1.5 This one begins {FILL}."),
        (98, 1, f"It ends in a full line {FILL}."),
    ]
    found = structure(
        page(1, *first), page(2, (98, 1, "Then it goes on."), *numbered(6, 9)), page(3, *numbered(10, 12))
    )
    crossing = next(p for p in found if p.number == "1.5")
    assert crossing.text.endswith("Then it goes on.")
    assert (crossing.page_at(0), crossing.page_at(len(crossing.text) - 1)) == (1, 2)
    assert [p.number for p in found if p.role == "body"] == [f"1.{n}" for n in range(1, 13)]
    assert all(p.section == ("1 Introduction",) for p in found if p.role == "body")


def test_a_quotation_set_apart_has_no_number_and_a_paragraph_at_the_hanging_indent_keeps_it() -> None:
    rows = [
        (70, 1, "# 1 Introduction"),
        *numbered(1, 4),
        (90, 2.4, "“I told the lady and she wrote it down.”"),
        *numbered(5, 6),
    ]
    rows += [(98, 1.6, "A second paragraph under the same number.")]
    found = structure(page(1, *rows), page(2, *numbered(7, 9)), page(3, *numbered(10, 12)))
    assert next(p for p in found if p.text.startswith("“I told")).number is None
    assert next(p for p in found if p.text.startswith("A second")).number == "1.6"


def test_the_title_of_a_box_is_a_label_and_no_section() -> None:
    rows = [
        (70, 1, "# 1 Introduction"),
        *numbered(1, 5),
        (84, 2.4, "* What worked well"),
        (84, 1.4, "The midwife came back."),
        *numbered(6, 7),
    ]
    found = structure(page(1, *rows), page(2, *numbered(8, 12)), page(3, *numbered(13, 18)))
    boxed = next(p for p in found if p.text == "The midwife came back.")
    assert (boxed.label, boxed.section, boxed.number) == ("What worked well", ("1 Introduction",), None)
    assert next(p for p in found if p.number == "1.6").label is None


def test_a_bold_beginning_and_its_text_are_one_paragraph() -> None:
    rows = [
        (70, 1, "# 1 Introduction"),
        *numbered(1, 5),
        (98, 2, "* Recommendation 2: A conversation with"),
        (98, 1, "every father. Boards should offer it."),
    ]
    found = structure(page(1, *rows), page(2, *numbered(6, 10)), page(3, *numbered(11, 15)))
    assert "Recommendation 2: A conversation with every father. Boards should offer it." in [p.text for p in found]


def test_running_feet_and_banners_are_in_no_paragraph() -> None:
    found = structure(*(page(n, *numbered(5 * n, 5 * n + 4)) for n in range(1, 5)))
    assert not any("The Board" in p.text for p in found)
    assert is_banner("OFFICIAL - SENSITIVE")
    assert is_banner("DRAFT")
    assert not is_banner("OFFICIAL STATISTICS")


def test_web_furniture_is_left_out() -> None:
    texts = [
        "A title of four words",
        "Hide Ad",
        "The review found " + FILL + ".",
        "Comments are closed",
        "Share this: E-mail Print",
    ]
    lines = tuple(Line(text=t, ends=True) for t in texts)
    text = clean(RawDocument(pages=(Page(number=None, lines=lines, text=""),), reader="text"))
    assert [x.line.text for x in text.body] == [texts[0], texts[2]]


def paragraph(text: str, *section: str, role: str = "body") -> Paragraph:
    return Paragraph(text=text, number=None, section=section, role=role, kind="other", anchors=())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "section", "kind"),
    [
        ("Recommendation 4: That the Board should", "9 Conclusions", "recommendation"),
        ("Learning point 2: A missed visit", "6 Analysis", "learning"),
        ("The nurse saw it.", "5 What happened", "narrative"),
        ("The nurse saw it.", "Key practice episodes", "chronology"),
        ("The first chance came.", "6 Analysis", "finding"),
        ("The midwife came back.", "What worked well", "good_practice"),
        ("The panel met.", "Terms of reference and methodology", "other"),
        ("The trust has since trained.", "What has changed since", "response"),
        ("Agencies were asked.", "Appendix B: Some more", "other"),
    ],
)
def test_the_kind_of_a_passage_follows_its_lead_in_or_its_heading(text: str, section: str, kind: PassageKind) -> None:
    assert with_kinds([paragraph(text, section)], "serious case review")[0].kind == kind


def test_a_table_under_a_date_head_is_a_chronology_and_bullets_follow_their_lead() -> None:
    rows = [paragraph(t, "5 What happened", role="row") for t in ("Date", "Event", "1 May 2009", "Seen")]
    assert {p.kind for p in with_kinds(rows, None)} == {"chronology"}
    items = [paragraph("Recommendation 1: That:", "8 Next"), paragraph("a) it is seen", "8 Next", role="bullet")]
    assert [p.kind for p in with_kinds(items, None)] == ["recommendation", "recommendation"]


def test_headings_of_a_response_or_a_comment_do_not_make_recommendations_of_its_words() -> None:
    words = [paragraph("We accept this.", "Recommendation 1: visits")]
    assert with_kinds(words, "response")[0].kind == "response"
    assert with_kinds([paragraph("I doubt it.", "Six findings and nothing to tick")], "blog")[0].kind == "other"


@pytest.mark.parametrize(
    ("title", "opening", "kind"),
    [
        (
            "Serious Case Review: Child A",
            "Overview report. The independent author wrote for the Board. Terms of reference",
            "review",
        ),
        (
            "Anger over serious case review",
            "“It was awful,” he said. A spokesman said no. The Daily News was told the",
            "press",
        ),
        ("Government Response to the Inquiry", "We accept", "other"),
        ("Learning from Reviews", "Agenda item. Minutes: the committee received", "minutes"),
        ("Neglect: practice guidance", "This guidance is for everyone", "guidance"),
        ("A list of names", "Nothing tells", "other"),
    ],
)
def test_the_kind_of_source_follows_its_title_and_first_page(title: str, opening: str, kind: str) -> None:
    assert source_of(title, opening).kind == kind
