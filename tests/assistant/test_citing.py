"""A quote of several sentences is what the page has from the first to the last, or it is made shorter."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.citing import as_printed
from assistant.records import Evidence
from ingest.text import between, stands_on
from tests.assistant.test_choosing import document, passage

_SENTENCES = ("Staff should:", "ring the school;", "write it down.")


def run(texts: Sequence[str], core: int | None) -> Evidence:
    held = passage("p", texts)
    return Evidence(
        sentences=held.sentences, core=None if core is None else held.sentences[core], passage=held,
        document=document("a"), score=0.5, coverage=0.5, cosine=0.5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("Staff should: ring the\nschool; write it down. More.", "Staff should: ring the school; write it down."),
        ("Staff should:\n• ring the school;\n• write it down.", "Staff should: • ring the school; • write it down."),
        (
            "Staff should:\na) ring the school;\nb) write it down.",
            "Staff should: a) ring the school; b) write it down.",
        ),
        ("Staff should:12 ring the school; write it down.", "Staff should:12 ring the school; write it down."),
    ],
)
def test_marks_of_lists_and_footnotes_stay_in_the_quote(page: str, quote: str) -> None:
    item, found = as_printed(run(_SENTENCES, 1), page)
    assert found == quote and stands_on(found, page)
    assert [s.text for s in item.sentences] == list(_SENTENCES)


def test_what_stands_apart_from_its_core_is_left_out() -> None:
    page = "Staff should: ring the school; PAGE HEADING write it down."
    assert as_printed(run(_SENTENCES, 1), page)[1] == "Staff should: ring the school;"
    assert as_printed(run(_SENTENCES, 2), page)[1] == "write it down."


def test_a_mark_that_is_only_a_nameless_glyph_is_not_quoted() -> None:
    page = "Staff should:\n\x7f ring the school;\n\x7f write it down."
    assert as_printed(run(_SENTENCES, 1), page)[1] == "ring the school;"


def test_evidence_without_a_core_is_kept_from_its_first_sentence_on() -> None:
    page = "Staff should: ring the school; PAGE HEADING write it down."
    item, quote = as_printed(run(_SENTENCES, None), page)
    assert quote == "Staff should: ring the school;" and len(item.sentences) == 2


def test_a_single_sentence_is_quoted_as_it_is() -> None:
    item = replace(run(_SENTENCES, 0), sentences=run(_SENTENCES, 0).sentences[:1])
    assert as_printed(item, "Staff should: go.") == (item, "Staff should:")


def test_what_stands_between_two_texts_is_told_without_white_space() -> None:
    assert between("One.", "Two.", "One.  [3]\nTwo.") == "[3]"
    assert between("One.", "Two.", "Two. One.") is None
    assert between("co-operate.", "Two.", "co-\noperate. Two.") == ""
