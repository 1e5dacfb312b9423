"""Filters admit what they say; a place is written as a professional would write it."""

from dataclasses import replace

import pytest

from assistant.place import place_of, where_of
from assistant.records import Citation, Filters
from ingest.catalogue import Held
from ingest.records import DocumentFacts, Quality

FACTS = DocumentFacts(
    title="Serious Case Review: Child G", kind="serious case review", source_kind="review", year=2013, area="Northmarch"
)
HELD = Held(
    id="abc", sha256="abc0", path="/g.pdf", file="g.pdf", facts=FACTS, passages=9, added="2026-11-23T10:00:00+00:00",
    quality=Quality(pages=28, pages_without_text=(), numbered_paragraphs=90, furniture_lines=50, reader="pypdf"),
)  # fmt: skip
CITATION = Citation(
    id="c1", review_id="abc", title=FACTS.title, source_kind="review", year=2013, page=37, page_end=37, page_label="35",
    paragraph="4.12", section=("4 Findings", "Sharing"), passage_kind="finding", voice=None, quote="It was so.",
    passage_id="p1", url="/reviews/abc/pages/37",
)  # fmt: skip


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(review_ids=("xyz", "abc")),
        Filters(areas=("northmarch",)),
        Filters(kinds=("Serious Case Review",)),
        Filters(source_kinds=("press", "review")),
        Filters(year_from=2013, year_to=2013),
        Filters(areas=("Northmarch",), year_from=2000),
    ],
)
def test_a_document_that_fits_is_admitted(filters: Filters) -> None:
    assert filters.admits(HELD)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(review_ids=("ab",)),
        Filters(areas=("North",)),
        Filters(kinds=("rapid review",)),
        Filters(source_kinds=("press",)),
        Filters(year_from=2014),
        Filters(year_to=2012),
        Filters(areas=("Northmarch",), year_to=2000),
    ],
)
def test_a_document_that_does_not_fit_is_left_out(filters: Filters) -> None:
    assert not filters.admits(HELD)


def test_what_a_document_does_not_say_fits_no_filter() -> None:
    silent = replace(HELD, facts=replace(FACTS, year=None, area=None, kind=None))
    assert Filters().admits(silent)
    for filters in (
        Filters(year_from=1900),
        Filters(year_to=2100),
        Filters(areas=("Northmarch",)),
        Filters(kinds=("x",)),
    ):
        assert not filters.admits(silent)


def test_only_filters_that_are_set_are_told() -> None:
    assert Filters().as_json() == {}
    assert Filters().empty
    assert Filters(areas=("A", "B"), year_to=2012).as_json() == {"areas": ["A", "B"], "year_to": 2012}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({}, "page 37 (printed 35), paragraph 4.12"),
        ({"page_label": "37"}, "page 37, paragraph 4.12"),
        ({"page_label": None}, "page 37, paragraph 4.12"),
        ({"page_end": 38}, "page 37–38 (printed 35), paragraph 4.12"),
        ({"paragraph": None}, "page 37 (printed 35), “Sharing”"),
        ({"page": None, "page_end": None, "page_label": None}, "paragraph 4.12"),
        ({"page": None, "page_end": None, "page_label": None, "paragraph": None, "section": ()}, ""),
    ],
)
def test_a_place_is_page_printed_label_and_paragraph(changes: dict[str, object], where: str) -> None:
    assert where_of(replace(CITATION, **changes)) == where  # type: ignore[arg-type]  # fields by name


def test_a_place_names_title_year_and_kind() -> None:
    assert place_of(CITATION) == (
        "Serious Case Review: Child G (2013), page 37 (printed 35), paragraph 4.12 [review, finding]"
    )
