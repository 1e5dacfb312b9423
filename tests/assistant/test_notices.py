"""The notices: whose the quotes are, of what years, and what has since been replaced."""

import pytest

from assistant.notices import dated_notices, notices, source_notice
from assistant.records import Citation
from assistant.replaced import load_replaced, parse_replaced
from ingest.errors import SetupError
from ingest.records import SourceKind

ENTRY = "- {id: a, name: A, words: [X], until: 2010, text: It went., sources: [{title: T, publisher: P, year: 2010}]}\n"


def cite(
    quote: str,
    year: int | None = 2012,
    *,
    name: str = "c1",
    section: tuple[str, ...] = (),
    source_kind: SourceKind = "review",
) -> Citation:
    """A citation of ``quote`` from a document of its own."""
    return Citation(
        id=name, review_id=f"doc-{name}", title="A review", source_kind=source_kind, year=year, page=1, page_end=1,
        page_label="1", paragraph=None, section=section, passage_kind="finding", voice=None, quote=quote,
        passage_id="p1", url="/reviews/doc",
    )  # fmt: skip


def dated(*citations: Citation) -> list[str]:
    """The texts of the notices on what has been replaced."""
    return [notice.text for notice in dated_notices(citations) if notice.kind == "dated_guidance"]


def year_of(*years: int | None) -> str:
    """The notice on the years of one quote from a document of each of ``years``."""
    quoted = [cite("It was seen.", year, name=f"c{i}") for i, year in enumerate(years)]
    (notice,) = [n for n in dated_notices(quoted) if n.kind == "year"]
    return notice.text


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ((2013,), "The quotes are from a document of 2013."),
        ((2013, 2013), "The quotes are from documents of 2013."),
        ((2022, 2009), "The quotes are from documents of 2009 to 2022."),
        ((2009, None), "The quotes are from a document of 2009; the year of one more is not known."),
        ((2009, 2011, None, None), "The quotes are from documents of 2009 to 2011; the years of 2 more are not known."),
        ((None,), "The year of the document quoted is not known."),
        ((None, None), "The years of the documents quoted are not known."),
    ],
)
def test_the_years_of_the_evidence_are_said(years: tuple[int | None, ...], text: str) -> None:
    assert year_of(*years) == text


def test_nothing_quoted_needs_no_notice() -> None:
    assert notices(()) == ()


@pytest.mark.parametrize(
    ("quote", "year", "replacement"),
    [
        ("The LSCB should audit its files.", 2012, "safeguarding partners"),
        ("The ACPC agreed the plan.", 2003, "Local Safeguarding Children Boards"),
        ("A CAF should be completed first.", 2011, "early help"),
        ("Workers should look at ContactPoint.", 2009, "6 August 2010"),
        ("The PCT should write to all surgeries.", 2010, "integrated care boards"),
        ("The CCG should tell all surgeries.", 2018, "integrated care boards"),
        ("He had a statement of special educational needs.", 2012, "EHC"),
        ("An initial assessment should be done in ten days.", 2010, "45 working days"),
        ("The child practice review found delay.", 2016, "single unified safeguarding review"),
        ("The significant case review found delay.", 2016, "learning reviews"),
        ("The review was graded as inadequate by Ofsted.", 2010, "not graded now"),
        ("A CRB check should be made.", 2010, "Disclosure and Barring"),
    ],
)
def test_an_arrangement_since_replaced_is_named_with_what_replaced_it(quote: str, year: int, replacement: str) -> None:
    (text,) = dated(cite(quote, year))
    assert replacement in text and "c1" in text


@pytest.mark.parametrize(
    ("quote", "edition"),
    [
        ("Working Together to Safeguard Children (2010) asks for this.", 2010),
        ("Working Together to Safeguard Children (HM Government, 2006) asks for this.", 2006),
        ("Working Together asks for this.", 2010),
    ],
)
def test_the_edition_of_working_together_is_the_one_named_or_that_of_the_documents_day(
    quote: str, edition: int
) -> None:
    (text,) = dated(cite(quote, 2012))
    assert f"The {edition} edition" in text and "2023" in text


def test_working_together_without_a_year_in_a_document_without_a_year_is_let_be() -> None:
    assert dated(cite("Working Together asks for this.", None)) == []


@pytest.mark.parametrize(
    ("quote", "year"),
    [
        ("The LSCB had asked for this in its time.", 2023),
        ("The former PCT had asked for this.", 2013),
        ("ContactPoint was switched off.", 2010),
        ("The child was seen at home.", 2009),
        ("They met in a caf and at the pct.", 2009),
        ("Working Together (2023) asks for this.", 2024),
    ],
)
def test_nothing_is_said_of_later_documents_of_what_is_said_to_be_over_or_of_other_words(quote: str, year: int) -> None:
    assert dated(cite(quote, year)) == []


def test_a_heading_that_names_the_arrangement_counts_but_not_one_that_names_the_kind_of_review() -> None:
    assert len(dated(cite("It should audit its files.", section=("5 Recommendations", "For the LSCB")))) == 1
    assert dated(cite("It should audit its files.", section=("Serious case review: Child G",))) == []


def test_there_is_one_notice_for_an_arrangement_however_many_quotes_name_it() -> None:
    (text,) = dated(
        cite("The PCT should act."), cite("All PCTs should act.", name="c2"), cite("She was seen.", name="c3")
    )
    assert "c1, c2" in text and "c3" not in text


def test_quotes_of_press_and_opinion_only_are_said_to_be_no_reviews() -> None:
    (notice,) = source_notice([cite("He said so.", source_kind="press"), cite("So.", source_kind="other")])
    assert notice.text == "No review says this itself: the quotes are from other documents, press."
    assert list(source_notice([cite("He said so.", source_kind="press"), cite("It is so.")])) == []


def test_every_entry_of_the_table_has_sources_and_names_its_years_in_order() -> None:
    table = load_replaced()
    assert len({a.id for a in table}) == len(table) >= 20
    for entry in table:
        assert all(source.title and source.publisher and 1989 <= source.year <= 2026 for source in entry.sources)
        assert entry.edition is None or entry.since is not None and entry.edition <= entry.since <= entry.until


def test_the_editions_of_working_together_follow_one_another_without_a_gap() -> None:
    editions = [a for a in load_replaced() if a.edition is not None]
    assert [a.until for a in editions[:-1]] == [a.edition for a in editions[1:]]


def test_every_way_of_naming_an_arrangement_is_found_in_a_sentence() -> None:
    for entry in load_replaced():
        for words in entry.words:
            said = f"It was the {words.replace('...', 'and then the')} here."
            assert entry.is_named(said, entry.until), words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- [",
        "- 5",
        "a: b",
        ENTRY + ENTRY,
        ENTRY.replace("until: 2010, ", ""),
        ENTRY.replace("words: [X]", "words: []"),
        ENTRY.replace("until: 2010", "until: soon"),
        ENTRY.replace("sources: [{title: T, publisher: P, year: 2010}]", "sources: []"),
        ENTRY.replace("publisher: P, ", ""),
        ENTRY.replace("id: a", "id: a, edition: 2010"),
        ENTRY.replace("id: a", "id: a, more: 1"),
    ],
)
def test_a_table_that_is_not_as_it_should_be_is_refused(text: str) -> None:
    with pytest.raises(SetupError, match=r"replaced\.yaml"):
        parse_replaced(text)
