"""The quality card in plain words: what was read, by whom, what is missing, and what was announced."""

from dataclasses import replace

import pytest

from assistant.card import quality_rows
from ingest.records import PagesRead, Quality

PLAIN = Quality(
    pages=17, pages_without_text=(), numbered_paragraphs=72, furniture_lines=51, reader="pypdf",
    readers=(PagesRead(reader="pypdf", pages=tuple(range(1, 18))),),
)  # fmt: skip


def said(quality: Quality, row: str) -> str:
    return dict(quality_rows(quality))[row]


def test_a_document_read_whole_says_so() -> None:
    assert said(PLAIN, "How the pages were read") == "all with pypdf"
    assert {said(PLAIN, row) for row in ("Pages without text", "Garbled text", "Notes")} == {"none"}


def test_each_reader_is_named_with_its_pages() -> None:
    readers = (PagesRead(reader="pypdf", pages=(1, 2, 4)), PagesRead(reader="tesseract", pages=(3,)))
    words = said(replace(PLAIN, readers=readers), "How the pages were read")
    assert words == "3 pages with pypdf (1–2, 4); 1 page with OCR (tesseract) (3)"


def test_blank_pages_are_told_from_scans() -> None:
    words = said(replace(PLAIN, pages_without_text=(2, 4), blank_pages=(2,)), "Pages without text")
    assert words == "4: something is drawn there, perhaps a scan; 2: blank"


@pytest.mark.parametrize(
    ("found", "announced", "words"),
    [
        (12, 12, "12 found, as announced"),
        (11, 12, "11 found, but 12 announced"),
        (8, None, "8 found; the document does not say how many it makes"),
        (None, None, "not counted"),
    ],
)
def test_recommendations_found_stand_against_those_announced(
    found: int | None, announced: int | None, words: str
) -> None:
    assert said(replace(PLAIN, recommendations=found, announced=announced), "Recommendations") == words


def test_many_notes_are_cut_and_counted() -> None:
    notes = tuple(f"note {n}" for n in range(20))
    assert said(replace(PLAIN, notes=notes), "Notes").endswith("note 7; and 12 more")
