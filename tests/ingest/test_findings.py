"""How findings, recommendations and learning points are read out of paragraphs and tables."""

import pytest

from ingest.finding_leads import bare_label, is_learning, is_zone, puts_questions, read_lead, reference
from ingest.finding_lists import reference_units
from ingest.findings import read_findings
from ingest.records import Anchor, DocumentFacts, Finding, FindingKind, Line, Page, Paragraph, Role, SourceKind

FACTS = DocumentFacts(
    title="Serious Case Review", kind="serious case review", source_kind="review", year=2014, area="Harrowmere",
    publisher="Harrowmere Safeguarding Children Board",
)  # fmt: skip
RECOMMENDATIONS = ("8 Recommendations",)


def para(
    text: str, *, page: int = 1, role: Role = "body", section: tuple[str, ...] = RECOMMENDATIONS,
    number: str | None = None, label: str | None = None,
) -> Paragraph:  # fmt: skip
    return Paragraph(
        text=text, number=number, section=section, role=role, kind="narrative", label=label,
        anchors=(Anchor(offset=0, page=page, line=0),),
    )  # fmt: skip


def heading(text: str, *, section: tuple[str, ...] = (), page: int = 1) -> Paragraph:
    return para(text, role="heading", section=section, page=page)


def register(*paragraphs: Paragraph, source_kind: SourceKind = "review") -> tuple[Finding, ...]:
    facts = DocumentFacts(
        title=FACTS.title, kind=FACTS.kind, source_kind=source_kind, year=None, area=None, publisher=FACTS.publisher
    )
    return read_findings((), paragraphs, facts, "abc")


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Recommendation 4: That the Board should act.", "recommendation", "4"),
        ("Recommendation 12. The Board should act.", "recommendation", "12"),
        ("RECOMMENDATION 3 – The Board should act.", "recommendation", "3"),
        ("Recommendation 4a) The Board should act.", "recommendation", "4a"),
        ("Recommendation 1.2: The Board should act.", "recommendation", "1.2"),
        ("Recommendation Two: The Board should act.", "recommendation", "2"),
        ("Recommendation 3 That the Board should act.", "recommendation", "3"),
        ("National recommendation 5: The Government should act.", "recommendation", "5"),
        ("Finding 3: A pattern.", "finding", "3"),
        ("Key finding 2. A pattern.", "finding", "2"),
        ("Learning point 2: Ask twice.", "learning", "2"),
        ("Key learning 7: Ask twice.", "learning", "7"),
        ("Lesson 1: Ask twice.", "learning", "1"),
    ],
)
def test_a_lead_in_says_kind_and_number(text: str, kind: FindingKind, number: str) -> None:
    lead = read_lead(text)
    assert lead is not None
    assert (lead.kind, lead.number) == (kind, number)
    assert text[lead.end :][0].isupper()


@pytest.mark.parametrize(
    "text",
    [
        "Recommendation 3 of the review of 2009 was that visits be made.",
        "Recommendations were made in 2009.",
        "Recommendation 4 was accepted.",
        "Findings from research show it.",
        "Learning from the past is hard.",
        "Lessons 1 and 2 were attended.",
    ],
)
def test_a_mention_of_a_recommendation_is_no_lead_in(text: str) -> None:
    assert read_lead(text) is None


def test_a_few_words_that_run_in_with_a_recommendation_are_its_title() -> None:
    lead = read_lead("Recommendation 1: Both names. The Department should require it.")
    assert lead is not None
    assert lead.title == "Both names"


def test_sub_points_belong_to_their_recommendation() -> None:
    found = register(
        para("Recommendation 1: That the Board should ensure that:"),
        para("a) records are kept;", role="bullet"), para("b) they are read.", role="bullet", page=2),
        para("Recommendation 2: That the Board should stop."),
    )  # fmt: skip
    assert [f.text for f in found] == [
        "That the Board should ensure that: a) records are kept; b) they are read.", "That the Board should stop.",
    ]  # fmt: skip
    assert (found[0].places[0].page, found[0].places[0].page_end) == (1, 2)
    assert found[0].addressed_to == ("Harrowmere Safeguarding Children Board",)


def test_an_introduction_beside_recommendations_with_lead_ins_is_none() -> None:
    found = register(para("The review makes one recommendation, which the Board should follow.", number="8.1"),
                     para("Recommendation 1: That the Board should act."))  # fmt: skip
    assert [f.number for f in found] == ["1"]


def test_a_line_that_names_the_addressee_is_not_text() -> None:
    found = register(para("Recommendation 1: That records be kept."), para("For: GP practices"))
    assert [(f.text, f.addressed_to) for f in found] == [("That records be kept.", ("GP practices",))]


def test_repeats_are_one_record_with_several_places_the_one_where_it_is_made_first() -> None:
    words = "That the Board should see to it that every child is seen alone and listened to."
    found = register(
        para(f"Recommendation 1: {words}", page=2, section=("Executive summary",)),
        para(f"Recommendation 1: {words}", page=30),
        para(f"Recommendation 1: {words.replace('see to it', 'make sure')}", page=41, section=("Appendix C",)),
    )
    assert [[p.page for p in f.places] for f in found] == [[30, 2, 41]]


def test_one_number_used_for_two_recommendations_makes_two_records() -> None:
    found = register(para("Recommendation 1: That the Board should act on neglect at once."),
                     para("Recommendation 1: That schools should keep one chronology each.", page=9))  # fmt: skip
    assert len(found) == 2
    assert len({f.id for f in found}) == 2


def test_a_finding_holds_its_paragraphs_but_not_the_questions_it_puts() -> None:
    title = "Finding 1: Fathers are not asked"
    box = "Considerations for the Board: Finding 1"
    path = ("5 The findings", title)
    found = register(
        heading(title, section=("5 The findings",)), para("Nobody asked him.", section=path, number="5.1"),
        heading("How common is it?", section=path),
        para("It is common.", section=(*path, "How common is it?"), number="5.2", page=2),
        heading(box, section=path), para("Would the Board ask?", section=path, label=box, role="bullet"),
        heading("6 Conclusions"), para("It was a sad case.", section=("6 Conclusions",)),
    )  # fmt: skip
    finding = next(f for f in found if f.kind == "finding")
    assert (finding.title, finding.text) == ("Fathers are not asked", "Nobody asked him. It is common.")
    assert (finding.places[0].page, finding.places[0].page_end, finding.places[0].paragraph) == (1, 2, "5.1")
    assert [f.text for f in found if f.kind == "recommendation"] == ["Would the Board ask?"]


def test_a_recommendation_in_a_box_ends_where_the_numbered_text_goes_on() -> None:
    title = "Recommendation 3: A better approach"
    path = ("Risk", title)
    found = register(heading(title, section=("Risk",)), para("The Board should work on it.", section=path),
                     para("The next chapter follows.", section=path, number="3.71"))  # fmt: skip
    assert [(f.number, f.title, f.text) for f in found] == [("3", "A better approach", "The Board should work on it.")]


def test_numbered_paragraphs_of_a_chapter_of_recommendations_are_recommendations() -> None:
    found = register(
        heading("8 Recommendations"), para("These are few.", number="8.1"),
        para("The Board should audit all of its cases each year.", number="8.2"),
        para("Health visitors should ask every father.", number="8.3"),
    )  # fmt: skip
    assert [f.number for f in found] == ["8.2", "8.3"]


def test_lettered_points_beneath_a_mere_title_are_numbered_through() -> None:
    chapter = ("4. Preventing harm",)
    found = register(
        heading("The Recommendations"), heading("1. Compensation"),
        para("(a) A scheme should be set up now.", role="bullet", section=("1. Compensation",)),
        heading("2. Safety"), para("(a) Candour", role="bullet", section=("2. Safety",)),
        para("(i) A duty should be introduced.", role="bullet", section=("2. Safety",)),
        para("(ii) Its working should be reviewed.", role="bullet", section=("2. Safety",)),
        heading("9 Afterwards"), para("(a) Nothing should be read here.", role="bullet", section=chapter),
    )  # fmt: skip
    assert [f.number for f in found] == ["1(a)", "2(a)(i)", "2(a)(ii)"]


def test_a_committee_closes_its_conclusions_with_the_paragraph_they_come_from() -> None:
    units = reference_units([
        para("1. The costs look modest. (Conclusion, Paragraph 51)", role="bullet"),
        para("2. The Government should pay them. (Recommendation, Paragraph 51)", role="bullet"),
        para("3. The strategy should be clear. (Paragraph 68) Next heading", role="bullet"),
    ])  # fmt: skip
    assert [(u.kind, u.number, u.text) for u in units] == [
        ("finding", "1", "The costs look modest."), ("recommendation", "2", "The Government should pay them."),
        ("recommendation", "3", "The strategy should be clear."),
    ]  # fmt: skip


def test_without_a_list_the_paragraphs_that_recommend_are_the_recommendations() -> None:
    found = register(para("We recommend that the Board publish its audits.", section=("Analysis",), number="4.2"),
                     para("We heard from many.", section=("Analysis",), number="4.3"))  # fmt: skip
    assert [f.number for f in found] == ["4.2"]


def test_a_quoted_recommendation_of_somebody_else_is_not_the_reviews_own() -> None:
    assert register(para("Recommendation 3: The Board shall report every month.”", section=("Background",))) == ()


def test_a_report_about_a_review_has_no_register_of_its_own() -> None:
    words = para("Recommendation 1: That the Board should act.")
    for source in ("press", "commentary", "minutes", "guidance", "other"):
        assert register(words, source_kind=source) == ()


def test_a_table_gives_number_words_over_two_pages_and_addressee() -> None:
    cells = [("No. Recommendation", 75), ("For", 330), ("By when", 450), ("1 That the Board should adopt a stan-", 75),
             ("dard for all of its work.", 98), ("The Board;", 330), ("Schools", 330), ("March 2012", 450),
             ("2 That schools should read.", 75), ("Schools March 2012", 330)]  # fmt: skip
    lines = tuple(Line(text=t, x=x, y=700 - 12.0 * i, size=9.7, row=True) for i, (t, x) in enumerate(cells))
    pages = (Page(number=1, lines=lines, text=""),)
    rows = [
        Paragraph(text=t, number=None, section=RECOMMENDATIONS, role="row", kind="recommendation",
                  anchors=(Anchor(offset=0, page=1, line=i),))
        for i, (t, _) in enumerate(cells)
    ]  # fmt: skip
    found = read_findings(pages, rows, FACTS, "abc")
    assert [(f.number, f.text, f.addressed_to) for f in found] == [
        ("1", "That the Board should adopt a standard for all of its work.",
         ("Harrowmere Safeguarding Children Board", "Schools")),
        ("2", "That schools should read.", ("Schools",)),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    "Recommendations", "8 Recommendations", "CHAPTER 8: CONCLUSIONS AND RECOMMENDATIONS", "The Recommendations",
    "Summary of conclusions and recommendations", "Recommendations for the Board", "Questions for the Partnership",
    "List of recommendations made in this Report",
])  # fmt: skip
def test_a_heading_says_that_recommendations_follow(text: str) -> None:
    assert is_zone(text)


@pytest.mark.parametrize("text", [
    "Progress on earlier recommendations of the Board", "Recommendations of previous inquiries to change the culture",
    "Tracking Inquiry Recommendations", "Findings",
])  # fmt: skip
def test_a_heading_that_only_speaks_of_recommendations_does_not(text: str) -> None:
    assert not is_zone(text)


def test_small_marks_are_read_for_what_they_are() -> None:
    assert puts_questions("Considerations for the Board: Finding 1")
    assert is_learning("Key learning")
    assert not is_learning("Learning Disability Service")
    assert bare_label("recommendation We recommend it") == len("recommendation ")
    assert bare_label("Recommendation is a word") == 0
    assert reference("It should stop (paragraph 3.10).") == (len("It should stop"), None)
    assert reference("See (paragraph 3.10) where " + 20 * "much more " + "is said.") is None
