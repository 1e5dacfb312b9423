"""What LibreOffice makes of an export: footnotes on the page of their quotes, slides on which everything fits."""

from pathlib import Path

import pypdf

from assistant.desk.exports import export
from assistant.desk.papers import Paper
from ingest.text import stands_on
from tests.desk.conftest import Office


def pages_of(paper: Paper, format: str, office: Office, folder: Path) -> list[str]:
    """The text of each page of an export as LibreOffice prints it."""
    path = folder / f"made.{format}"
    path.write_bytes(export(paper, format))  # type: ignore[arg-type]  # docx or pptx
    return [page.extract_text() for page in pypdf.PdfReader(office(path, "pdf")).pages]


def test_word_prints_each_footnote_with_review_page_and_paragraph(brief: Paper, office: Office, tmp_path: Path) -> None:
    pages = pages_of(brief, "docx", office, tmp_path)
    for quote in brief.quotes():
        citation = quote.citation
        wanted = f"{citation.title}" if str(citation.year) in citation.title else f"{citation.title} ({citation.year})"
        carrying = [page for page in pages if stands_on(f"PDF page {citation.page}", page)]
        assert any(stands_on(wanted, page) for page in carrying)
        if citation.paragraph:
            assert any(stands_on(f"paragraph {citation.paragraph}", page) for page in carrying)


def test_powerpoint_prints_every_quote_that_it_shows_whole(answer: Paper, office: Office, tmp_path: Path) -> None:
    pages = pages_of(answer, "pptx", office, tmp_path)
    for quote in answer.quotes():
        assert any(stands_on(quote.text, page) for page in pages), quote.text
    assert any("Sources" in page for page in pages)
