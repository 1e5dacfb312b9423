"""A quote stands on a page when no character of it is missing there; only what line ends blur is left open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text import fold_space, resolve_glyphs, stands_on


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("The plan was made.", "Before. The plan was made. After."),
        ("The plan was made.", "Before. The  plan\nwas\tmade. After."),
        ("The first flat was unfit.", "The ﬁrst ﬂat was unﬁt."),
        ("A multi-agency plan", "A multi-agency plan"),
        ("A multi-agency plan", "A multi-\nagency plan"),
        ("A multi-agency plan", "A multi-  \r\n  agency plan"),
        ("A hospital plan", "A hos-\npital plan"),
        ("A hospital plan", "A hos\u00ad\npital plan"),
        ("A multi-agency hospital", "A multi-\nagency hos-\npital"),
        ("A long-standing multi-agency worry in hospital", "A long-\nstanding multi-\nagency worry in hos-\npital"),
        ("cooperation", "co\u00adoperation"),
    ],
)
def test_it_stands_there(quote: str, page: str) -> None:
    assert stands_on(quote, page)


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("The plan was made.", "The plan was not made."),
        ("the plan was made.", "The plan was made."),
        ("A multi-agency plan", "A multiagency plan"),
        ("A multiagency plan", "A multi-agency plan"),
        ("The plan was made.", ""),
        ("", "The plan was made."),
        (" \n", "The plan was made."),
        ("It was 47 days", "It was 4.7 days"),
    ],
)
def test_it_does_not_stand_there(quote: str, page: str) -> None:
    assert not stands_on(quote, page)


@given(st.text(alphabet="abc de-.\n", min_size=1, max_size=60), st.data())
def test_every_part_of_a_page_stands_on_it(page: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(page) - 1))
    end = data.draw(st.integers(start + 1, len(page)))
    part = page[start:end]
    if part.strip() and "-\n" not in page:
        assert stands_on(fold_space(part), page)


@given(st.text(alphabet="abcde", min_size=1, max_size=10), st.text(alphabet="abcde \n", max_size=60))
def test_a_quote_with_another_letter_never_stands(quote: str, page: str) -> None:
    assert not stands_on(quote + "z", page)


def test_glyphs_are_spelt_out_and_no_word_changes() -> None:
    assert resolve_glyphs("eﬃcient ﬂoor\u00ad") == "efficient floor"
    assert resolve_glyphs("naïve Climbié – “quoted”") == "naïve Climbié – “quoted”"
    assert fold_space("  a \n\t b\u00a0c ") == "a b c"
